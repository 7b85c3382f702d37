import math

import pytest

from kneetrace.measure import answer_test
from kneetrace.terms import CannotTell, Measure
from tests.unit.measure.movement.test_clinical import PERSON, Recorded, squatter
from tests.unit.measure.sights import sight_of


def told(recorded: Recorded, name: str) -> list[Measure]:
    measurement = answer_test(
        sight=sight_of(clip=recorded.clip, track=recorded.track, motion=recorded.motion),
        test="squat",
        person=PERSON,
    )
    return [one for one in measurement.answers if one.name == name and isinstance(one, Measure)]


def test_a_trunk_that_rocks_forward_and_back_travels_as_far_as_it_leans() -> None:
    measures = told(squatter(), "trunk_lean_forward_travel")
    assert len(measures) == 4
    assert [one.value for one in measures] == pytest.approx([0.6] * 4, abs=0.03)


def test_hips_that_go_aside_travel_in_hip_widths() -> None:
    still, aside = (
        told(squatter(hips_aside_m=shift_m), "weight_shift_travel") for shift_m in (0.0, 0.08)
    )
    assert [one.value for one in still] == pytest.approx([0.0] * 4, abs=0.02)
    assert [one.value for one in aside] == pytest.approx([0.4] * 4, abs=0.04)


def test_travel_knows_no_direction() -> None:
    right, left = (
        told(squatter(hips_aside_m=shift_m), "weight_shift_travel") for shift_m in (0.08, -0.08)
    )
    assert [one.value for one in right] == pytest.approx([one.value for one in left])


def test_a_pelvis_that_tips_travels() -> None:
    measures = told(squatter(right_hip_drop_m=0.02), "pelvic_list_travel")
    assert [one.value for one in measures] == pytest.approx([math.atan(0.1)] * 4, abs=0.01)


def test_knees_that_come_together_when_bent_are_closer_than_the_ankles() -> None:
    straight, inward = (
        told(squatter(knees_in_m=(knee_m, knee_m)), "knee_ankle_separation_ratio_bent")
        for knee_m in (0.0, 0.04)
    )
    assert [one.value for one in straight] == pytest.approx([1.0] * 4, abs=0.02)
    # The knees move in with depth: by 0.02 m at half depth, by 0.04 m at the deepest.
    assert all(0.6 < one.value < 0.8 for one in inward)


def test_a_travel_is_never_less_than_nothing() -> None:
    assert all(one.low == 0 for one in told(squatter(sd_rad=0.1), "pelvic_list_travel"))


def test_half_of_what_is_wrong_at_both_ends_cancels_in_a_travel() -> None:
    recorded = squatter()
    (travel, *_), (lean, *_) = (
        told(recorded, name) for name in ("trunk_lean_forward_travel", "trunk_lean_forward")
    )
    assert travel.high - travel.low == pytest.approx(lean.high - lean.low)


def test_from_beside_the_front_sideways_travel_is_not_told() -> None:
    recorded = squatter(yaw_rad=math.radians(45))
    measurement = answer_test(
        sight=sight_of(clip=recorded.clip, track=recorded.track, motion=recorded.motion),
        test="squat",
        person=PERSON,
    )
    untold = {one.name for one in measurement.answers if isinstance(one, CannotTell)}
    assert {
        "trunk_lean_sideways_travel",
        "pelvic_list_travel",
        "weight_shift_travel",
        "knee_ankle_separation_ratio_bent",
    } <= untold
