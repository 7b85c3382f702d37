"""Which foot stands on the floor in one recording."""

import math

import numpy as np

from kneetrace.measure.body.standing_feet import (
    SETTINGS,
    Flags,
    StandingFeetSettings,
    held_up_feet,
    standing_feet,
)
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.terms import Side


def feet_on_the_floor(
    *, sight: Sight, settings: StandingFeetSettings = SETTINGS
) -> dict[Side, Flags]:
    """Tell when each foot stands, the camera's tilt taken off where it is known.

    Parameters
    ----------
    sight
        The person in the recording.

    Returns
    -------
    dict
        side -> ``(frame,)`` of the clip; False where the foot was not seen.
    """
    if sight.clip.frames < 2:
        return {side: np.zeros(sight.clip.frames, dtype=bool) for side in Side}
    track = sight.track
    return standing_feet(
        xy_px=track.xy_px,
        world_m=track.world_m,
        time_s=sight.clip.time_s,
        up=_up(sight),
        settings=settings,
    )


def feet_held_up(*, sight: Sight) -> dict[Side, Flags]:
    """Tell when each foot is held clearly higher than the other.

    Parameters
    ----------
    sight
        The person in the recording.

    Returns
    -------
    dict
        side -> ``(frame,)`` of the clip.
    """
    if sight.clip.frames < 2:
        return {side: np.zeros(sight.clip.frames, dtype=bool) for side in Side}
    track = sight.track
    return held_up_feet(
        xy_px=track.xy_px, world_m=track.world_m, time_s=sight.clip.time_s, up=_up(sight)
    )


def _up(sight: Sight) -> tuple[float, float, float]:
    if sight.motion is None:
        return (0.0, -1.0, 0.0)
    pitch, roll = sight.motion.camera.pitch_rad, sight.motion.camera.roll_rad
    level = math.cos(pitch)
    return (math.sin(roll) * level, -math.cos(roll) * level, -math.sin(pitch))
