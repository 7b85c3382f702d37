"""Joint centres and joint angles straight from marked places: geometry, frame by frame.

Every function takes places ``(..., xyz)``, m, Y up, with whatever axes in front (draws, times), and
works on all of them at once. What a place needs that was not marked stays NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kneetrace.measure.body.skeleton import LUMBAR, PELVIS_ORIGIN, Array
from kneetrace.terms import Side

UP: Final = np.array([0.0, 1.0, 0.0])

SPINES_TILT_RAD: Final = float(np.radians(5.5))
"""In OpenSim's pelvis the line from the back spines to the front ones falls forward by this much
(model of Rajagopal 2016, doi 10.1109/TBME.2016.2586891, markers placed on it)."""

KNEE_HALF_WIDTH: Final = 0.031
ANKLE_HALF_WIDTH: Final = 0.025
"""From a marker on the skin to the joint's middle, share of stature: half the breadth of the bones
and of a marker. DESIGN"""

HINGE_SHARE: Final = 0.3
"""How strongly the pelvis says where a knee's axis points, against the knee's bend. DESIGN"""

STANDING_TILT_RAD: Final = float(np.radians(-6))
"""Tilt of the pelvis in standing where nothing shows it; negative is forward. DESIGN"""

LUMBAR_RHYTHM: Final = -0.3
"""Share of hip flexion that the lumbar spine goes along with, as in the fit. DESIGN"""


@dataclass(frozen=True, eq=False, kw_only=True)
class MarkedPosture:
    """What marked places come to.

    angles : OpenSim coordinate -> (...), rad; all but the pelvis' own three
    pelvis : (..., 3, 3), pelvis to world
    joints : name of ``JOINTS`` -> (..., xyz), m
    """

    angles: dict[str, Array]
    pelvis: Array
    joints: dict[str, Array]


Places = Mapping[str, Array]


def read_posture(places: Places, *, height_m: float) -> MarkedPosture:
    """Read joint centres and angles from the places of marks.

    Parameters
    ----------
    places
        Mark -> (..., xyz), m, Y up, all of one shape.
    height_m
        Stature; scales what no mark tells.

    Source
    ------
    Hip centres from the pelvis' spines: Harrington et al. 2007, doi
    10.1016/j.jbiomech.2006.02.003, eq. of the whole group (adults and children). Angles: the joint
    axes of Rajagopal 2016. We differ: a knee with one axis, across the epicondyles where both are
    marked.
    """
    nowhere = np.full_like(next(iter(places.values())), np.nan)
    spines = _spine_frame(places)
    hips = {side: _hip(places, spines, side, nowhere) for side in Side}
    across = _unit(hips[Side.RIGHT] - hips[Side.LEFT])
    middle = 0.5 * (hips[Side.RIGHT] + hips[Side.LEFT])
    shoulders = {side: places.get(f"{side.value}_shoulder", nowhere) for side in Side}
    neck = _neck(places, shoulders, nowhere)
    aside = spines[..., 2] if spines is not None else across
    legs = {
        side: _leg(places, hips[side], aside, side=side, height_m=height_m, nowhere=nowhere)
        for side in Side
    }
    if spines is None:
        pelvis = _guessed_pelvis(
            across, neck - middle, [leg.knee - leg.hip for leg in legs.values()]
        )
    else:
        pelvis = spines @ _tilting(np.asarray(SPINES_TILT_RAD))
    joints = {"mid_hip": middle, "neck": neck}
    angles = _trunk_angles(pelvis, middle, neck, shoulders, height_m)
    for side, leg in legs.items():
        for part in ("heel", "toe"):
            joints[f"{part}_{side.suffix}"] = places.get(f"{side.value}_{part}", nowhere)
        joints |= {
            f"hip_{side.suffix}": leg.hip,
            f"knee_{side.suffix}": leg.knee,
            f"ankle_{side.suffix}": leg.ankle,
            f"shoulder_{side.suffix}": shoulders[side],
        }
        angles |= _leg_angles(pelvis, leg, side)
    return MarkedPosture(angles=angles, pelvis=pelvis, joints=joints)


@dataclass(frozen=True, eq=False)
class _Leg:
    """Joints of a leg, the knee's axis (to the right), and whether marks show that axis."""

    hip: Array
    knee: Array
    ankle: Array
    foot: Array
    axis: Array
    axis_marked: bool


def pelvis_origin(*, mid_hip_m: Array, pelvis: Array, height_m: float) -> Array:
    """Place OpenSim's pelvis: (..., xyz), m."""
    return np.asarray(mid_hip_m + pelvis @ (np.array(PELVIS_ORIGIN) * height_m))


def tilt_list_rotation(turn: Array) -> tuple[Array, Array, Array]:
    """Part turns (..., 3, 3) into those about z, then x, then y, as OpenSim does for the pelvis."""
    return (
        np.arctan2(-turn[..., 0, 1], turn[..., 1, 1]),
        np.arcsin(np.clip(turn[..., 2, 1], -1, 1)),
        np.arctan2(-turn[..., 2, 0], turn[..., 2, 2]),
    )


def _spine_frame(places: Places) -> Array | None:
    """Axes of the plane through the pelvis' spines (..., 3, 3), in columns: forward, up, right."""
    back = _back_of_pelvis(places)
    if back is None or not {"right_asis", "left_asis"} <= places.keys():
        return None
    right, left = places["right_asis"], places["left_asis"]
    return _frame(across=right - left, forward=0.5 * (right + left) - back)


def _back_of_pelvis(places: Places) -> Array | None:
    if {"right_psis", "left_psis"} <= places.keys():
        return np.asarray(0.5 * (places["right_psis"] + places["left_psis"]))
    return places.get("sacrum")


def _hip(places: Places, spines: Array | None, side: Side, nowhere: Array) -> Array:
    given = places.get(f"{side.value}_hip_centre")
    if given is not None:
        return given
    back = _back_of_pelvis(places)
    if spines is None or back is None:
        return places.get(f"{side.value}_hip", nowhere)
    right, left = places["right_asis"], places["left_asis"]
    front = 0.5 * (right + left)
    width, depth = _length(right - left), _length(front - back)
    out = 1.0 if side is Side.RIGHT else -1.0
    local = np.stack(
        [-0.24 * depth - 0.0099, -0.30 * width - 0.0109, out * (0.33 * width + 0.0073)], axis=-1
    )
    offset = (spines @ local[..., None])[..., 0]
    return np.asarray(front + offset + places.get(f"{side.value}_hip_error", 0.0))


def _neck(places: Places, shoulders: Mapping[Side, Array], nowhere: Array) -> Array:
    middle = 0.5 * (shoulders[Side.RIGHT] + shoulders[Side.LEFT])
    if np.isfinite(middle).any():
        return np.asarray(middle)
    if {"c7", "clavicle"} <= places.keys():
        return np.asarray(0.5 * (places["c7"] + places["clavicle"]))
    return places.get("neck", places.get("c7", nowhere))


def _leg(
    places: Places, hip: Array, aside: Array, *, side: Side, height_m: float, nowhere: Array
) -> _Leg:
    out = 1.0 if side is Side.RIGHT else -1.0

    def mark(name: str) -> Array | None:
        return places.get(f"{side.value}_{name}")

    def joint(name: str, axis: Array, half_width: float) -> Array:
        outer, inner = mark(f"{name}_lateral"), mark(f"{name}_medial")
        if outer is not None and inner is not None:
            return np.asarray(0.5 * (outer + inner))
        for given in (mark(f"{name}_centre"), mark(name)):
            if given is not None:
                return given
        return nowhere if outer is None else outer - out * half_width * height_m * axis

    outer, inner = mark("knee_lateral"), mark("knee_medial")
    marked = None if outer is None or inner is None else _unit(out * (outer - inner))
    axis = aside
    for _ in range(3):  # the axis needs the joints, and joints marked on one side need the axis
        knee = joint("knee", axis, KNEE_HALF_WIDTH)
        ankle = joint("ankle", axis, ANKLE_HALF_WIDTH)
        axis = _hinge(knee - hip, ankle - knee, aside) if marked is None else marked
    return _Leg(
        hip=hip,
        knee=knee,
        ankle=ankle,
        foot=places.get(f"{side.value}_toe", nowhere) - places.get(f"{side.value}_heel", nowhere),
        axis=axis,
        axis_marked=marked is not None,
    )


def _hinge(thigh: Array, shank: Array, aside: Array) -> Array:
    """Axis of a bent knee, leaning on the pelvis' the straighter the knee is."""
    thigh, shank = _unit(thigh), _unit(shank)
    level = _unit(aside - _along(aside, thigh) * thigh)
    axis = _unit(np.cross(shank, thigh) + HINGE_SHARE * level)
    return np.where(np.isfinite(axis), axis, level)


def _leg_angles(pelvis: Array, leg: _Leg, side: Side) -> dict[str, Array]:
    medial, s = (1.0 if side is Side.RIGHT else -1.0), side.suffix
    thigh, shank = leg.knee - leg.hip, leg.ankle - leg.knee
    down = _within(pelvis, _unit(thigh))
    flexion = np.arctan2(down[..., 0], -down[..., 1])
    aside = np.arcsin(np.clip(-down[..., 2], -1, 1))
    axis = _within(pelvis, leg.axis)
    ahead = axis[..., 0] * np.cos(flexion) + axis[..., 1] * np.sin(flexion)
    raised = axis[..., 0] * np.sin(flexion) - axis[..., 1] * np.cos(flexion)
    across = raised * np.sin(aside) + axis[..., 2] * np.cos(aside)
    rotation = medial * np.arctan2(ahead, across)
    femur = _frame(across=leg.axis, up=-thigh)
    lower = _within(femur, shank)
    tibia = _frame(across=leg.axis, up=-shank)
    foot = _within(tibia, leg.foot)
    return {
        f"hip_flexion_{s}": flexion,
        f"hip_adduction_{s}": medial * aside,
        f"hip_rotation_{s}": rotation if leg.axis_marked else np.full_like(rotation, np.nan),
        f"knee_angle_{s}": np.arctan2(-lower[..., 0], -lower[..., 1]),
        f"ankle_angle_{s}": np.arctan2(foot[..., 1], foot[..., 0]),
    }


def _trunk_angles(
    pelvis: Array, middle: Array, neck: Array, shoulders: Mapping[Side, Array], height_m: float
) -> dict[str, Array]:
    up = neck - (middle + pelvis @ (np.array(LUMBAR) * height_m))
    across = shoulders[Side.RIGHT] - shoulders[Side.LEFT]
    if np.isfinite(across).any():
        trunk = _frame(across=across, up=up)
        turns = tilt_list_rotation(np.swapaxes(pelvis, -1, -2) @ trunk)
        names = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
        return dict(zip(names, turns, strict=True))
    local = _within(pelvis, _unit(up))
    return {
        "lumbar_extension": np.arctan2(-local[..., 0], local[..., 1]),
        "lumbar_bending": np.arcsin(np.clip(local[..., 2], -1, 1)),
        "lumbar_rotation": np.full_like(local[..., 0], np.nan),
    }


def _guessed_pelvis(across: Array, trunk: Array, thighs: list[Array]) -> Array:
    """Pelvis of which only the hips are known: the trunk's lean shared out by a rhythm."""
    level = _frame(across=across, forward=np.cross(UP, across))
    lean = _within(level, trunk)
    lean_rad = np.arctan2(-lean[..., 0], lean[..., 1])
    bends = [_within(level, thigh) for thigh in thighs]
    bend_rad = np.mean([np.arctan2(bend[..., 0], -bend[..., 1]) for bend in bends], axis=0)
    lumbar = LUMBAR_RHYTHM / (1 - LUMBAR_RHYTHM) * (bend_rad - lean_rad)
    return np.asarray(level @ _tilting(np.nan_to_num(lean_rad - lumbar) + STANDING_TILT_RAD))


def _tilting(tilt_rad: Array) -> Array:
    """Turns about the axis to the right, (..., 3, 3)."""
    turn = np.zeros((*tilt_rad.shape, 3, 3))
    turn[..., 0, 0] = turn[..., 1, 1] = np.cos(tilt_rad)
    turn[..., 1, 0] = np.sin(tilt_rad)
    turn[..., 0, 1] = -turn[..., 1, 0]
    turn[..., 2, 2] = 1.0
    return turn


def _frame(*, across: Array, forward: Array | None = None, up: Array | None = None) -> Array:
    """Axes (..., 3, 3) in columns, forward, up, right; exact along ``across``, or along ``up``."""
    if forward is not None:
        right = _unit(across)
        ahead = _unit(forward - _along(forward, right) * right)
        return np.stack([ahead, np.cross(right, ahead), right], axis=-1)
    assert up is not None
    raised = _unit(up)
    right = _unit(across - _along(across, raised) * raised)
    return np.stack([np.cross(raised, right), raised, right], axis=-1)


def _within(frame: Array, vector: Array) -> Array:
    """A vector of the world (..., xyz) in a frame's axes."""
    return np.asarray((np.swapaxes(frame, -1, -2) @ vector[..., None])[..., 0])


def _along(vector: Array, direction: Array) -> Array:
    return np.asarray((vector * direction).sum(axis=-1, keepdims=True))


def _length(vector: Array) -> Array:
    return np.asarray(np.linalg.norm(vector, axis=-1))


def _unit(vector: Array) -> Array:
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.where(length > 0, length, np.nan))
