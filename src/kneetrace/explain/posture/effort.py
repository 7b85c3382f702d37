"""How much effort a posture takes, and which way it would grow less; compiled.

Effort is the least sum of squared activations, over two, with which muscles and actuators hold the
body (see ``load.static_optimisation``). Its slope follows from the multipliers of that problem
(envelope theorem), its curvature from how moments and pulls change with the posture; of the second
slopes of moment arms' own growth nothing is kept, so steps are Gauss and Newton's, slopes exact.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.load.muscles import LEG_AXES
from kneetrace.explain.load.static_optimisation import (
    LEAST_ACTIVATION,
    RESERVE_NM,
    share_one,
)
from kneetrace.explain.posture.held_knee import KNEE, HeldKnee, pull
from kneetrace.explain.posture.stance import COORDINATES, MUSCLE_AXES
from kneetrace.explain.posture.weight import Standing, weigh

Array = NDArray[np.float64]

LEG: Final = len(LEG_AXES)
COUNT: Final = len(COORDINATES)


class Body(NamedTuple):
    """All that a posture's effort depends on, except posture and strengths.

    standing, held : masses on turning axes; muscles at the knee's angle
    stood : (leg axis,), rad, the leg as measured
    actuators_nm : (moment axis, actuator), N m, of those that are no muscles of the table
    """

    standing: Standing
    held: HeldKnee
    stood: Array
    actuators_nm: Array


class Work(NamedTuple):
    """Arrays to work in, and what ``effort`` found.

    moments, growth : see ``weigh``
    centre, going : of the centre of mass
    torques : (moment axis, muscle or actuator), N m, at full activation and given strength
    activations : of muscles, then actuators
    price : (moment axis,), multipliers; kept as the next start
    slope, curve : (coordinate,) and (coordinate, coordinate), of the effort
    """

    moments: Array
    growth: Array
    centre: Array
    going: Array
    forces: Array
    grown: Array
    arms: Array
    turned: Array
    torques: Array
    activations: Array
    price: Array
    slope: Array
    curve: Array


@njit(cache=True, nogil=True)
def new_work(body: Body) -> Work:
    """Set up arrays to work in."""
    muscles = len(body.held.isometric_n)
    every = muscles + body.actuators_nm.shape[1]
    return Work(
        np.zeros(COUNT),
        np.zeros((COUNT, COUNT)),
        np.zeros(3),
        np.zeros((COUNT, 3)),
        np.zeros(muscles),
        np.zeros((muscles, 3)),
        np.zeros((LEG, muscles)),
        np.zeros((LEG, muscles, 3)),
        np.zeros((MUSCLE_AXES, every)),
        np.zeros(every),
        np.zeros(MUSCLE_AXES),
        np.zeros(COUNT),
        np.zeros((COUNT, COUNT)),
    )


@njit(cache=True, nogil=True)
def effort(body: Body, strengths: Array, tilt: Array, moved: Array, work: Work) -> float:
    """Return the effort of a posture, and write what holds it, its slope and its curvature.

    strengths : (muscle or actuator,), over the usual
    tilt : (coordinate,), rad, by which bones are shaped otherwise than in the stance
    moved : (coordinate,), rad, away from the stance
    """
    held, muscles = body.held, len(body.held.isometric_n)
    weigh(body.standing, moved + tilt, work.moments, work.growth, work.centre, work.going)
    pull(held, body.stood + moved[:LEG], work.forces, work.grown, work.arms, work.turned)
    for muscle in range(muscles):
        for axis in range(LEG):
            work.torques[axis, muscle] = (
                strengths[muscle] * work.forces[muscle] * work.arms[axis, muscle]
            )
    for actuator in range(body.actuators_nm.shape[1]):
        for axis in range(MUSCLE_AXES):
            work.torques[axis, muscles + actuator] = (
                strengths[muscles + actuator] * body.actuators_nm[axis, actuator]
            )
    asked = work.moments[:MUSCLE_AXES]
    share_one(asked, work.torques, RESERVE_NM, LEAST_ACTIVATION, work.price, work.activations)
    gap = work.growth[:MUSCLE_AXES].copy()
    for muscle in range(muscles):
        first = held.first_axis[muscle]
        given = strengths[muscle] * work.activations[muscle]
        for axis in range(LEG):
            for k in range(3):
                if first + k != KNEE:
                    gap[axis, first + k] -= given * (
                        work.grown[muscle, k] * work.arms[axis, muscle]
                        + work.forces[muscle] * work.turned[axis, muscle, k]
                    )
    work.slope[:] = work.price @ gap
    free = RESERVE_NM**2 * np.eye(MUSCLE_AXES)
    for muscle in range(len(work.activations)):
        if LEAST_ACTIVATION < work.activations[muscle] < 1.0:
            for axis in range(MUSCLE_AXES):
                one = work.torques[axis, muscle]
                if one != 0.0:
                    for other in range(MUSCLE_AXES):
                        free[axis, other] += one * work.torques[other, muscle]
    work.curve[:] = gap.T @ np.linalg.solve(free, gap)
    return 0.5 * (np.sum(work.activations**2) + RESERVE_NM**2 * np.sum(work.price**2))
