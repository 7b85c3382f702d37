"""Where every body is and how it speeds up, from coordinates and their rates."""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import polynomial
from numpy.typing import NDArray

from kneetrace.explain.load.skeleton import GROUND, Move, Skeleton
from kneetrace.explain.load.vectors import cross

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Coordinates:
    """Coordinates through time with their rates; one that is absent stays at zero.

    values, speeds, accelerations : coordinate -> (time,), rad or m, per s, per s^2
    """

    time_s: Array
    values: dict[str, Array]
    speeds: dict[str, Array]
    accelerations: dict[str, Array]


@dataclass(frozen=True, eq=False)
class Frames:
    """A frame through time, all in the world.

    axes (time, 3, 3), frame to world; place_m (time, xyz); spin (time, xyz), rad/s;
    spin_rate (time, xyz), rad/s^2; acceleration (time, xyz), m/s^2, of the frame's origin.
    """

    axes: Array
    place_m: Array
    spin: Array
    spin_rate: Array
    acceleration: Array

    def point_m(self, local_m: Array) -> Array:
        """World place of a point fixed in the frame, (time, xyz), m."""
        return np.asarray(self.place_m + self.axes @ local_m)

    def point_acceleration(self, local_m: Array) -> Array:
        """World acceleration of a point fixed in the frame, (time, xyz), m/s^2."""
        return self.acceleration + _carried(self, self.axes @ local_m)


@dataclass(frozen=True, eq=False)
class MovedAxis:
    """A joint's elementary motion in the world: which body it carries, about or along what.

    axis (time, xyz), unit; place_m (time, xyz), where a turn's axis passes; share (time,),
    derivative of the motion by the coordinate.
    """

    child: str
    coordinate: str
    turns: bool
    axis: Array
    place_m: Array
    share: Array


@dataclass(frozen=True, eq=False)
class Placed:
    """The moving skeleton: a frame for every body, an axis for every elementary motion."""

    bodies: dict[str, Frames]
    axes: tuple[MovedAxis, ...]


def place_bodies(skeleton: Skeleton, *, motion: Coordinates) -> Placed:
    """Place every body through time, with velocities and accelerations.

    Parameters
    ----------
    skeleton : parents before children
    motion : coordinates with rates; those the motion lacks stay at zero

    Returns
    -------
    Placed
        World frames (x forward, y up, z right).
    """
    times = len(motion.time_s)
    nothing = np.zeros((times, 3))
    frames = {
        GROUND: Frames(
            np.broadcast_to(np.eye(3), (times, 3, 3)), nothing, nothing, nothing, nothing
        )
    }
    axes: list[MovedAxis] = []
    for joint in skeleton.joints:
        frame = _offset(frames[joint.parent], joint.parent_place_m, joint.parent_axes)
        for move in joint.moves:
            course, share, speed, acceleration = _course(move, motion=motion)
            axis = frame.axes @ move.axis
            if move.coordinate is not None:
                axes.append(
                    MovedAxis(joint.child, move.coordinate, move.turns, axis, frame.place_m, share)
                )
            step = _turned if move.turns else _slid
            frame = step(frame, move.axis, axis, course, speed, acceleration)
        unturn = joint.child_axes.T
        frames[joint.child] = _offset(frame, -unturn @ joint.child_place_m, unturn)
    return Placed(frames, tuple(axes))


def _course(move: Move, *, motion: Coordinates) -> tuple[Array, Array, Array, Array]:
    times = len(motion.time_s)
    zeros = np.zeros(times)
    if move.coordinate is None:
        return np.full(times, move.course[0]), zeros, zeros, zeros
    value = motion.values.get(move.coordinate, zeros)
    speed = motion.speeds.get(move.coordinate, zeros)
    acceleration = motion.accelerations.get(move.coordinate, zeros)
    first: Array = np.asarray(polynomial.polyval(value, polynomial.polyder(move.course)))
    second: Array = np.asarray(polynomial.polyval(value, polynomial.polyder(move.course, 2)))
    course: Array = np.asarray(polynomial.polyval(value, move.course))
    return (
        course,
        first,
        first * speed,
        first * acceleration + second * speed**2,
    )


def _carried(frame: Frames, arm: Array) -> Array:
    return cross(frame.spin_rate, arm) + cross(frame.spin, cross(frame.spin, arm))


def _offset(frame: Frames, place_m: Array, axes: Array) -> Frames:
    arm = frame.axes @ place_m
    return Frames(
        frame.axes @ axes,
        frame.place_m + arm,
        frame.spin,
        frame.spin_rate,
        frame.acceleration + _carried(frame, arm),
    )


def _turned(
    frame: Frames, local: Array, axis: Array, angle: Array, speed: Array, acceleration: Array
) -> Frames:
    added = axis * speed[:, None]
    return Frames(
        frame.axes @ _about(local, angle),
        frame.place_m,
        frame.spin + added,
        frame.spin_rate + axis * acceleration[:, None] + cross(frame.spin, added),
        frame.acceleration,
    )


def _slid(
    frame: Frames, local: Array, axis: Array, way: Array, speed: Array, acceleration: Array
) -> Frames:
    arm, moved = axis * way[:, None], axis * speed[:, None]
    return Frames(
        frame.axes,
        frame.place_m + arm,
        frame.spin,
        frame.spin_rate,
        frame.acceleration
        + _carried(frame, arm)
        + 2 * cross(frame.spin, moved)
        + axis * acceleration[:, None],
    )


def _about(axis: Array, angle: Array) -> Array:
    """Rotation matrices about a fixed unit axis (Rodrigues): (time, 3, 3)."""
    x, y, z = axis
    across = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    sine, versine = np.sin(angle)[:, None, None], (1 - np.cos(angle))[:, None, None]
    return np.asarray(np.eye(3) + sine * across + versine * (across @ across))
