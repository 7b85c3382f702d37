from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneetrace.evidence import Interval, LikelihoodRatio
from kneetrace.explain.differential.odds import central, posterior
from validation.possibilities import Ratio, enumerate_probability


def ratio(value: float, low: float, high: float) -> LikelihoodRatio:
    return LikelihoodRatio(value=value, low=low, high=high, interval=Interval.PUBLISHED)


def ratios(groups: Sequence[Sequence[Ratio]]) -> list[list[LikelihoodRatio]]:
    return [[ratio(*one) for one in group] for group in groups]


CASES: list[tuple[tuple[float, float], list[list[Ratio]]]] = [
    ((0.22, 0.32), [[(19.47, 6.36, 59.65)]]),
    ((0.09, 0.10), [[(4.8, 1.32, 17.3)]]),
    ((0.05, 0.25), [[(0.61, 0.5, 0.76)], [(1.14, 1.04, 1.26)]]),
    ((0.02, 0.06), [[(0.14, 0.05, 0.4), (20.3, 5.1, 81.0)]]),
    ((0.1, 0.4), [[(4.0, 1.8, 10.3)], [(5.7, 1.6, 20.0), (0.3, 0.05, 1.5)]]),
    ((0.1, 0.4), []),
]


@pytest.mark.parametrize(("prior", "groups"), CASES)
def test_a_probability_is_that_of_going_through_all_possibilities(
    prior: tuple[float, float], groups: list[list[Ratio]]
) -> None:
    found = posterior(low=prior[0], high=prior[1], contributions=ratios(groups))
    value, low, high = enumerate_probability(prior=prior, groups=groups)
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.low == pytest.approx(low, abs=0.004)
    assert found.high == pytest.approx(high, abs=0.004)


def test_without_findings_the_range_of_the_prior_is_what_is_left() -> None:
    found = posterior(low=0.2, high=0.2, contributions=[])
    assert found.value == pytest.approx(0.2)
    assert [found.low, found.high] == pytest.approx([0.2, 0.2])


def test_published_values_multiply_the_odds() -> None:
    reached = central(low=0.5, high=0.5, contributions=[[ratio(3, 2, 4)], [ratio(2, 1, 4)]])
    assert reached == pytest.approx(6 / 7)


PART = st.floats(0.001, 0.9)
RATIO = st.floats(0.05, 20)
FACTOR = st.floats(1.01, 6)


@settings(max_examples=60)
@given(PART, st.floats(0, 0.09), st.lists(st.tuples(RATIO, FACTOR), max_size=3))
def test_an_interval_holds_its_value_and_turns_with_the_odds(
    low: float, more: float, found: list[tuple[float, float]]
) -> None:
    there = [[ratio(value, value / wide, value * wide)] for value, wide in found]
    gone = [[ratio(1 / value, 1 / value / wide, wide / value)] for value, wide in found]
    one = posterior(low=low, high=low + more, contributions=there)
    other = posterior(low=1 - low - more, high=1 - low, contributions=gone)
    assert one.low <= one.value + 1e-9
    assert one.value <= one.high + 1e-9
    # What speaks for the presence of something speaks against its absence.
    assert one.value == pytest.approx(1 - other.value)
    assert one.low == pytest.approx(1 - other.high, abs=1e-5)


@settings(max_examples=40)
@given(PART, RATIO, FACTOR, st.floats(1.01, 3))
def test_a_wider_ratio_gives_a_wider_interval(
    part: float, value: float, wide: float, more: float
) -> None:
    narrow = posterior(
        low=part, high=part, contributions=[[ratio(value, value / wide, value * wide)]]
    )
    broad = posterior(
        low=part,
        high=part,
        contributions=[[ratio(value, value / wide / more, value * wide * more)]],
    )
    assert broad.low < narrow.low
    assert broad.high > narrow.high
