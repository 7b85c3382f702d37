"""Uniform cubic B-splines of up to four variables: value and slopes, compiled."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

MOST_VARIABLES: Final = 4


@njit(cache=True, nogil=True)
def fill_basis(place: float, intervals: int, values: Array, slopes: Array) -> int:
    """Write the values and slopes of the four B-splines alive at ``place``; return the first.

    ``place`` counts intervals from the start of the range; beyond the range its outermost
    polynomial goes on.
    """
    first = min(max(int(np.floor(place)), 0), intervals - 1)
    t = place - first
    rest = 1.0 - t
    values[0] = rest**3 / 6
    values[1] = (3 * t**3 - 6 * t**2 + 4) / 6
    values[2] = (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6
    values[3] = t**3 / 6
    slopes[0] = -(rest**2) / 2
    slopes[1] = (3 * t**2 - 4 * t) / 2
    slopes[2] = (-3 * t**2 + 2 * t + 1) / 2
    slopes[3] = t**2 / 2
    return first


@njit(cache=True, nogil=True)
def evaluate(
    poses: Array, low: Array, high: Array, crosses: Whole, intervals: Whole, coefficients: Array
) -> tuple[Array, Array]:
    """Values (pose, spline) and slopes (pose, variable, spline) of many splines in many poses.

    poses : (pose, variable)
    low, high : (variable,), the range every spline was fitted in
    crosses : (spline, 4), variables each depends on, in the order of its coefficients; -1 = none
    intervals : (spline, 4), how many over the range of each; 0 where there is none
    coefficients : all, one spline after another, last variable fastest
    """
    splines = len(crosses)
    values = np.zeros((len(poses), splines))
    slopes = np.zeros((len(poses), poses.shape[1], splines))
    weight, bend = np.zeros((MOST_VARIABLES, 4)), np.zeros((MOST_VARIABLES, 4))
    start, alive = np.zeros(MOST_VARIABLES, np.int64), np.zeros(MOST_VARIABLES, np.int64)
    stride, grown = np.zeros(MOST_VARIABLES, np.int64), np.zeros(MOST_VARIABLES)
    known = np.zeros((MOST_VARIABLES, 2), np.int64)
    for pose in range(len(poses)):
        offset = 0
        known[:] = -2
        for spline in range(splines):
            size = 1
            for k in range(MOST_VARIABLES - 1, -1, -1):
                variable, count = crosses[spline, k], intervals[spline, k]
                stride[k] = size
                if variable >= 0:
                    size *= count + 3
                # Muscles beside each other in the list mostly cross the same joints.
                if variable == known[k, 0] and count == known[k, 1]:
                    continue
                known[k, 0], known[k, 1] = variable, count
                if variable < 0:
                    start[k], alive[k] = 0, 1
                    weight[k, 0], bend[k, 0] = 1.0, 0.0
                    continue
                per_unit = count / (high[variable] - low[variable])
                place = (poses[pose, variable] - low[variable]) * per_unit
                start[k] = fill_basis(place, count, weight[k], bend[k])
                for n in range(4):
                    bend[k, n] *= per_unit
                alive[k] = 4
            value = 0.0
            grown[:] = 0.0
            for i in range(alive[0]):
                at_0 = offset + (start[0] + i) * stride[0]
                v_1, g_1, g_12, g_13 = 0.0, 0.0, 0.0, 0.0
                for j in range(alive[1]):
                    at_1 = at_0 + (start[1] + j) * stride[1]
                    v_2, g_2, g_23 = 0.0, 0.0, 0.0
                    for k in range(alive[2]):
                        at_2 = at_1 + (start[2] + k) * stride[2] + start[3]
                        v_3, g_3 = 0.0, 0.0
                        for n in range(alive[3]):
                            one = coefficients[at_2 + n]
                            v_3 += weight[3, n] * one
                            g_3 += bend[3, n] * one
                        v_2 += weight[2, k] * v_3
                        g_2 += bend[2, k] * v_3
                        g_23 += weight[2, k] * g_3
                    v_1 += weight[1, j] * v_2
                    g_1 += bend[1, j] * v_2
                    g_12 += weight[1, j] * g_2
                    g_13 += weight[1, j] * g_23
                value += weight[0, i] * v_1
                grown[0] += bend[0, i] * v_1
                grown[1] += weight[0, i] * g_1
                grown[2] += weight[0, i] * g_12
                grown[3] += weight[0, i] * g_13
            values[pose, spline] = value
            for k in range(MOST_VARIABLES):
                if crosses[spline, k] >= 0:
                    slopes[pose, crosses[spline, k], spline] = grown[k]
            offset += size
    return values, slopes
