"""What gravity asks of every joint of a standing body, and where its weight acts; compiled.

A turn by q moves what lies above it by exp(q x screw) (Brockett 1984: product of exponentials),
so height and place of the mass, their slopes and second slopes are sums of cross products.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.posture.footing import Footing
from kneetrace.explain.posture.stance import CHAIN, COORDINATES, Stance
from kneetrace.terms import STANDARD_GRAVITY_M_S2

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

COUNT: Final = len(COORDINATES)
LEVEL: Final = 3
"""What a pelvis between two legs keeps: no list, no turn, its place in the middle."""

PELVIS_PLACE: Final = int(np.flatnonzero(COORDINATES.index("hip_flexion") == CHAIN)[0])
"""In ``CHAIN``, of the pelvis."""


class Standing(NamedTuple):
    """A stance as a compiled function takes it; see there."""

    spins: Array
    slides: Array
    masses_kg: Array
    centres_m: Array
    footing: Footing


def standing(stance: Stance) -> Standing:
    """Take what gravity needs of a stance."""
    return Standing(
        spins=stance.spins,
        slides=stance.slides,
        masses_kg=stance.masses_kg,
        centres_m=stance.centres_m,
        footing=stance.footing,
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
    if body.footing.legs == 2:
        _lean_on_other_half(body.footing, spins, slides, whole, moments, growth, centre, going)


@njit(cache=True, nogil=True)
def _lean_on_other_half(
    footing: Footing,
    spins: Array,
    slides: Array,
    mass: float,
    moments: Array,
    growth: Array,
    centre: Array,
    going: Array,
) -> None:
    """Add what the other half does to this one at the pelvis, for the ground pushes the foot where
    it stands and inward: a force along z in the height of the floor, and a moment about x."""
    foot, inward, floor = footing.foot_kg, footing.inward_n, footing.floor_m
    # The ground bears the foot, too.
    share = mass / (mass + foot)
    ahead = share * centre[0] + (1 - share) * footing.foot_forward_m
    beside = share * centre[2] + (1 - share) * footing.foot_beside_m
    weight = (mass + foot) * STANDARD_GRAVITY_M_S2
    couple = weight * (footing.beside_m - beside)
    for place in range(PELVIS_PLACE + 1):
        at = CHAIN[place]
        spin, slide = spins[at], slides[at]
        along = spin[0] * floor - spin[1] * ahead + slide[2]
        moments[at] -= couple * spin[0] + inward * along
        for other in range(COUNT):
            growth[at, other] += weight * share * going[other, 2] * spin[0]
            growth[at, other] += inward * spin[1] * share * going[other, 0]
        for below in range(place):
            lower = CHAIN[below]
            turned = _cross(spins[lower], spin)
            carried = _cross(spins[lower], slide) + _cross(slides[lower], spin)
            along = turned[0] * floor - turned[1] * ahead + carried[2]
            growth[at, lower] -= couple * turned[0] + inward * along


@njit(cache=True, nogil=True)
def level(body: Standing, moved: Array, off: Array, slopes: Array) -> None:
    """Write how far the pelvis is from level, unturned and in the middle.

    off, slopes : (3,), rad, rad, m, and (3, coordinate), of those
    """
    slopes[:] = 0.0
    turn, shift = np.eye(3), np.zeros(3)
    spins, slides = np.empty((COUNT, 3)), np.empty((COUNT, 3))
    for place in range(PELVIS_PLACE + 1):
        at = CHAIN[place]
        spins[at] = turn @ body.spins[at]
        slides[at] = turn @ body.slides[at] + _cross(shift, spins[at])
        step, way = screw(body.spins[at], body.slides[at], moved[at])
        shift = turn @ way + shift
        turn = turn @ step
    right = turn[:, 2].copy()
    pelvis = turn @ body.centres_m[CHAIN[PELVIS_PLACE]] + shift
    off[0], off[1], off[2] = right[1], right[0], pelvis[2]
    for place in range(PELVIS_PLACE + 1):
        at = CHAIN[place]
        swung = _cross(spins[at], right)
        gone = _cross(spins[at], pelvis) + slides[at]
        slopes[0, at], slopes[1, at], slopes[2, at] = swung[1], swung[0], gone[2]


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
