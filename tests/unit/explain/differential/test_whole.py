from typing import Any

import pytest

from kneetrace.evidence import Confidence, accuracy
from kneetrace.explain import (
    Degree,
    Differential,
    Says,
    Standing,
    UnknownSetting,
    UnusablePrior,
    conditions,
    weigh_conditions,
)
from kneetrace.intake import Asker, Story
from tests.unit.explain.stories import story_of
from validation.possibilities import Ratio, enumerate_probability

RUNNER: dict[str, Any] = {
    "age_years": 24,
    "sex": "female",
    "which_knee": "right",
    "places": ["kneecap"],
    "pain_elsewhere": ["nowhere"],
    "onset": "gradual",
    "since_days": "14 months",
    "load_change": ["more", "harder"],
    "pain_stairs_down": 5,
    "pain_sitting": 7,
}


def weigh(**answers: Any) -> Differential:
    return weigh_conditions(story=story_of(**answers), setting="knee_clinic")


def published(id_: str, *, present: bool) -> Ratio:
    found = accuracy(id_).present if present else accuracy(id_).absent
    assert found is not None
    return found.value, found.low, found.high


def test_the_probability_of_a_typical_story_is_that_of_brute_force() -> None:
    found = weigh(**RUNNER).candidate("patellofemoral_pain")
    value, low, high = enumerate_probability(
        prior=(0.22, 0.32), groups=[[published("pfp_stairs_and_sitting", present=True)]]
    )
    assert found.standing is Standing.ESTIMATED
    assert found.probability is not None
    assert found.probability.value == pytest.approx(value)
    assert found.probability.low == pytest.approx(low, abs=0.004)
    assert found.probability.high == pytest.approx(high, abs=0.004)


def test_tests_of_the_same_thing_are_not_multiplied() -> None:
    one = weigh(**RUNNER).candidate("patellofemoral_pain")
    more = weigh(
        **RUNNER,
        exam_resisted_quadriceps_pain=True,
        exam_squat_pain=True,
        exam_palpation_facets=True,
    ).candidate("patellofemoral_pain")
    assert more.probability == one.probability
    twice = next(w for w in more.findings if w.rule.accuracy == accuracy("pfp_two_of_three"))
    assert twice.why_not["en"] == "It would count the same thing twice."


def test_a_cluster_replaces_its_parts() -> None:
    found = weigh(
        places=["kneecap"], exam_resisted_quadriceps_pain=True, exam_squat_pain=True
    ).candidate("patellofemoral_pain")
    assert [w.rule.accuracy for w in found.findings if w.counts] == [accuracy("pfp_two_of_three")]


def test_what_is_unknown_contributes_nothing() -> None:
    silent = weigh_conditions(story=Story(), setting="knee_clinic")
    for one in silent.candidates:
        assert one.standing is Standing.CANNOT_TELL
        assert all(w.says is Says.OPEN for w in one.findings)
    unknown = weigh(exam_mcmurray=None, limp=None)
    before = silent.candidate("meniscal_tear").probability
    assert unknown.candidate("meniscal_tear").probability == before


def test_conditions_without_verified_ratios_never_get_a_number() -> None:
    found = weigh(
        age_years=20,
        places=["below_kneecap"],
        pain_jumping=7,
        exam_royal_london=True,
        exam_palpation_inferior_pole=True,
        sports=["jumping"],
    ).candidate("patellar_tendinopathy")
    assert found.standing is Standing.FITS
    assert found.probability is None
    assert found.prior is None
    assert not any(w.counts for w in found.findings)


def test_what_does_not_fit_says_why() -> None:
    found = weigh(**RUNNER).candidate("iliotibial_band")
    assert found.standing is Standing.DOES_NOT_FIT
    assert "outer side" in found.why["en"]


def test_a_pain_elsewhere_is_not_patellofemoral_by_definition() -> None:
    told = weigh(places=["inner_joint"], pain_stairs_down=5, pain_sitting=7)
    found = told.candidate("patellofemoral_pain")
    assert found.standing is Standing.DOES_NOT_FIT
    assert found.probability is None
    assert told.impairments == ()
    assert told.outlook is None
    assert not any("patellofemoral_pain" in step.conditions for step in told.next_best)


def test_figures_of_other_people_do_not_count() -> None:
    knee_only = weigh(age_years=60, pain_elsewhere=["nowhere"], exam_hip_adduction_less=True)
    with_groin = weigh(age_years=60, pain_elsewhere=["hip_groin"], exam_hip_adduction_less=True)
    (lone,) = (w for w in knee_only.candidate("hip_osteoarthritis").findings if w.ratio)
    assert not lone.counts
    assert "groin" in lone.why_not["en"]
    (seen,) = (w for w in with_groin.candidate("hip_osteoarthritis").findings if w.ratio)
    assert seen.counts


def test_recalled_figures_are_shown_and_do_not_count() -> None:
    found = weigh(places=["kneecap"], exam_patellar_tilt=True).candidate("patellofemoral_pain")
    tilt = next(w for w in found.supporting if w.rule.accuracy == accuracy("pfp_tilt"))
    assert tilt.confidence is Confidence.RECALLED
    assert not tilt.counts
    assert "recalled" in tilt.why_not["en"]


def test_tests_that_contradict_each_other_are_no_answer() -> None:
    found = weigh(onset="injury", exam_lachman=False, exam_pivot_shift=True).candidate("acl_tear")
    assert found.standing is Standing.CANNOT_TELL
    assert found.probability is not None
    assert found.probability.high - found.probability.low > 0.5
    value, low, high = enumerate_probability(
        prior=(0.02, 0.15),
        groups=[
            [published("acl_lachman", present=False), published("acl_pivot_shift", present=True)]
        ],
    )
    assert found.probability.value == pytest.approx(value)
    assert found.probability.low == pytest.approx(low, abs=0.004)
    assert found.probability.high == pytest.approx(high, abs=0.006)


def test_two_conditions_may_both_be_likely() -> None:
    found = weigh(
        onset="injury", injury_how=["twist"], exam_lachman=True, exam_mcmurray=True, age_years=25
    )
    alone = weigh(onset="injury", injury_how=["twist"], exam_mcmurray=True, age_years=25)
    assert (
        found.candidate("meniscal_tear").probability == alone.candidate("meniscal_tear").probability
    )


def test_an_answer_that_excludes_a_question_answers_it() -> None:
    found = weigh(onset="gradual").candidate("mcl_tear")
    assert found.standing is Standing.DOES_NOT_FIT


def test_the_therapist_moves_a_prior() -> None:
    moved = weigh_conditions(story=story_of(**RUNNER), priors={"patellofemoral_pain": (0.5, 0.6)})
    found = moved.candidate("patellofemoral_pain")
    assert found.prior is not None
    assert found.prior.moved_from
    usual = weigh(**RUNNER).candidate("patellofemoral_pain").probability
    assert found.probability is not None
    assert usual is not None
    assert found.probability.value > usual.value


@pytest.mark.parametrize(
    "range_", [(0.5, 0.4), (0.0, 0.1), (0.5, 1.0), [0.1], 0.1, "0.1", "0.1-0.3", "a..b", "0.3..0.1"]
)
def test_what_is_no_range_is_refused(range_: Any) -> None:
    with pytest.raises(UnusablePrior, match="lower"):
        weigh_conditions(story=Story(), priors={"acl_tear": range_})


def test_a_condition_without_a_chance_takes_no_prior() -> None:
    with pytest.raises(UnusablePrior, match="fat_pad"):
        weigh_conditions(story=Story(), priors={"fat_pad": (0.1, 0.2)})


def test_an_unknown_setting_names_the_known_ones() -> None:
    with pytest.raises(UnknownSetting, match="running_clinic"):
        weigh_conditions(story=Story(), setting="moon")


def test_while_it_is_open_which_prior_holds_it_spans_all() -> None:
    prior = weigh().candidate("knee_osteoarthritis").prior
    older = weigh(age_years=60).candidate("knee_osteoarthritis").prior
    assert prior is not None
    assert older is not None
    assert prior.low < older.low < older.high <= prior.high
    assert prior.confidence is Confidence.DESIGN
    assert older.confidence is Confidence.DERIVED


def test_everything_is_there_once() -> None:
    names = [one.name for one in weigh(**RUNNER).candidates]
    assert sorted(names) == sorted(one.name for one in conditions())


def test_the_groups_of_patellofemoral_pain_say_what_is_missing() -> None:
    groups = {one.group.name: one for one in weigh(**RUNNER).impairments}
    assert list(groups) == [
        *("overload", "muscle_performance", "movement_coordination", "mobility")
    ]
    assert groups["overload"].least is Degree.MARKED
    assert not groups["muscle_performance"].can_be_judged
    assert "strength" in groups["muscle_performance"].words["en"]
    assert "film" in groups["movement_coordination"].words["en"]


def test_the_outlook_speaks_of_groups_and_of_verified_predictors() -> None:
    outlook = weigh(**RUNNER).outlook
    assert outlook is not None
    assert [one.months for one in outlook.anchors] == [3, 12]
    assert len(outlook.less_favourable) == 1
    assert len(outlook.recalled) == 1
    with_scale = weigh_conditions(story=story_of(**RUNNER), akps_points=60).outlook
    assert with_scale is not None
    assert len(with_scale.less_favourable) == 2


def test_a_question_answered_with_i_do_not_know_is_not_asked_again() -> None:
    asked = weigh(onset="injury").next_best
    again = weigh(onset="injury", exam_lachman=None).next_best
    assert any("exam_lachman" in step.questions for step in asked)
    assert not any("exam_lachman" in step.questions for step in again)


def test_questions_may_be_those_to_the_person_only() -> None:
    steps = weigh_conditions(story=Story(), asked=Asker.PERSON).next_best
    assert steps
    assert all(step.asked is Asker.PERSON for step in steps)
    assert steps[0].questions == ("pain_sitting", "pain_stairs_down")
