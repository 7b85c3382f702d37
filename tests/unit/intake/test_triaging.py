from datetime import UTC, datetime
from typing import Any

import pytest

from kneetrace.intake import Asker, Disposition, Kind, Question, Story, questions, triage

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WELL: dict[str, Any] = {
    "age_years": 30,
    "guardian_present": True,
    "sex": "male",
    "which_knee": "right",
    "places": ["kneecap"],
    "since_days": 21,
    "onset": "gradual",
    "injury_how": ["twist"],
    "load_change": ["more"],
    "four_steps_then": True,
    "four_steps_now": True,
    "bends_to_right_angle": True,
    "lifts_straight_leg": True,
    "swelling": "none",
    "night_pain": "none",
    "locking": "none",
    "lump": "none",
    "giving_way": "none",
    "morning_stiffness_minutes": 5,
    "pain_worst": 4,
    "warms_up": "same",
    "sports": ["gym"],
}


def harmless(asked: Question) -> Any:
    if asked.name in WELL:
        return WELL[asked.name]
    if asked.kind is Kind.YES_NO:
        return False
    return [asked.nothing] if asked.nothing else None


def told(**answers: Any) -> Story:
    """Everything is answered, harmlessly where nothing else is said."""
    story = Story()
    for asked in questions(asked=Asker.PERSON):
        value = answers.get(asked.name, harmless(asked))
        story = story.answered(name=asked.name, value=value, at=MONDAY)
    for name, value in answers.items():
        story = story.answered(name=name, value=value, at=MONDAY)
    return story


def names(found: Any) -> set[str]:
    return {each.name for each in found}


def test_nothing_told_clears_nobody_and_asks_for_the_worst_first() -> None:
    found = triage(story=Story())
    assert not found.cleared
    assert found.worst is Disposition.EMERGENCY
    assert found.disposition is Disposition.THERAPIST
    assert found.to_ask[0].name in {"foot_cold_or_numb", "age_years", "onset", "since_days"}
    assert {"breathless", "hot_and_swollen", "leg_getting_weaker"} <= names(found.to_ask)


def test_a_story_without_any_sign_may_begin_alone() -> None:
    found = triage(story=told())
    assert found.cleared
    assert not found.to_ask
    assert found.disposition is found.worst is Disposition.SELF_CARE
    assert found.advice.words["es"].safety_net


ADD_TO_SIGNS = {"blood_thinner", "bone_risks", "infection_risks", "clot_risks", "limp"}


@pytest.mark.parametrize(
    "name",
    [
        each.name
        for each in questions(asked=Asker.PERSON)
        if each.section == "now" and each.asked_when is None and each.name not in ADD_TO_SIGNS
    ],
)
def test_leaving_out_or_not_knowing_one_safety_question_clears_nobody(name: str) -> None:
    answers = [each for each in told().answers if each.question != name]
    without = triage(story=Story(answers=tuple(answers)))
    unknown = triage(story=told(**{name: None}))
    for found in (without, unknown):
        assert not found.cleared
        assert found.disposition > Disposition.SELF_CARE
        assert found.worst >= Disposition.DOCTOR
    assert name in names(without.to_ask)
    assert not unknown.to_ask
    assert unknown.unknown


def test_what_raises_a_flag_leads_where_the_flag_says() -> None:
    found = triage(story=told(hot_and_swollen=True, feverish=False))
    assert names(found.raised) == {"infected_joint"}
    assert found.disposition is Disposition.EMERGENCY


def test_one_answer_that_decides_is_enough() -> None:
    found = triage(story=Story().answered(name="hot_and_swollen", value=True, at=MONDAY))
    assert found.disposition is Disposition.EMERGENCY
    assert not found.cleared


def test_the_ottawa_rule_is_for_fresh_injuries_only() -> None:
    old_age = {"age_years": 60, "pain_worst": 3}
    assert "fracture_ottawa" not in names(triage(story=told(**old_age)).raised)
    hurt = told(**old_age, onset="injury", since_days=3)
    assert "fracture_ottawa" in names(triage(story=hurt).raised)


def test_the_ottawa_rule_never_clears_a_child() -> None:
    found = triage(story=told(age_years=10, onset="injury", since_days=1))
    assert "fracture_ottawa" not in names(found.raised)
    assert found.disposition >= Disposition.DOCTOR


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"clot_signs": ["calf_tender"], "clot_risks": ["clot_before"]}, True),
        ({"clot_signs": ["none"], "clot_risks": ["clot_before", "bed_or_surgery"]}, True),
        ({"clot_signs": ["none"], "clot_risks": ["clot_before"]}, False),
        ({"clot_signs": ["calf_tender"]}, False),
    ],
)
def test_two_points_by_wells_are_a_likely_clot(answers: dict[str, Any], raised: bool) -> None:
    assert ("clot_wells" in names(triage(story=told(**answers)).raised)) is raised


def test_only_a_therapist_takes_points_off() -> None:
    signs = {"clot_signs": ["calf_swollen", "calf_tender"]}
    assert triage(story=told(**signs)).disposition is Disposition.URGENT
    examined = told(**signs, exam_other_as_likely_as_clot=True, exam_calf_3cm_larger=False)
    assert triage(story=examined).disposition < Disposition.URGENT
    many = told(
        clot_signs=["calf_swollen", "calf_tender"],
        clot_risks=["clot_before", "bed_or_surgery"],
        exam_other_as_likely_as_clot=True,
        exam_calf_3cm_larger=False,
    )
    assert triage(story=many).disposition is Disposition.URGENT


def test_a_minor_alone_needs_a_grown_up_and_is_never_cleared() -> None:
    found = triage(story=told(age_years=14, guardian_present=False))
    assert found.grown_up_missing
    assert not found.cleared
    assert not triage(story=told(age_years=14)).grown_up_missing


def test_a_minor_does_not_start_alone_even_with_a_grown_up() -> None:
    assert triage(story=told(age_years=14)).disposition is Disposition.THERAPIST


def test_what_makes_no_sense_to_ask_counts_as_no() -> None:
    unknown_calf = {"clot_signs": None, "age_years": 60}
    for sex, open_ in (("male", False), ("female", True)):
        young = triage(story=told(**unknown_calf | {"sex": sex, "age_years": 30, "pregnant": None}))
        assert ("clot_in_pregnancy" in names(young.unknown)) is open_
    old = triage(story=told(**unknown_calf | {"sex": "female"}))
    assert "clot_in_pregnancy" not in names(old.unknown)


def test_a_therapist_finding_raises_and_its_absence_keeps_nothing_open() -> None:
    assert triage(story=told()).cleared
    assert triage(story=told(exam_pulses_absent=True)).disposition is Disposition.EMERGENCY


def test_what_a_question_hangs_on_is_asked_before_it() -> None:
    asked = names(triage(story=Story()).to_ask)
    assert "onset" in asked
    assert "fibula_head_sore" not in asked
    hurt = Story().answered(name="onset", value="injury", at=MONDAY)
    assert "fibula_head_sore" in names(triage(story=hurt).to_ask)


def test_asking_what_is_open_comes_to_an_end() -> None:
    story = Story()
    for _ in range(200):
        to_ask = triage(story=story).to_ask
        if not to_ask:
            break
        story = story.answered(name=to_ask[0].name, value=harmless(to_ask[0]), at=MONDAY)
    assert triage(story=story).cleared


def test_knowing_nothing_is_seen_the_same_day() -> None:
    story = Story()
    while to_ask := triage(story=story).to_ask:
        for each in to_ask:
            story = story.answered(name=each.name, value=None, at=MONDAY)
    found = triage(story=story)
    assert found.disposition >= Disposition.URGENT
    assert not found.cleared


def test_pain_that_is_not_mild_or_not_new_belongs_to_a_therapist() -> None:
    for change in ({"pain_worst": 7}, {"since_days": 400}, {"giving_way": "turning"}):
        found = triage(story=told(**change))
        assert found.disposition is Disposition.THERAPIST


def test_a_calf_that_hurts_is_asked_about_and_nothing_is_assumed() -> None:
    without = [one for one in told(pain_elsewhere=["calf"]).answers if one.question != "calf_pain"]
    found = triage(story=Story(answers=tuple(without)))
    assert {"calf_pain"} == names(found.to_ask)
    assert not found.raised
    assert found.worst is Disposition.URGENT
    assert not triage(story=told(pain_elsewhere=["calf"], calf_pain=["none"])).raised
    thick = triage(story=told(pain_elsewhere=["calf"], calf_pain=["thicker"]))
    assert names(thick.raised) == {"swollen_calf_or_leg"}
    other = told(pain_elsewhere=["shin"], calf_pain=["thicker"])
    assert "swollen_calf_or_leg" not in names(triage(story=other).raised)


@pytest.mark.parametrize("age_years", [0, 3, 3.5])
def test_a_small_child_is_sent_to_a_doctor_today_with_nothing_lost(age_years: float) -> None:
    story = told(age_years=age_years, limp=True)
    found = triage(story=story)
    assert {"small_child", "hip_of_the_young"} <= names(found.raised)
    assert found.disposition is Disposition.URGENT
    assert story.values["age_years"] == age_years


def test_only_under_18_does_an_injury_get_a_second_look() -> None:
    for age_years, raised in ((8, {"child_second_look"}), (34, set[str]())):
        found = triage(story=told(age_years=age_years, exam_second_look=True))
        assert names(found.raised) & {"child_second_look"} == raised
