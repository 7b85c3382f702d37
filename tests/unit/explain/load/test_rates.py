import numpy as np
import pytest

from kneetrace.explain.load.rates import (
    CUT_HZ,
    GapInMotion,
    coordinates_of,
    cut_off_hz,
    low_pass,
)

TIME_S = np.linspace(0.0, 4.0, 401)


def test_the_filter_keeps_slow_movement_and_delays_nothing() -> None:
    slow = np.sin(2 * np.pi * 1.0 * TIME_S)
    np.testing.assert_allclose(low_pass(slow, rate_hz=100, cutoff_hz=6.0), slow, atol=0.01)


def test_the_filter_takes_out_what_is_fast() -> None:
    fast = np.sin(2 * np.pi * 20.0 * TIME_S)
    assert np.abs(low_pass(fast, rate_hz=100, cutoff_hz=6.0)[50:-50]).max() < 0.01


def bending(hz: float, *, noise_rad: float = 0.0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    courses = [
        0.5 * np.sin(2 * np.pi * hz * TIME_S) + 0.1 * np.sin(4 * np.pi * hz * TIME_S)
        for _ in range(2)
    ]
    return {
        f"knee_angle_{side}": course + noise_rad * rng.normal(size=len(TIME_S))
        for side, course in zip("rl", courses, strict=True)
    }


def test_a_quicker_movement_keeps_more() -> None:
    slow, walk, run = (cut_off_hz(time_s=TIME_S, values=bending(hz)) for hz in (0.4, 1.0, 1.4))
    assert slow == pytest.approx(CUT_HZ[0], abs=0.3)
    assert 3.5 < walk < 6.0
    assert walk < run < 9.0


def test_noise_hardly_moves_the_cut_off() -> None:
    quiet, noisy = (
        cut_off_hz(time_s=TIME_S, values=bending(1.0, noise_rad=noise)) for noise in (0.0, 0.03)
    )
    assert noisy == pytest.approx(quiet, rel=0.1)


def test_a_jump_among_squats_stays_a_jump() -> None:
    time_s = np.linspace(0.0, 16.0, 1601)
    quick = np.where(np.abs(time_s - 12) < 1, np.sin(2 * np.pi * 2 * time_s), 0.0)
    slow = {"knee_angle_r": np.sin(2 * np.pi * 0.4 * time_s)}
    both = {"knee_angle_r": np.where(time_s < 10, slow["knee_angle_r"], quick)}
    assert cut_off_hz(time_s=time_s, values=both) > 2 * cut_off_hz(time_s=time_s, values=slow)


def test_standing_still_tells_noise_and_keeps_least() -> None:
    noise = {"knee_angle_r": 0.05 * np.random.default_rng(2).normal(size=len(TIME_S))}
    assert cut_off_hz(time_s=TIME_S, values=noise) == CUT_HZ[0]


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


def test_too_few_frames_a_second_are_refused() -> None:
    with pytest.raises(GapInMotion, match=r"5 frames a second .* record 15"):
        coordinates_of(time_s=np.arange(40) / 5, values={"knee_angle_r": np.zeros(40)})
