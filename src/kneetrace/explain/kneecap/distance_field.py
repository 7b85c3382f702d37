"""How far a point is from a surface, on a grid, smooth enough for Newton's method."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import spline_filter

Array = NDArray[np.float64]
Four = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False, kw_only=True)
class DistanceField:
    """Signed distance, mm, negative inside, as a cubic spline on a grid.

    coefficients : (x, y, z) of the spline; of a surface turned about an axis along z: (out, z)
    low_mm : (xyz,), mm, of the first node; of a turned surface (x and y of its axis, out, z)
    spacing_mm : between nodes
    """

    low_mm: Array
    spacing_mm: float
    coefficients: Array

    def at(self, *, points_mm: Array) -> tuple[Array, Array]:
        """Tell distances, (point,), mm, and their slopes, (point, xyz)."""
        distances = np.empty(len(points_mm))
        slopes = np.empty((len(points_mm), 3))
        for row, (x, y, z) in enumerate(points_mm):
            distances[row], *slopes[row] = read_field(
                x, y, z, self.low_mm, self.spacing_mm, self.coefficients
            )
        return distances, slopes


def smooth_field(*, signed_mm: Array, low_mm: Array, spacing_mm: float) -> DistanceField:
    """Make a field of signed distances, (x, y, z) or (out, z), mm, at the nodes of a grid."""
    return DistanceField(
        low_mm=low_mm,
        spacing_mm=spacing_mm,
        coefficients=np.ascontiguousarray(spline_filter(signed_mm, order=3, mode="mirror")),
    )


@njit(cache=True, nogil=True)
def read_field(
    x: float, y: float, z: float, low: Array, spacing: float, coefficients: Array
) -> Four:
    """Give the distance at one point and its slope along x, y and z; far away when off the grid."""
    if coefficients.ndim == 2:
        return _read_turned(x, y, z, low, spacing, coefficients)
    return _read_grid(x, y, z, low, spacing, coefficients)


@njit(cache=True, nogil=True)
def _read_turned(
    x: float, y: float, z: float, low: Array, spacing: float, coefficients: Array
) -> Four:
    off_x, off_y = x - low[0], y - low[1]
    out = np.sqrt(off_x**2 + off_y**2)
    across = (out - low[2]) / spacing, (z - low[3]) / spacing
    cell = int(np.floor(across[0])), int(np.floor(across[1]))
    for axis in range(2):
        if cell[axis] < 1 or cell[axis] > coefficients.shape[axis] - 3:
            return 1e3, 0.0, 0.0, 0.0
    t = across[0] - cell[0], across[1] - cell[1]
    values = basis(t[0]), basis(t[1])
    slopes = _basis_slope(t[0]), _basis_slope(t[1])
    distance, outwards, along_z = 0.0, 0.0, 0.0
    for i in range(4):
        line, line_z = 0.0, 0.0
        for k in range(4):
            node = coefficients[cell[0] - 1 + i, cell[1] - 1 + k]
            line += node * values[1][k]
            line_z += node * slopes[1][k]
        distance += values[0][i] * line
        outwards += slopes[0][i] * line
        along_z += values[0][i] * line_z
    outwards /= spacing * out
    return distance, outwards * off_x, outwards * off_y, along_z / spacing


@njit(cache=True, nogil=True)
def _read_grid(
    x: float, y: float, z: float, low: Array, spacing: float, coefficients: Array
) -> Four:
    across = (x - low[0]) / spacing, (y - low[1]) / spacing, (z - low[2]) / spacing
    cell = int(np.floor(across[0])), int(np.floor(across[1])), int(np.floor(across[2]))
    for axis in range(3):
        if cell[axis] < 1 or cell[axis] > coefficients.shape[axis] - 3:
            return 1e3, 0.0, 0.0, 0.0
    t = across[0] - cell[0], across[1] - cell[1], across[2] - cell[2]
    values = basis(t[0]), basis(t[1]), basis(t[2])
    slopes = _basis_slope(t[0]), _basis_slope(t[1]), _basis_slope(t[2])
    distance, along_x, along_y, along_z = 0.0, 0.0, 0.0, 0.0
    for i in range(4):
        row, row_y, row_z = 0.0, 0.0, 0.0
        for j in range(4):
            line, line_z = 0.0, 0.0
            for k in range(4):
                node = coefficients[cell[0] - 1 + i, cell[1] - 1 + j, cell[2] - 1 + k]
                line += node * values[2][k]
                line_z += node * slopes[2][k]
            row += values[1][j] * line
            row_y += slopes[1][j] * line
            row_z += values[1][j] * line_z
        distance += values[0][i] * row
        along_x += slopes[0][i] * row
        along_y += values[0][i] * row_y
        along_z += values[0][i] * row_z
    return distance, along_x / spacing, along_y / spacing, along_z / spacing


@njit(cache=True, nogil=True)
def basis(t: float) -> Four:
    """Give the four cubic B-splines alive at a share of a cell."""
    rest = 1.0 - t
    return (
        rest**3 / 6,
        (3 * t**3 - 6 * t**2 + 4) / 6,
        (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
        t**3 / 6,
    )


@njit(cache=True, nogil=True)
def _basis_slope(t: float) -> Four:
    rest = 1.0 - t
    return (
        -(rest**2) / 2,
        (3 * t**2 - 4 * t) / 2,
        (-3 * t**2 + 2 * t + 1) / 2,
        t**2 / 2,
    )
