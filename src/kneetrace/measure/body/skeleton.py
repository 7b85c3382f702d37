"""The body model: segments, joints and landmarks, with their exact derivatives.

World: y up, ground at y = 0, the camera stands above the origin and looks along -z.
Segment frames follow OpenSim: x forward, y up, z to the person's right.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DOFS: Final[tuple[str, ...]] = (
    "pelvis_tx",
    "pelvis_ty",
    "pelvis_tz",
    "heading",
    "list",
    "tilt",
    "hip_flexion_r",
    "hip_adduction_r",
    "hip_rotation_r",
    "knee_angle_r",
    "ankle_angle_r",
    "subtalar_r",
    "hip_flexion_l",
    "hip_adduction_l",
    "hip_rotation_l",
    "knee_angle_l",
    "ankle_angle_l",
    "subtalar_l",
    "lumbar_extension",
    "lumbar_bending",
    "lumbar_rotation",
)
DOF: Final[dict[str, int]] = {name: i for i, name in enumerate(DOFS)}

X, Y, Z = range(3)


@dataclass(frozen=True)
class _Turn:
    dof: str
    axis: int
    sign: float = 1.0


@dataclass(frozen=True)
class _Segment:
    parent: str | None
    turns: tuple[_Turn, ...]


def _leg(side: str) -> dict[str, _Segment]:
    medial = 1.0 if side == "r" else -1.0
    return {
        f"femur_{side}": _Segment(
            "pelvis",
            (
                _Turn(f"hip_flexion_{side}", Z),
                _Turn(f"hip_adduction_{side}", X, medial),
                _Turn(f"hip_rotation_{side}", Y, medial),
            ),
        ),
        f"tibia_{side}": _Segment(f"femur_{side}", (_Turn(f"knee_angle_{side}", Z, -1.0),)),
        f"foot_{side}": _Segment(
            f"tibia_{side}",
            (_Turn(f"ankle_angle_{side}", Z), _Turn(f"subtalar_{side}", X, -medial)),
        ),
    }


_SEGMENTS: Final[dict[str, _Segment]] = {
    "pelvis": _Segment(None, (_Turn("heading", Y), _Turn("list", X), _Turn("tilt", Z))),
    **_leg("r"),
    **_leg("l"),
    "trunk": _Segment(
        "pelvis",
        (
            _Turn("lumbar_extension", Z),
            _Turn("lumbar_bending", X),
            _Turn("lumbar_rotation", Y),
        ),
    ),
}


@dataclass(frozen=True)
class Constant:
    """A number of this person or this camera that one clip keeps: prior mean and spread."""

    name: str
    mean: float
    sd: float


# Lengths are shares of the stated height, offsets too. Means: Drillis & Contini 1966 segment
# lengths and joint-centre geometry of adults; spreads DESIGN (segment lengths vary by 4-5 %).
CONSTANTS: Final[tuple[Constant, ...]] = (
    Constant("camera_height_m", 1.2, 0.6),
    Constant("camera_pitch_rad", 0.05, 0.25),
    Constant("camera_roll_rad", 0.0, 0.10),
    Constant("focal_scale", 1.0, 0.06),
    Constant("thigh", 0.235, 0.010),
    Constant("shank", 0.242, 0.011),
    Constant("hip_half_width", 0.0455, 0.004),
    Constant("trunk", 0.212, 0.012),
    Constant("shoulder_half_width", 0.100, 0.010),
    Constant("hip_forward", 0.006, 0.010),
    Constant("hip_up", -0.004, 0.008),
    Constant("hip_outward", 0.009, 0.008),
    Constant("knee_forward", 0.0, 0.006),
    Constant("knee_outward", 0.0, 0.004),
    Constant("ankle_forward", -0.003, 0.006),
    Constant("ankle_outward", 0.0, 0.004),
    Constant("shoulder_forward", 0.0, 0.010),
    Constant("heel_back", 0.028, 0.008),
    Constant("heel_down", 0.034, 0.006),
    Constant("toe_forward", 0.095, 0.012),
    Constant("toe_down", 0.030, 0.006),
    Constant("toe_outward_r", 0.003, 0.012),
    Constant("toe_outward_l", 0.003, 0.012),
    # How this person stands straight: not everybody's knees do, nor both alike.
    Constant("standing_knee_angle_r_rad", 0.07, 0.06),
    Constant("standing_knee_angle_l_rad", 0.07, 0.06),
    Constant("standing_hip_flexion_r_rad", 0.09, 0.12),
    Constant("standing_hip_flexion_l_rad", 0.09, 0.12),
)
CONSTANT: Final[dict[str, int]] = {c.name: i for i, c in enumerate(CONSTANTS)}

ANKLE_HEIGHT: Final = 0.039  # share of stature (Drillis & Contini 1966)
PELVIS_ORIGIN: Final = (0.0331, 0.0462, 0.0)  # from mid-hip, share of stature (Rajagopal 2016)
LUMBAR: Final = (-0.0261, 0.0941, 0.0)  # from mid-hip, share of stature (Rajagopal 2016 model)


@dataclass(frozen=True)
class _Place:
    """A point fixed in a segment: constant part plus named constants along axes, x height."""

    segment: str
    fixed: tuple[float, float, float] = (0.0, 0.0, 0.0)
    along: tuple[tuple[str, int, float], ...] = ()


def _joints(side: str) -> dict[str, _Place]:
    out = 1.0 if side == "r" else -1.0
    return {
        f"femur_{side}": _Place("pelvis", along=(("hip_half_width", Z, out),)),
        f"tibia_{side}": _Place(f"femur_{side}", along=(("thigh", Y, -1.0),)),
        f"foot_{side}": _Place(f"tibia_{side}", along=(("shank", Y, -1.0),)),
    }


_ORIGINS: Final[dict[str, _Place]] = {
    **_joints("r"),
    **_joints("l"),
    "trunk": _Place("pelvis", LUMBAR),
}


def _marks(side: str, name: str) -> dict[str, _Place]:
    out = 1.0 if side == "r" else -1.0
    return {
        f"{name}_shoulder": _Place(
            "trunk",
            along=(
                ("trunk", Y, 1.0),
                ("shoulder_half_width", Z, out),
                ("shoulder_forward", X, 1.0),
            ),
        ),
        f"{name}_hip": _Place(
            "pelvis",
            along=(
                ("hip_half_width", Z, out),
                ("hip_forward", X, 1.0),
                ("hip_up", Y, 1.0),
                ("hip_outward", Z, out),
            ),
        ),
        f"{name}_knee": _Place(
            f"femur_{side}",
            along=(("thigh", Y, -1.0), ("knee_forward", X, 1.0), ("knee_outward", Z, out)),
        ),
        f"{name}_ankle": _Place(
            f"tibia_{side}",
            along=(("shank", Y, -1.0), ("ankle_forward", X, 1.0), ("ankle_outward", Z, out)),
        ),
        f"{name}_heel": _Place(
            f"foot_{side}", along=(("heel_back", X, -1.0), ("heel_down", Y, -1.0))
        ),
        f"{name}_foot_index": _Place(
            f"foot_{side}",
            along=(
                ("toe_forward", X, 1.0),
                ("toe_down", Y, -1.0),
                (f"toe_outward_{side}", Z, out),
            ),
        ),
    }


MARKS: Final[dict[str, _Place]] = {**_marks("r", "right"), **_marks("l", "left")}
"""Where each used landmark sits on the body."""

MARK_NAMES: Final[tuple[str, ...]] = tuple(MARKS)


@dataclass(frozen=True, eq=False)
class BodyPose:
    """Landmarks of the body model in the world, with derivatives.

    points_m : (time, mark, xyz), m
    by_dof : (time, mark, xyz, dof), m per rad or m per m
    by_constant : (time, mark, xyz, constant), m per unit of the constant
    rotations : segment -> (time, 3, 3), segment to world
    origins_m : segment -> (time, xyz), m, the joint each segment hangs from
    """

    points_m: Array
    by_dof: Array
    by_constant: Array
    rotations: dict[str, Array]
    origins_m: dict[str, Array]

    def point_m(self, name: str) -> Array:
        """Place of one landmark: (time, xyz), m."""
        return self.points_m[:, MARK_NAMES.index(name)]


def _turn_matrix(axis: int, angle: Array) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    matrix = np.zeros((len(angle), 3, 3))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix[:, axis, axis] = 1.0
    matrix[:, i, i] = c
    matrix[:, j, j] = c
    matrix[:, i, j] = -s
    matrix[:, j, i] = s
    return matrix


def _local(place: _Place, constants: Array, height_m: float) -> tuple[Array, Array]:
    """Point in its segment (xyz) and its derivative (xyz, constant), both in metres."""
    point = np.array(place.fixed)
    slope = np.zeros((3, len(CONSTANTS)))
    for name, axis, sign in place.along:
        point[axis] += sign * constants[CONSTANT[name]]
        slope[axis, CONSTANT[name]] += sign
    return point * height_m, slope * height_m


def pose_body(*, dofs: Array, constants: Array, height_m: float) -> BodyPose:
    """Place the body in the world.

    Parameters
    ----------
    dofs : (time, dof), rad or m, in the order of ``DOFS``
    constants : (constant,), in the order of ``CONSTANTS``
    height_m : stature that scales every length

    Returns
    -------
    BodyPose
    """
    times = len(dofs)
    rotations: dict[str, Array] = {}
    origins: dict[str, Array] = {}
    origin_slopes: dict[str, Array] = {}
    chains: dict[str, list[tuple[int, Array, str]]] = {}
    for name, segment in _SEGMENTS.items():
        if segment.parent is None:
            rotation = np.broadcast_to(np.eye(3), (times, 3, 3))
            origins[name] = dofs[:, :3]
            origin_slopes[name] = np.zeros((times, 3, len(CONSTANTS)))
            chain: list[tuple[int, Array, str]] = []
        else:
            rotation = rotations[segment.parent]
            point, slope = _local(_ORIGINS[name], constants, height_m)
            origins[name] = origins[segment.parent] + rotation @ point
            origin_slopes[name] = origin_slopes[segment.parent] + rotation @ slope
            chain = list(chains[segment.parent])
        for turn in segment.turns:
            chain.append((DOF[turn.dof], turn.sign * rotation[:, :, turn.axis], name))
            rotation = rotation @ _turn_matrix(turn.axis, turn.sign * dofs[:, DOF[turn.dof]])
        rotations[name] = rotation
        chains[name] = chain

    points = np.empty((times, len(MARKS), 3))
    by_dof = np.zeros((times, len(MARKS), 3, len(DOFS)))
    by_constant = np.empty((times, len(MARKS), 3, len(CONSTANTS)))
    for m, place in enumerate(MARKS.values()):
        local, slope = _local(place, constants, height_m)
        rotation = rotations[place.segment]
        points[:, m] = origins[place.segment] + rotation @ local
        by_constant[:, m] = origin_slopes[place.segment] + rotation @ slope
        by_dof[:, m, :, :3] = np.eye(3)
        for dof, axis, hinge in chains[place.segment]:
            by_dof[:, m, :, dof] = np.cross(axis, points[:, m] - origins[hinge])
    return BodyPose(points, by_dof, by_constant, rotations, origins)
