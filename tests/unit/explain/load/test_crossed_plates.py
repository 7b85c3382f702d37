from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.crossed_plates import crossed_plates
from kneetrace.explain.load.plates import PlateForces

TIME_S = np.arange(300) / 100
HELD = np.ones(300, dtype=bool)
LEANS_N = 60 * np.sin(2 * np.pi * TIME_S / 1.3)
NOISE_NM = np.random.default_rng(0).normal(0, 3, (300, 3))


def two_plates(*, leans_n: NDArray[np.float64], turn_rad: float = 0.0) -> list[PlateForces]:
    """Both feet, the right one first; ``turn_rad`` turns the person on the ground."""
    across = np.array([np.sin(turn_rad), 0.0, np.cos(turn_rad)])
    return [
        PlateForces(
            force_n=np.outer(350 + sign * leans_n, [0, 1, 0]),
            point_m=np.tile(sign * 0.15 * across, (300, 1)),
            moment_nm=np.zeros((300, 3)),
        )
        for sign in (1, -1)
    ]


def crossed(plates: list[PlateForces]) -> list[PlateForces]:
    one, other = plates
    return [replace(one, point_m=other.point_m), replace(other, point_m=one.point_m)]


def left_nm(given: list[PlateForces], *, true: list[PlateForces]) -> NDArray[np.float64]:
    """What nothing accounts for when plates are as given and should be otherwise."""
    moved = [
        np.cross(right.point_m - plate.point_m, plate.force_n)
        for plate, right in zip(given, true, strict=True)
    ]
    return np.asarray(NOISE_NM + np.sum(moved, axis=0))


@pytest.mark.parametrize("turn_rad", [0.0, 0.7, np.pi])
def test_swapped_points_show_in_how_the_person_leans(turn_rad: float) -> None:
    true = two_plates(leans_n=LEANS_N, turn_rad=turn_rad)
    given = crossed(true)
    told = crossed_plates(given, left_nm=left_nm(given, true=true), held=HELD, time_s=TIME_S)
    assert told == (1, 2)
    assert crossed_plates(true, left_nm=NOISE_NM, held=HELD, time_s=TIME_S) is None


def test_plates_nobody_stood_on_are_counted_but_not_asked() -> None:
    true = two_plates(leans_n=LEANS_N)
    idle = replace(true[0], force_n=0 * true[0].force_n)
    given, right = [idle, *crossed(true)], [idle, *true]
    told = crossed_plates(given, left_nm=left_nm(given, true=right), held=HELD, time_s=TIME_S)
    assert told == (2, 3)


def test_who_stands_evenly_or_briefly_shows_nothing() -> None:
    even = two_plates(leans_n=0 * LEANS_N)
    left = left_nm(crossed(even), true=even)
    assert crossed_plates(crossed(even), left_nm=left, held=HELD, time_s=TIME_S) is None
    true = two_plates(leans_n=LEANS_N)
    left = left_nm(crossed(true), true=true)
    brief = TIME_S < 0.4
    assert crossed_plates(crossed(true), left_nm=left, held=brief, time_s=TIME_S) is None
