"""What the picture shows of somebody who lies: how high the hips are, and from where it was taken.

No body is fitted to somebody who lies, so everything here is read off the picture, whose upward
direction is taken to be up.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.landmarks import INDEX, CleanTrack
from kneetrace.terms import Side

Floats = NDArray[np.float64]

LINE_POINTS: Final = (
    "right_shoulder",
    "left_shoulder",
    "right_hip",
    "left_hip",
    "right_ankle",
    "left_ankle",
)


LEAST_LOWER: Final = 0.15
"""Shoulders less far above each other than this, in trunk lengths, tell no side. DESIGN"""


LEAST_RATIO: Final = 2.0
"""A foot that goes this many times as far as the other is the free one. DESIGN"""


def hip_points(*, side: Side) -> tuple[str, ...]:
    """Name the landmarks of one side from shoulder to knee, as :func:`hip_bend` takes them."""
    return tuple(f"{side.value}_{joint}" for joint in ("shoulder", "hip", "knee"))


def hip_bend(points_px: Floats) -> Floats:
    """Angle by which a lying hip is short of straight, the hip below the line bent.

    Parameters
    ----------
    points_px
        ``(..., 3, xy)``, px: shoulder, hip, knee (or ankle) of somebody seen from the side.

    Returns
    -------
    ``(...)``, rad: 0 straight, positive while the hip is below the line from shoulder to knee,
    negative above it.
    """
    trunk = points_px[..., 1, :] - points_px[..., 0, :]
    leg = points_px[..., 2, :] - points_px[..., 1, :]
    turn = trunk[..., 0] * leg[..., 1] - trunk[..., 1] * leg[..., 0]
    angle = np.arctan2(turn, np.sum(trunk * leg, axis=-1))
    to_the_right = points_px[..., 2, 0] >= points_px[..., 0, 0]
    return np.asarray(np.where(to_the_right, -angle, angle))


def hip_line_sag(line_px: Floats) -> Floats:
    """Angle by which the middle of the hips is off the line from shoulders to ankles.

    Parameters
    ----------
    line_px
        ``(..., 6, xy)``, px: the ``LINE_POINTS``.

    Returns
    -------
    ``(...)``, rad: 0 straight, positive sagging, negative with the hips too high.
    """
    shoulders, hips, ankles = (line_px[..., i : i + 2, :].mean(axis=-2) for i in (0, 2, 4))
    return hip_bend(np.stack([shoulders, hips, ankles], axis=-2))


def hip_lift(*, track: CleanTrack, side: Side | None) -> Floats:
    """How high the hips are above the line from the shoulders to the ankles in the picture.

    Parameters
    ----------
    track
        The chosen person, seen from the side.
    side
        The leg whose foot stays where it is; ``None`` takes the middle of both ankles.

    Returns
    -------
    ``(frame,)``, trunk lengths, negative below the line; NaN where not seen.
    """
    shoulders, hips = (_middle(track, part) for part in ("shoulder", "hip"))
    ankle = _middle(track, "ankle")
    if side is not None:
        ankle = track.xy_px[:, INDEX[f"{side.value}_ankle"]]
    line = ankle - shoulders
    line *= np.where(line[:, :1] >= 0, 1.0, -1.0) / np.linalg.norm(line, axis=1, keepdims=True)
    to_hips = hips - shoulders
    below_px = line[:, 0] * to_hips[:, 1] - line[:, 1] * to_hips[:, 0]
    trunk_px = np.linalg.norm(to_hips, axis=1)
    known = np.isfinite(trunk_px)
    scale_px = float(np.quantile(trunk_px[known], 0.9)) if known.any() else math.nan
    return np.asarray(-below_px / scale_px)


def lower_side(*, track: CleanTrack) -> Side | None:
    """Tell on which side somebody lies: the shoulder that is lower in the picture.

    Returns
    -------
    Side
        ``None`` where both shoulders are about as low, as on the back.
    """
    lower = track.xy_px[:, INDEX["right_shoulder"], 1] - track.xy_px[:, INDEX["left_shoulder"], 1]
    trunk_px = np.linalg.norm(_middle(track, "shoulder") - _middle(track, "hip"), axis=1)
    share = lower / trunk_px
    if not np.isfinite(share).any() or abs(typical := float(np.nanmedian(share))) < LEAST_LOWER:
        return None
    return Side.RIGHT if typical > 0 else Side.LEFT


def carrying_side(*, track: CleanTrack) -> Side | None:
    """Tell which leg lifts the hips of somebody on the back: its foot stays where it is.

    Returns
    -------
    Side
        ``None`` where neither foot goes clearly further than the other.
    """
    travel = {side: _travel_px(track, f"{side.value}_ankle") for side in Side}
    for side in Side:
        if travel[side.other] > LEAST_RATIO * travel[side]:
            return side
    return None


def lying_view(*, track: CleanTrack) -> float | None:
    """From where somebody who lies was filmed, by the network's 3-D guess. Coarse.

    Returns
    -------
    rad, the angle between the line of sight and the body's long axis: 0 from the feet, +-pi/2
    from the side, +-pi from the head; positive where the left hip is the nearer one. ``None``
    where the landmarks have no depth.
    """
    along, to_left = (
        _median(track.world_m[:, INDEX[f"{a}"]] - track.world_m[:, INDEX[f"{b}"]])
        for a, b in (("left_ankle", "left_shoulder"), ("left_hip", "right_hip"))
    )
    if along is None or to_left is None:
        return None
    angle = math.atan2(math.hypot(along[0], along[1]), -along[2])
    return angle if to_left[2] < 0 else -angle


def _travel_px(track: CleanTrack, name: str) -> float:
    path_px = track.xy_px[:, INDEX[name]]
    path_px = path_px[np.isfinite(path_px).all(axis=1)]
    if not len(path_px):
        return math.nan
    low_px, high_px = np.quantile(path_px, (0.05, 0.95), axis=0)
    return float(np.linalg.norm(high_px - low_px))


def _middle(track: CleanTrack, part: str) -> Floats:
    return np.asarray(track.xy_px[:, [INDEX[f"{side.value}_{part}"] for side in Side]].mean(axis=1))


def _median(lines_m: Floats) -> Floats | None:
    known = np.isfinite(lines_m).all(axis=1) & lines_m.any(axis=1)
    return np.asarray(np.median(lines_m[known], axis=0)) if known.any() else None
