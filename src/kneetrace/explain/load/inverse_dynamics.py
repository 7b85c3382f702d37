"""Joint moments from motion and ground reaction: what muscles must have done together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement import Coordinates, Placed, place_bodies
from kneetrace.explain.load.skeleton import GROUND, Skeleton
from kneetrace.explain.load.vectors import cross

Array = NDArray[np.float64]

GRAVITY: Final = np.array([0.0, -9.80665, 0.0])
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
    def needed(self) -> tuple[dict[str, Array], dict[str, Array]]:
        """Force and moment about the world's origin that each body alone needs to move so."""
        return _needed(self.skeleton, placed=self.placed)


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
    skeleton, placed, time_s = body.skeleton, body.placed, body.motion.time_s
    force, moment = (dict(each) for each in body.needed)
    for each in ground:
        force[each.body] = force[each.body] - each.force_n
        moment[each.body] = moment[each.body] - each.moment_nm - cross(each.point_m, each.force_n)
    for joint in reversed(skeleton.joints):
        if joint.parent != GROUND:
            force[joint.parent] = force[joint.parent] + force[joint.child]
            moment[joint.parent] = moment[joint.parent] + moment[joint.child]
    moments = {name: np.zeros(len(time_s)) for name in skeleton.coordinates}
    for axis in placed.axes:
        pull, twist = force[axis.child], moment[axis.child]
        about = twist - cross(axis.place_m, pull) if axis.turns else pull
        moments[axis.coordinate] += axis.share * np.einsum("ti,ti->t", axis.axis, about)
    return JointMoments(
        time_s=time_s,
        moments=moments,
        placed=placed,
        joint_forces_n=force,
        joint_moments_nm={
            name: twist - cross(placed.bodies[name].place_m, force[name])
            for name, twist in moment.items()
        },
    )


def _needed(skeleton: Skeleton, *, placed: Placed) -> tuple[dict[str, Array], dict[str, Array]]:
    force, moment = {}, {}
    for name, body in skeleton.bodies.items():
        frame = placed.bodies[name]
        push = body.mass_kg * (frame.point_acceleration(body.centre_m) - GRAVITY)
        inertia = frame.axes @ body.inertia_kgm2 @ frame.axes.transpose(0, 2, 1)
        turning = np.einsum("tij,tj->ti", inertia, frame.spin_rate)
        spinning = np.einsum("tij,tj->ti", inertia, frame.spin)
        force[name] = push
        moment[name] = (
            turning + cross(frame.spin, spinning) + cross(frame.point_m(body.centre_m), push)
        )
    return force, moment
