import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from kneetrace.explain.load.static_optimisation import Sharing, share_moments

AXES, MUSCLES = 6, 40


def made_up_leg(seed: int, *, frames: int = 1, share: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Torques of muscles that pull this way and that, and moments they can make together."""
    rng = np.random.default_rng(seed)
    torques = 40 * rng.normal(size=(frames, AXES, MUSCLES))
    torques *= rng.random((1, AXES, MUSCLES)) < 0.5
    moments = np.einsum("tam,tm->ta", torques, share * rng.random((frames, MUSCLES)))
    return moments, torques


def solved(seed: int, **given: float) -> tuple[np.ndarray, np.ndarray, Sharing]:
    moments, torques = made_up_leg(seed)
    return moments, torques, share_moments(moments_nm=moments, torques_nm=torques, **given)


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.floats(0.0, 4.0))
def test_moments_are_met_and_activations_keep_their_bounds(seed: int, share: float) -> None:
    moments, torques = made_up_leg(seed, share=share)
    found = share_moments(moments_nm=moments, torques_nm=torques)
    assert found.converged.all()
    made = np.einsum("tam,tm->ta", torques, found.activations) + found.residual_nm
    np.testing.assert_allclose(made, moments, atol=1e-6 * (1 + np.abs(moments).max()))
    assert found.activations.min() >= 0.01
    assert found.activations.max() <= 1.0


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.floats(0.0, 4.0))
def test_no_muscle_could_save_effort(seed: int, share: float) -> None:
    """The conditions of Karush, Kuhn and Tucker, with the price of each moment."""
    moments, torques = made_up_leg(seed, share=share)
    found = share_moments(moments_nm=moments, torques_nm=torques)
    wanted = np.einsum("tam,ta->tm", torques, found.multipliers) - found.activations
    at_rest, at_most = found.activations <= 0.01, found.activations >= 1.0
    assert (wanted[at_rest] <= 1e-9).all()
    assert (wanted[at_most] >= -1e-9).all()
    np.testing.assert_allclose(wanted[~at_rest & ~at_most], 0.0, atol=1e-9)


def test_a_general_solver_finds_the_same() -> None:
    moments, torques, found = solved(3)
    axis_torques, moment = torques[0], moments[0]

    def effort(a: np.ndarray) -> float:
        return float(0.5 * a @ a + 0.5 * np.sum((moment - axis_torques @ a) ** 2))

    def slope(a: np.ndarray) -> np.ndarray:
        return np.asarray(a - axis_torques.T @ (moment - axis_torques @ a))

    other = minimize(
        effort,
        np.full(MUSCLES, 0.1),
        jac=slope,
        bounds=[(0.01, 1.0)] * MUSCLES,
        method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 20_000, "maxfun": 20_000},
    )
    np.testing.assert_allclose(found.activations[0], other.x, atol=1e-4)


def test_the_start_does_not_matter() -> None:
    moments, torques = made_up_leg(5, frames=12)
    together = share_moments(moments_nm=moments, torques_nm=torques)
    alone = [
        share_moments(moments_nm=moments[t : t + 1], torques_nm=torques[t : t + 1]).activations
        for t in range(12)
    ]
    np.testing.assert_allclose(together.activations, np.concatenate(alone), atol=1e-9)


def test_what_muscles_cannot_give_is_shown() -> None:
    moments, torques, _ = solved(7)
    found = share_moments(moments_nm=20 * moments + 5000.0, torques_nm=torques)
    assert found.converged.all()
    assert np.abs(found.residual_nm).max() > 500.0


def test_a_frame_that_is_no_number_is_not_called_solved() -> None:
    moments, torques = made_up_leg(9, frames=3)
    moments[1, 2] = np.nan
    found = share_moments(moments_nm=moments, torques_nm=torques)
    assert found.converged.tolist() == [True, False, True]


def test_muscles_at_rest_when_nothing_is_asked() -> None:
    found = share_moments(moments_nm=np.zeros((1, AXES)), torques_nm=np.zeros((1, AXES, MUSCLES)))
    assert found.activations == pytest.approx(np.full((1, MUSCLES), 0.01))
