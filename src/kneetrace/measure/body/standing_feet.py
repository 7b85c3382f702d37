"""Which foot stands on the floor: it keeps still and is not held up in the air."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_opening, gaussian_filter1d

from kneetrace.measure.body.skeleton import Array
from kneetrace.measure.body.stillness import body_height_px, fill_gaps
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Flags = NDArray[np.bool_]

_FOOT: Final = ("ankle", "heel", "foot_index")
_CONTACTS: Final = ("heel", "foot_index")
_CHAIN: Final = ("shoulder", "hip", "knee", "ankle")
_CHAIN_SHARE: Final = 0.779  # shoulder above ankle, share of stature (Drillis & Contini 1966)
_LEVEL_UP: Final = (0.0, -1.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class StandingFeetSettings:
    """When a foot stands. All DESIGN; lengths and speeds are shares of the person's height.

    most_speed_per_s : a foot of which heel and toes both move faster is not standing
    least_lift : a foot this much higher than the other, against standing on both, is held up
    most_slant : feet that seem to differ in height by less than this may both be on the floor
    smoothing_s, height_smoothing_s : of the path of a foot, and of its height
    shortest_s : contact or flight shorter than this is not believed
    """

    most_speed_per_s: float = 0.12
    least_lift: float = 0.07
    most_slant: float = 0.12
    smoothing_s: float = 0.05
    height_smoothing_s: float = 0.1
    shortest_s: float = 0.07


SETTINGS: Final = StandingFeetSettings()


def standing_feet(
    *,
    xy_px: Array,
    world_m: Array,
    time_s: Array,
    up: tuple[float, float, float] = _LEVEL_UP,
    settings: StandingFeetSettings = SETTINGS,
) -> dict[Side, Flags]:
    """Tell when each foot stands on the floor.

    Parameters
    ----------
    xy_px, world_m
        ``(frame, landmark, xy)`` px and ``(frame, landmark, xyz)`` m, as in ``CleanTrack``.
    time_s
        ``(frame,)``, s.
    up
        Direction of up in the camera's own axes (x right, y down, z away).

    Returns
    -------
    dict
        side -> ``(frame,)``; False where the foot was not seen.
    """
    still = {side: _still(xy_px, time_s, side, settings) for side in Side}
    held = held_up_feet(xy_px=xy_px, world_m=world_m, time_s=time_s, up=up, settings=settings)
    shortest = max(2, round(settings.shortest_s / float(np.median(np.diff(time_s)))))
    return {side: _steadied(still[side] & ~held[side], shortest) for side in Side}


def held_up_feet(
    *,
    xy_px: Array,
    world_m: Array,
    time_s: Array,
    up: tuple[float, float, float] = _LEVEL_UP,
    settings: StandingFeetSettings = SETTINGS,
) -> dict[Side, Flags]:
    """Tell when each foot is held clearly higher than the other: side -> ``(frame,)``.

    By the network's 3-D guess, because in the picture a foot set back looks lifted; where the
    guess has no depth, by the picture. What the feet differ by when both keep still on the floor is
    taken off. Parameters as in :func:`standing_feet`.
    """
    right_m, left_m = (_height_m(world_m, side, up) for side in Side)
    if np.isfinite(right_m).any() and right_m.any():
        right_above = (right_m - left_m) / _guessed_height_m(world_m)
    else:
        right_px, left_px = (_depth_px(xy_px, side) for side in Side)
        right_above = (left_px - right_px) / body_height_px(xy_px)
    frames = settings.height_smoothing_s / float(np.median(np.diff(time_s)))
    right_above = np.asarray(gaussian_filter1d(fill_gaps(right_above), frames))
    both = np.all([_still(xy_px, time_s, side, settings) for side in Side], axis=0)
    slants = right_above[both & (np.abs(right_above) < settings.most_slant)]
    if len(slants):
        right_above = right_above - slants[np.argmin(np.abs(slants))]
    return {
        Side.RIGHT: right_above > settings.least_lift,
        Side.LEFT: right_above < -settings.least_lift,
    }


def _still(xy_px: Array, time_s: Array, side: Side, settings: StandingFeetSettings) -> Flags:
    """Heel or toes keep still in the picture: (frame,)."""
    still = np.zeros(len(time_s), dtype=bool)
    frames = settings.smoothing_s / float(np.median(np.diff(time_s)))
    for part in _CONTACTS:
        path_px = xy_px[:, INDEX[f"{side.value}_{part}"]]
        known = np.isfinite(path_px).all(axis=1)
        if known.any():
            smooth_px = gaussian_filter1d(fill_gaps(path_px), frames, axis=0)
            speed = np.linalg.norm(np.gradient(smooth_px, time_s, axis=0), axis=1)
            still |= known & (speed < settings.most_speed_per_s * body_height_px(xy_px))
    return still


def _height_m(world_m: Array, side: Side, up: tuple[float, float, float]) -> Array:
    """Height of the middle of a foot in the network's guess: (frame,), m."""
    foot = [INDEX[f"{side.value}_{part}"] for part in _FOOT]
    return np.asarray((world_m[:, foot] @ np.array(up)).mean(axis=1))


def _depth_px(xy_px: Array, side: Side) -> Array:
    """How far down in the picture the middle of a foot is: (frame,), px."""
    return np.asarray(xy_px[:, [INDEX[f"{side.value}_{part}"] for part in _FOOT], 1].mean(axis=1))


def _guessed_height_m(world_m: Array) -> float:
    """Stature of the network's guess, m."""
    joints = [
        (world_m[:, INDEX[f"left_{part}"]] + world_m[:, INDEX[f"right_{part}"]]) / 2
        for part in _CHAIN
    ]
    chain_m = np.linalg.norm(np.diff(np.stack(joints), axis=0), axis=2).sum(axis=0)
    return float(np.nanquantile(chain_m, 0.9)) / _CHAIN_SHARE


def _steadied(flags: Flags, shortest: int) -> Flags:
    """Close gaps and drop runs shorter than ``shortest`` frames."""
    padded = np.pad(flags, shortest, mode="edge")
    closed = binary_closing(padded, np.ones(shortest))
    return np.asarray(binary_opening(closed, np.ones(shortest))[shortest:-shortest])
