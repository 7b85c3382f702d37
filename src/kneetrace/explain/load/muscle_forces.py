"""How hard each muscle of a leg worked, and how much of the leg's strength the task took."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import JointMoments
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.muscles import (
    LEG_AXES,
    FullActivation,
    LegMuscles,
    at_full_activation,
    leg_table,
)
from kneetrace.explain.load.static_optimisation import share_moments
from kneetrace.terms import Side

Array = NDArray[np.float64]

QUADRICEPS: Final = ("recfem", "vasint", "vaslat", "vasmed")


@dataclass(frozen=True, eq=False, kw_only=True)
class LegForces:
    """The muscles of one leg through a motion.

    time_s : (frame,), s
    names : of the muscles
    activations : (frame, muscle), 0 to 1
    forces_n : (frame, muscle), N
    moments_nm : (frame, axis), N m, asked of the muscles, in the order of ``LEG_AXES``
    residual_nm : (frame, axis), N m, what no muscle could give
    strongest_nm, weakest_nm : (frame, axis), N m, all muscles that turn the joint one way (in the
        sense of the coordinate, against it), each fully active
    converged : (frame,), False where no solution was found: those numbers mean nothing
    """

    side: Side
    time_s: Array
    names: tuple[str, ...]
    activations: Array
    forces_n: Array
    moments_nm: Array
    residual_nm: Array
    strongest_nm: Array
    weakest_nm: Array
    converged: NDArray[np.bool_]

    def force_n(self, *names: str) -> Array:
        """Force of some muscles together, (frame,), N."""
        return np.asarray(self.forces_n[:, [self.names.index(name) for name in names]].sum(axis=1))

    def capacity_used(self, axis: str) -> Array:
        """Share of the leg's strength about an axis that the task took, (frame,).

        Strength is that of all muscles that turn the joint the way the task asks, in this posture
        and at this speed; 1 is all there is.
        """
        at = LEG_AXES.index(axis)
        asked = self.moments_nm[:, at]
        there = np.where(asked >= 0, self.strongest_nm[:, at], -self.weakest_nm[:, at])
        return np.asarray(np.abs(asked) / np.maximum(there, 1e-9))


def muscle_forces(
    muscles: LegMuscles,
    *,
    motion: Coordinates,
    moments: JointMoments,
    side: Side,
    along_tendon: bool = False,
) -> LegForces:
    """Share the joint moments of a motion among the muscles of a leg.

    Parameters
    ----------
    muscles : of the person
    motion : coordinates with speeds
    moments : of the same motion
    side : which leg
    along_tendon : see ``at_full_activation``

    Returns
    -------
    LegForces

    Raises
    ------
    PoseOutsideTables
        Where a joint is bent further than the muscle tables reach.
    """
    frames = len(motion.time_s)
    full = at_full_activation(
        muscles,
        angles_rad=leg_table(motion.values, side=side.suffix, frames=frames),
        speeds=leg_table(motion.speeds, side=side.suffix, frames=frames),
        along_tendon=along_tendon,
    )
    return shared_forces(full, names=muscles.names, moments=moments, side=side)


def shared_forces(
    full: FullActivation, *, names: tuple[str, ...], moments: JointMoments, side: Side
) -> LegForces:
    """Share joint moments among muscles whose full activation is known already.

    Parameters
    ----------
    full : what the muscles ``names`` of the leg could give in the motion of ``moments``
    moments, side : as above

    Returns
    -------
    LegForces
    """
    asked = leg_table(moments.moments, side=side.suffix, frames=len(moments.time_s))
    shared = share_moments(moments_nm=asked, torques_nm=full.torques_nm)
    return LegForces(
        side=side,
        time_s=moments.time_s,
        names=names,
        activations=shared.activations,
        forces_n=shared.activations * full.forces_n,
        moments_nm=asked,
        residual_nm=shared.residual_nm,
        strongest_nm=full.strongest_nm,
        weakest_nm=full.weakest_nm,
        converged=shared.converged,
    )
