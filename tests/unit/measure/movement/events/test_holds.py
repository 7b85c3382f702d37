from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import INDEX, Measurement, measure_landmarks
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.events.holds import holds_in
from kneetrace.measure.movement.movements import Held
from kneetrace.measure.movement.seen.lying import hip_bend, hip_points
from kneetrace.terms import Answer, CannotTell, Measure, Person, Side
from tests.unit.measure.sights import sight_of
from validation.simulated_balance import balance
from validation.simulated_floor import RATE_HZ, FloorErrors, bridges, side_plank

PERSON = Person(height_m=1.7, mass_kg=70)


def named(answers: tuple[Answer, ...], name: str) -> list[Measure]:
    return [one for one in answers if isinstance(one, Measure) and one.name == name]


def refused(answers: tuple[Answer, ...], name: str) -> list[CannotTell]:
    return [one for one in answers if isinstance(one, CannotTell) and one.name == name]


def held_up(*, from_s: float, to_s: float, end_s: float) -> np.ndarray:
    time_s = np.arange(0, end_s, 1 / RATE_HZ)
    return np.clip((time_s - from_s) / 0.5, 0, 1) - np.clip((time_s - to_s) / 0.5, 0, 1)


def balanced(lifted_s: tuple[float, float], *, side: Side | None = None) -> Measurement:
    recording = balance(yaw_rad=0.0, lifted_s=lifted_s)
    sight = sight_of(clip=recording.clip, track=recording.track, motion=None)
    return answer_test(sight=sight, test="single_leg_balance", person=PERSON, side=side)


def test_a_balance_lasts_until_the_other_foot_touches_down() -> None:
    measured = balanced((2.0, 7.0))
    (hold,) = measured.repetitions
    assert hold.side is Side.RIGHT
    (time,) = named(measured.answers, "hold_time")
    assert time.low < 5.0 < time.high + 0.4  # the foot leaves the floor gently in this figure
    (drop,) = named(measured.answers, "standing_pelvic_drop")
    assert drop.side is Side.RIGHT
    assert drop.low < np.radians(-4) < drop.high  # it tilts to the right, so the left is higher
    (sway,) = named(measured.answers, "hip_sway")
    assert 0 <= sway.low <= sway.value < 0.02


def test_a_balance_that_the_video_cuts_off_was_held_at_least_so_long() -> None:
    measured = balanced((2.0, 20.0))
    (reason,) = refused(measured.answers, "hold_time")
    assert "at least 6." in reason.reason
    assert named(measured.answers, "standing_trunk_lean")


def test_a_balance_on_the_other_leg_than_was_said_is_named_as_that() -> None:
    measured = balanced((2.0, 7.0), side=Side.LEFT)
    assert measured.side is Side.RIGHT
    assert any("You said the left leg" in one.sentence for one in measured.findings)
    assert named(measured.answers, "hold_time")


def test_whoever_touches_down_has_held_twice() -> None:
    recording = balance(yaw_rad=0.0, lifted_s=(1.0, 4.5))
    again = balance(yaw_rad=0.0, lifted_s=(1.0, 6.0))
    first, then = recording.track, again.track
    both = replace(
        first,
        xy_px=np.concatenate([first.xy_px[:150], then.xy_px]),
        visibility=np.concatenate([first.visibility[:150], then.visibility]),
        world_m=np.concatenate([first.world_m[:150], then.world_m]),
        swapped=np.concatenate([first.swapped[:150], then.swapped]),
        rejected=np.concatenate([first.rejected[:150], then.rejected]),
    )
    time_s = np.arange(len(both.xy_px)) / RATE_HZ
    clip = replace(recording.clip, time_s=time_s, brightness=np.full(len(time_s), 0.5))
    holds = holds_in(sight=sight_of(clip=clip, track=both, motion=None), held=Held.ONE_FOOT)
    assert [each.side for each in holds] == [Side.RIGHT, Side.RIGHT]
    assert holds[0].end_s < 5.0 < holds[1].start_s


def test_standing_is_the_longest_still_stretch() -> None:
    recording = balance(yaw_rad=0.0, lifted_s=(6.0, 9.0))
    sight = sight_of(clip=recording.clip, track=recording.track, motion=None)
    measured = answer_test(sight=sight, test="standing", person=PERSON)
    (still,) = measured.repetitions
    assert still.start_s < 0.3
    assert still.end_s == pytest.approx(6.0, abs=0.4)
    assert named(measured.answers, "pelvic_list")
    assert refused(measured.answers, "hip_rotation")


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("sag_deg", [0.0, 15.0, -12.0])
def test_a_side_plank_lasts_while_the_hips_are_up(mirrored: bool, sag_deg: float) -> None:
    lift = held_up(from_s=3, to_s=23, end_s=28)
    landmarks = side_plank(lift=lift, sag_rad=np.radians(sag_deg), mirrored=mirrored)
    measured = measure_landmarks(landmarks, test="side_plank", person=PERSON)
    assert not [one for one in measured.findings if one.blocking]
    (hold,) = measured.repetitions
    assert hold.side is (Side.LEFT if mirrored else Side.RIGHT)
    (time,) = named(measured.answers, "hold_time")
    assert time.low < 20.0 < time.high
    (sag,) = named(measured.answers, "hip_line_sag")
    assert sag.low < np.radians(sag_deg) < sag.high


def test_somebody_who_only_lies_has_held_nothing() -> None:
    landmarks = side_plank(lift=np.zeros(300))
    measured = measure_landmarks(landmarks, test="side_plank", person=PERSON)
    assert not measured.repetitions


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("heel_m", [0.08, 0.6])
def test_bridges_are_counted_and_the_hip_at_the_top_is_told(mirrored: bool, heel_m: float) -> None:
    time_s = np.arange(0, 24, 1 / RATE_HZ)
    lift = np.where((time_s > 2) & (time_s < 22), 0.5 - 0.5 * np.cos(np.pi * (time_s - 2)), 0)
    landmarks = bridges(lift=lift, heel_m=heel_m, mirrored=mirrored)
    side = Side.LEFT if mirrored else Side.RIGHT
    measured = measure_landmarks(landmarks, test="single_leg_bridge", person=PERSON, side=side)
    assert measured.motion is None
    assert {one.what for one in measured.findings} <= {"view_lying_side"}
    (count,) = named(measured.answers, "repetition_count")
    assert count.value == 10
    tops = named(measured.answers, "hip_bend_lifted")
    assert {one.side for one in tops} == {side}
    truth_rad = _hip_bend_at_the_top(heel_m)
    assert all(one.low < truth_rad < one.high for one in tops)


def _hip_bend_at_the_top(heel_m: float) -> float:
    exact = FloorErrors(trembling_px=0, landmark_m=0)
    top_px = bridges(lift=np.ones(60), heel_m=heel_m, errors=exact).tracks[0].xy_px[0]
    return float(hip_bend(top_px[[INDEX[name] for name in hip_points(side=Side.RIGHT)]]))
