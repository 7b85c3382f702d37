from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure.body.standing_feet import Flags, standing_feet
from kneetrace.measure.pose.landmarks import CleanTrack
from kneetrace.terms import Side
from validation.simulated_balance import balance
from validation.simulated_recording import Recording

LIFTED_S = (2.0, 8.0)


def feet(recording: Recording) -> dict[Side, Flags]:
    return standing_feet(
        xy_px=recording.track.xy_px,
        world_m=recording.track.world_m,
        time_s=recording.clip.time_s,
    )


def without_depth(track: CleanTrack) -> CleanTrack:
    return replace(track, world_m=np.full_like(track.world_m, np.nan))


@pytest.mark.parametrize("yaw_deg", [0, 40, -90, 180])
@pytest.mark.parametrize("depth", [True, False])
def test_a_foot_held_up_does_not_stand_though_it_keeps_still(yaw_deg: float, depth: bool) -> None:
    recording = balance(yaw_rad=np.radians(yaw_deg), lifted_s=LIFTED_S)
    if not depth:
        recording = replace(recording, track=without_depth(recording.track))
    standing, time_s = feet(recording), recording.clip.time_s
    assert standing[Side.RIGHT].mean() > 0.98
    assert not standing[Side.LEFT][(time_s > 2.8) & (time_s < 7.2)].any()
    assert standing[Side.LEFT][(time_s < 1.9) | (time_s > 8.1)].mean() > 0.95


def test_a_foot_that_is_not_seen_does_not_stand() -> None:
    recording = balance(yaw_rad=0.0, lifted_s=LIFTED_S)
    recording.track.xy_px[:50] = np.nan
    assert not any(flags[:40].any() for flags in feet(recording).values())
