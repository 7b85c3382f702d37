import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.row import Row, parse_bound

numbers = st.floats(-1e6, 1e6)


def made_row(*, value: float, must: str | None = None, goal: str | None = None) -> Row:
    return Row("pose.share", value, "1", must, goal, "a clip")


@given(limit=numbers, value=numbers)
def test_comparisons_mean_what_they_say(limit: float, value: float) -> None:
    assert parse_bound(text=f"<= {limit!r}").holds(value=value) is (value <= limit)
    assert parse_bound(text=f">= {limit!r}").holds(value=value) is (value >= limit)
    assert parse_bound(text=f"< {limit!r}").holds(value=value) is (value < limit)
    assert parse_bound(text=f">{limit!r}").holds(value=value) is (value > limit)


@pytest.mark.parametrize(
    ("value", "holds"), [(84.9, False), (85.0, True), (90.0, True), (95.0, True), (95.1, False)]
)
def test_a_range_includes_its_ends(value: float, holds: bool) -> None:
    assert parse_bound(text="85..95").holds(value=value) is holds


def test_an_exact_number() -> None:
    assert parse_bound(text="== 24").holds(value=24.0)
    assert not parse_bound(text="== 24").holds(value=23.0)


@pytest.mark.parametrize("text", ["", "5", "<=", "about 5", "95..85", "<= five", "=> 3"])
def test_what_is_no_bound_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no bound"):
        parse_bound(text=text)


def test_a_row_judges_must_and_goal_apart() -> None:
    row = made_row(value=4.0, must="<= 5", goal="<= 3.5")
    assert row.holds is True
    assert row.reaches_goal is False


def test_what_was_not_promised_is_not_judged() -> None:
    assert made_row(value=4.0).holds is None


def test_what_could_not_be_measured_never_holds() -> None:
    assert made_row(value=math.nan, must="<= 5").holds is False


def test_a_bound_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no bound"):
        made_row(value=1.0, must="small")
