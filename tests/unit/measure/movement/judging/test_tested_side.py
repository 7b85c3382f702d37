from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import INDEX, Sight
from kneetrace.measure.movement.judging.tested_side import find_tested_side, seen_side
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.scene import Obstacle
from kneetrace.terms import Side
from tests.unit.measure.sights import sight_of
from validation.simulated_recording import Errors, Floats, film
from validation.simulated_step_down import step_down
from validation.simulated_tests import MOTIONS, facing, mirrored, single_leg_squat

ERRORS = Errors(landmark=0.008, depth=0.04)


def filmed(dofs: Floats, *, side: Side, yaw_deg: float, test: str, seed: int = 0) -> Sight:
    """The motion done with this leg, without a fitted body."""
    shown = mirrored(dofs) if side is Side.LEFT else dofs
    anchor = None if test == "lunge" else f"{side.value}_heel"
    recording = film(
        facing(shown, yaw_rad=np.radians(yaw_deg)),
        errors=ERRORS,
        rng=np.random.default_rng(seed),
        anchor=anchor,
    )
    return sight_of(clip=recording.clip, track=recording.track, motion=None)


@pytest.mark.parametrize("test", [*MOTIONS, "lateral_step_down", "forward_step_down"])
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("yaw_deg", [0, 40, -75])
def test_the_leg_that_does_the_test_is_seen(test: str, side: Side, yaw_deg: float) -> None:
    make = MOTIONS.get(test, lambda: step_down(step_m=0.2, yaw_rad=0))
    sight = filmed(make(), side=side, yaw_deg=yaw_deg, test=test)
    assert seen_side(sight=sight, test=movement_test(name=test)) is side


def test_what_was_said_yields_to_what_is_seen_and_that_is_told() -> None:
    sight = filmed(single_leg_squat(), side=Side.LEFT, yaw_deg=0, test="single_leg_squat")
    asked = movement_test(name="single_leg_squat")
    found = find_tested_side(sight=sight, test=asked, said=Side.RIGHT)
    assert found.side is Side.LEFT
    (finding,) = found.findings
    assert "You said the right leg, but you stood on the left one" in finding.sentence
    assert not finding.blocking
    assert not find_tested_side(sight=sight, test=asked, said=Side.LEFT).findings
    assert find_tested_side(sight=sight, test=asked, said=None).side is Side.LEFT


def test_a_leg_that_cannot_be_told_is_the_one_that_was_said() -> None:
    asked = movement_test(name="single_leg_squat")
    sight = filmed(single_leg_squat(), side=Side.LEFT, yaw_deg=0, test="single_leg_squat")
    still = replace(sight.track, xy_px=np.repeat(sight.track.xy_px[:1], sight.clip.frames, axis=0))
    still = replace(still, world_m=np.repeat(sight.track.world_m[:1], sight.clip.frames, axis=0))
    blind = replace(sight, track=still)
    assert isinstance(seen_side(sight=blind, test=asked), Obstacle)
    assert find_tested_side(sight=blind, test=asked, said=Side.RIGHT).side is Side.RIGHT
    nobody_said = find_tested_side(sight=blind, test=asked, said=None)
    assert nobody_said.side is None
    assert nobody_said.untold is not None


def test_legs_that_take_turns_are_no_test_of_one() -> None:
    one, two = (
        filmed(single_leg_squat(), side=side, yaw_deg=0, test="single_leg_squat") for side in Side
    )
    clip = replace(
        one.clip,
        time_s=np.concatenate([one.clip.time_s, one.clip.time_s[-1] + 1 / 30 + two.clip.time_s]),
        brightness=np.full(2 * one.clip.frames, 0.5),
    )
    track = replace(
        one.track,
        xy_px=np.concatenate([one.track.xy_px, two.track.xy_px]),
        world_m=np.concatenate([one.track.world_m, two.track.world_m]),
        visibility=np.concatenate([one.track.visibility, two.track.visibility]),
    )
    seen = seen_side(
        sight=sight_of(clip=clip, track=track, motion=None),
        test=movement_test(name="single_leg_squat"),
    )
    assert isinstance(seen, Obstacle)
    assert "now the other" in seen.reason


def test_a_squat_on_both_legs_has_no_tested_leg() -> None:
    sight = filmed(single_leg_squat(), side=Side.LEFT, yaw_deg=0, test="single_leg_squat")
    assert find_tested_side(sight=sight, test=movement_test(name="squat"), said=None).side is None


def test_a_foot_needs_no_heel_to_be_seen_staying() -> None:
    asked = movement_test(name="single_leg_squat")
    sight = filmed(single_leg_squat(), side=Side.LEFT, yaw_deg=0, test="single_leg_squat")
    xy_px = sight.track.xy_px.copy()
    xy_px[:, [INDEX["left_heel"], INDEX["right_heel"]]] = np.nan
    assert seen_side(sight=replace(sight, track=replace(sight.track, xy_px=xy_px)), test=asked) is (
        Side.LEFT
    )
