import numpy as np
import pytest

from kneetrace.measure.movement.events.time_limit import done_in_time, level_at
from kneetrace.measure.movement.measurement import Repetition

RISES = tuple(
    Repetition(number=n + 1, start_s=2.0 * n, peak_s=2.0 * n + 1, end_s=2.0 * n + 2)
    for n in range(5)
)
TIME_S = np.arange(0, 10.01, 0.01)
LEVEL = level_at(time_s=TIME_S, curve=0.5 - 0.5 * np.cos(np.pi * TIME_S))


@pytest.mark.parametrize(("end_s", "count"), [(7.9, 4), (8.4, 4), (8.6, 5), (20.0, 5), (0.2, 0)])
def test_a_rise_more_than_half_way_up_counts(end_s: float, count: int) -> None:
    assert len(done_in_time(repetitions=RISES, end_s=end_s, level=LEVEL)) == count
