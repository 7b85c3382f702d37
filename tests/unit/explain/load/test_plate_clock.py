import numpy as np
import pytest

from kneetrace.explain.load.plate_clock import plates_late_s

TIME_S = np.arange(600) / 100
ASKED_N = 600 + 100 * np.sin(2 * np.pi * TIME_S / 1.7) + 50 * np.sin(2 * np.pi * TIME_S / 0.9)
EVERYWHERE = np.ones(600, dtype=bool)


@pytest.mark.parametrize("late", [-40, -10, 10, 70])
def test_how_late_the_plates_come_is_told(late: int) -> None:
    found = plates_late_s(
        push_n=np.roll(ASKED_N, late), asked_n=ASKED_N, felt=EVERYWHERE, time_s=TIME_S
    )
    assert found == pytest.approx(late / 100)


def test_plates_of_one_clock_are_left_alone() -> None:
    noise_n = np.random.default_rng(0).normal(0, 30, 600)
    for push_n in (ASKED_N, ASKED_N + noise_n, 0.8 * ASKED_N, np.roll(ASKED_N, 3)):
        assert plates_late_s(push_n=push_n, asked_n=ASKED_N, felt=EVERYWHERE, time_s=TIME_S) == 0


def test_nothing_is_told_from_a_moment() -> None:
    felt = (TIME_S > 2) & (TIME_S < 2.3)
    assert plates_late_s(push_n=np.roll(ASKED_N, 9), asked_n=ASKED_N, felt=felt, time_s=TIME_S) == 0
