"""A skeleton as plain arrays, and what is worked out over it frame by frame, compiled.

Bodies stand in the order of the joints they hang on, parents first. Vectors and matrices are
tuples: compiled, they cost no memory.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.load.skeleton import GROUND, Skeleton

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


class Chain(NamedTuple):
    """Joints, moves and bodies of a skeleton.

    parent : (body,), -1 = the ground
    before_m, before : (body, xyz), (body, 3, 3), the joint in the parent's frame
    after_m, after : likewise, the child in the joint's moved frame
    first : (body + 1,), where each joint's moves begin
    coordinate : (move,), which coordinate drives it, -1 = none
    turns : (move,); axis : (move, xyz)
    course : (move, power), polynomial in the coordinate, constant first
    mass_kg : (body,); centre_m : (body, xyz); inertia_kgm2 : (body, 3, 3)
    """

    parent: Whole
    before_m: Array
    before: Array
    after_m: Array
    after: Array
    first: Whole
    coordinate: Whole
    turns: NDArray[np.bool_]
    axis: Array
    course: Array
    mass_kg: Array
    centre_m: Array
    inertia_kgm2: Array


def chain_of(skeleton: Skeleton) -> Chain:
    """Lay a skeleton out as arrays."""
    joints, names = skeleton.joints, skeleton.coordinates
    order = [joint.child for joint in joints]
    moves = [move for joint in joints for move in joint.moves]
    bodies = [skeleton.bodies[name] for name in order]
    course = np.zeros((len(moves), max(len(move.course) for move in moves)))
    for row, move in zip(course, moves, strict=True):
        row[: len(move.course)] = move.course
    return Chain(
        parent=np.array([-1 if j.parent == GROUND else order.index(j.parent) for j in joints]),
        before_m=np.array([joint.parent_place_m for joint in joints]),
        before=np.array([joint.parent_axes for joint in joints]),
        after_m=np.array([-joint.child_axes.T @ joint.child_place_m for joint in joints]),
        after=np.array([joint.child_axes.T for joint in joints]),
        first=np.cumsum([0, *(len(joint.moves) for joint in joints)]),
        coordinate=np.array(
            [-1 if move.coordinate is None else names.index(move.coordinate) for move in moves]
        ),
        turns=np.array([move.turns for move in moves]),
        axis=np.array([move.axis for move in moves]),
        course=course,
        mass_kg=np.array([body.mass_kg for body in bodies]),
        centre_m=np.array([body.centre_m for body in bodies]),
        inertia_kgm2=np.array([body.inertia_kgm2 for body in bodies]),
    )


@njit(cache=True, nogil=True)
def place(
    chain: Chain, values: Array, speeds: Array, accelerations: Array
) -> tuple[Array, Array, Array, Array, Array, Array, Array, Array]:
    """Place every body and every axis through time, all in the world.

    values, speeds, accelerations : (time, coordinate)

    Returns axes (time, body, 3, 3), frame to world; places, spins, spin rates and accelerations of
    the origins (time, body, xyz); of every move its axis and a place on it (time, move, xyz), and
    its derivative by the coordinate (time, move).
    """
    times, bodies, moves = len(values), len(chain.parent), len(chain.turns)
    axes = np.empty((times, bodies, 3, 3))
    places, spins = np.empty((times, bodies, 3)), np.empty((times, bodies, 3))
    rates, pulls = np.empty((times, bodies, 3)), np.empty((times, bodies, 3))
    lines, line_places = np.empty((times, moves, 3)), np.empty((times, moves, 3))
    shares = np.empty((times, moves))
    for t in range(times):
        for body in range(bodies):
            turn, at = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (0.0, 0.0, 0.0)
            spin, rate, pull = at, at, at
            parent = chain.parent[body]
            if parent >= 0:
                turn, at = _matrix(axes[t, parent]), _vector(places[t, parent])
                spin, rate = _vector(spins[t, parent]), _vector(rates[t, parent])
                pull = _vector(pulls[t, parent])
            arm = _turned(turn, _vector(chain.before_m[body]))
            pull = _plus(pull, _carried(spin, rate, arm))
            at, turn = _plus(at, arm), _product(turn, _matrix(chain.before[body]))
            for move in range(chain.first[body], chain.first[body + 1]):
                way, share, speed, gain = _course(
                    chain.course[move], chain.coordinate[move], values[t], speeds[t],
                    accelerations[t],
                )  # fmt: skip
                local = _vector(chain.axis[move])
                line = _turned(turn, local)
                _write(lines[t, move], line)
                _write(line_places[t, move], at)
                shares[t, move] = share
                moved, gained = _times(speed, line), _times(gain, line)
                if chain.turns[move]:
                    rate = _plus(rate, _plus(gained, _cross(spin, moved)))
                    spin = _plus(spin, moved)
                    turn = _product(turn, _about(local, way))
                else:
                    arm = _times(way, line)
                    pull = _plus(pull, _plus(gained, _carried(spin, rate, arm)))
                    pull = _plus(pull, _times(2.0, _cross(spin, moved)))
                    at = _plus(at, arm)
            arm = _turned(turn, _vector(chain.after_m[body]))
            _write(pulls[t, body], _plus(pull, _carried(spin, rate, arm)))
            _write(places[t, body], _plus(at, arm))
            _write(spins[t, body], spin)
            _write(rates[t, body], rate)
            turn = _product(turn, _matrix(chain.after[body]))
            for row in range(3):
                _write(axes[t, body, row], turn[row])
    return axes, places, spins, rates, pulls, lines, line_places, shares


@njit(cache=True, nogil=True)
def need(
    chain: Chain,
    axes: Array,
    places: Array,
    spins: Array,
    rates: Array,
    pulls: Array,
    gravity: Array,
) -> tuple[Array, Array]:
    """Force and moment about the world's origin that each body alone needs: (time, body, xyz)."""
    forces, moments = np.empty_like(places), np.empty_like(places)
    for t in range(len(places)):
        for body in range(len(chain.parent)):
            turn, spin, rate = _matrix(axes[t, body]), _vector(spins[t, body]), rates[t, body]
            arm = _turned(turn, _vector(chain.centre_m[body]))
            gained = _plus(_vector(pulls[t, body]), _carried(spin, _vector(rate), arm))
            force = _times(chain.mass_kg[body], _plus(gained, _times(-1.0, _vector(gravity))))
            back, inertia = _transposed(turn), _matrix(chain.inertia_kgm2[body])
            turning = _turned(turn, _turned(inertia, _turned(back, _vector(rate))))
            momentum = _turned(turn, _turned(inertia, _turned(back, spin)))
            about = _cross(_plus(_vector(places[t, body]), arm), force)
            _write(forces[t, body], force)
            _write(moments[t, body], _plus(_plus(turning, _cross(spin, momentum)), about))
    return forces, moments


@njit(cache=True, nogil=True)
def gather(
    chain: Chain,
    coordinates: int,
    forces: Array,
    moments: Array,
    places: Array,
    lines: Array,
    line_places: Array,
    shares: Array,
) -> tuple[Array, Array]:
    """Add what bodies need up to what their joints must give; ``forces`` become the joints'.

    forces, moments : (time, body, xyz), moments about the world's origin
    the others : as ``place`` gives them

    Returns generalised forces (time, coordinate), and the joints' moments about the child's
    origin (time, body, xyz).
    """
    given, about = np.zeros((len(places), coordinates)), np.empty_like(places)
    for t in range(len(places)):
        for body in range(len(chain.parent) - 1, -1, -1):
            force, moment = _vector(forces[t, body]), _vector(moments[t, body])
            parent = chain.parent[body]
            if parent >= 0:
                _write(forces[t, parent], _plus(_vector(forces[t, parent]), force))
                _write(moments[t, parent], _plus(_vector(moments[t, parent]), moment))
            for move in range(chain.first[body], chain.first[body + 1]):
                if chain.coordinate[move] < 0:
                    continue
                felt = force
                if chain.turns[move]:
                    felt = _about_point(moment, _vector(line_places[t, move]), force)
                work = _dot(_vector(lines[t, move]), felt)
                given[t, chain.coordinate[move]] += shares[t, move] * work
            _write(about[t, body], _about_point(moment, _vector(places[t, body]), force))
    return given, about


@njit(cache=True, nogil=True)
def _course(
    course: Array, coordinate: int, values: Array, speeds: Array, accelerations: Array
) -> tuple[float, float, float, float]:
    """Where a move is, its derivative by the coordinate, its speed and acceleration."""
    if coordinate < 0:
        return course[0], 0.0, 0.0, 0.0
    value, speed = values[coordinate], speeds[coordinate]
    way, first, second = 0.0, 0.0, 0.0
    for power in range(len(course) - 1, -1, -1):
        second = second * value + 2.0 * first
        first = first * value + way
        way = way * value + course[power]
    return way, first, first * speed, first * accelerations[coordinate] + second * speed**2


@njit(cache=True, nogil=True)
def _about(axis: Vector, angle: float) -> Matrix:
    """Rotation about a unit axis (Rodrigues)."""
    x, y, z = axis
    c, s = math.cos(angle), math.sin(angle)
    v = 1.0 - c
    return (
        (c + v * x * x, v * x * y - s * z, v * x * z + s * y),
        (v * x * y + s * z, c + v * y * y, v * y * z - s * x),
        (v * x * z - s * y, v * y * z + s * x, c + v * z * z),
    )


@njit(cache=True, nogil=True)
def _carried(spin: Vector, rate: Vector, arm: Vector) -> Vector:
    return _plus(_cross(rate, arm), _cross(spin, _cross(spin, arm)))


@njit(cache=True, nogil=True)
def _about_point(moment: Vector, point: Vector, force: Vector) -> Vector:
    """Move a moment from the world's origin to a point."""
    return _plus(moment, _cross(force, point))


@njit(cache=True, nogil=True)
def _vector(row: Array) -> Vector:
    return row[0], row[1], row[2]


@njit(cache=True, nogil=True)
def _matrix(rows: Array) -> Matrix:
    return _vector(rows[0]), _vector(rows[1]), _vector(rows[2])


@njit(cache=True, nogil=True)
def _write(row: Array, vector: Vector) -> None:
    row[0], row[1], row[2] = vector


@njit(cache=True, nogil=True)
def _plus(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


@njit(cache=True, nogil=True)
def _times(share: float, a: Vector) -> Vector:
    return share * a[0], share * a[1], share * a[2]


@njit(cache=True, nogil=True)
def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit(cache=True, nogil=True)
def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@njit(cache=True, nogil=True)
def _turned(turn: Matrix, a: Vector) -> Vector:
    return _dot(turn[0], a), _dot(turn[1], a), _dot(turn[2], a)


@njit(cache=True, nogil=True)
def _transposed(turn: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = turn
    return (a, d, g), (b, e, h), (c, f, i)


@njit(cache=True, nogil=True)
def _product(one: Matrix, other: Matrix) -> Matrix:
    back = _transposed(other)
    return _turned(back, one[0]), _turned(back, one[1]), _turned(back, one[2])
