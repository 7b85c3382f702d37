"""Joint moments from motion and ground reaction: what muscles must have done together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.chain import gather, need
from kneetrace.explain.load.movement import Coordinates, Placed, place_bodies
from kneetrace.explain.load.skeleton import Skeleton
from kneetrace.explain.load.vectors import cross
from kneetrace.terms import STANDARD_GRAVITY_M_S2

Array = NDArray[np.float64]

GRAVITY: Final = np.array([0.0, -STANDARD_GRAVITY_M_S2, 0.0])
"""m/s^2, standard gravity."""


@dataclass(frozen=True, eq=False, kw_only=True)
class MovingBody:
    """A body and how it moves; where that puts it, and what it needs, is worked out once.

    skeleton : bodies with mass
    motion : coordinates with speeds and accelerations
    """

    skeleton: Skeleton
    motion: Coordinates

    @cached_property
    def placed(self) -> Placed:
        """The bodies through time."""
        return place_bodies(self.skeleton, motion=self.motion)

    @cached_property
    def needed(self) -> tuple[Array, Array]:
        """Force, N, and moment about the world's origin, N m, that each body needs to move so.

        (time, body, xyz) each.
        """
        placed = self.placed
        return need(
            placed.chain,
            placed.axes,
            placed.places_m,
            placed.spins,
            placed.spin_rates,
            placed.accelerations,
            GRAVITY,
        )

    @cached_property
    def unsupported(self) -> "JointMoments":
        """What the joints, the pelvis' among them, would have to give without any ground."""
        return joint_moments(self, ground=())


@dataclass(frozen=True, eq=False, kw_only=True)
class GroundReaction:
    """What the ground does to one body.

    force_n, moment_nm : (time, xyz), world, moment about the point
    point_m : (time, xyz), world, where the force acts
    """

    body: str
    force_n: Array
    point_m: Array
    moment_nm: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class JointMoments:
    """Generalised forces of a motion.

    time_s : (time,), s
    moments : coordinate -> (time,), N m (N for places); of the pelvis: what is left unexplained
    placed : the bodies through time
    joint_forces_n : child body -> (time, xyz), N, of the parent on the child without muscles
    joint_moments_nm : child body -> (time, xyz), N m, likewise, about the child's origin
    """

    time_s: Array
    moments: dict[str, Array]
    placed: Placed
    joint_forces_n: dict[str, Array]
    joint_moments_nm: dict[str, Array]


def joint_moments(body: MovingBody, *, ground: Sequence[GroundReaction]) -> JointMoments:
    """Find the moment at every joint that, with ground reaction and gravity, makes the motion.

    Parameters
    ----------
    body : and its motion
    ground : reactions of the ground, in the motion's times

    Returns
    -------
    JointMoments
        Positive in the direction of the coordinate (knee_angle positive is flexion, so an
        extension moment is negative).

    Notes
    -----
    Newton and Euler, all in the world: the wrench every subtree needs, taken about the axis of each
    elementary motion (Featherstone 2008, chapter 5).
    """
    placed = body.placed
    force, moment = (each.copy() for each in body.needed)
    for each in ground:
        at = placed.names.index(each.body)
        force[:, at] -= each.force_n
        moment[:, at] -= each.moment_nm + cross(each.point_m, each.force_n)
    coordinates = body.skeleton.coordinates
    given, about = gather(
        placed.chain,
        len(coordinates),
        force,
        moment,
        placed.places_m,
        placed.lines,
        placed.line_places_m,
        placed.shares,
    )
    return JointMoments(
        time_s=body.motion.time_s,
        moments=dict(zip(coordinates, given.T, strict=True)),
        placed=placed,
        joint_forces_n={name: force[:, at] for at, name in enumerate(placed.names)},
        joint_moments_nm={name: about[:, at] for at, name in enumerate(placed.names)},
    )
