"""Where two cartilages touch: the gap between them at every point, and the area that is closed."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.kneecap.distance_field import read_field
from kneetrace.explain.kneecap.energy import arm_of, is_far, press

Array = NDArray[np.float64]

FAR_MM = 1e3
REACH_MM = 0.1  # DESIGN: how far ``pressed_in`` may move a kneecap: ten times a place's error


@njit(cache=True, nogil=True)
def fill_gaps(
    rotation: Array,
    shift: Array,
    points: Array,
    normals: Array,
    areas: Array,
    low: Array,
    spacing: float,
    coefficients: Array,
    gaps: Array,
    rises: Array,
) -> None:
    """Write, (point,), mm, gaps and by how much each rises over the piece its point stands for."""
    for point in range(len(points)):
        gaps[point], rises[point] = FAR_MM, 1.0
        ax, ay, az = arm_of(rotation, points[point])
        x, y, z = ax + shift[0], ay + shift[1], az + shift[2]
        if is_far(x, y, z, low, spacing, coefficients):
            continue
        gap, gx, gy, gz = read_field(x, y, z, low, spacing, coefficients)
        nx, ny, nz = arm_of(rotation, normals[point])
        along = gx * nx + gy * ny + gz * nz
        steep = np.sqrt((gx - along * nx) ** 2 + (gy - along * ny) ** 2 + (gz - along * nz) ** 2)
        gaps[point], rises[point] = gap, steep * np.sqrt(areas[point])


@njit(cache=True, nogil=True)
def closed_shares(gaps: Array, rises: Array) -> Array:
    """Share of every piece of cartilage that touches, (point,): gaps rise evenly across a piece.

    So area grows smoothly with the load, where whole pieces would make it jump.
    """
    shares = np.empty_like(gaps)
    for point in range(len(gaps)):
        shares[point] = min(max(0.5 - gaps[point] / max(rises[point], 1e-9), 0.0), 1.0)
    return shares


@njit(cache=True, nogil=True)
def pressed_in(
    gaps: Array, areas: Array, load_n: float, stiffness_mpa: float, thickness_mm: float
) -> float:
    """How much deeper, mm, a kneecap must be pressed in to carry a load (Newton's method)."""
    deeper = 0.0
    for _ in range(6):
        carried, stiffness = 0.0, 0.0
        for point in range(len(gaps)):
            share = (deeper - gaps[point]) / thickness_mm
            if share > 0.0:
                carried += areas[point] * press(share, stiffness_mpa, thickness_mm)[0]
                stiffness += areas[point] * stiffness_mpa / (thickness_mm * (1.0 - min(share, 0.9)))
        if stiffness == 0.0 or abs(carried - load_n) < 1e-6 * load_n:
            break
        deeper += (load_n - carried) / stiffness
        deeper = min(max(deeper, -REACH_MM), REACH_MM)
    return deeper


@njit(cache=True, nogil=True)
def patches(
    rotations: Array,
    shifts: Array,
    loads_n: Array,
    points: Array,
    normals: Array,
    areas: Array,
    low: Array,
    spacing: float,
    coefficients: Array,
    fine: Array,
    parts: NDArray[np.int64],
    stiffness_mpa: float,
    thickness_mm: float,
) -> tuple[Array, Array, Array]:
    """Area, mm^2, highest pressure, MPa, and outer share of kneecaps at known places: (pose,) each.

    rotations, shifts : (pose, 3, 3), (pose, xyz); loads_n : (pose,), sums of pressure over area
    fine : more points of the same kneecap, among which the highest pressure is looked for
    parts : (point, most), which of them belong to a point's piece, then -1
    """
    poses = len(shifts)
    area, peak, outer = np.zeros(poses), np.zeros(poses), np.zeros(poses)
    gaps, rises = np.empty(len(points)), np.empty(len(points))
    for pose in range(poses):
        fill_gaps(
            rotations[pose], shifts[pose], points, normals, areas, low, spacing, coefficients,
            gaps, rises,
        )  # fmt: skip
        deeper = pressed_in(gaps, areas, loads_n[pose], stiffness_mpa, thickness_mm)
        gaps -= deeper
        area[pose] = np.sum(areas * closed_shares(gaps, rises))
        carried, outside = 0.0, 0.0
        for point in range(len(points)):
            if gaps[point] < 0.0:
                force = areas[point] * press(-gaps[point] / thickness_mm, stiffness_mpa, 1.0)[0]
                carried += force
                outside += (points[point, 2] > 0.0) * force
        outer[pose] = outside / max(carried, 1e-9)
        lowest, deepest = 0.0, int(np.argmin(gaps))
        for step in range(len(points)):
            piece = (deepest + step) % len(points)
            if gaps[piece] - rises[piece] > lowest:
                continue  # no part of this piece can lie deeper
            for part in parts[piece]:
                if part < 0:
                    break
                ax, ay, az = arm_of(rotations[pose], fine[part])
                x, y, z = ax + shifts[pose, 0], ay + shifts[pose, 1], az + shifts[pose, 2]
                gap = read_field(x, y, z, low, spacing, coefficients)[0] - deeper
                lowest = min(lowest, gap)
        peak[pose] = press(-lowest / thickness_mm, stiffness_mpa, thickness_mm)[0]
    return area, peak, outer
