"""On what a body stands: one leg, or two that do the same, each half leaning on the other.

Two legs that do the same mirror each other, so one half of the body tells all: what the halves do
to each other at the pelvis can only push sideways, list it or turn it, and no such movement is
left. How much that is follows from the ground, which is taken to push each foot with half of the
weight in its middle, and inward as it does in people who squat (see ``ground_from_motion``).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.ground_from_motion import (
    APART,
    SOLE_REACH_M,
    centre_height_m,
)
from kneetrace.explain.load.movement import Placed
from kneetrace.explain.load.plates import FOOT_M
from kneetrace.explain.load.skeleton import Skeleton
from kneetrace.terms import STANDARD_GRAVITY_M_S2, NotMeasurable

Array = NDArray[np.float64]

PLATE_SHARES: Final = (0.45, 0.55)
"""DESIGN: of the weight on one foot, between which force plates let both count as alike."""

MOST_UNEVEN: Final = {
    "the pelvis lists by": np.radians(7.0),
    "the pelvis is turned over the feet by": np.radians(10.0),
    "the trunk leans sideways by": np.radians(7.0),
    "one knee is bent more by": np.radians(10.0),
}
"""DESIGN, rad: about what markers and cameras show in people who do the same with both."""

SHARES: Final = (0.4, 0.6)
"""DESIGN: as ``PLATE_SHARES``, from where the centre of mass is between the feet; without plates
that share is known to 7 % of weight (``ground_from_motion.GroundDoubt``)."""

_FOOT: Final = ("calcn_r", "toes_r")

_MIDLINE: Final = (
    *("pelvis_list", "pelvis_rotation", "pelvis_tz"),
    *("lumbar_bending", "lumbar_rotation"),
)


class UnevenStance(NotMeasurable):
    """Somebody does not stand on two legs alike, or not on them alone."""


class Footing(NamedTuple):
    """On how many legs a body stands, and how the ground pushes the foot of this half.

    beside_m : how far from the middle of the body, m, positive
    floor_m : height of the floor
    inward_n : towards the other foot, N
    foot_kg, foot_forward_m, foot_beside_m : mass of the foot, and where

    On one leg the ground pushes straight up below the centre of mass, and the others are 0.
    """

    legs: int = 1
    beside_m: float = 0.0
    floor_m: float = 0.0
    inward_n: float = 0.0
    foot_kg: float = 0.0
    foot_forward_m: float = 0.0
    foot_beside_m: float = 0.0


def footing_on_two(skeleton: Skeleton, placed: Placed, /) -> Footing:
    """Tell how the ground pushes the right foot of somebody who does the same with both."""
    _, floor_m, beside_m = placed.bodies["calcn_r"].point_m(FOOT_M)[0]
    above_m = float(centre_height_m(skeleton, placed)[0]) - floor_m
    half_n = skeleton.mass_kg * STANDARD_GRAVITY_M_S2 / 2
    masses_kg = [skeleton.bodies[name].mass_kg for name in _FOOT]
    places_m = [placed.bodies[name].point_m(skeleton.bodies[name].centre_m)[0] for name in _FOOT]
    foot_m = np.average(places_m, axis=0, weights=masses_kg)
    return Footing(
        legs=2,
        beside_m=float(beside_m),
        floor_m=float(floor_m),
        inward_n=float(APART * beside_m / above_m * half_n),
        foot_kg=float(sum(masses_kg)),
        foot_forward_m=float(foot_m[0]),
        foot_beside_m=float(foot_m[2]),
    )


def both_alike(angles: Mapping[str, float], placed: Placed, /) -> dict[str, float]:
    """Give both sides the mean of both, and the middle of the body no side: coordinate -> rad.

    The body looks along x then; how far its pelvis is tilted depends on where it looks.
    """
    swapped = {"_r": "_l", "_l": "_r"}
    alike = {
        name: (value + angles.get(name[:-2] + swapped.get(name[-2:], name[-2:]), value)) / 2
        for name, value in angles.items()
        if name not in _MIDLINE
    }
    return alike | {"pelvis_tilt": float(np.arcsin(placed.bodies["pelvis"].axes[0][1, 0]))}


def refuse_uneven(skeleton: Skeleton, placed: Placed, /, *, weight_share: float | None) -> None:
    """Refuse a body that does not do the same with both legs, or does not stand on them alone.

    Parameters
    ----------
    placed : at one instant, as it was measured
    weight_share : of the weight on one foot, as force plates tell; None: from the posture

    Raises
    ------
    UnevenStance
        With what is uneven.
    """
    for what, uneven_rad in _uneven(placed).items():
        most_rad = MOST_UNEVEN[what]
        if not abs(uneven_rad) <= most_rad:
            raise UnevenStance(
                f"Both legs do not do the same ({what} {np.degrees(abs(uneven_rad)):.0f} degrees, "
                f"{np.degrees(most_rad):.0f} at most): take a movement on one leg."
            )
    told_share, ahead_m = _weight(skeleton, placed)
    if abs(ahead_m) > SOLE_REACH_M:
        where = "before" if ahead_m > 0 else "behind"
        raise UnevenStance(
            f"The weight is {100 * abs(ahead_m):.0f} cm {where} the middle of the feet "
            f"({100 * SOLE_REACH_M:.0f} at most), so something else carries this person: take an "
            "instant without a chair or a hand."
        )
    low, high = SHARES if weight_share is None else PLATE_SHARES
    share = told_share if weight_share is None else weight_share
    if not low <= share <= high:
        raise UnevenStance(
            f"One leg bears {max(share, 1 - share):.0%} of the weight ({high:.0%} at most): take a "
            "movement on one leg."
        )


def _uneven(placed: Placed) -> dict[str, float]:
    ahead, aside = _floor_ways(placed)
    right, left = (placed.bodies[f"femur_{suffix}"].place_m[0] for suffix in "rl")
    trunk = placed.bodies["torso"].point_m(np.array([0.0, 0.4, 0.0]))[0] - (right + left) / 2
    toes = sum(placed.bodies[f"calcn_{suffix}"].axes[0][:, 0] for suffix in "rl")
    bends = [_bend(placed, suffix) for suffix in "rl"]
    found = (
        np.arctan2((right - left)[1], (right - left) @ aside),
        np.arctan2(toes @ aside, toes @ ahead),
        np.arctan2(trunk @ aside, trunk[1]),
        bends[0] - bends[1],
    )
    return dict(zip(MOST_UNEVEN, map(float, found), strict=True))


def _floor_ways(placed: Placed) -> tuple[Array, Array]:
    """Unit vectors along the floor: where the hips look, and from the left one to the right."""
    right, left = (placed.bodies[f"femur_{suffix}"].place_m[0] for suffix in "rl")
    aside = (right - left) * np.array([1.0, 0.0, 1.0])
    aside /= np.linalg.norm(aside)
    return np.array([aside[2], 0.0, -aside[0]]), aside


def _bend(placed: Placed, suffix: str) -> float:
    """How far a knee is bent, rad."""
    thigh, shank = (placed.bodies[f"{bone}_{suffix}"].axes[0][:, 1] for bone in ("femur", "tibia"))
    return float(np.arccos(np.clip(thigh @ shank, -1.0, 1.0)))


def _weight(skeleton: Skeleton, placed: Placed) -> tuple[float, float]:
    """The right foot's share of the weight, and how far before both feet it is, m, as the centre
    of mass lies."""
    ahead, aside = _floor_ways(placed)
    right, left = (placed.bodies[f"calcn_{suffix}"].point_m(FOOT_M)[0] for suffix in "rl")
    parts = [
        body.mass_kg * placed.bodies[name].point_m(body.centre_m)[0]
        for name, body in skeleton.bodies.items()
    ]
    centre = np.sum(parts, axis=0) / skeleton.mass_kg
    share = (centre - left) @ aside / max((right - left) @ aside, 1e-9)
    return float(share), float((centre - (right + left) / 2) @ ahead)
