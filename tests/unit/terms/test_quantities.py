import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.terms import Measure, Unit

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(finite, min_size=3, max_size=3).map(sorted))
def test_a_measure_lies_inside_its_interval(ordered: list[float]) -> None:
    low, value, high = ordered
    measure = Measure(name="depth", value=value, low=low, high=high, unit=Unit.RATIO)
    assert measure.low <= measure.value <= measure.high


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(2.0, 0.0, 1.0), (0.5, 1.0, 0.0), (math.nan, 0.0, 1.0), (0.5, -math.inf, 1.0)],
)
def test_a_value_outside_its_interval_cannot_be_made(value: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="depth"):
        Measure(name="depth", value=value, low=low, high=high, unit=Unit.RATIO)
