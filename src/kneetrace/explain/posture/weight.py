"""What gravity asks of every joint of a standing body, and where its weight acts; compiled.

A turn by q moves what lies above it by exp(q x screw) (Brockett 1984: product of exponentials),
so height and place of the mass, their slopes and second slopes are sums of cross products.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.posture.stance import CHAIN, COORDINATES, Stance
from kneetrace.terms import STANDARD_GRAVITY_M_S2

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

COUNT: Final = len(COORDINATES)


class Standing(NamedTuple):
    """A stance as a compiled function takes it; see there."""

    spins: Array
    slides: Array
    masses_kg: Array
    centres_m: Array


def standing(stance: Stance) -> Standing:
    """Take what gravity needs of a stance."""
    return Standing(
        spins=stance.spins,
        slides=stance.slides,
        masses_kg=stance.masses_kg,
        centres_m=stance.centres_m,
    )


@njit(cache=True, nogil=True)
def weigh(
    body: Standing, moved: Array, moments: Array, growth: Array, centre: Array, going: Array
) -> None:
    """Write what gravity asks when coordinates moved away from the stance.

    moved : (coordinate,), rad
    moments : (coordinate,), N m, what has to act along each coordinate to hold the body
    growth : (coordinate, coordinate), N m/rad, of those
    centre, going : (3,), m, and (coordinate, 3), m/rad, of the centre of mass
    """
    spins, slides = np.empty((COUNT, 3)), np.empty((COUNT, 3))
    weighed, mass_above = np.zeros((COUNT, 3)), np.zeros(COUNT)
    turn, shift = np.eye(3), np.zeros(3)
    for at in CHAIN:
        spins[at] = turn @ body.spins[at]
        slides[at] = turn @ body.slides[at] + _cross(shift, spins[at])
        step, way = screw(body.spins[at], body.slides[at], moved[at])
        shift = turn @ way + shift
        turn = turn @ step
        mass_above[at] = body.masses_kg[at]
        weighed[at] = body.masses_kg[at] * (turn @ body.centres_m[at] + shift)
    for place in range(COUNT - 2, -1, -1):
        mass_above[CHAIN[place]] += mass_above[CHAIN[place + 1]]
        weighed[CHAIN[place]] += weighed[CHAIN[place + 1]]
    whole = mass_above[CHAIN[0]]
    centre[:] = weighed[CHAIN[0]] / whole
    for place in range(COUNT):
        upper = CHAIN[place]
        flow = _cross(spins[upper], weighed[upper]) + mass_above[upper] * slides[upper]
        going[upper] = flow / whole
        moments[upper] = STANDARD_GRAVITY_M_S2 * flow[1]
        for below in range(place + 1):
            lower = CHAIN[below]
            growth[lower, upper] = STANDARD_GRAVITY_M_S2 * _cross(spins[lower], flow)[1]
            growth[upper, lower] = growth[lower, upper]


@njit(cache=True, nogil=True)
def places(body: Standing, moved: Array, behind: Whole, points: Array) -> Array:
    """Find where points are, (case, point, 3), m, for (case, coordinate) moved from the stance.

    behind, points : (point,), the coordinate each hangs behind, and (point, 3), m, in the stance
    """
    found = np.empty((len(moved), len(points), 3))
    for case in range(len(moved)):
        turn, shift = np.eye(3), np.zeros(3)
        for at in CHAIN:
            step, way = screw(body.spins[at], body.slides[at], moved[case, at])
            shift = turn @ way + shift
            turn = turn @ step
            for point in range(len(points)):
                if behind[point] == at:
                    found[case, point] = turn @ points[point] + shift
    return found


@njit(cache=True, nogil=True)
def screw(spin: Array, slide: Array, angle: float) -> tuple[Array, Array]:
    """Rotation and shift of a turn about an axis anywhere (Rodrigues); no slide without a turn."""
    turn, shift = np.eye(3), slide * angle
    if angle == 0.0:
        return turn, shift
    size = np.sqrt(np.dot(spin, spin))
    x, y, z = spin / size
    across = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    sine, versine = np.sin(size * angle), 1.0 - np.cos(size * angle)
    square = across @ across
    turn = turn + sine * across + versine * square
    whole = size * angle
    gone = np.eye(3) * whole + versine * across + (whole - sine) * square
    return turn, gone @ (slide / size)


@njit(cache=True, nogil=True)
def _cross(one: Array, other: Array) -> Array:
    return np.array(
        [
            one[1] * other[2] - one[2] * other[1],
            one[2] * other[0] - one[0] * other[2],
            one[0] * other[1] - one[1] * other[0],
        ]
    )
