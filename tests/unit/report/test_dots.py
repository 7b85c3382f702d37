import math

from kneetrace.report.dots import Band, DotRow, draw_difference, draw_dots
from kneetrace.terms import Measure, Quality, Side, Unit


def measure(
    value_deg: float,
    *,
    side: Side | None = None,
    quality: Quality = Quality.MEASURED,
    mdc_deg: float | None = None,
) -> Measure:
    value = math.radians(value_deg)
    return Measure(
        name="knee_flexion_peak",
        value=value,
        low=value - 0.1,
        high=value + 0.1,
        unit=Unit.RADIAN,
        quality=quality,
        side=side,
        mdc=None if mdc_deg is None else math.radians(mdc_deg),
    )


def test_sides_differ_in_shape_as_well_as_colour() -> None:
    drawn = draw_dots(
        [
            DotRow(typical=measure(100, side=Side.RIGHT)),
            DotRow(typical=measure(90, side=Side.LEFT)),
        ],
        label="x",
    )
    assert '<circle class="mark right"' in drawn
    assert '<path class="mark left"' in drawn


def test_a_coarse_measure_has_a_bar_and_no_dot() -> None:
    coarse = measure(100, side=Side.RIGHT, quality=Quality.COARSE)
    drawn = draw_dots([DotRow(typical=coarse, single=(coarse, coarse))], label="x")
    assert "reach right coarse" in drawn
    assert "mark" not in drawn
    assert "single" not in drawn


def test_the_reference_is_shaded() -> None:
    row = DotRow(typical=measure(100))
    assert "band" not in draw_dots([row], label="x")
    assert "band" in draw_dots([row], label="x", band=Band(low=1.5, high=1.7))


def test_a_difference_is_drawn_around_zero() -> None:
    drawn = draw_difference(measure(8, mdc_deg=5), label="x")
    assert '<line class="zero" x1="50.00%"' in drawn
    assert "band" in drawn


def test_drawings_say_what_they_show() -> None:
    assert 'role="img"' in draw_dots([DotRow(typical=measure(1))], label="Knee & hip")
    assert 'aria-label="Knee &amp; hip"' in draw_dots(
        [DotRow(typical=measure(1))], label="Knee & hip"
    )
