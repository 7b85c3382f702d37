import math
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from kneetrace.measure import CleanTrack, Measurement, Motion, Source, answer_test
from kneetrace.measure.movement.events.gait_events import FootPaths
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.gait import step_time
from kneetrace.measure.movement.scene import Reading, Scene
from kneetrace.measure.movement.views import View
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.terms import CannotTell, Measure, Side
from tests.unit.measure.movement.test_clinical import PERSON
from tests.unit.measure.sights import sight_of
from tests.unit.measure.walker import STANCE, body_of, clip_of, walk

RUN_S, RUN_STANCE = 0.7, 0.35


def measured(paths: FootPaths, motion: Motion, *, test: str = "walking") -> Measurement:
    frames = len(paths.time_s)
    unseen = CleanTrack(
        person=0,
        xy_px=np.full((frames, len(LANDMARKS), 2), np.nan),
        visibility=np.ones((frames, len(LANDMARKS))),
        world_m=np.zeros((frames, len(LANDMARKS), 3)),
        noise_px=np.ones(len(LANDMARKS)),
        swapped=np.zeros(frames, dtype=bool),
        rejected=np.zeros((frames, len(LANDMARKS)), dtype=bool),
    )
    seen = sight_of(clip=clip_of(paths), track=unseen, motion=motion, source=Source.MARKERS)
    return answer_test(sight=seen, test=test, person=PERSON)


def whole(measurement: Measurement, name: str, side: Side | None = None) -> Measure:
    """The answer over the whole test."""
    (found,) = [
        answer
        for answer in measurement.answers
        if isinstance(answer, Measure)
        and (answer.name, answer.side, answer.repetition) == (name, side, None)
    ]
    return found


def run(land_deg: float = 20.0) -> Measurement:
    paths = walk(stride_s=RUN_S, stance=RUN_STANCE, strides=8, land_deg=land_deg, belt=True)
    return measured(paths, body_of(paths, stride_s=RUN_S), test="running")


def test_walking_is_timed() -> None:
    paths = walk(stride_s=1.1)
    told = measured(paths, body_of(paths))
    assert whole(told, "step_rate").value == pytest.approx(120 / 1.1, rel=0.005)
    for side in Side:
        assert whole(told, "step_time", side).value == pytest.approx(0.55, abs=0.01)
        contact_s = whole(told, "contact_time", side)
        # The made-up foot takes longer than feet do onto its flat: its strike is found 0.03 s late.
        assert contact_s.value == pytest.approx(1.1 * STANCE, abs=0.04)
        both_s = whole(told, "double_support_time", side)
        assert both_s.value == pytest.approx(1.1 * (STANCE - 0.5), abs=0.04)


@pytest.mark.parametrize(
    ("other_s", "solid", "told"),
    [(0.5, False, True), (0.3, False, True), (0.15, False, False), (0.15, True, True)],
)
def test_a_camera_that_mixes_up_the_feet_tells_no_step(
    other_s: float, solid: bool, told: bool
) -> None:
    one = Repetition(number=1, start_s=0.0, peak_s=0.6, end_s=1.0, side=Side.RIGHT)
    other = Repetition(
        number=2, start_s=other_s, peak_s=other_s + 0.6, end_s=other_s + 1, side=Side.LEFT
    )
    scene = cast(
        "Scene",
        SimpleNamespace(
            found=SimpleNamespace(repetitions=(one, other)),
            solid=solid,
            judged=SimpleNamespace(view=View.FRONT),
            test=SimpleNamespace(name="walking"),
            clip=clip_of(walk()),
        ),
    )
    reading = step_time(scene, one, Side.RIGHT)
    assert isinstance(reading, Reading) is told


def test_running_flies() -> None:
    told = run()
    assert whole(told, "step_rate").value == pytest.approx(120 / RUN_S, rel=0.01)
    for side in Side:
        flight_s = whole(told, "flight_time", side)
        assert flight_s.value == pytest.approx(RUN_S * (0.5 - RUN_STANCE), abs=0.03)


def test_walking_does_not_fly() -> None:
    paths = walk()
    told = measured(paths, body_of(paths), test="running")
    reasons = {a.reason for a in told.answers if isinstance(a, CannotTell)}
    assert any("walking" in reason for reason in reasons)


def test_uneven_knees_are_told_apart() -> None:
    paths = walk()
    told = measured(paths, body_of(paths, right_more_deg=10))
    for name, degrees in (
        ("knee_flexion_contact", 5),
        ("knee_flexion_stance_peak", 18),
        ("knee_flexion_swing_peak", 60),
    ):
        left = whole(told, name, Side.LEFT)
        assert math.degrees(left.value) == pytest.approx(degrees, abs=6)
        difference = whole(told, f"{name}_difference")
        assert math.degrees(difference.value) == pytest.approx(10, abs=1)


def test_the_trunk_leans_as_it_does_on_average() -> None:
    paths = walk()
    lean = whole(measured(paths, body_of(paths, lean_rad=0.12)), "trunk_lean_mean")
    assert lean.value == pytest.approx(0.12, abs=0.002)


def test_a_pelvis_that_drops_over_each_leg_drops_alike() -> None:
    paths = walk()
    told = measured(paths, body_of(paths, pelvis_rad=0.08))
    for side in Side:
        assert whole(told, "contralateral_pelvic_drop", side).value == pytest.approx(0.08, abs=0.01)


@pytest.mark.parametrize(("land_deg", "kind"), [(26.0, 1.0), (-26.0, -1.0)])
def test_what_lands_first_is_told_where_it_is_sure(land_deg: float, kind: float) -> None:
    told = [a for a in run(land_deg).answers if a.name == "foot_strike_class"]
    assert told
    assert {a.value for a in told if isinstance(a, Measure)} == {kind}


def test_a_foot_between_two_ways_of_landing_is_not_classed() -> None:
    told = [a for a in run(8.0).answers if a.name == "foot_strike_class"]
    assert told
    assert all(isinstance(answer, CannotTell) for answer in told)


def test_a_foot_lands_ahead_of_the_hips_by_part_of_a_leg() -> None:
    paths = walk(stance=RUN_STANCE)
    # 0.30 m ahead of the hips, with the ankle a little behind the ball of the foot.
    running = measured(paths, body_of(paths), test="running")
    assert 0.2 < whole(running, "overstride", Side.RIGHT).value < 0.5


def test_times_on_stairs_are_less_sure() -> None:
    paths = walk()
    level, stairs = (
        whole(measured(paths, body_of(paths), test=test), "contact_time", Side.RIGHT)
        for test in ("walking", "stairs_up")
    )
    assert stairs.value == level.value
    assert stairs.high - stairs.low > 1.5 * (level.high - level.low)


def test_standing_tells_no_step() -> None:
    paths = walk(swing_m=0.0)
    told = measured(paths, body_of(paths)).answers
    assert all(isinstance(answer, CannotTell) for answer in told)
    assert any("No complete stride" in a.reason for a in told if isinstance(a, CannotTell))


@pytest.mark.parametrize(
    ("stance", "asked", "seen"),
    [(STANCE, "running", "walking"), (RUN_STANCE, "walking", "running")],
)
def test_walking_is_no_running_nor_the_other_way_round(
    stance: float, asked: str, seen: str
) -> None:
    paths = walk(stride_s=RUN_S, stance=stance, strides=8, belt=True)
    told = measured(paths, body_of(paths, stride_s=RUN_S), test=asked)
    (finding,) = [each for each in told.findings if each.what == "wrong_test"]
    assert finding.blocking
    assert f'Choose the test "{seen}"' in finding.advice
    right = measured(paths, body_of(paths, stride_s=RUN_S), test=seen)
    assert "wrong_test" not in {each.what for each in right.findings}
