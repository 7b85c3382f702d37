from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure.strength.force_trace import (
    DeadChannel,
    ForceTrace,
    OverloadedSensor,
    UnusableTrace,
    find_effort,
)

RealData = Callable[[str], Path]

RATE_HZ = 1000.0


def pull(
    *, best_n: float = 200.0, onset_s: float = 1.0, rise_s: float = 0.4, rest_n: float = 0.0
) -> NDArray[np.float64]:
    """A five-second recording: rest, a straight rise, a hold that fades by a tenth."""
    time_s = np.arange(0, 5, 1 / RATE_HZ)
    rise = np.clip((time_s - onset_s) / rise_s, 0, 1)
    fade = 1 - 0.1 * np.clip((time_s - 3) / 2, 0, 1)
    noise_n = np.random.default_rng(7).normal(0, 0.5, time_s.size)
    return np.asarray(rest_n + best_n * rise * fade + noise_n)


def trace(force_n: NDArray[np.float64], rate_hz: float = RATE_HZ) -> ForceTrace:
    return ForceTrace(name="force_N", rate_hz=rate_hz, force_n=force_n)


def test_an_effort_is_told_by_onset_peak_second_and_rate() -> None:
    effort = find_effort(trace=trace(pull()))
    assert effort.best_second_n == pytest.approx(200, abs=0.5)
    assert effort.peak_n == pytest.approx(201.5, abs=1)
    assert effort.onset_s == pytest.approx(1.0, abs=0.03)
    assert effort.rate_n_per_s == pytest.approx(500, rel=0.05)
    assert effort.findings == ()


def test_a_reading_at_rest_is_named_and_kept_apart() -> None:
    effort = find_effort(trace=trace(pull(rest_n=8)))
    assert effort.rest_n == pytest.approx(8, abs=0.2)
    assert effort.best_second_n == pytest.approx(208, abs=0.5)
    assert effort.above_rest_n == pytest.approx(200, abs=0.5)
    assert "at rest" in effort.findings[0]


def test_a_recording_that_begins_under_load_has_no_onset() -> None:
    effort = find_effort(trace=trace(pull()[1500:]))
    assert effort.onset_s is effort.rate_n_per_s is effort.rest_n is None
    assert "begins under load" in effort.findings[0]
    assert effort.best_second_n == pytest.approx(200, abs=0.5)


def test_a_spike_is_left_out_of_the_peak() -> None:
    force_n = pull()
    force_n[2500] = 900
    effort = find_effort(trace=trace(force_n))
    assert effort.peak_n < 205
    assert effort.spikes == 1
    assert "spike" in effort.findings[0]


def test_a_spike_at_a_slow_rate_is_left_out_too() -> None:
    force_n = pull()[::20]
    force_n[125] = 900
    assert find_effort(trace=trace(force_n, 50)).peak_n < 205


@pytest.mark.parametrize("level_n", [0.0, -9.0, 40.0])
def test_a_channel_without_effort_is_dead(level_n: float) -> None:
    noise_n = np.random.default_rng(1).normal(level_n, 0.5, 4000)
    with pytest.raises(DeadChannel, match="shows no effort"):
        find_effort(trace=trace(noise_n))
    with pytest.raises(DeadChannel):
        find_effort(trace=trace(np.full(4000, level_n)))


def test_a_sensor_the_wrong_way_round_is_told_apart() -> None:
    with pytest.raises(DeadChannel, match="turn the sensor round"):
        find_effort(trace=trace(-pull() - 5))


def test_a_cut_off_force_is_refused() -> None:
    with pytest.raises(OverloadedSensor, match="sensor's limit"):
        find_effort(trace=trace(np.minimum(pull(), 150)))


def test_a_coarse_device_that_repeats_values_is_not_at_its_limit() -> None:
    assert find_effort(trace=trace(np.round(pull() / 5) * 5)).best_second_n > 195


def test_missing_samples_at_the_end_are_left_away_and_named() -> None:
    force_n = pull()
    force_n[4000:] = np.nan
    effort = find_effort(trace=trace(force_n))
    assert "no samples" in effort.findings[0]
    force_n[2000:2010] = np.nan
    with pytest.raises(UnusableTrace, match="missing in the middle"):
        find_effort(trace=trace(force_n))


def test_what_is_too_short_or_too_slow_is_refused() -> None:
    with pytest.raises(UnusableTrace, match="less than one second"):
        find_effort(trace=trace(pull()[:500]))
    with pytest.raises(UnusableTrace, match="samples per second"):
        trace(pull(), 5)


def test_time_runs_from_the_first_line_of_the_recording() -> None:
    late = np.concatenate((np.full(1000, np.nan), pull()))
    assert find_effort(trace=trace(late)).onset_s == pytest.approx(2.0, abs=0.03)


def test_a_real_recording_gives_the_peak_of_its_own_summary(real_data: RealData) -> None:
    recorded = np.load(real_data("strength-elderly-dynamometry/DNM_2000Hz_kgf.npz"))
    knee_kgf = recorded["ID03"][:, 0].astype(np.float64)
    effort = find_effort(trace=trace(knee_kgf * 9.80665, 2000))
    assert effort.peak_n / 9.80665 == pytest.approx(14.5, rel=0.01)
    assert effort.best_second_n / 9.80665 == pytest.approx(13.91, rel=0.01)
    with pytest.raises(DeadChannel):
        find_effort(trace=trace(recorded["ID22"][:, 2].astype(np.float64), 2000))
