import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from kneetrace.explain import (
    LINKS,
    POSTURE_PLAYERS,
    Basis,
    Cause,
    Explanation,
    explain_movement,
    weigh_conditions,
)
from kneetrace.intake import Story
from kneetrace.measure import Measurement, Source
from kneetrace.terms import Side, Unit
from validation.one_leg_squat import PERSON, made_strengths, one_leg_recording
from validation.two_leg_squat import squat_recording

AT = datetime(2026, 11, 2, tzinfo=UTC)
DRAWS = 12
WEAK = {"hip_abduction": 0.6, "hip_extension": 0.6, "knee_extension": 0.7}


def explained(
    *, measurement: Measurement | None = None, strong: dict[str, float] | None = None, side: Side
) -> Explanation:
    return explain_movement(
        PERSON,
        side=side,
        random=np.random.default_rng(0),
        measurement=measurement,
        strengths=None if strong is None else made_strengths(strong, side=side),
        draws=DRAWS,
        what_ifs=False,
    )


def told(**answers: Any) -> Story:
    story = Story()
    for name, value in answers.items():
        story = story.answered(name=name, value=value, at=AT)
    return story


def by_player(explanation: Explanation) -> dict[str, Cause]:
    return {cause.player: cause for cause in explanation.causes}


@pytest.fixture(scope="module")
def right() -> Explanation:
    return explained(measurement=one_leg_recording(), strong=WEAK, side=Side.RIGHT)


@pytest.fixture(scope="module")
def left() -> Explanation:
    recording = one_leg_recording(side=Side.LEFT)
    return explained(measurement=recording, strong=WEAK, side=Side.LEFT)


def test_every_link_and_every_player_is_there(right: Explanation) -> None:
    assert tuple(link.name for link in right.links) == LINKS
    assert sorted(cause.player for cause in right.causes) == sorted(POSTURE_PLAYERS)


def test_what_was_not_measured_has_no_share(right: Explanation) -> None:
    causes = by_player(right)
    for player in ("hip_external_rotation", "trunk", "ankle_dorsiflexion"):
        assert causes[player].share.share is None
        assert causes[player].exact is None
        assert causes[player].hidden is not None
    for player in ("hip_abduction", "hip_extension", "quadriceps"):
        assert causes[player].share.measured
        assert causes[player].hidden is None


def test_exact_shares_sum_to_the_whole_difference(right: Explanation) -> None:
    assert right.posture is not None
    now, nothing = right.posture.answers.contact.peak_mpa
    exact = sum(cause.exact or 0.0 for cause in right.causes)
    assert exact == pytest.approx(100 * (now / nothing - 1), abs=1e-6)


def test_a_mirrored_person_has_the_mirrored_explanation(
    right: Explanation, left: Explanation
) -> None:
    for player, cause in by_player(right).items():
        other = by_player(left)[player]
        assert cause.exact == pytest.approx(other.exact, abs=1e-3)
        assert cause.hidden == pytest.approx(other.hidden, abs=1e-3)


def test_the_posture_is_the_deepest_of_each_repetition(right: Explanation) -> None:
    assert right.posture is not None
    assert right.posture.instants_s == pytest.approx((3.0, 7.0, 11.0), abs=0.1)
    assert np.degrees(right.posture.angles_rad["knee_angle_r"]) == pytest.approx(60, abs=0.5)


def test_hip_strength_is_measured_and_the_joint_simulated(right: Explanation) -> None:
    basis = {link.name: link.basis for link in right.links}
    assert basis["hip_strength"] is Basis.MEASURED
    assert basis["contact"] is basis["stress"] is Basis.SIMULATED
    assert basis["pain"] is Basis.ASSOCIATION


def test_without_anything_it_says_what_to_bring() -> None:
    explanation = explained(side=Side.RIGHT)
    assert explanation.posture is None
    assert explanation.source is None
    assert [one.name for one in explanation.missing] == ["movement", "strength", "story"]
    assert all(link.basis in (Basis.UNKNOWN, Basis.ASSOCIATION) for link in explanation.links)


def test_a_movement_without_strength_blames_nothing() -> None:
    explanation = explained(measurement=one_leg_recording(), side=Side.RIGHT)
    assert explanation.posture is not None
    assert not explanation.remarks
    assert all(not cause.share.measured for cause in explanation.causes)
    assert any(one.test is not None for one in explanation.missing)
    hidden = [by_player(explanation).get(one.name) for one in explanation.missing]
    widths = [one.hidden[1] - one.hidden[0] for one in hidden if one and one.hidden]
    assert widths == sorted(widths, reverse=True)


def test_strength_without_a_movement_is_still_told() -> None:
    explanation = explained(strong=WEAK, side=Side.RIGHT)
    assert explanation.posture is None
    assert explanation.links[0].basis is Basis.MEASURED
    assert explanation.missing[0].name == "movement"


@pytest.mark.parametrize("test", ["sit_to_stand", "lunge", "walking", "side_plank"])
def test_a_test_that_cannot_be_traced_is_refused_in_words(test: str) -> None:
    recording = replace(one_leg_recording(), test=test)
    explanation = explained(measurement=recording, strong=WEAK, side=Side.RIGHT)
    assert explanation.posture is None
    assert "Single-leg squat" in explanation.remarks[0]["en"]


def test_a_squat_on_both_legs_alike_is_traced() -> None:
    explanation = explained(measurement=squat_recording(), strong=WEAK, side=Side.LEFT)
    assert explanation.posture is not None
    assert explanation.posture.legs == 2
    assert by_player(explanation)["hip_extension"].share.measured
    assert any("Both legs" in one["en"] for one in explanation.remarks)


def test_a_squat_that_leans_on_one_leg_is_not() -> None:
    recording = squat_recording(pelvis_list=12.0, lumbar_bending=-20.0)
    explanation = explained(measurement=recording, strong=WEAK, side=Side.LEFT)
    assert explanation.posture is None
    assert "not do the same" in explanation.remarks[0]["en"]


def test_the_other_leg_is_not_the_one_in_question() -> None:
    explanation = explained(measurement=one_leg_recording(), strong=WEAK, side=Side.LEFT)
    assert explanation.posture is None
    assert "left" in explanation.remarks[0]["en"]


def test_strengths_that_cannot_hold_the_posture_end_in_a_remark() -> None:
    explanation = explained(
        measurement=one_leg_recording(), strong={"knee_extension": 0.12}, side=Side.RIGHT
    )
    assert explanation.posture is None
    assert explanation.remarks


def test_whose_other_leg_is_painless_is_compared_with_it() -> None:
    tests = {"hip_abduction": 0.7, "hip_extension": 0.6}
    strong = {"hip_abduction": 1.0, "hip_extension": 1.0}
    both = made_strengths(tests, side=Side.RIGHT, other_leg=strong)
    explanation = explain_movement(
        PERSON,
        side=Side.RIGHT,
        random=np.random.default_rng(0),
        strengths=both,
        story=told(which_knee="right"),
    )
    cause = by_player(explanation)["hip_extension"]
    assert cause.healthy == both.group(Side.LEFT, "hip_extensors").factor
    assert "other leg" in cause.origin["en"]
    assert "other_side" not in [one.name for one in explanation.missing]
    sore = explain_movement(
        PERSON,
        side=Side.RIGHT,
        random=np.random.default_rng(0),
        strengths=both,
        story=told(which_knee="both"),
    )
    assert by_player(sore)["hip_extension"].healthy == 1.0


def test_who_is_stronger_than_the_young_adult_lacks_nothing() -> None:
    explanation = explained(
        measurement=one_leg_recording(), strong={"knee_extension": 1.5}, side=Side.RIGHT
    )
    cause = by_player(explanation)["quadriceps"]
    assert cause.now == cause.healthy
    assert cause.exact == 0.0
    assert not cause.share.told


def test_both_ankles_measured_make_a_player() -> None:
    story = told(which_knee="left", exam_ankle_bend_deg=26, exam_other_ankle_bend_deg=38)
    explanation = explain_movement(
        PERSON,
        side=Side.LEFT,
        random=np.random.default_rng(0),
        measurement=one_leg_recording(side=Side.LEFT),
        story=story,
        draws=4,
        what_ifs=False,
    )
    cause = by_player(explanation)["ankle_dorsiflexion"]
    assert cause.unit is Unit.RADIAN
    assert cause.now == pytest.approx(np.radians(26))
    assert cause.healthy == pytest.approx(np.radians(38))
    assert cause.exact != 0.0


def test_a_story_alone_tells_training_and_condition() -> None:
    story = told(which_knee="right", load_change=("more",), sports=("running",)).answered(
        name="sport_hours_per_week", value=6, at=AT
    )
    explanation = explain_movement(
        PERSON,
        side=Side.RIGHT,
        random=np.random.default_rng(0),
        story=story,
        differential=weigh_conditions(story=story),
    )
    asides = {aside.name: aside for aside in explanation.asides}
    assert list(asides) == ["exposure", "tissue", "condition"]
    assert asides["exposure"].known
    assert "6 hours" in asides["exposure"].said["en"]
    assert "más distancia" in asides["exposure"].said["es"]
    assert not asides["tissue"].known
    assert asides["tissue"].sources


def test_a_red_flag_comes_first() -> None:
    story = told(which_knee="right", hot_and_swollen=True, feverish=True)
    explanation = explain_movement(
        PERSON, side=Side.RIGHT, random=np.random.default_rng(0), story=story
    )
    assert explanation.for_patient["en"].startswith("A warning sign")


def test_pain_of_another_kind_is_not_explained() -> None:
    story = told(
        which_knee="right",
        places=("outer_above",),
        pain_squat=0,
        pain_stairs_down=0,
        pain_stairs_up=0,
        pain_sitting=0,
        pain_kneeling=0,
    )
    explanation = explain_movement(
        PERSON,
        side=Side.RIGHT,
        random=np.random.default_rng(0),
        story=story,
        differential=weigh_conditions(story=story),
    )
    assert explanation.links[-1].basis is Basis.UNKNOWN


def test_wide_intervals_are_called_cannot_tell() -> None:
    explanation = explained(
        measurement=replace(one_leg_recording(), source=Source.VIDEO), strong=WEAK, side=Side.RIGHT
    )
    assert explanation.source is None
    assert "cannot tell" in explanation.for_patient["en"]
    assert "no se puede saber" in explanation.for_patient["es"]
    assert not any(cause.share.told for cause in explanation.causes)
    assert explanation.missing[0].said["en"].startswith(("Measure", "Record", "Test"))


def test_whoever_moves_too_fast_does_not_count_as_standing_still() -> None:
    recording = one_leg_recording()
    assert recording.motion is not None
    quick = replace(
        recording.motion,
        values={
            **recording.motion.values,
            "pelvis_ty": 0.9 - 0.2 * np.cos(2 * np.pi * (recording.motion.time_s - 3.0) / 0.8),
        },
    )
    explanation = explained(
        measurement=replace(recording, motion=quick), strong=WEAK, side=Side.RIGHT
    )
    assert explanation.posture is None
    assert "slowly" in explanation.remarks[0]["en"]


def test_who_is_measured_too_inexactly_gets_no_source_and_a_remark() -> None:
    recording = one_leg_recording()
    assert recording.motion is not None
    unsure = {name: np.full_like(sd, 0.9) for name, sd in recording.motion.sd.items()}
    blurred = replace(recording, motion=replace(recording.motion, sd=unsure))
    explanation = explained(measurement=blurred, strong=WEAK, side=Side.RIGHT)
    assert explanation.posture is not None
    assert explanation.source is None
    assert not any(cause.share.told for cause in explanation.causes)
    assert explanation.remarks


def test_whoever_has_the_weight_beside_the_foot_is_not_traced() -> None:
    recording = one_leg_recording()
    assert recording.motion is not None
    values = dict(recording.motion.values)
    values["hip_adduction_r"] = values["hip_adduction_r"] - 0.5
    holding_on = replace(recording, motion=replace(recording.motion, values=values))
    explanation = explained(measurement=holding_on, side=Side.RIGHT)
    assert explanation.posture is None
    assert "middle of the foot" in explanation.remarks[0]["en"]


def test_the_order_of_tests_changes_nothing(right: Explanation) -> None:
    turned = dict(reversed(WEAK.items()))
    other = explained(measurement=one_leg_recording(), strong=turned, side=Side.RIGHT)
    for player, cause in by_player(right).items():
        assert by_player(other)[player].exact == pytest.approx(cause.exact, abs=1e-6)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_called_proven(right: Explanation, language: str) -> None:
    words = [right.for_patient, right.for_therapist, *(link.said for link in right.links)]
    for said in words:
        text = said[language].replace("not a proof", "").replace("no una prueba", "")
        assert not re.search(r"\bprov|\bproof|demuestr|\bculpa", text)


def test_the_same_seed_gives_the_same_explanation(right: Explanation) -> None:
    again = explained(measurement=one_leg_recording(), strong=WEAK, side=Side.RIGHT)
    assert again.causes == right.causes
    assert again.for_therapist == right.for_therapist


def test_progress_ends_at_one_with_what_ifs_fitted() -> None:
    heard: list[float] = []
    explanation = explain_movement(
        PERSON,
        side=Side.RIGHT,
        random=np.random.default_rng(0),
        measurement=one_leg_recording(),
        strengths=made_strengths(WEAK),
        draws=4,
        progress=heard.append,
    )
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert explanation.what_if is not None


def test_a_thigh_that_leans_outwards_is_said_to_do_so() -> None:
    links = explained(measurement=squat_recording(), side=Side.RIGHT).links
    turn = {link.name: link for link in links}
    assert "leans outwards by" in turn["thigh_turn"].said["en"]
    assert "hacia fuera" in turn["thigh_turn"].said["es"]
