"""Postures to start a fit from where landmarks come without depth: one for each way of facing."""

from typing import Final

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANTS, LUMBAR, Array
from kneetrace.measure.body.stillness import apparent_size, fill_gaps
from kneetrace.measure.pose.landmarks import INDEX

TURNS_DEG: Final = (0.0, -40.0, 40.0, -85.0, 85.0)
"""How far beside the camera the person may face, at the start of a fit: positive to the picture's
right. From behind they are turned about, as left and right in the picture say. DESIGN"""

_LENGTH: Final = {constant.name: constant.mean for constant in CONSTANTS}
_TRUNK: Final = _LENGTH["trunk"] + LUMBAR[1]


def imagined_depths(*, xy_px: Array, height_m: float) -> list[Array]:
    """Imagine the third dimension of landmarks in a picture, once for each way of facing.

    Parameters
    ----------
    xy_px
        ``(frame, landmark, xy)``, px; NaN where not seen.
    height_m
        Stature.

    Returns
    -------
    list of ``(frame, landmark, xyz)``, m, as ``LandmarkTrack.world_m``: hips, shoulders, knees and
    ankles, the others NaN. Bones have average lengths; knees bend the way the person faces.
    """
    filled = fill_gaps(xy_px)
    scale = _px_per_m(filled, height_m=height_m)
    flat = (filled - filled[:, _pair("hip")].mean(axis=1, keepdims=True)) / scale[:, None, None]
    behind = float(np.median(_across_px(filled))) > 0
    return [
        _imagined(flat, turn_rad=np.radians(180 - turn if behind else turn), height_m=height_m)
        for turn in TURNS_DEG
    ]


def _imagined(flat_m: Array, *, turn_rad: float, height_m: float) -> Array:
    world = np.full((*flat_m.shape[:2], 3), np.nan)
    # In the picture's axes: x right, y down, z away; a person who faces the camera looks along -z.
    forward = np.array([np.sin(turn_rad), -np.cos(turn_rad)])
    right = np.array([-np.cos(turn_rad), -np.sin(turn_rad)])

    def put(name: str, depth_m: Array) -> None:
        world[:, INDEX[name], :2] = flat_m[:, INDEX[name]]
        world[:, INDEX[name], 2] = depth_m

    middle_m = flat_m[:, _pair("shoulder")].mean(axis=1)
    lean_m = _hidden(middle_m, length_m=height_m * _TRUNK) * forward[1]
    for side, out in (("right", 1.0), ("left", -1.0)):
        half = out * right
        hip_m = half[1] * _LENGTH["hip_half_width"] * height_m
        put(f"{side}_hip", np.full(len(flat_m), hip_m))
        put(f"{side}_shoulder", lean_m + half[1] * _LENGTH["shoulder_half_width"] * height_m)
        depth_m = np.full(len(flat_m), hip_m)
        for upper, lower, bone, way in (
            ("hip", "knee", "thigh", 1.0),
            ("knee", "ankle", "shank", -1.0),
        ):
            seen = flat_m[:, INDEX[f"{side}_{lower}"]] - flat_m[:, INDEX[f"{side}_{upper}"]]
            depth_m = depth_m + way * forward[1] * _hidden(seen, length_m=_LENGTH[bone] * height_m)
            put(f"{side}_{lower}", depth_m)
        for name in (f"{side}_hip", f"{side}_shoulder"):
            # The line across tells the heading; how long it looks is not yet known exactly.
            width = _LENGTH["hip_half_width" if "hip" in name else "shoulder_half_width"] * height_m
            middle = flat_m[:, _pair(name.split("_")[1])].mean(axis=1)
            world[:, INDEX[name], 0] = middle[:, 0] + half[0] * width
    return world


def _hidden(seen_m: Array, *, length_m: float) -> Array:
    """How far a bone reaches in depth, ``(frame,)``, m, that looks shorter than it is."""
    seen = np.linalg.norm(seen_m, axis=-1)
    return np.asarray(np.sqrt(np.maximum(length_m**2 - seen**2, 0.0)))


def _px_per_m(xy_px: Array, *, height_m: float) -> Array:
    """Scale of the picture at the person over time: bones stretched out once, size followed."""
    chain_px = np.zeros(len(xy_px))
    for upper, lower in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle")):
        bones = xy_px[:, _pair(upper)] - xy_px[:, _pair(lower)]
        chain_px += np.linalg.norm(bones, axis=-1).mean(axis=1)
    size = np.maximum(apparent_size(xy_px=xy_px), 0.1)
    chain_m = height_m * (_TRUNK + _LENGTH["thigh"] + _LENGTH["shank"])
    return np.asarray(size * np.maximum(np.percentile(chain_px / size, 95), 1.0) / chain_m)


def _across_px(xy_px: Array) -> Array:
    """How far the right side lies to the right in the picture: positive from behind."""
    across = np.zeros(len(xy_px))
    for part in ("hip", "shoulder"):
        across += xy_px[:, INDEX[f"right_{part}"], 0] - xy_px[:, INDEX[f"left_{part}"], 0]
    return across


def _pair(part: str) -> list[int]:
    return [INDEX[f"right_{part}"], INDEX[f"left_{part}"]]
