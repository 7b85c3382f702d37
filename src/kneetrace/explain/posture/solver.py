"""The posture of least cost: sequential quadratic programming, compiled.

min effort(q) + 1/2 (q - habit)' K (q - habit) + 1/2 B |c(q) - habit|^2  such that some coordinates
(the knee's bend) are held, the knee's tissue is in balance with gravity, a pelvis on two legs stays
level, unturned and in the middle, and the ankle is within its limit; c is where over the foot the
centre of mass stands. Steps are those of Gauss and Newton, shortened until the cost with what is
broken of the constraints falls (Nocedal & Wright 2006, chapter 18).
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.posture.effort import COUNT, Body, Work, effort, new_work
from kneetrace.explain.posture.stance import COORDINATES, MUSCLE_AXES, TISSUE
from kneetrace.explain.posture.weight import LEVEL, level

Array = NDArray[np.float64]

ANKLE: Final = COORDINATES.index("ankle_angle")
FIRM: Final = len(TISSUE)
FLOOR: Final = np.array([0, 2])
"""The world's axes along the floor."""
_ASKED: Final = 150
_HALVINGS: Final = 25
_CLOSE: Final = 1e-9  # rad, of the last step
_FAR: Final = 0.15  # DESIGN: rad, the longest step, for arms bend
_LOST: Final = 0.7  # DESIGN: rad; nobody leaves a posture so far


class Wish(NamedTuple):
    """What one counterfactual asks.

    strengths : (muscle or actuator,), over the usual
    tilt : (coordinate,), rad, by which bones are shaped otherwise than in the stance
    habit : (coordinate and 2,), rad and m away from the stance, where joints and the weight on the
        floor would be without effort
    held, held_rad : (coordinate,), which stay where, rad away from the stance
    ankle_most : rad, from the stance to the ankle's limit
    """

    strengths: Array
    tilt: Array
    habit: Array
    held: NDArray[np.bool_]
    held_rad: Array
    ankle_most: float


class Terms(NamedTuple):
    """What is the same in all counterfactuals of a person.

    posture_cost : (coordinate,), effort per rad^2, the diagonal of K
    tissue_nm : (tissue coordinate,), N m/rad, stiffness
    tissue_balance_nm : (tissue coordinate,), N m, what gravity asked in the stance
    balance_cost : effort per m^2, of where the weight stands on the floor
    centre_m : (2,), m, where the centre of mass stood
    """

    posture_cost: Array
    tissue_nm: Array
    tissue_balance_nm: Array
    balance_cost: float
    centre_m: Array


@njit(cache=True, nogil=True)
def settle(body: Body, terms: Terms, wish: Wish, moved: Array, work: Work) -> tuple[int, bool]:
    """Move ``moved`` to the least cost; return how often it was asked, and whether it was found."""
    held = np.flatnonzero(wish.held)
    rows = firm_rows(body)
    firm, firm_slope = np.zeros(rows + len(held)), np.zeros((rows + len(held), COUNT))
    for n in range(len(held)):
        firm_slope[rows + n, held[n]] = 1.0
    weight, before, falls, share, halvings = 1.0, np.inf, 0.0, 1.0, 0
    start, step = moved.copy(), np.zeros(COUNT)
    # One place that asks for the cost: compiling it takes long, and each step needs it only once.
    for asked in range(_ASKED):
        cost = _cost(body, terms, wish, moved, work)
        constrain(body, terms, wish.tilt, moved, work, firm, firm_slope)
        for n in range(len(held)):
            firm[rows + n] = moved[held[n]] - wish.held_rad[held[n]]
        broken = _broken(wish, moved, firm)
        most = before + 1e-4 * share * falls + 1e-11 * abs(before)
        if cost + weight * broken <= most or halvings == _HALVINGS:
            slope, curve = _slope(terms, wish, moved, work)
            step, price = _quadratic(curve, slope, firm, firm_slope, wish.ankle_most - moved[ANKLE])
            longest = np.abs(step).max()
            if longest < _CLOSE:
                return asked, True
            if np.abs(moved).max() > _LOST:
                return asked, False
            step *= min(1.0, _FAR / longest)
            weight = max(weight, 2.0 * price)
            before = cost + weight * broken
            falls = np.dot(slope, step) - min(1.0, _FAR / longest) * weight * broken
            start[:] = moved
            share, halvings = 1.0, 0
        else:
            share, halvings = 0.5 * share, halvings + 1
        moved[:] = start + share * step
    return _ASKED, False


@njit(cache=True, nogil=True)
def _cost(body: Body, terms: Terms, wish: Wish, moved: Array, work: Work) -> float:
    effort_now = effort(body, wish.strengths, wish.tilt, moved, work)
    away, off_m = _away(terms, wish, moved, work)
    habit_cost = 0.5 * np.sum(terms.posture_cost * away**2)
    return float(effort_now + habit_cost + 0.5 * terms.balance_cost * np.sum(off_m**2))


@njit(cache=True, nogil=True)
def _slope(terms: Terms, wish: Wish, moved: Array, work: Work) -> tuple[Array, Array]:
    """Slope and curvature of the cost where ``_cost`` was asked last."""
    away, off_m = _away(terms, wish, moved, work)
    over_floor = np.ascontiguousarray(work.going[:, FLOOR])
    slope = work.slope + terms.posture_cost * away + terms.balance_cost * (over_floor @ off_m)
    spread = terms.balance_cost * (over_floor @ over_floor.T)
    return slope, work.curve + np.diag(terms.posture_cost) + spread


@njit(cache=True, nogil=True)
def _away(terms: Terms, wish: Wish, moved: Array, work: Work) -> tuple[Array, Array]:
    """How far joints and weight are from the habit, rad and m."""
    return moved - wish.habit[:COUNT], work.centre[FLOOR] - terms.centre_m - wish.habit[COUNT:]


@njit(cache=True, nogil=True)
def _broken(wish: Wish, moved: Array, firm: Array) -> float:
    return float(np.abs(firm).sum() + max(moved[ANKLE] - wish.ankle_most, 0.0))


@njit(cache=True, nogil=True)
def firm_rows(body: Body) -> int:
    """How many things have to vanish wherever somebody stands: as many as ``FOLLOWING``."""
    return FIRM + (LEVEL if body.standing.footing.legs == 2 else 0)


@njit(cache=True, nogil=True)
def constrain(
    body: Body,
    terms: Terms,
    tilt: Array,
    moved: Array,
    work: Work,
    firm: Array,
    firm_slope: Array,
) -> None:
    """Write what has to vanish, rad or m, and its slopes, in the first ``firm_rows``."""
    more_nm = work.moments[MUSCLE_AXES:] - terms.tissue_balance_nm
    firm[:FIRM] = moved[MUSCLE_AXES:] + more_nm / terms.tissue_nm
    for n in range(FIRM):
        firm_slope[n] = work.growth[MUSCLE_AXES + n] / terms.tissue_nm[n]
        firm_slope[n, MUSCLE_AXES + n] += 1.0
    if body.standing.footing.legs == 2:
        both = FIRM + LEVEL
        level(body.standing, moved + tilt, firm[FIRM:both], firm_slope[FIRM:both])


@njit(cache=True, nogil=True)
def _quadratic(
    curve: Array, slope: Array, firm: Array, firm_slope: Array, ankle_left: float
) -> tuple[Array, float]:
    """Solve the quadratic problem; return its step and the largest multiplier.

    One bound, the ankle's, needs no search: where the step without it goes beyond, it binds.
    """
    rows = len(firm)
    matrix, right = np.zeros((COUNT + rows + 1, COUNT + rows + 1)), np.zeros(COUNT + rows + 1)
    matrix[:COUNT, :COUNT] = curve
    matrix[COUNT:-1, :COUNT] = firm_slope
    matrix[:COUNT, COUNT:-1] = firm_slope.T
    matrix[-1, -1] = 1.0
    right[:COUNT] = -slope
    right[COUNT:-1] = -firm
    found = right.copy()
    for _ in range(2):
        found[:] = np.linalg.solve(matrix, right)
        if found[ANKLE] <= ankle_left + 1e-12:
            break
        matrix[-1, -1] = 0.0
        matrix[-1, ANKLE], matrix[ANKLE, -1] = 1.0, 1.0
        right[-1] = ankle_left
    return np.asarray(found[:COUNT]), float(np.abs(found[COUNT:]).max())


@njit(cache=True, nogil=True)
def settle_all(
    body: Body,
    terms: Terms,
    strengths: Array,
    tilts: Array,
    habits: Array,
    held: NDArray[np.bool_],
    held_rad: Array,
    ankles: Array,
) -> tuple[Array, Array, Array, Array, NDArray[np.bool_]]:
    """Settle many cases in a row: coordinates, activations, forces (N), moments (N m), if found.

    Each starts where the one before ended, and from the stance if that leads nowhere; bones of
    another shape are first made up for by the joint itself.
    """
    cases, every = strengths.shape
    muscles = len(body.held.isometric_n)
    moved = np.zeros((cases, COUNT))
    activations, forces = np.zeros((cases, every)), np.zeros((cases, muscles))
    moments, found = np.zeros((cases, MUSCLE_AXES)), np.zeros(cases, np.bool_)
    work, place = new_work(body), np.zeros(COUNT)
    tilt = np.zeros(COUNT)
    for case in range(cases):
        # Held and bound at once would be the same row twice: a singular problem.
        most = np.inf if held[case, ANKLE] else ankles[case]
        wish = Wish(strengths[case], tilts[case], habits[case], held[case], held_rad[case], most)
        place += tilt - wish.tilt
        tilt = wish.tilt
        for _ in range(2):
            _, found[case] = settle(body, terms, wish, place, work)
            if found[case]:
                break
            place[:] = -tilt
            work.price[:] = 0.0
        moved[case] = place
        activations[case] = work.activations
        moments[case] = work.moments[:MUSCLE_AXES]
        forces[case] = work.activations[:muscles] * strengths[case, :muscles] * work.forces
    return moved, activations, forces, moments, found
