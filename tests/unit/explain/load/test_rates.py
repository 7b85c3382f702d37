import numpy as np
import pytest

from kneetrace.explain.load.rates import GapInMotion, coordinates_of, low_pass

TIME_S = np.linspace(0.0, 4.0, 401)


def test_the_filter_keeps_slow_movement_and_delays_nothing() -> None:
    slow = np.sin(2 * np.pi * 1.0 * TIME_S)
    np.testing.assert_allclose(low_pass(slow, rate_hz=100, cutoff_hz=6.0), slow, atol=0.01)


def test_the_filter_takes_out_what_is_fast() -> None:
    fast = np.sin(2 * np.pi * 20.0 * TIME_S)
    assert np.abs(low_pass(fast, rate_hz=100, cutoff_hz=6.0)[50:-50]).max() < 0.01


def test_rates_are_derivatives() -> None:
    values = {"knee_angle_r": np.sin(3 * TIME_S)}
    found = coordinates_of(time_s=TIME_S, values=values, cutoff_hz=None)
    np.testing.assert_allclose(found.speeds["knee_angle_r"], 3 * np.cos(3 * TIME_S), atol=1e-6)
    np.testing.assert_allclose(
        found.accelerations["knee_angle_r"][20:-20], -9 * values["knee_angle_r"][20:-20], atol=1e-4
    )


def test_a_gap_is_named_and_not_filled() -> None:
    broken = np.zeros(401)
    broken[7:10] = np.nan
    with pytest.raises(GapInMotion, match="hip_flexion_l is missing in 3 of 401"):
        coordinates_of(time_s=TIME_S, values={"hip_flexion_l": broken})


def test_too_few_frames_are_refused() -> None:
    with pytest.raises(GapInMotion, match="too few"):
        coordinates_of(time_s=TIME_S[:5], values={"knee_angle_r": np.zeros(5)})
