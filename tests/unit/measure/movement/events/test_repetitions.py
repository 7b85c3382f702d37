import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kneetrace.measure.movement.events.counting import both_knees
from kneetrace.measure.movement.events.repetitions import (
    UnusableSignal,
    find_repetitions,
    find_turns,
)
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import UnknownMovementTest

Floats = NDArray[np.float64]
RealData = Callable[[str], Path]

RATE_HZ = 60.0


def bends(
    *, peaks_rad: list[float], period_s: float = 2.0, rest_s: float = 0.5, rest_rad: float = 0.05
) -> tuple[Floats, Floats]:
    """Raised-cosine bends with a rest before, between and after them."""
    rest = np.full(int(rest_s * RATE_HZ), rest_rad)
    phase = np.arange(int(period_s * RATE_HZ)) / (period_s * RATE_HZ)
    pieces = [rest]
    for peak_rad in peaks_rad:
        pieces += [rest_rad + (peak_rad - rest_rad) * (1 - np.cos(2 * np.pi * phase)) / 2, rest]
    knee_rad = np.concatenate(pieces)
    return np.arange(len(knee_rad)) / RATE_HZ, knee_rad


def slow_noise(size: int, *, sd_rad: float, seed: int) -> Floats:
    noise = np.convolve(np.random.default_rng(seed).normal(size=size + 40), np.ones(20) / 20)
    return np.asarray(noise[20 : size + 20] * sd_rad / noise.std())


def counted(time_s: Floats, knee_rad: Floats, test: str = "squat") -> list[Repetition]:
    found = find_repetitions(time_s=time_s, knee_flexion_rad=knee_rad, test=test)
    return [each for each in found if each.complete]


def test_a_repetition_starts_turns_and_ends_where_the_movement_does() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.6], period_s=2.0, rest_s=1.0)
    (only,) = counted(time_s, knee_rad)
    assert only.peak_s == pytest.approx(2.0, abs=0.05)
    assert only.start_s == pytest.approx(1.1, abs=0.15)
    assert only.end_s == pytest.approx(2.9, abs=0.15)


@pytest.mark.parametrize("period_s", [0.9, 2.0, 6.0])
def test_tempo_does_not_change_the_count(period_s: float) -> None:
    assert len(counted(*bends(peaks_rad=[1.6] * 4, period_s=period_s))) == 4


def test_the_bottom_may_tremble() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.6] * 3, period_s=4.0)
    tremor = 0.1 * np.sin(2 * np.pi * 5 * time_s) * (knee_rad > 1.2)
    assert len(counted(time_s, knee_rad + tremor)) == 3


def test_slow_and_fast_noise_do_not_change_the_count() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.5] * 5)
    for seed in range(5):
        noise = slow_noise(len(time_s), sd_rad=np.radians(5), seed=seed)
        jitter = np.random.default_rng(seed).normal(scale=np.radians(3), size=len(time_s))
        assert len(counted(time_s, knee_rad + noise + jitter)) == 5


def test_a_wrong_frame_is_no_repetition() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.5] * 3, rest_s=2.0)
    knee_rad[60:63] = 2.2
    assert len(counted(time_s, knee_rad)) == 3


def test_fidgeting_before_the_first_repetition_is_none() -> None:
    _, fidget = bends(peaks_rad=[0.7, 0.5], period_s=1.0)
    _, squats = bends(peaks_rad=[1.6] * 3)
    knee_rad = np.concatenate([fidget, squats])
    assert len(counted(np.arange(len(knee_rad)) / RATE_HZ, knee_rad)) == 3


def test_a_shallow_squat_within_the_set_counts() -> None:
    assert len(counted(*bends(peaks_rad=[1.6, 1.6, 0.75, 1.6]))) == 4


def test_a_stand_that_fails_within_the_set_does_not_count() -> None:
    time_s, knee_rad = bends(peaks_rad=[0.1, 0.1, 1.1, 0.1], rest_rad=1.8)
    assert len(counted(time_s, knee_rad, "sit_to_stand")) == 3


def test_a_pause_half_way_does_not_split_a_repetition() -> None:
    half = np.full(60, 0.8)
    down = 0.8 * (1 - np.cos(np.pi * np.arange(60) / 60)) / 2
    rest = np.zeros(60)
    one = np.concatenate([rest, down, half, 0.8 + down, (0.8 + down)[::-1], half, down[::-1]])
    knee_rad = np.tile(one, 3)
    assert len(counted(np.arange(len(knee_rad)) / RATE_HZ, knee_rad)) == 3


def test_what_the_clip_cuts_off_is_reported_but_not_complete() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.6] * 4)
    cut = slice(0, len(time_s) - 90)  # ends near the bottom of the last squat
    found = find_repetitions(time_s=time_s[cut], knee_flexion_rad=knee_rad[cut], test="squat")
    assert [each.complete for each in found] == [True, True, True, False]
    assert [each.number for each in found] == [1, 2, 3, 4]


def test_standing_before_sitting_down_is_no_repetition() -> None:
    time_s, knee_rad = bends(peaks_rad=[0.05] * 5, rest_rad=1.8)
    prefix = np.concatenate([np.full(120, 0.05), np.linspace(0.05, 1.8, 60)])
    knee_rad = np.concatenate([prefix, knee_rad])
    time_s = np.arange(len(knee_rad)) / RATE_HZ
    found = find_repetitions(time_s=time_s, knee_flexion_rad=knee_rad, test="sit_to_stand")
    assert [each.complete for each in found] == [True] * 5
    assert found[0].start_s > 3.0


def test_a_last_rise_counts_although_nobody_sits_down_again() -> None:
    time_s, knee_rad = bends(peaks_rad=[0.05] * 3, rest_rad=1.8)
    cut = slice(0, len(time_s) - 90)
    assert len(counted(time_s[cut], knee_rad[cut], "sit_to_stand")) == 3


def test_standing_still_holds_no_repetition() -> None:
    time_s = np.arange(600) / RATE_HZ
    assert not counted(time_s, 0.1 + slow_noise(600, sd_rad=np.radians(2), seed=1))


@pytest.mark.parametrize("size", [0, 1, 5])
def test_a_few_frames_hold_no_repetition(size: int) -> None:
    assert not counted(np.arange(size) / RATE_HZ, np.ones(size))


def test_gaps_are_bridged() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.6] * 3)
    knee_rad[70:85] = np.nan
    knee_rad[:10] = np.nan
    assert len(counted(time_s, knee_rad)) == 3


def test_one_knee_is_enough_where_the_other_was_not_measured() -> None:
    right = np.array([1.0, np.nan, np.nan])
    left = np.array([2.0, 2.0, np.nan])
    np.testing.assert_array_equal(both_knees(right_rad=right, left_rad=left), [1.5, 2.0, np.nan])


def test_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(UnusableSignal, match="belong together"):
        find_turns(time_s=np.arange(3.0), signal=np.arange(4.0))
    with pytest.raises(UnusableSignal, match="sort"):
        find_turns(time_s=np.array([0.0, 2.0, 1.0]), signal=np.arange(3.0))
    with pytest.raises(UnknownMovementTest, match="sit_to_stand"):
        find_repetitions(time_s=np.arange(3.0), knee_flexion_rad=np.arange(3.0), test="jump")


@settings(max_examples=25)
@given(
    peaks_rad=st.lists(st.floats(1.1, 1.8), min_size=1, max_size=6),
    scale=st.floats(0.01, 100),
    offset=st.floats(-5, 5),
    shift_s=st.floats(-100, 100),
)
def test_unit_level_and_clock_of_a_signal_play_no_part(
    peaks_rad: list[float], scale: float, offset: float, shift_s: float
) -> None:
    time_s, knee_rad = bends(peaks_rad=peaks_rad)
    plain = find_turns(time_s=time_s, signal=knee_rad)
    other = find_turns(time_s=time_s + shift_s, signal=scale * (knee_rad + offset))
    assert len(plain) == len(other) == len(peaks_rad)
    for one, two in zip(plain, other, strict=True):
        assert two.start_s - shift_s == pytest.approx(one.start_s, abs=0.04)
        assert two.peak_s - shift_s == pytest.approx(one.peak_s, abs=0.04)
        assert two.end_s - shift_s == pytest.approx(one.end_s, abs=0.04)


def test_frame_rate_plays_no_part() -> None:
    time_s, knee_rad = bends(peaks_rad=[1.6] * 3)
    uneven = np.sort(np.random.default_rng(0).choice(len(time_s), len(time_s) // 3, replace=False))
    every = counted(time_s, knee_rad)
    some = counted(time_s[uneven], knee_rad[uneven])
    assert len(every) == len(some) == 3
    assert [one.peak_s for one in every] == pytest.approx([one.peak_s for one in some], abs=0.1)


def mocap_knees(path: Path) -> tuple[Floats, Floats]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sample = json.load(file)
    knees = []
    for side in "rl":
        femur, tibia = (
            Rotation.from_euler("XYZ", sample["bodies"][f"{bone}_{side}"]["rotation"])
            for bone in ("femur", "tibia")
        )
        knees.append(-(femur.inv() * tibia).as_euler("ZXY")[:, 0])
    return np.asarray(sample["time"]), both_knees(right_rad=knees[0], left_rad=knees[1])


@pytest.mark.parametrize("system", ["mono", "wham"])
def test_timing_agrees_with_motion_capture_whoever_measures(
    system: str, real_data: RealData
) -> None:
    folder = "video-labval-mocap/STS/sample_{}.json.gz"
    mocap = counted(*mocap_knees(real_data(folder.format("mocap"))), "sit_to_stand")
    video = counted(*mocap_knees(real_data(folder.format(system))), "sit_to_stand")
    assert len(mocap) == len(video) == 5
    for one, two in zip(mocap, video, strict=True):
        assert one.start_s == pytest.approx(two.start_s, abs=0.15)
        assert one.peak_s == pytest.approx(two.peak_s, abs=0.15)
        assert one.end_s == pytest.approx(two.end_s, abs=0.15)
