from hypothesis import given
from hypothesis import strategies as st

from kneetrace.report.svg import Scale, nice_step, scale_around, tag, tick_text


def test_everything_is_escaped() -> None:
    drawn = tag("text", "<script>", aria_label='a"b')
    assert drawn == '<text aria-label="a&#34;b">&lt;script&gt;</text>'


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=6))
def test_an_axis_holds_its_values_and_its_ticks_lie_on_it(values: list[float]) -> None:
    scale = scale_around(values, least_span=10.0)
    assert all(-1e-6 <= scale.percent(value) <= 100 + 1e-6 for value in values)
    ticks = scale.ticks()
    assert len(ticks) >= 2
    assert all(-1e-6 <= scale.percent(tick) <= 100 + 1e-6 for tick in ticks)


@given(st.floats(0.01, 10_000))
def test_steps_are_round(span: float) -> None:
    step = nice_step(span)
    assert f"{step:e}"[0] in "125"
    assert span / step <= 5 + 1e-6


def test_a_place_outside_is_drawn_at_the_edge() -> None:
    assert Scale(low=0, high=10).clamped(12) == 100


def test_ticks_have_no_needless_digits() -> None:
    assert [tick_text(value) for value in (-20.0, 0.0, -0.0, 2.5)] == [
        "\N{MINUS SIGN}20",
        "0",
        "0",
        "2.5",
    ]
