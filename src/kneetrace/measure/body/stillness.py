"""When a foot is planted and when the person stands straight, seen from landmarks alone."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_opening, gaussian_filter1d, label

from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.body.skeleton import Array
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class StillnessSettings:
    """All DESIGN: speeds are shares of the person's height (in the picture) per second.

    foot_height : where places are known in space, a planted foot is no higher than this share of
        the height above its lowest
    """

    foot_speed_per_s: float = 0.12
    shortest_plant_s: float = 0.20
    smoothing_s: float = 0.05
    standing_extent: float = 0.94
    standing_extent_without_depth: float = 0.90
    scale_smoothing_s: float = 0.25
    standing_bend_rad: float = 0.30
    standing_speed_per_s: float = 0.05
    shortest_standing_s: float = 0.30
    foot_height: float = 0.04
    shortest_marked_plant_s: float = 0.10


def fill_gaps(series: Array) -> Array:
    """Fill NaN along the first axis by straight lines; all-NaN columns become 0."""
    filled = series.reshape(len(series), -1).copy()
    times = np.arange(len(series))
    for column in filled.T:
        good = np.isfinite(column)
        column[~good] = np.interp(times[~good], times[good], column[good]) if good.any() else 0.0
    return filled.reshape(series.shape)


# Height of a joint above the ankle, share of stature (Drillis & Contini 1966).
_ABOVE_ANKLE: Final = {"shoulder": 0.779, "hip": 0.491}


def body_height_px(xy_px: Array) -> float:
    """Apparent stature, px: 95th percentile of the height of shoulders (else hips) over ankles."""

    def middle_y(part: str) -> Array:
        return np.asarray(xy_px[:, [INDEX[f"left_{part}"], INDEX[f"right_{part}"]], 1].mean(axis=1))

    for part, share in _ABOVE_ANKLE.items():
        tall_px = (middle_y("ankle") - middle_y(part)) / share
        if np.isfinite(tall_px).any():
            return float(np.nanpercentile(tall_px, 95))
    return float("nan")


def _speed(xy: Array, *, rate_hz: float, smoothing_s: float) -> Array:
    smooth = gaussian_filter1d(fill_gaps(xy), smoothing_s * rate_hz, axis=0)
    return np.asarray(np.linalg.norm(np.gradient(smooth, axis=0), axis=-1) * rate_hz)


def _runs(flags: Flags, *, shortest: int) -> Flags:
    closed = binary_closing(flags, np.ones(3)) | flags
    return np.asarray(binary_opening(closed, np.ones(max(shortest, 1))))


def planted_points(
    *, xy_px: Array, rate_hz: float, settings: StillnessSettings | None = None
) -> dict[str, NDArray[np.int64]]:
    """Say for each heel and toe landmark during which stance it stands still.

    Returns
    -------
    dict
        landmark name -> (time,) number of the stance from 0, or -1 where the point moves
    """
    s = settings or StillnessSettings()
    tall = body_height_px(xy_px)
    stances = {}
    for name in ("right_heel", "right_foot_index", "left_heel", "left_foot_index"):
        xy = xy_px[:, INDEX[name]]
        speed = _speed(xy, rate_hz=rate_hz, smoothing_s=s.smoothing_s)
        still = (speed < s.foot_speed_per_s * tall) & np.isfinite(xy[:, 0])
        numbers, _ = label(_runs(still, shortest=round(s.shortest_plant_s * rate_hz)))
        stances[name] = np.asarray(numbers, dtype=np.int64) - 1
    return stances


def foot_planted(
    *,
    joints_m: Array,
    side: Side,
    time_s: Array,
    height_m: float,
    settings: StillnessSettings | None = None,
) -> Flags:
    """Say when heel or toe of a foot whose place in space is known stands still on the floor.

    Parameters
    ----------
    joints_m
        ``(time, joint, xyz)``, m, as in Motion.
    time_s
        ``(time,)``, s, even.

    Returns
    -------
    ``(time,)``
    """
    s = settings or StillnessSettings()
    planted = np.zeros(len(joints_m), dtype=bool)
    if len(time_s) < 2:
        return planted
    rate_hz = (len(time_s) - 1) / np.ptp(time_s)
    for part in ("heel", "toe"):
        place = joints_m[:, JOINTS.index(f"{part}_{side.suffix}")]
        if not np.isfinite(place).any():
            continue
        speed = np.linalg.norm(np.gradient(place, axis=0), axis=1) * rate_hz
        low = place[:, 1] < np.nanpercentile(place[:, 1], 5) + s.foot_height * height_m
        still = low & (speed < s.foot_speed_per_s * height_m)
        planted |= _runs(still, shortest=round(s.shortest_marked_plant_s * rate_hz))
    return planted


def px_per_metre(*, xy_px: Array, world_m: Array) -> Array:
    """Scale of the picture at the person, (time,), by matching the network's own 3-D guess."""
    parts = [
        INDEX[f"{side}_{part}"]
        for side in ("left", "right")
        for part in ("shoulder", "hip", "knee", "ankle")
    ]
    flat = world_m[:, parts, :2] - world_m[:, parts, :2].mean(axis=1, keepdims=True)
    seen = xy_px[:, parts] - xy_px[:, parts].mean(axis=1, keepdims=True)
    return np.asarray((flat * seen).sum(axis=(1, 2)) / (flat**2).sum(axis=(1, 2)))


def apparent_size(*, xy_px: Array) -> Array:
    """Size of a person in the picture over time where no depth tells it, (time,), 1 when largest.

    Trunk and the lines across hips and shoulders shrink together only with distance: leaning
    shortens the trunk alone, and turning the lines across.
    """

    def place(side: str, part: str) -> Array:
        return np.asarray(xy_px[:, INDEX[f"{side}_{part}"]])

    def middle(part: str) -> Array:
        return np.asarray(0.5 * (place("left", part) + place("right", part)))

    lengths = [middle("shoulder") - middle("hip")]
    lengths += [place("left", part) - place("right", part) for part in ("shoulder", "hip")]
    sizes = np.linalg.norm(np.stack(lengths), axis=2)
    return np.asarray((sizes / np.percentile(sizes, 95, axis=1, keepdims=True)).max(axis=0))


def standing_straight(
    *, xy_px: Array, world_m: Array, rate_hz: float, settings: StillnessSettings | None = None
) -> Flags:
    """Find the frames in which the person stands tall, still, with straight legs: (time,)."""
    s = settings or StillnessSettings()
    tall = body_height_px(xy_px)
    filled = fill_gaps(xy_px)
    deep = bool(np.isfinite(world_m).any())
    scale = (
        px_per_metre(xy_px=filled, world_m=fill_gaps(world_m))
        if deep
        else apparent_size(xy_px=filled)
    )
    extent = s.standing_extent if deep else s.standing_extent_without_depth
    scale = gaussian_filter1d(scale, s.scale_smoothing_s * rate_hz)

    def middle(part: str) -> Array:
        return np.asarray(filled[:, [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]].mean(axis=1))

    hip, ankle, shoulder = middle("hip"), middle("ankle"), middle("shoulder")
    leg = (ankle[:, 1] - hip[:, 1]) / scale
    body = (ankle[:, 1] - shoulder[:, 1]) / scale
    extended = (leg > extent * np.percentile(leg, 98)) & (body > extent * np.percentile(body, 98))
    bends = []
    for side in ("left", "right"):
        thigh = filled[:, INDEX[f"{side}_hip"]] - filled[:, INDEX[f"{side}_knee"]]
        shank = filled[:, INDEX[f"{side}_knee"]] - filled[:, INDEX[f"{side}_ankle"]]
        cross = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
        bends.append(np.abs(np.arctan2(cross, (thigh * shank).sum(axis=1))))
    straight = np.max(bends, axis=0) < s.standing_bend_rad
    legs = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("hip", "ankle")]
    slow = (
        _speed(xy_px[:, legs], rate_hz=rate_hz, smoothing_s=2 * s.smoothing_s).max(axis=1)
        < s.standing_speed_per_s * tall
    )
    return _runs(extended & straight & slow, shortest=round(s.shortest_standing_s * rate_hz))
