"""A body on one leg or two, seen from a foot that stands: turning axes, masses, marked points.

The foot is fixed to the floor and the knee keeps its bend; what may change are hip, ankle, subtalar
and lumbar angles and, held by tissue alone, the thigh's turn and tilt against the shank. The other
leg, arms and head go with pelvis and trunk as they were. A left leg is worked as its mirror image.
On two legs half of the body is worked, and what has no mirror image does not happen (``footing``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement import Coordinates, Placed, place_bodies
from kneetrace.explain.load.muscles import LEG_AXES
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.explain.posture.footing import Footing, both_alike, footing_on_two, refuse_uneven
from kneetrace.terms import InvalidInput, Person, Side

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

LUMBAR: Final = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
TISSUE: Final = ("knee_rotation", "knee_valgus")
"""Positive: the thigh turns in against the shank; the shank points outwards."""

COORDINATES: Final = (*LEG_AXES, *LUMBAR, *TISSUE)
"""What a posture consists of; ``knee_angle`` is kept as it was."""

MUSCLE_AXES: Final = len(LEG_AXES) + len(LUMBAR)
"""The first of ``COORDINATES``: those that muscles or trunk actuators turn."""

_CHAIN: Final = (
    "subtalar_angle",
    "ankle_angle",
    "knee_angle",
    "knee_rotation",
    "knee_valgus",
    "hip_rotation",
    "hip_adduction",
    "hip_flexion",
    "lumbar_extension",
    "lumbar_bending",
    "lumbar_rotation",
)
"""From the foot upwards; a leg's joints are listed from the pelvis down, so they come reversed."""

CHAIN: Final = np.array([COORDINATES.index(name) for name in _CHAIN])

_SEGMENTS: Final = {
    "subtalar_angle": ("talus_r",),
    "ankle_angle": ("tibia_r",),
    "knee_valgus": ("femur_r", "patella_r"),
    "hip_flexion": (
        *("pelvis", "femur_l", "tibia_l", "patella_l", "talus_l", "calcn_l", "toes_l"),
    ),
    "lumbar_rotation": (
        *("torso", "humerus_r", "ulna_r", "radius_r", "hand_r"),
        *("humerus_l", "ulna_l", "radius_l", "hand_l"),
    ),
}
"""Bodies that hang rigidly behind a coordinate of the chain."""

_HALVED: Final = {"hip_flexion": ("pelvis",), "lumbar_rotation": _SEGMENTS["lumbar_rotation"]}
"""Of these each leg carries half when both stand."""

HELD: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("knee_angle",),
    2: ("knee_angle", "lumbar_bending", "lumbar_rotation"),
}
"""Number of legs -> what stays as it was."""

FOLLOWING: Final[Mapping[int, tuple[str, ...]]] = {
    1: TISSUE,
    2: (*TISSUE, "hip_adduction", "hip_rotation", "subtalar_angle"),
}
"""Number of legs -> what follows from the others: the knee's tissue is in balance and, between two
feet that stay where they are, the pelvis level, unturned and in the middle."""

FREE: Final[Mapping[int, tuple[str, ...]]] = {
    legs: tuple(name for name in COORDINATES if name not in (*HELD[legs], *FOLLOWING[legs]))
    for legs in (1, 2)
}
"""Number of legs -> what a posture may be chosen in."""

_MIRRORED: Final = ("pelvis_tz", "pelvis_list", "pelvis_rotation", "lumbar_bending", LUMBAR[2])


class NoPosture(InvalidInput):
    """A posture lacks an angle without which nobody stands."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Stance:
    """A person who stands as measured, worked as a right leg.

    angles_rad : (coordinate,), in the order of ``COORDINATES``; tissue angles counted from here
    spins, slides : (coordinate, 3), rad/rad and m/rad, how what lies above moves in the world when
        a coordinate grows: a point x moves by spin cross x + slide
    masses_kg, centres_m : (coordinate,) and (coordinate, 3), of the segments right behind each
    points_m : marked places, m, with the coordinate they lie behind
    facing : (3,), horizontal, where the pelvis looks; along x on two legs
    """

    person: Person
    side: Side
    angles_rad: Array
    spins: Array
    slides: Array
    masses_kg: Array
    centres_m: Array
    points_m: Mapping[str, tuple[int, Array]]
    facing: Array
    footing: Footing

    @property
    def free(self) -> tuple[str, ...]:
        """Joints that can be chosen: all others stay or follow."""
        return FREE[self.footing.legs]


def stance_of(
    person: Person,
    /,
    *,
    angles: Mapping[str, float],
    side: Side,
    legs: int = 1,
    weight_share: float | None = None,
) -> Stance:
    """Take one instant of a motion as a person standing still, on one leg or two.

    Parameters
    ----------
    angles : OpenSim coordinate -> rad (m for places); those absent are zero
    side : of the leg that stands, or is asked about
    legs : 1, or 2 that do the same: both are taken for the mean of both, and as strong as this one
    weight_share : on two legs, of the weight on one foot, where force plates tell

    Raises
    ------
    NoPosture
        When the pelvis' tilt or an angle of a standing hip or knee is missing or no number.
    UnevenStance
        When both legs do not do the same.
    """
    if legs not in HELD:
        raise NoPosture(f"People stand on 1 leg or on 2, not on {legs}.")
    standing = [side] if legs == 1 else list(Side)
    needed = [
        f"{joint}_{one.suffix}" for one in standing for joint in ("hip_flexion", "knee_angle")
    ]
    for name in ("pelvis_tilt", *needed):
        if not np.isfinite(angles.get(name, np.nan)):
            raise NoPosture(f"The posture has no {name}: give it, in radians.")
    given = dict(angles) if side is Side.RIGHT else _mirrored(angles)
    skeleton = skeleton_of(person)
    placed = place_bodies(skeleton, motion=_held(given))
    segments, footing = _SEGMENTS, Footing()
    if legs == 2:
        refuse_uneven(skeleton, placed, weight_share=weight_share)
        given = both_alike(given, placed)
        placed = place_bodies(skeleton, motion=_held(given))
        segments, footing = _SEGMENTS | _HALVED, footing_on_two(skeleton, placed)
    spins, slides = _screws(placed, names=skeleton.coordinates)
    masses_kg, centres_m = np.zeros(len(COORDINATES)), np.zeros((len(COORDINATES), 3))
    for name, bodies in segments.items():
        at = COORDINATES.index(name)
        part = 0.5 if legs == 2 and name in _HALVED else 1.0
        mass = [part * skeleton.bodies[body].mass_kg for body in bodies]
        places = [placed.bodies[body].point_m(skeleton.bodies[body].centre_m)[0] for body in bodies]
        masses_kg[at] = sum(mass)
        centres_m[at] = np.average(places, axis=0, weights=mass)
    return Stance(
        person=person,
        side=side,
        angles_rad=np.array([given.get(_full_name(name), 0.0) for name in COORDINATES]),
        spins=spins,
        slides=slides,
        masses_kg=masses_kg,
        centres_m=centres_m,
        points_m=_points(placed),
        facing=_level(placed.bodies["pelvis"].axes[0][:, 0]),
        footing=footing,
    )


def _full_name(coordinate: str) -> str:
    return coordinate if coordinate in (*LUMBAR, *TISSUE) else f"{coordinate}_r"


def _mirrored(angles: Mapping[str, float]) -> dict[str, float]:
    swapped = {"_r": "_l", "_l": "_r"}
    return {
        name[:-2] + swapped.get(name[-2:], name[-2:]): -value if name in _MIRRORED else value
        for name, value in angles.items()
    }


def _held(angles: Mapping[str, float]) -> Coordinates:
    values = {name: np.array([value]) for name, value in angles.items()}
    still = {name: np.zeros(1) for name in angles}
    return Coordinates(time_s=np.zeros(1), values=values, speeds=still, accelerations=still)


def _screws(placed: Placed, *, names: tuple[str, ...]) -> tuple[Array, Array]:
    """How what lies above each coordinate moves with it, from the axes of the whole skeleton."""
    spins, slides = np.zeros((len(COORDINATES), 3)), np.zeros((len(COORDINATES), 3))
    bodies = np.repeat(placed.names, np.diff(placed.chain.first))
    for move, coordinate in enumerate(placed.chain.coordinate):
        name = names[coordinate].removesuffix("_r")
        if coordinate < 0 or name not in COORDINATES or bodies[move].startswith("patella"):
            continue
        # Of a leg's joint the upper side moves, against the coordinate's own sense.
        sense = 1.0 if name in LUMBAR else -1.0
        way = sense * placed.shares[0, move] * placed.lines[0, move]
        at = COORDINATES.index(name)
        if placed.chain.turns[move]:
            spins[at] += way
            slides[at] += np.cross(placed.line_places_m[0, move], way)
        else:
            slides[at] += way
    knee_m = placed.bodies["tibia_r"].place_m[0]
    ahead, along, _ = placed.bodies["tibia_r"].axes[0].T
    for name, axis in zip(TISSUE, (along, ahead), strict=True):
        at = COORDINATES.index(name)
        spins[at], slides[at] = axis, np.cross(knee_m, axis)
    return spins, slides


def _points(placed: Placed) -> dict[str, tuple[int, Array]]:
    marked = {
        "ankle": ("ankle_angle", "talus_r", np.zeros(3)),
        "knee": ("ankle_angle", "tibia_r", np.zeros(3)),
        "hip": ("hip_flexion", "femur_r", np.zeros(3)),
        "other_hip": ("hip_flexion", "femur_l", np.zeros(3)),
        "other_knee": ("hip_flexion", "tibia_l", np.zeros(3)),
        "other_ankle": ("hip_flexion", "talus_l", np.zeros(3)),
        "back": ("lumbar_rotation", "torso", np.zeros(3)),
        "neck": ("lumbar_rotation", "torso", np.array([0.0, 0.4, 0.0])),
    }
    return {
        name: (COORDINATES.index(behind), placed.bodies[body].point_m(local)[0])
        for name, (behind, body, local) in marked.items()
    }


def _level(direction: Array) -> Array:
    flat = direction * np.array([1.0, 0.0, 1.0])
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-9))
