"""The muscles of a leg whose knee is held: splines of hip and ankle angles, bent twice, compiled.

The tables' splines have up to four variables. With the knee's angle put in, no muscle has more
than three left, so lengths come with first and second slopes in a fraction of a microsecond.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.load.muscles import LEG_AXES, LegMuscles
from kneetrace.explain.load.splines import fill_basis

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

KNEE: Final = LEG_AXES.index("knee_angle")

_GROUPS: Final = ((0, 1, 2), (KNEE, 4, 5))
"""Axes that a muscle's length may depend on: hip, or (knee) ankle and subtalar joint."""


class HeldKnee(NamedTuple):
    """A leg's muscles at one angle of the knee, as arrays a compiled function takes.

    low, high : (axis,), rad, reach of the tables, in the order of ``LEG_AXES``
    first_axis : (spline,), first of the three axes it depends on, 0 or 3
    intervals : (spline, 3); 0 where it does not depend on that axis
    offset : (spline,), of its coefficients; lengths first, then slopes of the lengths along the
        knee, then moment arms that are no slopes
    apart : (arm, 2), muscle and axis of each of those
    isometric_n, optimal_m, tendon_m, across_m : (muscle,); across: height of the pennate fibres
    force_length : of active force, over fibre lengths 0.2 to 2.0, even
    """

    low: Array
    high: Array
    first_axis: Whole
    intervals: Whole
    offset: Whole
    coefficients: Array
    apart: Whole
    isometric_n: Array
    optimal_m: Array
    tendon_m: Array
    across_m: Array
    force_length: Array


def held_knee(muscles: LegMuscles, *, knee_rad: float) -> HeldKnee:
    """Put a knee angle into the muscles' splines."""
    first_axis, intervals, kept = [], [], []
    for axes, counts, coefficients in _held_splines(muscles, knee_rad=knee_rad):
        group = next(one for one in _GROUPS if set(axes) <= set(one))
        first_axis.append(group[0])
        intervals.append([counts[axes.index(axis)] if axis in axes else 0 for axis in group])
        kept.append(coefficients.ravel())
    return HeldKnee(
        low=muscles.low_rad,
        high=muscles.high_rad,
        first_axis=np.array(first_axis),
        intervals=np.array(intervals),
        offset=np.cumsum([0, *(len(one) for one in kept[:-1])]),
        coefficients=np.concatenate(kept),
        apart=muscles.apart,
        isometric_n=muscles.isometric_force_n,
        optimal_m=muscles.optimal_length_m,
        tendon_m=muscles.tendon_length_m,
        across_m=muscles.optimal_length_m * np.sin(muscles.pennation_rad),
        force_length=muscles.force_length,
    )


def _held_splines(
    muscles: LegMuscles, *, knee_rad: float
) -> Iterator[tuple[list[int], list[int], Array]]:
    """Give axes, intervals and coefficients of every spline: lengths, knee slopes, arms."""
    splines = list(_splines(muscles))
    count = len(muscles.names)
    held = [_at_knee(muscles, *spline, knee_rad=knee_rad) for spline in splines]
    yield from (along for along, _ in held[:count])
    yield from (slope for _, slope in held[:count])
    yield from (along for along, _ in held[count:])


def _splines(muscles: LegMuscles) -> Iterator[tuple[list[int], list[int], Array]]:
    start = 0
    for crosses, intervals in zip(muscles.crosses, muscles.intervals, strict=True):
        axes = [int(axis) for axis in crosses if axis >= 0]
        counts = [int(n) for axis, n in zip(crosses, intervals, strict=True) if axis >= 0]
        shape = [n + 3 for n in counts]
        stop = start + int(np.prod(shape))
        yield axes, counts, muscles.coefficients[start:stop].reshape(shape)
        start = stop


_Spline = tuple[list[int], list[int], Array]


def _at_knee(
    muscles: LegMuscles, axes: list[int], counts: list[int], grid: Array, *, knee_rad: float
) -> tuple[_Spline, _Spline]:
    """Hold the knee in one spline: what is left of its values, and of its slope at the knee."""
    if KNEE not in axes:
        return (axes, counts, grid), ([], [], np.zeros(1))
    at = axes.index(KNEE)
    low, high = muscles.low_rad[KNEE], muscles.high_rad[KNEE]
    per_rad = counts[at] / (high - low)
    weights, slopes = np.empty(4), np.empty(4)
    first = fill_basis((knee_rad - low) * per_rad, counts[at], weights, slopes)
    alive = np.take(grid, range(first, first + 4), axis=at)
    left = axes[:at] + axes[at + 1 :], counts[:at] + counts[at + 1 :]
    along, slope = (
        np.tensordot(alive, basis, axes=([at], [0])) for basis in (weights, slopes * per_rad)
    )
    return (*left, along), (*left, slope)


@njit(cache=True, nogil=True)
def pull(
    held: HeldKnee, angles: Array, forces: Array, grown: Array, arms: Array, turned: Array
) -> None:
    """Write what every muscle gives at full activation in one pose, and how that changes.

    angles : (axis,), rad
    forces, grown : (muscle,), N, and (muscle, 3), N/rad
    arms, turned : (axis, muscle), m, and (axis, muscle, 3), m/rad
    The last axis is that of the muscle's three joint angles, from ``first_axis`` on.
    """
    muscles = len(held.isometric_n)
    found = np.empty(10)
    arms[:] = 0.0
    turned[:] = 0.0
    for muscle in range(muscles):
        first = held.first_axis[muscle]
        _spline(held, muscle, angles, found)
        length, optimal = found[0], held.optimal_m[muscle]
        for k in range(3):
            if first + k == KNEE:
                continue
            arms[first + k, muscle] = -found[1 + k]
            for other in range(3):
                turned[first + k, muscle, other] = -found[4 + _pair(k, other)]
        along = max(length - held.tendon_m[muscle], 1e-4)
        fibre = np.sqrt(along**2 + held.across_m[muscle] ** 2)
        share, slope = _force_length(held.force_length, fibre / optimal)
        forces[muscle] = held.isometric_n[muscle] * share
        steep = held.isometric_n[muscle] * slope / optimal * along / fibre
        for k in range(3):
            grown[muscle, k] = steep * found[1 + k]
    for muscle in range(muscles):
        _spline(held, muscles + muscle, angles, found)
        arms[KNEE, muscle] = -found[0]
        for k in range(3):
            turned[KNEE, muscle, k] = -found[1 + k]
    for arm in range(len(held.apart)):
        muscle, axis = held.apart[arm]
        _spline(held, 2 * muscles + arm, angles, found)
        arms[axis, muscle] = found[0]
        for k in range(3):
            turned[axis, muscle, k] = found[1 + k]


@njit(cache=True, nogil=True)
def _pair(one: int, other: int) -> int:
    """Place of a second slope among 00, 01, 02, 11, 12, 22."""
    low, high = min(one, other), max(one, other)
    return high + (0 if low == 0 else low + 1)


@njit(cache=True, nogil=True)
def _spline(held: HeldKnee, spline: int, angles: Array, found: Array) -> None:
    """Write value, three slopes and six second slopes of a spline."""
    weight, steep, bend = np.zeros((3, 4)), np.zeros((3, 4)), np.zeros((3, 4))
    start, alive = np.zeros(3, np.int64), np.ones(3, np.int64)
    width = np.ones(3, np.int64)
    for k in range(3):
        count = held.intervals[spline, k]
        if count == 0:
            weight[k, 0] = 1.0
            continue
        axis = held.first_axis[spline] + k
        per_rad = count / (held.high[axis] - held.low[axis])
        place = (angles[axis] - held.low[axis]) * per_rad
        start[k] = fill_basis(place, count, weight[k], steep[k])
        t = place - start[k]
        bend[k, 0], bend[k, 1], bend[k, 2], bend[k, 3] = 1 - t, 3 * t - 2, 1 - 3 * t, t
        for n in range(4):
            steep[k, n] *= per_rad
            bend[k, n] *= per_rad**2
        alive[k], width[k] = 4, count + 3
    found[:] = 0.0
    for i in range(alive[0]):
        v = s1 = s2 = h11 = h12 = h22 = 0.0
        for j in range(alive[1]):
            at = held.offset[spline] + ((start[0] + i) * width[1] + start[1] + j) * width[2]
            v3 = s3 = h3 = 0.0
            for n in range(alive[2]):
                one = held.coefficients[at + start[2] + n]
                v3 += weight[2, n] * one
                s3 += steep[2, n] * one
                h3 += bend[2, n] * one
            v += weight[1, j] * v3
            s1 += steep[1, j] * v3
            s2 += weight[1, j] * s3
            h11 += bend[1, j] * v3
            h12 += steep[1, j] * s3
            h22 += weight[1, j] * h3
        found[0] += weight[0, i] * v
        found[1] += steep[0, i] * v
        found[2] += weight[0, i] * s1
        found[3] += weight[0, i] * s2
        found[4] += bend[0, i] * v
        found[5] += steep[0, i] * s1
        found[6] += steep[0, i] * s2
        found[7] += weight[0, i] * h11
        found[8] += weight[0, i] * h12
        found[9] += weight[0, i] * h22


@njit(cache=True, nogil=True)
def _force_length(curve: Array, relative: float) -> tuple[float, float]:
    """Read the active force-length curve, without kinks, and its slope; flat beyond its ends."""
    per_length = (len(curve) - 1) / 1.8
    place = (relative - 0.2) * per_length
    if place <= 0.0:
        return curve[0], 0.0
    if place >= len(curve) - 1:
        return curve[-1], 0.0
    at = min(int(place), len(curve) - 2)
    t = place - at
    one, other = curve[at], curve[at + 1]
    rise, next_rise = (
        0.5 * (other - curve[max(at - 1, 0)]),
        0.5 * (curve[min(at + 2, len(curve) - 1)] - one),
    )
    square, cube = 3 * (other - one) - 2 * rise - next_rise, 2 * (one - other) + rise + next_rise
    value = one + t * (rise + t * (square + t * cube))
    return value, per_length * (rise + t * (2 * square + 3 * t * cube))
