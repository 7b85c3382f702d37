"""The whole way from a measured motion to the load on both kneecaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.capacity import capacity_by_group
from kneetrace.explain.load.ground_from_motion import (
    APART,
    GroundDoubt,
    ground_from_motion,
)
from kneetrace.explain.load.inverse_dynamics import (
    GroundReaction,
    JointMoments,
    MovingBody,
    joint_moments,
)
from kneetrace.explain.load.kneecap import KneecapLoad, kneecap_load
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.muscle_forces import LegForces, shared_forces
from kneetrace.explain.load.muscles import (
    FullActivation,
    LegMuscles,
    at_full_activation,
    inside_tables,
    leg_table,
    muscles_of,
    outside_tables,
    strengthened,
)
from kneetrace.explain.load.plates import LOADED_N, PlateForces, feet_on_plates
from kneetrace.explain.load.skeleton import reference_skeleton, skeleton_of
from kneetrace.explain.load.strengths import check_factors
from kneetrace.terms import Person, Side

Array = NDArray[np.float64]

DOUBT: Final = GroundDoubt()

UNMET_NM_KG: Final = 0.1
"""DESIGN: of the person's mass; where no muscle can give that much of a moment, motion and
ground are not the person's, and what the other muscles are said to do is wrong too."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LegLoad:
    """One leg through a motion.

    reaction_low_n, reaction_high_n : (frame,), N, the kneecap's load by joint reaction when the
        ground pushes otherwise than the motion says, as far as it may in nine tenths of frames;
        equal to it over plates
    planar_low_n, planar_high_n : likewise, by the planar method
    capacity : muscle group -> (end, frame), share of its strength that the task took: least, found
        and greatest, as the ground may push
    quadriceps_low_n, quadriceps_high_n : likewise, the pull of all its heads as muscles share it
    outside : (frame,), a joint was bent further than the muscle tables reach, so the muscles (and
        with them the kneecap) were told at the tables' edge: those numbers mean nothing
    """

    forces: LegForces
    kneecap: KneecapLoad
    reaction_low_n: Array
    reaction_high_n: Array
    planar_low_n: Array
    planar_high_n: Array
    capacity: dict[str, Array]
    quadriceps_low_n: Array
    quadriceps_high_n: Array
    outside: NDArray[np.bool_]

    @property
    def told(self) -> NDArray[np.bool_]:
        """(frame,) where the load is known: inside the tables, and a solution was found."""
        return self.forces.converged & ~self.outside


@dataclass(frozen=True, eq=False, kw_only=True)
class MovementLoads:
    """What a movement asked of a person.

    moments : at every joint; of the pelvis what motion, mass and ground do not agree on
    legs : both
    measured_ground : force plates told the ground's push
    carried : (frame,), something else than the ground carries the person, as far as it was looked
        for
    pushed : side -> (frame,), the ground pushes this foot
    """

    person: Person
    moments: JointMoments
    legs: dict[Side, LegLoad]
    measured_ground: bool
    carried: NDArray[np.bool_]
    pushed: dict[Side, NDArray[np.bool_]]

    def unmet(self, side: Side, /) -> NDArray[np.bool_]:
        """(frame,) where a leg's muscles cannot give the moments that are asked of them."""
        most_nm = np.abs(self.legs[side].forces.residual_nm).max(axis=1)
        return np.asarray(most_nm > UNMET_NM_KG * self.person.mass_kg)

    @property
    def unexplained_share(self) -> Array:
        """Force at the pelvis that nothing accounts for, over body weight: (frame,)."""
        left = [self.moments.moments[f"pelvis_t{axis}"] for axis in "xyz"]
        return np.asarray(np.linalg.norm(left, axis=0) / self.person.weight_n)


def loads_on_plates(
    person: Person,
    *,
    motion: Coordinates,
    plates: Sequence[PlateForces],
    strengths: Mapping[Side, Mapping[str, float]] | None = None,
) -> MovementLoads:
    """Find the loads of a motion over force plates.

    Parameters
    ----------
    person : height and mass scale the model
    motion : coordinates with rates
    plates : in the motion's times and axes
    strengths : side -> muscle -> strength over the model's; others keep theirs

    Returns
    -------
    MovementLoads

    Raises
    ------
    PlateUnderNoFoot, ImpossibleStrengthFactor
        See there.
    PoseOutsideTables
        When no frame of a leg lies within the muscle tables.
    """
    body = MovingBody(skeleton=skeleton_of(person), motion=motion)
    ready = _ready_legs(person, motion=motion, strengths=strengths or {})
    ground = feet_on_plates(body.placed, plates=plates)
    found = _loads(person, body=body, ready=ready, ground=ground)
    return replace(found, measured_ground=True)


def loads_without_plates(
    person: Person,
    *,
    motion: Coordinates,
    on_ground: Mapping[Side, NDArray[np.bool_]],
    floor_m: float = 0.0,
    strengths: Mapping[Side, Mapping[str, float]] | None = None,
    progress: Callable[[float], None] | None = None,
    doubt: GroundDoubt = DOUBT,
) -> MovementLoads:
    """Find the loads of a motion alone; each kneecap's load gets an interval.

    Parameters
    ----------
    person, motion, strengths : as above
    on_ground, floor_m : see ``ground_from_motion``
    progress : called with the share that is done, 0 to 1
    doubt : how far the ground's push may be off; each of it goes its own way

    Returns
    -------
    MovementLoads

    Raises
    ------
    NobodyOnTheGround, ImpossibleStrengthFactor
        See there.
    PoseOutsideTables
        When no frame of a leg lies within the muscle tables.
    """
    body = MovingBody(skeleton=skeleton_of(person), motion=motion)
    ready = _ready_legs(person, motion=motion, strengths=strengths or {})
    centres = {"shift": 0.0, "ahead_m": 0.0, "apart": APART, "push": 1.0}
    sizes = (doubt.share, doubt.ahead_m, doubt.apart, doubt.push)
    ways: list[dict[str, float]] = [
        {name: centre + way * size}
        for (name, centre), size in zip(centres.items(), sizes, strict=True)
        for way in (-1, 1)
    ]
    grounds = [
        ground_from_motion(body, on_ground=on_ground, floor_m=floor_m, **way) for way in ({}, *ways)
    ]
    each = []
    for ground in grounds:
        each.append(_loads(person, body=body, ready=ready, ground=ground.reactions))
        if progress is not None:
            progress(len(each) / len(grounds))
    found, *others = each
    doubts = list(zip(others[::2], others[1::2], strict=True))
    legs = {}
    for side in Side:
        leg = found.legs[side]
        other = [[end.legs[side] for end in ends] for ends in doubts]
        reaction_n, planar_n, quadriceps_n = (
            _span(
                getattr(leg.kneecap, name),
                [[getattr(end.kneecap, name) for end in ends] for ends in other],
            )
            for name in ("reaction_n", "planar_n", "quadriceps_n")
        )
        legs[side] = replace(
            leg,
            reaction_low_n=reaction_n[0],
            reaction_high_n=reaction_n[1],
            planar_low_n=planar_n[0],
            planar_high_n=planar_n[1],
            quadriceps_low_n=quadriceps_n[0],
            quadriceps_high_n=quadriceps_n[1],
            capacity={
                group: _with_ends(
                    one[1], [[end.capacity[group][1] for end in ends] for ends in other]
                )
                for group, one in leg.capacity.items()
            },
        )
    return replace(found, legs=legs, carried=grounds[0].carried)


def _span(likely: Array, doubts: Sequence[Sequence[Array]]) -> tuple[Array, Array]:
    """Ends of an interval: what each doubt may add or take, root of the sum of squares."""
    ways = np.array([[likely, *ends] for ends in doubts]) - likely
    below = np.sqrt((ways.min(axis=1) ** 2).sum(axis=0))
    above = np.sqrt((ways.max(axis=1) ** 2).sum(axis=0))
    return np.maximum(likely - below, 0.0), likely + above


def _with_ends(likely: Array, doubts: Sequence[Sequence[Array]]) -> Array:
    low, high = _span(likely, doubts)
    return np.stack([low, likely, high])


@dataclass(frozen=True, eq=False, kw_only=True)
class _ReadyLeg:
    """What a leg's muscles could give through a motion, whatever is asked of them."""

    names: tuple[str, ...]
    full: FullActivation
    outside: NDArray[np.bool_]


def _ready_legs(
    person: Person, *, motion: Coordinates, strengths: Mapping[Side, Mapping[str, float]]
) -> dict[Side, _ReadyLeg]:
    check_factors(strengths)
    usual = muscles_of(person, reference_height_m=reference_skeleton().height_m)
    ready = {}
    for side in Side:
        muscles = strengthened(usual, factors=strengths.get(side, {}))
        angles_rad, outside = _within_tables(muscles, motion=motion, side=side)
        speeds = leg_table(motion.speeds, side=side.suffix, frames=len(motion.time_s))
        full = at_full_activation(muscles, angles_rad=angles_rad, speeds=speeds)
        ready[side] = _ReadyLeg(names=muscles.names, full=full, outside=outside)
    return ready


def _loads(
    person: Person,
    *,
    body: MovingBody,
    ready: Mapping[Side, _ReadyLeg],
    ground: Sequence[GroundReaction],
) -> MovementLoads:
    motion, moments = body.motion, joint_moments(body, ground=ground)
    legs = {}
    for side, leg in ready.items():
        forces = shared_forces(leg.full, names=leg.names, moments=moments, side=side)
        kneecap = kneecap_load(forces, flexion_rad=motion.values[f"knee_angle_{side.suffix}"])
        legs[side] = LegLoad(
            forces=forces,
            kneecap=kneecap,
            reaction_low_n=kneecap.reaction_n,
            reaction_high_n=kneecap.reaction_n,
            planar_low_n=kneecap.planar_n,
            planar_high_n=kneecap.planar_n,
            capacity={
                group: np.stack([one] * 3) for group, one in capacity_by_group(forces).items()
            },
            quadriceps_low_n=kneecap.quadriceps_n,
            quadriceps_high_n=kneecap.quadriceps_n,
            outside=leg.outside,
        )
    return MovementLoads(
        person=person,
        moments=moments,
        legs=legs,
        measured_ground=False,
        carried=np.zeros(len(motion.time_s), dtype=bool),
        pushed={side: _push_n(ground, side=side, motion=motion) > LOADED_N for side in Side},
    )


def _push_n(ground: Sequence[GroundReaction], *, side: Side, motion: Coordinates) -> Array:
    own = [each.force_n[:, 1] for each in ground if each.body == f"calcn_{side.suffix}"]
    return np.asarray(np.sum([np.zeros(len(motion.time_s)), *own], axis=0))


def _within_tables(
    muscles: LegMuscles, *, motion: Coordinates, side: Side
) -> tuple[Array, NDArray[np.bool_]]:
    """Hold a leg's angles, (frame, axis), within the muscle tables; tell where that was needed."""
    angles_rad = leg_table(motion.values, side=side.suffix, frames=len(motion.time_s))
    outside = ~inside_tables(muscles, angles_rad=angles_rad)
    if outside.all():
        raise outside_tables(muscles, angles_rad=angles_rad, side=side.suffix)
    return np.clip(angles_rad, muscles.low_rad, muscles.high_rad), outside
