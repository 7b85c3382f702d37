"""Share joint moments among muscles: the least sum of squared activations that makes them.

min 1/2 sum a^2 + 1/2 sum (r/s)^2  with  A a + r = tau  and  low <= a <= 1,

in every frame alone. The reserves r (scale s, N m) keep it solvable; they are given back, never
hidden. Solved through its dual, which has as many unknowns as there are joint axes: at its optimum
a = clip(A' m, low, 1) and r = s^2 m, and m solves A a(m) + s^2 m = tau. That equation is the slope
of a convex, piecewise quadratic function, so a semismooth Newton method with a line search ends
after few steps (Qi & Sun 1993, doi:10.1007/BF01581275). The problem is that of OpenSim's
StaticOptimization with exponent 2 (Crowninshield & Brand 1981, doi:10.1016/0021-9290(81)90035-X).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAST_ACTIVATION: Final = 0.01
"""Of a muscle at rest, as OpenSim's Millard muscles have it."""

RESERVE_NM: Final = 1.0
"""DESIGN: the torque that costs as much as one muscle at full activation."""

_TOLERANCE: Final = 1e-9  # of the torque balance, relative to 1 N m plus the largest moment
_STEPS: Final = 60
_HALVINGS: Final = 50


@dataclass(frozen=True, eq=False, kw_only=True)
class Sharing:
    """How muscles shared the moments of one leg.

    activations : (frame, muscle), 0 to 1
    residual_nm : (frame, axis), N m, what no muscle could give
    multipliers : (frame, axis), 1/(N m), the price of a moment; a warm start for the next
    steps : (frame,), Newton steps taken
    converged : (frame,), False where even a second start from rest missed the tolerance
    """

    activations: Array
    residual_nm: Array
    multipliers: Array
    steps: NDArray[np.int64]
    converged: NDArray[np.bool_]


def share_moments(
    *,
    moments_nm: Array,
    torques_nm: Array,
    reserve_nm: float = RESERVE_NM,
    least_activation: float = LEAST_ACTIVATION,
) -> Sharing:
    """Find muscle activations for a batch of frames, each started where the one before ended.

    Parameters
    ----------
    moments_nm : (frame, axis), N m, what the muscles have to give together
    torques_nm : (frame, axis, muscle), N m, of each muscle at full activation
    reserve_nm : scale of the reserves
    least_activation : lower bound of every activation

    Returns
    -------
    Sharing
        A frame that does not converge from the last frame's solution is tried again from rest,
        with reserves that grow scarcer step by step; if that fails too, ``converged`` says so.
    """
    activations, residual, multipliers, steps, converged = _share(
        np.ascontiguousarray(moments_nm, dtype=np.float64),
        np.ascontiguousarray(torques_nm, dtype=np.float64),
        float(reserve_nm),
        float(least_activation),
    )
    return Sharing(
        activations=activations,
        residual_nm=residual,
        multipliers=multipliers,
        steps=steps,
        converged=converged,
    )


@njit(cache=True, nogil=True)
def _share(
    moments: Array, torques: Array, reserve: float, least: float
) -> tuple[Array, Array, Array, NDArray[np.int64], NDArray[np.bool_]]:
    frames, axes, muscles = torques.shape
    activations = np.zeros((frames, muscles))
    residual = np.zeros((frames, axes))
    multipliers = np.zeros((frames, axes))
    steps = np.zeros(frames, dtype=np.int64)
    converged = np.zeros(frames, dtype=np.bool_)
    price = np.zeros(axes)
    for frame in range(frames):
        steps[frame], converged[frame] = share_one(
            moments[frame], torques[frame], reserve, least, price, activations[frame]
        )
        multipliers[frame] = price
        residual[frame] = reserve**2 * price
        if not converged[frame]:
            price[:] = 0.0
    return activations, residual, multipliers, steps, converged


@njit(cache=True, nogil=True)
def share_one(
    moment: Array, torques: Array, reserve: float, least: float, price: Array, activations: Array
) -> tuple[int, bool]:
    """Share the moments of one frame, for compiled code that asks again and again.

    Parameters
    ----------
    moment : (axis,), N m, what the muscles have to give together
    torques : (axis, muscle), N m, of each muscle at full activation
    reserve, least : as ``reserve_nm`` and ``least_activation`` above
    price : (axis,), 1/(N m), multipliers: where to start; the solution is written here
    activations : (muscle,), written here

    Returns
    -------
    tuple
        Newton steps taken, and whether a solution was found, from ``price`` or else from rest.
    """
    taken, done = _newton(moment, torques, reserve, least, price)
    if not done:
        more, done = _from_rest(moment, torques, reserve, least, price)
        taken += more
    _activate(torques, price, least, activations)
    return taken, done


@njit(cache=True, nogil=True)
def _from_rest(
    moment: Array, torques: Array, reserve: float, least: float, price: Array
) -> tuple[int, bool]:
    """Solve with reserves that give almost everything, then with ever scarcer ones."""
    price[:] = 0.0
    taken, scarce = 0, max(reserve, np.abs(moment).max())
    while True:
        more, done = _newton(moment, torques, scarce, least, price)
        taken += more
        if scarce == reserve or not np.isfinite(scarce):
            return taken, done
        scarce = max(reserve, 0.5 * scarce)


@njit(cache=True, nogil=True)
def _activate(torques: Array, price: Array, least: float, activations: Array) -> None:
    axes, muscles = torques.shape
    for muscle in range(muscles):
        pull = 0.0
        for axis in range(axes):
            pull += torques[axis, muscle] * price[axis]
        activations[muscle] = min(max(pull, least), 1.0)


@njit(cache=True, nogil=True)
def _newton(
    moment: Array, torques: Array, reserve: float, least: float, price: Array
) -> tuple[int, bool]:
    """Move ``price`` to the solution; return the steps taken and whether it was reached."""
    axes = len(moment)
    gap, ahead, tried, step = np.empty(axes), np.empty(axes), np.empty(axes), np.empty(axes)
    slope = np.empty((axes, axes))
    size = 1.0 + np.abs(moment).max()
    for taken in range(_STEPS):
        _balance(moment, torques, reserve, least, price, gap, slope, True)
        worst = np.abs(gap).max()
        if worst <= _TOLERANCE * size:
            return taken, True
        _solve(slope, gap, step)
        steepest = np.dot(gap, step)
        if not steepest > 0.0:
            return taken, False
        # Convex along the step: its slope there only grows, so a bracket finds where it vanishes.
        low, high, scale = 0.0, 1.0, 1.0
        for _ in range(_HALVINGS):
            tried[:] = price - scale * step
            _balance(moment, torques, reserve, least, tried, ahead, slope, False)
            left = np.dot(ahead, step)
            if left < -0.5 * steepest:
                high = scale
            elif scale < 1.0 and left > 0.5 * steepest:
                low = scale
            else:
                break
            scale = 0.5 * (low + high)
        price[:] = tried
    return _STEPS, False


@njit(cache=True, nogil=True)
def _balance(
    moment: Array,
    torques: Array,
    reserve: float,
    least: float,
    price: Array,
    gap: Array,
    slope: Array,
    with_slope: bool,
) -> None:
    """Write by how much the torques made exceed the moments, and how that grows with the price."""
    axes, muscles = torques.shape
    for axis in range(axes):
        gap[axis] = reserve**2 * price[axis] - moment[axis]
        if with_slope:
            slope[axis, :] = 0.0
            slope[axis, axis] = reserve**2
    for muscle in range(muscles):
        pull = 0.0
        for axis in range(axes):
            pull += torques[axis, muscle] * price[axis]
        held = min(max(pull, least), 1.0)
        free = with_slope and least < pull < 1.0
        for axis in range(axes):
            torque = torques[axis, muscle]
            if torque == 0.0:
                continue
            gap[axis] += torque * held
            if free:
                for other in range(axis + 1):
                    slope[axis, other] += torque * torques[other, muscle]


@njit(cache=True, nogil=True)
def _solve(slope: Array, gap: Array, step: Array) -> None:
    """Solve slope step = gap by Cholesky, in place; only the lower triangle is read."""
    axes = len(gap)
    for row in range(axes):
        for column in range(row + 1):
            rest = slope[row, column]
            for k in range(column):
                rest -= slope[row, k] * slope[column, k]
            slope[row, column] = np.sqrt(rest) if row == column else rest / slope[column, column]
    for row in range(axes):
        rest = gap[row]
        for k in range(row):
            rest -= slope[row, k] * step[k]
        step[row] = rest / slope[row, row]
    for row in range(axes - 1, -1, -1):
        rest = step[row]
        for k in range(row + 1, axes):
            rest -= slope[k, row] * step[k]
        step[row] = rest / slope[row, row]
