"""A cubic spline through values on an even grid of five variables, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.kneecap.distance_field import basis

Array = NDArray[np.float64]


def spline_through(values: Array) -> Array:
    """Coefficients, two more than nodes along each axis but the last, which holds the answers.

    At both ends of an axis the outermost two intervals share one polynomial ("not a knot").
    """
    for axis in range(values.ndim - 1):
        nodes = values.shape[axis]
        system = np.zeros((nodes + 2, nodes + 2))
        for node in range(nodes):
            system[node + 1, node : node + 3] = 1 / 6, 4 / 6, 1 / 6
        system[0, :5] = system[-1, -5:] = 1, -4, 6, -4, 1
        ends = [(0, 0)] * values.ndim
        ends[axis] = (1, 1)
        along = np.moveaxis(np.pad(values, ends), axis, 0)
        solved = np.linalg.solve(system, along.reshape(nodes + 2, -1)).reshape(along.shape)
        values = np.asarray(np.moveaxis(solved, 0, axis), dtype=np.float64)
    return np.ascontiguousarray(values)


@njit(cache=True, nogil=True)
def read_spline(places: Array, coefficients: Array) -> Array:
    """Answers, (pose, answer), at places, (pose, 5), counted in nodes along each axis."""
    answers = np.zeros((len(places), coefficients.shape[5]))
    nodes = coefficients.shape
    first, weight = np.empty(5, np.int64), np.empty((5, 4))
    for pose in range(len(places)):
        for axis in range(5):
            at = min(max(int(places[pose, axis]), 0), nodes[axis] - 4)
            first[axis] = at
            weight[axis, 0], weight[axis, 1], weight[axis, 2], weight[axis, 3] = basis(
                places[pose, axis] - at
            )
        for i in range(4):
            for j in range(4):
                for k in range(4):
                    shared = weight[0, i] * weight[1, j] * weight[2, k]
                    if shared == 0.0:  # at a node one of four splines is nought
                        continue
                    block = coefficients[first[0] + i, first[1] + j, first[2] + k]
                    for m in range(4):
                        for n in range(4):
                            share = shared * weight[3, m] * weight[4, n]
                            if share == 0.0:
                                continue
                            row = block[first[3] + m, first[4] + n]
                            for answer in range(len(row)):
                                answers[pose, answer] += share * row[answer]
    return answers
