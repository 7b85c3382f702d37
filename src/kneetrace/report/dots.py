"""A measure drawn as a dot with its interval, right above left, and as a difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kneetrace.report.figures import shown, text
from kneetrace.report.svg import Scale, joined, percent, scale_around, tag, tick_text
from kneetrace.terms import Measure, Quality, Side, Unit

ROW_PX: Final = 30
AXIS_PX: Final = 26
LEAST_SPAN: Final = {
    Unit.RADIAN: 40.0,
    Unit.METRE: 0.1,
    Unit.SECOND: 1.0,
    Unit.RATIO: 0.4,
    Unit.COUNT: 4.0,
    Unit.PER_MINUTE: 20.0,
    Unit.CLASS: 2.0,
    Unit.BODY_HEIGHT: 2.0,
    Unit.NEWTON: 50.0,
    Unit.NEWTON_METRE: 20.0,
    Unit.NEWTON_METRE_PER_KILOGRAM: 0.5,
    Unit.BODY_WEIGHT: 10.0,
    Unit.BODY_WEIGHT_HEIGHT: 4.0,
}
"""Shortest axis by unit, as shown: a two-degree difference must look like two degrees. DESIGN"""

DIAMOND: Final = "M0-7 7 0 0 7-7 0Z"


@dataclass(frozen=True, kw_only=True)
class DotRow:
    """One side of one measure: the middle repetition, each single one, and the first time."""

    typical: Measure
    single: tuple[Measure, ...] = ()
    first: Measure | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """A stretch of the axis to shade, in the measure's own unit."""

    low: float
    high: float


def draw_dots(rows: Sequence[DotRow], *, label: str, band: Band | None = None) -> Markup:
    """Draw a measure's sides under each other on one axis.

    Parameters
    ----------
    rows
        One for each side (or one alone for a measure without sides).
    label
        What the drawing says, for those who cannot see it.
    band
        The reference to shade, in the measure's unit.
    """
    unit = rows[0].typical.unit
    ends = [
        end
        for row in rows
        for one in (row.typical, *row.single, *((row.first,) if row.first else ()))
        for end in ((one.low, one.high) if one is row.typical else (one.value,))
    ]
    if band is not None:
        ends += [band.low, band.high]
    scale = scale_around((shown(end, unit) for end in ends), least_span=LEAST_SPAN[unit])
    height = ROW_PX * len(rows)
    pieces = [_band(band, scale=scale, unit=unit, height=height)] if band else []
    pieces.append(_axis(scale, unit=unit, height=height))
    for index, row in enumerate(rows):
        pieces.append(_row(row, scale=scale, y=ROW_PX * index + ROW_PX / 2))
    return _drawing(pieces, label=label, height=height)


def draw_difference(difference: Measure, *, label: str) -> Markup:
    """Draw a right-minus-left difference against zero and the smallest real difference."""
    unit = difference.unit
    mdc = difference.mdc
    reach = max(abs(difference.low), abs(difference.high), abs(mdc or 0.0))
    scale = scale_around(
        (shown(-reach, unit), shown(reach, unit)), least_span=LEAST_SPAN[unit], about=4
    )
    height = ROW_PX + 6
    pieces = []
    if mdc is not None:
        pieces.append(_band(Band(low=-mdc, high=mdc), scale=scale, unit=unit, height=height))
    pieces.append(_axis(scale, unit=unit, height=height))
    zero = percent(scale.percent(0.0))
    pieces.append(tag("line", class_="zero", x1=zero, x2=zero, y1=0, y2=height))
    pieces.append(_row(DotRow(typical=difference), scale=scale, y=height / 2))
    return _drawing(pieces, label=label, height=height)


def _drawing(pieces: Sequence[Markup], *, label: str, height: float) -> Markup:
    return tag(
        "svg",
        joined(pieces),
        class_="dots",
        role="img",
        aria_label=label,
        width="100%",
        height=height + AXIS_PX,
    )


def _axis(scale: Scale, *, unit: Unit, height: float) -> Markup:
    ending = {Unit.RADIAN: "°", Unit.SECOND: " s", Unit.METRE: " m"}.get(unit, "")
    ticks = scale.ticks(about=4)
    return joined(
        joined(
            (
                tag("line", class_="grid", x1=at, x2=at, y1=0, y2=height),
                tag(
                    "text",
                    tick_text(tick) + ending,
                    class_="tick",
                    x=at,
                    y=height + 18,
                    text_anchor="middle",
                ),
            )
        )
        for tick in ticks
        for at in (percent(scale.percent(tick)),)
    )


def _band(band: Band, *, scale: Scale, unit: Unit, height: float) -> Markup:
    low, high = (scale.clamped(shown(end, unit)) for end in (band.low, band.high))
    return tag("rect", class_="band", x=percent(low), width=percent(high - low), y=0, height=height)


def _row(row: DotRow, *, scale: Scale, y: float) -> Markup:
    measure = row.typical
    side = _side_class(measure)
    low, value, high = (
        percent(scale.clamped(shown(end, measure.unit)))
        for end in (measure.low, measure.value, measure.high)
    )
    coarse = measure.quality is Quality.COARSE
    pieces = [
        tag(
            "line",
            class_=f"reach {side}{' coarse' if coarse else ''}",
            x1=low,
            x2=high,
            y1=y,
            y2=y,
        )
    ]
    if not coarse:
        pieces += [
            tag(
                "circle",
                class_=f"single {side}",
                cx=percent(scale.clamped(shown(one.value, one.unit))),
                cy=y,
                r=3.0,
            )
            for one in row.single
        ]
        pieces.append(_mark(measure, at=value, y=y))
    if row.first is not None:
        at = percent(scale.clamped(shown(row.first.value, row.first.unit)))
        pieces.append(tag("circle", class_=f"first {side}", cx=at, cy=y, r=5.0))
    return joined(pieces)


def _mark(measure: Measure, *, at: str, y: float) -> Markup:
    title = tag("title", text(measure.value, measure.unit))
    if measure.side is Side.LEFT:
        return tag(
            "svg",
            tag("path", title, class_=f"mark {_side_class(measure)}", d=DIAMOND),
            x=at,
            y=y,
            overflow="visible",
        )
    return tag("circle", title, class_=f"mark {_side_class(measure)}", cx=at, cy=y, r=6.5)


def _side_class(measure: Measure) -> str:
    return "neither" if measure.side is None else measure.side.value
