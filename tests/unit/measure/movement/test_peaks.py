"""How far off the largest bend of a repetition may be."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.scene import Reading, largest_angle
from kneetrace.terms import Side
from tests.unit.measure.movement.test_clinical import (
    OBLIQUE,
    PERSON,
    answers,
    of_repetitions,
    squatter,
)
from tests.unit.measure.sights import sight_of

Floats = NDArray[np.float64]


def read(knee_rad: Floats, sd_rad: Floats, time_s: Floats) -> Reading:
    motion = squatter().motion
    known = {name: np.zeros(len(time_s)) for name in motion.values}
    motion = replace(
        motion,
        time_s=time_s,
        values={**known, "knee_angle_r": knee_rad},
        sd={**known, "knee_angle_r": sd_rad},
    )
    whole = Repetition(
        number=1, start_s=time_s[0], peak_s=time_s.mean(), end_s=time_s[-1], complete=True
    )
    reading = largest_angle(motion=motion, coordinate="knee_angle_r", repetition=whole)
    assert isinstance(reading, Reading)
    return reading


def test_a_deep_bend_is_as_sure_as_it_is_seen() -> None:
    time_s = np.arange(0, 3, 1 / 30)
    knee = 0.6 * (1 - np.cos(2 * np.pi * time_s / 3))
    reading = read(knee, np.full_like(knee, 0.06), time_s)
    assert reading.value == pytest.approx(1.2, abs=0.01)
    assert reading.sd == pytest.approx(0.06, abs=0.005)


def test_the_peak_of_a_straight_knee_that_is_hardly_seen_may_be_no_bend_at_all() -> None:
    time_s = np.arange(0, 3, 1 / 30)
    once = np.exp(-(((time_s - 1) / 0.3) ** 2))
    reading = read(0.1 + 0.4 * once, 0.25 - 0.15 * once, time_s)
    assert reading.value - 1.6449 * reading.sd < 0.11


@pytest.mark.parametrize("sd_rad", [0.0, 0.05, 0.2])
def test_it_is_never_surer_than_the_moment_it_is_read_at(sd_rad: float) -> None:
    time_s = np.arange(0, 3, 1 / 30)
    knee = 0.5 * np.sin(np.pi * time_s / 3)
    assert read(knee, np.full_like(knee, sd_rad), time_s).sd >= sd_rad


@pytest.mark.parametrize("joint", ["knee", "hip"])
def test_bends_of_a_hip_are_told_with_the_pelvis_that_does_not_show(joint: str) -> None:
    given = answers(squatter(yaw_rad=OBLIQUE, sd_rad=0.05))
    expected = {"knee": 0.05, "hip": math.hypot(0.05, math.radians(5))}[joint]
    for one in of_repetitions(given, f"{joint}_flexion_peak", Side.RIGHT):
        assert (one.high - one.value) / 1.6449 == pytest.approx(expected, rel=0.02)


def test_a_leg_that_carries_alone_is_told_less_surely_than_two() -> None:
    recorded = squatter(yaw_rad=OBLIQUE, left_rad=0.4)
    sight = sight_of(clip=recorded.clip, track=recorded.track, motion=recorded.motion)
    on_one = answer_test(sight=sight, test="single_leg_squat", person=PERSON, side=Side.RIGHT)
    widths = [
        [one.high - one.low for one in of_repetitions(given, "knee_flexion_peak", Side.RIGHT)]
        for given in (on_one.answers, answers(recorded))
    ]
    assert min(widths[0]) > max(widths[1])
