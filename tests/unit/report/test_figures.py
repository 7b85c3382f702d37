import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.report.figures import interval_text, text, text_at_most, typical
from kneetrace.terms import Measure, Quality, Unit


def angle(
    value_deg: float, *, reach_deg: float = 5.0, quality: Quality = Quality.MEASURED
) -> Measure:
    value, reach = math.radians(value_deg), math.radians(reach_deg)
    return Measure(
        name="knee_flexion_peak",
        value=value,
        low=value - reach,
        high=value + reach,
        unit=Unit.RADIAN,
        quality=quality,
    )


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (math.radians(103.6), Unit.RADIAN, "104°"),
        (math.radians(-0.2), Unit.RADIAN, "0°"),
        (math.radians(-7), Unit.RADIAN, "\N{MINUS SIGN}7°"),
        (2.649, Unit.SECOND, "2.6 s"),
        (0.923, Unit.RATIO, "0.92"),
        (5.0, Unit.COUNT, "5"),
    ],
)
def test_values_are_written_as_people_read_them(value: float, unit: Unit, written: str) -> None:
    assert text(value, unit) == written


@given(st.floats(-170, 170), st.floats(0, 60))
def test_a_written_interval_never_claims_more_than_the_interval(
    low_deg: float, width_deg: float
) -> None:
    low, high = interval_text(math.radians(low_deg), math.radians(low_deg + width_deg), Unit.RADIAN)
    assert number(low) <= low_deg + 1e-6
    assert number(high) >= low_deg + width_deg - 1e-6


def number(written: str) -> float:
    return float(written.replace("\N{MINUS SIGN}", "-").rstrip("°"))


def test_a_bound_is_rounded_up() -> None:
    assert text_at_most(math.radians(6.1), Unit.RADIAN) == "7°"


def test_the_middle_repetition_stands_for_all_without_narrowing_the_interval() -> None:
    middle = typical([angle(90), angle(100), angle(97)])
    assert math.degrees(middle.value) == pytest.approx(97)
    assert math.degrees(middle.high - middle.low) == pytest.approx(10)


def test_one_coarse_repetition_makes_the_whole_coarse() -> None:
    assert typical([angle(90), angle(91, quality=Quality.COARSE)]).quality is Quality.COARSE


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(0, 40)), min_size=1, max_size=9))
def test_the_middle_lies_in_its_interval(values: list[tuple[float, float]]) -> None:
    middle = typical(angle(value, reach_deg=reach) for value, reach in values)
    assert middle.low <= middle.value <= middle.high
