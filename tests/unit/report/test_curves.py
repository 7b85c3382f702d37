import numpy as np

from kneetrace.measure import Repetition
from kneetrace.report.curves import (
    MOST_POINTS,
    Curve,
    angle_scale,
    curve_of,
    draw_overlaid,
    draw_through_time,
)
from kneetrace.terms import Side


def curve(*, holes: bool = False, frames: int = 300) -> Curve:
    time_s = np.linspace(0, 10, frames)
    value = np.sin(time_s) ** 2
    if holes:
        value[100:110] = np.nan
    return curve_of(side=Side.LEFT, time_s=time_s, value_rad=value, sd_rad=np.full(frames, 0.02))


REPETITIONS = (
    Repetition(number=1, start_s=0.0, peak_s=1.5, end_s=3.1),
    Repetition(number=2, start_s=3.1, peak_s=4.7, end_s=6.2),
    Repetition(number=3, start_s=6.2, peak_s=7.8, end_s=10.0, complete=False),
)


def through_time(one: Curve) -> str:
    return draw_through_time(
        [one], repetitions=REPETITIONS, scale=angle_scale([one]), label="x", axis_title="s"
    )


def test_a_band_stands_around_each_line_at_ninety_per_cent() -> None:
    one = curve()
    assert np.allclose(one.high_deg - one.low_deg, np.degrees(2 * 1.645 * 0.02))


def test_a_line_is_broken_where_nothing_was_seen() -> None:
    assert through_time(curve()).count('class="line left') == 1
    assert through_time(curve(holes=True)).count('class="line left') == 2


def test_only_complete_repetitions_are_shaded_and_laid_over_each_other() -> None:
    one = curve()
    assert through_time(one).count('class="repetition"') == 2
    overlaid = draw_overlaid(
        one, repetitions=REPETITIONS, scale=angle_scale([one]), label="x", axis_title="%"
    )
    assert overlaid.count('class="line left thin"') == 2


def test_a_long_recording_stays_a_small_drawing() -> None:
    drawn = through_time(curve(frames=36_000))
    assert drawn.count("L") < 4 * MOST_POINTS


def test_an_angle_never_seen_draws_no_line() -> None:
    time_s = np.linspace(0, 1, 10)
    nothing = curve_of(
        side=Side.RIGHT, time_s=time_s, value_rad=np.full(10, np.nan), sd_rad=np.ones(10)
    )
    assert "line right" not in through_time(nothing)
