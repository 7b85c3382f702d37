"""How far a point is from a surface, on a grid, smooth enough for Newton's method."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import spline_filter

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class DistanceField:
    """Signed distance, mm, negative inside, as a cubic spline on a grid.

    low_mm : (xyz,), mm, of the first node; spacing_mm : between nodes
    coefficients : (x, y, z) of the spline
    """

    low_mm: Array
    spacing_mm: float
    coefficients: Array

    def at(self, *, points_mm: Array) -> tuple[Array, Array]:
        """Tell distances, (point,), mm, and their slopes, (point, xyz)."""
        distances = np.empty(len(points_mm))
        slopes = np.empty((len(points_mm), 3))
        for row, point in enumerate(points_mm):
            distances[row] = read_field(
                point, self.low_mm, self.spacing_mm, self.coefficients, slopes[row]
            )
        return distances, slopes


def smooth_field(*, signed_mm: Array, low_mm: Array, spacing_mm: float) -> DistanceField:
    """Make a field of signed distances, (x, y, z), mm, at the nodes of a grid."""
    return DistanceField(
        low_mm=low_mm,
        spacing_mm=spacing_mm,
        coefficients=np.ascontiguousarray(spline_filter(signed_mm, order=3, mode="mirror")),
    )


@njit(cache=True, nogil=True)
def read_field(
    point: Array, low: Array, spacing: float, coefficients: Array, slope: Array
) -> float:
    """Give the distance at one point and write its slope; far away when off the grid."""
    slope[:] = 0.0
    first = np.empty(3, np.int64)
    values, slopes = np.empty((3, 4)), np.empty((3, 4))
    for axis in range(3):
        place = (point[axis] - low[axis]) / spacing
        cell = int(np.floor(place))
        if cell < 1 or cell > coefficients.shape[axis] - 3:
            return 1e3
        t = place - cell
        rest = 1.0 - t
        first[axis] = cell - 1
        values[axis, 0] = rest**3 / 6
        values[axis, 1] = (3 * t**3 - 6 * t**2 + 4) / 6
        values[axis, 2] = (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6
        values[axis, 3] = t**3 / 6
        slopes[axis, 0] = -(rest**2) / 2
        slopes[axis, 1] = (3 * t**2 - 4 * t) / 2
        slopes[axis, 2] = (-3 * t**2 + 2 * t + 1) / 2
        slopes[axis, 3] = t**2 / 2
    distance = 0.0
    for i in range(4):
        for j in range(4):
            along, along_slope = 0.0, 0.0
            for k in range(4):
                node = coefficients[first[0] + i, first[1] + j, first[2] + k]
                along += node * values[2, k]
                along_slope += node * slopes[2, k]
            distance += values[0, i] * values[1, j] * along
            slope[0] += slopes[0, i] * values[1, j] * along / spacing
            slope[1] += values[0, i] * slopes[1, j] * along / spacing
            slope[2] += values[0, i] * values[1, j] * along_slope / spacing
    return distance
