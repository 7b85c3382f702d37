"""The potential energy of a kneecap: pressed cartilage, stretched straps, pulling tendons.

The pose is a rotation and a shift of the kneecap in the thigh's axes; slopes are per mm of shift
and per rad of a turn about the kneecap's own origin, in the thigh's axes. Lengths in mm, forces
in N, pressures in MPa, so energies in N mm.

Pressure follows Blankevoort 1991 (doi:10.1016/0021-9290(91)90019-J): p = -K ln(1 - d / h).
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.kneecap.distance_field import read_field

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

STIFFEST_SHARE: Final = 0.9  # DESIGN: beyond this share of the thickness energy goes on as a square
BEND_STRAIN: Final = 0.06  # where a strap's force turns from a square to a line, lenhart_knee2015


@njit(cache=True, nogil=True)
def press(share: float, stiffness_mpa: float, thickness_mm: float) -> tuple[float, float]:
    """Pressure, MPa, and energy, N/mm, of cartilage pressed in by a share of its thickness."""
    if share <= 0.0:
        return 0.0, 0.0
    if share <= STIFFEST_SHARE:
        rest = 1.0 - share
        energy = stiffness_mpa * thickness_mm * (rest * np.log(rest) + share)
        return -stiffness_mpa * np.log(rest), energy
    rest = 1.0 - STIFFEST_SHARE
    base = -stiffness_mpa * np.log(rest)
    energy = stiffness_mpa * thickness_mm * (rest * np.log(rest) + STIFFEST_SHARE)
    past = share - STIFFEST_SHARE
    slope = stiffness_mpa / rest
    return base + slope * past, energy + thickness_mm * (base * past + 0.5 * slope * past**2)


@njit(cache=True, nogil=True)
def add_contact(
    rotation: Array,
    shift: Array,
    points: Array,
    areas: Array,
    low: Array,
    spacing: float,
    coefficients: Array,
    stiffness_mpa: float,
    thickness_mm: float,
    pressures: Array,
    slope: Array,
) -> float:
    """Add the slopes of the contact's energy, write pressures, (point,), MPa; return the energy."""
    energy = 0.0
    for point in range(len(points)):
        ax, ay, az = arm_of(rotation, points[point])
        x, y, z = ax + shift[0], ay + shift[1], az + shift[2]
        pressures[point] = 0.0
        if is_far(x, y, z, low, spacing, coefficients):
            continue
        distance, nx, ny, nz = read_field(x, y, z, low, spacing, coefficients)
        if distance >= 0.0:
            continue
        pressure, stored = press(-distance / thickness_mm, stiffness_mpa, thickness_mm)
        pressures[point] = pressure
        energy += areas[point] * stored
        push = -pressure * areas[point]
        _add_force(ax, ay, az, push * nx, push * ny, push * nz, slope)
    return energy


@njit(cache=True, nogil=True)
def arm_of(rotation: Array, point: Array) -> tuple[float, float, float]:
    """Turn a point; spelled out, for a matrix product spends ten times as long on its memory."""
    px, py, pz = point
    return (
        rotation[0, 0] * px + rotation[0, 1] * py + rotation[0, 2] * pz,
        rotation[1, 0] * px + rotation[1, 1] * py + rotation[1, 2] * pz,
        rotation[2, 0] * px + rotation[2, 1] * py + rotation[2, 2] * pz,
    )


@njit(cache=True, nogil=True)
def is_far(x: float, y: float, z: float, low: Array, spacing: float, coefficients: Array) -> bool:
    """Tell whether a point cannot touch: it is off the grid, or the nearest node is too high up."""
    if coefficients.ndim == 2:
        out = np.sqrt((x - low[0]) ** 2 + (y - low[1]) ** 2)
        i, k = int((out - low[2]) / spacing + 0.5), int((z - low[3]) / spacing + 0.5)
        if not (0 <= i < coefficients.shape[0] and 0 <= k < coefficients.shape[1]):
            return True
        return bool(coefficients[i, k] > 1.5 * spacing)
    i, j, k = (
        int(np.round((x - low[0]) / spacing)),
        int(np.round((y - low[1]) / spacing)),
        int(np.round((z - low[2]) / spacing)),
    )
    nodes = coefficients.shape
    if not (0 <= i < nodes[0] and 0 <= j < nodes[1] and 0 <= k < nodes[2]):
        return True
    return bool(coefficients[i, j, k] > 1.5 * spacing)


@njit(cache=True, nogil=True)
def _add_force(
    ax: float, ay: float, az: float, fx: float, fy: float, fz: float, slope: Array
) -> None:
    slope[0] += ay * fz - az * fy
    slope[1] += az * fx - ax * fz
    slope[2] += ax * fy - ay * fx
    slope[3] += fx
    slope[4] += fy
    slope[5] += fz


@njit(cache=True, nogil=True)
def add_straps(
    rotation: Array,
    shift: Array,
    from_: Array,
    to: Array,
    stiffness: Array,
    slack: Array,
    slope: Array,
) -> float:
    """Add the slopes of the straps' energy (Blankevoort 1991); return the energy."""
    energy = 0.0
    for strap in range(len(from_)):
        ax, ay, az = arm_of(rotation, to[strap])
        line = np.array([ax, ay, az]) + shift - from_[strap]
        length = np.sqrt(np.sum(line**2))
        strain = length / slack[strap] - 1.0
        if strain <= 0.0:
            continue
        if strain <= BEND_STRAIN:
            force = 0.5 * stiffness[strap] * strain**2 / BEND_STRAIN
            stored = stiffness[strap] * strain**3 / (6 * BEND_STRAIN)
        else:
            past = strain - BEND_STRAIN
            force = stiffness[strap] * (strain - 0.5 * BEND_STRAIN)
            stored = stiffness[strap] * (
                BEND_STRAIN**2 / 6 + 0.5 * BEND_STRAIN * past + 0.5 * past**2
            )
        energy += stored * slack[strap]
        pull = force / length * line
        _add_force(ax, ay, az, pull[0], pull[1], pull[2], slope)
    return energy


@njit(cache=True, nogil=True)
def add_tendons(
    rotation: Array,
    shift: Array,
    from_: Array,
    to: Array,
    forces: Array,
    centre: Array,
    radius: float,
    slope: Array,
) -> float:
    """Add the slopes of tendons of constant force that may lie on a cylinder; return the energy."""
    energy = 0.0
    direction = np.empty(3)
    for head in range(len(from_)):
        ax, ay, az = arm_of(rotation, to[head])
        end = np.array([ax, ay, az]) + shift
        length = _tendon(from_[head], end, centre, radius, direction)
        energy += forces[head] * length
        pull = forces[head] * direction
        _add_force(ax, ay, az, pull[0], pull[1], pull[2], slope)
    return energy


@njit(cache=True, nogil=True)
def _tendon(start: Array, end: Array, centre: Array, radius: float, direction: Array) -> float:
    """Length from start to end, in front of the cylinder; writes its slope at the end."""
    across = end[2] - start[2]
    sx, sy = start[0] - centre[0], start[1] - centre[1]
    ex, ey = end[0] - centre[0], end[1] - centre[1]
    far_start, far_end = np.hypot(sx, sy), np.hypot(ex, ey)
    wraps = False
    if far_start > radius and far_end > radius:
        turn = (np.arctan2(sy, sx) - np.arctan2(ey, ex)) % (2 * np.pi)
        open_start, open_end = np.arccos(radius / far_start), np.arccos(radius / far_end)
        lying = turn - open_start - open_end
        wraps = 0.0 < lying < np.pi
    if wraps:
        touch = np.arctan2(ey, ex) + open_end
        dx, dy = ex - radius * np.cos(touch), ey - radius * np.sin(touch)
        free = np.sqrt(far_end**2 - radius**2)
        flat = free + radius * lying + np.sqrt(far_start**2 - radius**2)
        dx, dy = dx / free, dy / free
    else:
        dx, dy = ex - sx, ey - sy
        flat = np.hypot(dx, dy)
        dx, dy = dx / flat, dy / flat
    length = np.hypot(flat, across)
    direction[0] = dx * flat / length
    direction[1] = dy * flat / length
    direction[2] = across / length
    return float(length)
