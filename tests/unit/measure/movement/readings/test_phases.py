import numpy as np
import pytest

from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.phases import find_phases

RATE_HZ = 60.0


def trapezium(*, out_s: float, hold_s: float, back_s: float) -> tuple[np.ndarray, np.ndarray]:
    corners_s = np.cumsum([0.0, out_s, hold_s, back_s])
    time_s = np.arange(0.0, corners_s[-1] + 1e-9, 1 / RATE_HZ)
    return time_s, np.interp(time_s, corners_s, [0.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize("hold_s", [0.5, 3.0])
def test_out_hold_and_back_make_up_the_repetition(hold_s: float) -> None:
    time_s, excursion = trapezium(out_s=2.0, hold_s=hold_s, back_s=1.0)
    whole_s = float(time_s[-1])
    phases = find_phases(
        time_s=time_s,
        excursion=excursion,
        repetition=Repetition(number=1, start_s=0.0, peak_s=2.0 + hold_s / 2, end_s=whole_s),
    )
    assert phases.back_s is not None
    assert phases.away_s == pytest.approx(1.9, abs=0.03)
    assert phases.hold_s == pytest.approx(hold_s + 0.15, abs=0.05)
    assert phases.back_s == pytest.approx(0.95, abs=0.03)
    assert phases.away_s + phases.hold_s + phases.back_s == pytest.approx(whole_s)


def test_a_way_back_that_was_not_seen_has_no_duration() -> None:
    time_s, excursion = trapezium(out_s=2.0, hold_s=1.0, back_s=1.0)
    seen = time_s <= 2.8
    phases = find_phases(
        time_s=time_s[seen],
        excursion=excursion[seen],
        repetition=Repetition(number=1, start_s=0.0, peak_s=2.4, end_s=2.8),
    )
    assert phases.back_s is None
    assert phases.hold_s == pytest.approx(0.9, abs=0.03)
