import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.muscles import at_full_activation, reference_muscles
from kneetrace.explain.posture.held_knee import KNEE, held_knee, pull

Array = NDArray[np.float64]

MUSCLES = reference_muscles()
POSES = np.random.default_rng(6).uniform(0.7 * MUSCLES.low_rad, 0.7 * MUSCLES.high_rad, (5, 6))


def pulled(angles: Array, *, knee_rad: float) -> tuple[Array, Array, Array, Array]:
    count = len(MUSCLES.names)
    forces, grown = np.empty(count), np.empty((count, 3))
    arms, turned = np.empty((6, count)), np.empty((6, count, 3))
    pull(held_knee(MUSCLES, knee_rad=knee_rad), angles, forces, grown, arms, turned)
    return forces, grown, arms, turned


@pytest.mark.parametrize("pose", POSES)
def test_muscles_pull_as_they_do_with_a_free_knee(pose: Array) -> None:
    full = at_full_activation(MUSCLES, angles_rad=pose[None], speeds=np.zeros((1, 6)))
    forces, _, arms, _ = pulled(pose, knee_rad=pose[KNEE])
    np.testing.assert_allclose(arms, full.arms_m[0], atol=1e-12)
    # The force-length curve is read without kinks here.
    np.testing.assert_allclose(forces, full.forces_n[0], rtol=1e-3, atol=0.5)


@pytest.mark.parametrize("pose", POSES[:3])
def test_forces_and_arms_grow_as_told(pose: Array) -> None:
    first_axis = held_knee(MUSCLES, knee_rad=pose[KNEE]).first_axis[: len(MUSCLES.names)]
    _, grown, _, turned = pulled(pose, knee_rad=pose[KNEE])
    for axis in (0, 1, 2, 4, 5):
        step = 1e-6 * np.eye(6)[axis]
        more, less = (pulled(pose + way * step, knee_rad=pose[KNEE]) for way in (1, -1))
        here = first_axis == (0 if axis < KNEE else KNEE)
        at = axis if axis < KNEE else axis - KNEE
        np.testing.assert_allclose(
            ((more[0] - less[0]) / 2e-6)[here], grown[here, at], rtol=1e-5, atol=1e-3
        )
        np.testing.assert_allclose(
            ((more[2] - less[2]) / 2e-6)[:, here], turned[:, here, at], atol=1e-7
        )
