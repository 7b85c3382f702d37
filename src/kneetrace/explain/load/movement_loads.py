"""The whole way from a measured motion to the load on both kneecaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.capacity import capacity_by_group
from kneetrace.explain.load.ground_from_motion import (
    APART,
    APART_MARGIN,
    CENTRE_MARGIN_M,
    SHARE_MARGIN,
    ground_from_motion,
)
from kneetrace.explain.load.inverse_dynamics import (
    GRAVITY,
    GroundReaction,
    JointMoments,
    MovingBody,
    joint_moments,
)
from kneetrace.explain.load.kneecap import KneecapLoad, kneecap_load
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.muscle_forces import LegForces, shared_forces
from kneetrace.explain.load.muscles import (
    LEG_AXES,
    FullActivation,
    LegMuscles,
    PoseOutsideTables,
    at_full_activation,
    leg_table,
    muscles_of,
    strengthened,
)
from kneetrace.explain.load.plates import PlateForces, feet_on_plates
from kneetrace.explain.load.skeleton import reference_skeleton, skeleton_of
from kneetrace.explain.load.strengths import check_factors
from kneetrace.terms import Person, Side

Array = NDArray[np.float64]

_ENDS: Final = (
    (0.0, 0.0, APART),
    (-SHARE_MARGIN, 0.0, APART),
    (SHARE_MARGIN, 0.0, APART),
    (0.0, -CENTRE_MARGIN_M, APART),
    (0.0, CENTRE_MARGIN_M, APART),
    (0.0, 0.0, APART - APART_MARGIN),
    (0.0, 0.0, APART + APART_MARGIN),
)
"""How the ground may push: more of it on the right foot, further ahead (m), the feet apart."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LegLoad:
    """One leg through a motion.

    reaction_low_n, reaction_high_n : (frame,), N, the kneecap's load by joint reaction when the
        ground pushes otherwise than the motion says, as far as it may; equal to it over plates
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
    carried : (frame,), without plates: something else than the ground carries the person
    """

    person: Person
    moments: JointMoments
    legs: dict[Side, LegLoad]
    measured_ground: bool
    carried: NDArray[np.bool_]

    @property
    def weight_n(self) -> float:
        """Body weight, N."""
        return self.person.mass_kg * float(-GRAVITY[1])

    @property
    def unexplained_share(self) -> Array:
        """Force at the pelvis that nothing accounts for, over body weight: (frame,)."""
        left = [self.moments.moments[f"pelvis_t{axis}"] for axis in "xyz"]
        return np.asarray(np.linalg.norm(left, axis=0) / self.weight_n)


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
) -> MovementLoads:
    """Find the loads of a motion alone; each kneecap's load gets an interval.

    Parameters
    ----------
    person, motion, strengths : as above
    on_ground, floor_m : see ``ground_from_motion``
    progress : called with the share that is done, 0 to 1

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
    grounds = [
        ground_from_motion(
            body,
            on_ground=on_ground,
            floor_m=floor_m,
            shift=shift,
            ahead_m=ahead_m,
            apart=apart,
        )
        for shift, ahead_m, apart in _ENDS
    ]
    found = []
    for ground in grounds:
        found.append(_loads(person, body=body, ready=ready, ground=ground.reactions))
        if progress is not None:
            progress(len(found) / len(grounds))
    legs = {}
    for side in Side:
        reaction_n, planar_n, quadriceps_n = (
            np.stack([getattr(one.legs[side].kneecap, name) for one in found])
            for name in ("reaction_n", "planar_n", "quadriceps_n")
        )
        legs[side] = replace(
            found[0].legs[side],
            reaction_low_n=reaction_n.min(axis=0),
            reaction_high_n=reaction_n.max(axis=0),
            planar_low_n=planar_n.min(axis=0),
            planar_high_n=planar_n.max(axis=0),
            capacity=_spanned([one.legs[side].capacity for one in found]),
            quadriceps_low_n=quadriceps_n.min(axis=0),
            quadriceps_high_n=quadriceps_n.max(axis=0),
        )
    return replace(found[0], legs=legs, carried=grounds[0].carried)


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
    )


def _spanned(capacities: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Join what each way to push gave, the first as found."""
    return {
        group: np.stack(
            [
                np.min([one[group][0] for one in capacities], axis=0),
                usual[1],
                np.max([one[group][2] for one in capacities], axis=0),
            ]
        )
        for group, usual in capacities[0].items()
    }


def _within_tables(
    muscles: LegMuscles, *, motion: Coordinates, side: Side
) -> tuple[Array, NDArray[np.bool_]]:
    """Hold a leg's angles, (frame, axis), within the muscle tables; tell where that was needed."""
    angles_rad = leg_table(motion.values, side=side.suffix, frames=len(motion.time_s))
    beyond = (angles_rad < muscles.low_rad) | (angles_rad > muscles.high_rad)
    outside = np.asarray(beyond.any(axis=1))
    if outside.all():
        axis = int(beyond.sum(axis=0).argmax())
        raise PoseOutsideTables(
            coordinate=f"{LEG_AXES[axis]}_{side.suffix}",
            frames=int(beyond[:, axis].sum()),
            reach_deg=(
                float(np.degrees(muscles.low_rad[axis])),
                float(np.degrees(muscles.high_rad[axis])),
            ),
        )
    return np.clip(angles_rad, muscles.low_rad, muscles.high_rad), outside
