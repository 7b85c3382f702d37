"""The compiled recursions against the same laws written plainly, one frame at a time."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import GRAVITY, MovingBody, joint_moments
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.skeleton import GROUND, reference_skeleton

Array = NDArray[np.float64]

SKELETON = reference_skeleton()


def tossed(seed: int) -> Coordinates:
    """Poses, speeds and accelerations of one another unaware."""
    rng = np.random.default_rng(seed)
    names = SKELETON.coordinates
    return Coordinates(
        time_s=np.arange(3.0),
        values={name: rng.uniform(-0.8, 0.8, 3) for name in names},
        speeds={name: rng.normal(0, 2, 3) for name in names},
        accelerations={name: rng.normal(0, 9, 3) for name in names},
    )


def about(axis: Array, angle: float) -> Array:
    x, y, z = axis
    across = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * across + (1 - np.cos(angle)) * across @ across)


def plain_moments(motion: Coordinates, frame: int) -> dict[str, float]:
    """Place the bodies, then ask of each move what everything beyond it needs."""
    still = np.zeros(3)
    placed = {GROUND: (np.eye(3), still, still, still, still)}
    moves, beyond = [], {}
    for joint in SKELETON.joints:
        turn, at, spin, rate, pull = placed[joint.parent]

        def carried(arm: Array, spin: Array, rate: Array) -> Array:
            return np.asarray(np.cross(rate, arm) + np.cross(spin, np.cross(spin, arm)))

        arm = turn @ joint.parent_place_m
        at, pull = at + arm, pull + carried(arm, spin, rate)
        turn = turn @ joint.parent_axes
        for move in joint.moves:
            name, course = move.coordinate, Polynomial(move.course)
            value, speed, gain = (
                0.0 if name is None else float(column[name][frame])
                for column in (motion.values, motion.speeds, motion.accelerations)
            )
            share = float(course.deriv()(value))
            gain = share * gain + float(course.deriv(2)(value)) * speed**2
            line, speed = turn @ move.axis, share * speed
            if name is not None:
                moves.append((joint.child, name, move.turns, line, at, share))
            if move.turns:
                rate = rate + gain * line + np.cross(spin, speed * line)
                spin = spin + speed * line
                turn = turn @ about(move.axis, float(course(value)))
            else:
                arm = float(course(value)) * line
                pull = pull + carried(arm, spin, rate) + gain * line
                pull = pull + 2 * np.cross(spin, speed * line)
                at = at + arm
        turn = turn @ joint.child_axes.T
        arm = -turn @ joint.child_place_m
        at, pull = at + arm, pull + carried(arm, spin, rate)
        placed[joint.child] = (turn, at, spin, rate, pull)
        body = SKELETON.bodies[joint.child]
        arm = turn @ body.centre_m
        force = body.mass_kg * (pull + carried(arm, spin, rate) - GRAVITY)
        inertia = turn @ body.inertia_kgm2 @ turn.T
        moment = inertia @ rate + np.cross(spin, inertia @ spin) + np.cross(at + arm, force)
        beyond[joint.child] = np.array([force, moment])
    for joint in reversed(SKELETON.joints):
        if joint.parent != GROUND:
            beyond[joint.parent] = beyond[joint.parent] + beyond[joint.child]
    told = dict.fromkeys(SKELETON.coordinates, 0.0)
    for child, name, turns, line, at, share in moves:
        force, moment = beyond[child]
        told[name] += share * float(line @ (moment - np.cross(at, force) if turns else force))
    return told


@pytest.mark.parametrize("seed", range(4))
def test_the_compiled_moments_are_the_plain_ones(seed: int) -> None:
    motion = tossed(seed)
    found = joint_moments(MovingBody(skeleton=SKELETON, motion=motion), ground=()).moments
    for frame in range(3):
        plain = plain_moments(motion, frame)
        size = max(map(abs, plain.values()))
        for name, moment in plain.items():
            assert found[name][frame] == pytest.approx(moment, abs=1e-11 * size)
