"""The whole way from a measured motion to the load on both kneecaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.ground_from_motion import SHARE_MARGIN, ground_from_motion
from kneetrace.explain.load.inverse_dynamics import GroundReaction, JointMoments, joint_moments
from kneetrace.explain.load.kneecap import KneecapLoad, kneecap_load
from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.muscle_forces import LegForces, muscle_forces
from kneetrace.explain.load.muscles import muscles_of, strengthened
from kneetrace.explain.load.plates import PlateForces, feet_on_plates
from kneetrace.explain.load.skeleton import reference_skeleton, skeleton_of
from kneetrace.terms import InvalidInput, Person, Side

Array = NDArray[np.float64]

STRENGTH_RANGE: Final = (0.05, 5.0)
"""DESIGN: no muscle of a person who stands is weaker or stronger than that, against the model's."""


class ImpossibleStrengthFactor(InvalidInput):
    """A muscle is said to be weaker or stronger than anybody's."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LegLoad:
    """One leg through a motion.

    reaction_low_n, reaction_high_n : (frame,), N, the kneecap's load by joint reaction when the
        other ends of the ground's sharing are true; equal to it where the sharing is known
    """

    forces: LegForces
    kneecap: KneecapLoad
    reaction_low_n: Array
    reaction_high_n: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class MovementLoads:
    """What a movement asked of a person.

    moments : at every joint; of the pelvis what motion, mass and ground do not agree on
    legs : both
    measured_ground : force plates told the ground's push
    """

    person: Person
    moments: JointMoments
    legs: dict[Side, LegLoad]
    measured_ground: bool

    @property
    def unexplained_share(self) -> Array:
        """Force at the pelvis that nothing accounts for, over body weight: (frame,)."""
        left = [self.moments.moments[f"pelvis_t{axis}"] for axis in "xyz"]
        return np.asarray(np.linalg.norm(left, axis=0) / (self.person.mass_kg * 9.80665))


def loads_on_plates(
    person: Person,
    *,
    motion: Coordinates,
    plates: Sequence[PlateForces],
    strengths: Mapping[str, float] | None = None,
) -> MovementLoads:
    """Find the loads of a motion over force plates.

    Parameters
    ----------
    person : height and mass scale the model
    motion : coordinates with rates
    plates : in the motion's times and axes
    strengths : muscle -> strength over the model's, from what was measured; others keep theirs

    Returns
    -------
    MovementLoads

    Raises
    ------
    PlateUnderNoFoot, PoseOutsideTables, ImpossibleStrengthFactor
        See there.
    """
    placed = place_bodies(skeleton_of(person), motion=motion)
    ground = feet_on_plates(placed, plates=plates)
    found = _loads(person, motion=motion, ground=ground, strengths=strengths)
    return replace(found, measured_ground=True)


def loads_without_plates(
    person: Person,
    *,
    motion: Coordinates,
    on_ground: Mapping[Side, NDArray[np.bool_]],
    floor_m: float = 0.0,
    strengths: Mapping[str, float] | None = None,
) -> MovementLoads:
    """Find the loads of a motion alone; on two legs each kneecap's load gets an interval.

    Parameters
    ----------
    person, motion, strengths : as above
    on_ground, floor_m : see ``ground_from_motion``

    Returns
    -------
    MovementLoads

    Raises
    ------
    NobodyOnTheGround, PoseOutsideTables, ImpossibleStrengthFactor
        See there.
    """
    skeleton = skeleton_of(person)
    found = [
        _loads(
            person,
            motion=motion,
            ground=ground_from_motion(
                skeleton, motion=motion, on_ground=on_ground, floor_m=floor_m, shift=shift
            ).reactions,
            strengths=strengths,
        )
        for shift in (0.0, -SHARE_MARGIN, SHARE_MARGIN)
    ]
    legs = {}
    for side in Side:
        each_n = np.stack([one.legs[side].kneecap.reaction_n for one in found])
        low_n, high_n = each_n.min(axis=0), each_n.max(axis=0)
        legs[side] = replace(found[0].legs[side], reaction_low_n=low_n, reaction_high_n=high_n)
    return replace(found[0], legs=legs)


def _loads(
    person: Person,
    *,
    motion: Coordinates,
    ground: Sequence[GroundReaction],
    strengths: Mapping[str, float] | None,
) -> MovementLoads:
    _check_strengths(strengths or {})
    moments = joint_moments(skeleton_of(person), motion=motion, ground=ground)
    usual = muscles_of(person, reference_height_m=reference_skeleton().height_m)
    muscles = strengthened(usual, factors=strengths or {})
    legs = {}
    for side in Side:
        forces = muscle_forces(muscles, motion=motion, moments=moments, side=side)
        kneecap = kneecap_load(forces, flexion_rad=motion.values[f"knee_angle_{side.suffix}"])
        legs[side] = LegLoad(
            forces=forces,
            kneecap=kneecap,
            reaction_low_n=kneecap.reaction_n,
            reaction_high_n=kneecap.reaction_n,
        )
    return MovementLoads(person=person, moments=moments, legs=legs, measured_ground=False)


def _check_strengths(strengths: Mapping[str, float]) -> None:
    low, high = STRENGTH_RANGE
    for name, factor in strengths.items():
        if not low <= factor <= high:
            raise ImpossibleStrengthFactor(
                f"{name} is said to have {factor:g} times the usual strength: give a factor "
                f"between {low:g} and {high:g}."
            )
