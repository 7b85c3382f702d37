"""Curves through time with their interval bands, drawn without a plotting library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.measure import Repetition
from kneetrace.report.svg import Scale, joined, percent, scale_around, tag, tick_text
from kneetrace.terms import INTERVAL_SDS, Side

Array = NDArray[np.float64]

MOST_POINTS: Final = 400
"""Points a drawn line keeps: more than a phone's screen can show. DESIGN"""

UNIT_PX: Final = 1000.0
OVERLAID_POINTS: Final = 101


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """One angle of one side: ``value_deg`` and its interval ``low_deg``..``high_deg`` (time,)."""

    side: Side
    time_s: Array
    value_deg: Array
    low_deg: Array
    high_deg: Array

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(time,) where the angle is known."""
        return np.isfinite(self.value_deg)


def curve_of(*, side: Side, time_s: Array, value_rad: Array, sd_rad: Array) -> Curve:
    """Make a curve from an angle (time,) rad and its standard deviation (time,) rad."""
    reach = INTERVAL_SDS * sd_rad
    return Curve(
        side=side,
        time_s=time_s,
        value_deg=np.degrees(value_rad),
        low_deg=np.degrees(value_rad - reach),
        high_deg=np.degrees(value_rad + reach),
    )


def angle_scale(curves: Sequence[Curve]) -> Scale:
    """Make one axis of degrees that all these curves fit on."""
    ends = [
        float(end(part))
        for curve in curves
        for part, end in ((curve.low_deg, np.nanmin), (curve.high_deg, np.nanmax))
        if np.isfinite(part).any()
    ]
    return scale_around([0.0, *ends], least_span=40.0, round_to=10.0)


def draw_through_time(
    curves: Sequence[Curve],
    *,
    repetitions: Sequence[Repetition],
    scale: Scale,
    label: str,
    axis_title: str,
    height_px: int = 190,
) -> Markup:
    """Draw curves over the recording, the repetitions as grey columns.

    Parameters
    ----------
    curves
        Each with its band.
    repetitions
        Shaded and numbered; those that are not complete are left out.
    scale
        The axis of degrees.
    label
        What the drawing says, for those who cannot see it.
    axis_title
        Word under the time axis.
    """
    start = min(float(curve.time_s[0]) for curve in curves)
    end = max(float(curve.time_s[-1]) for curve in curves)
    across = Scale(low=start, high=max(end, start + 1e-6))
    lines = joined(
        _line_with_band(
            curve.side,
            across=across,
            scale=scale,
            x=curve.time_s,
            value=curve.value_deg,
            low=curve.low_deg,
            high=curve.high_deg,
        )
        for curve in curves
    )
    return _chart(
        mark_repetitions(repetitions, across=across, height_px=height_px),
        _axes(across=across, scale=scale, height_px=height_px, axis_title=axis_title),
        _stretched(lines, height_px=height_px),
        label=label,
        height_px=height_px,
    )


def mark_repetitions(repetitions: Sequence[Repetition], *, across: Scale, height_px: int) -> Markup:
    """Shade and number the complete ones that lie within a drawing's time."""
    pieces = []
    for one in repetitions:
        first, last = (across.clamped(at_s) for at_s in (one.start_s, one.end_s))
        if one.complete and last > first:
            pieces += [
                tag(
                    "rect",
                    class_="repetition",
                    x=percent(first),
                    width=percent(last - first),
                    y=0,
                    height=height_px,
                ),
                tag(
                    "text",
                    str(one.number),
                    class_="number",
                    x=percent((first + last) / 2),
                    y=-6,
                    text_anchor="middle",
                ),
            ]
    return joined(pieces)


def draw_overlaid(
    curve: Curve,
    *,
    repetitions: Sequence[Repetition],
    scale: Scale,
    label: str,
    axis_title: str,
    height_px: int = 150,
) -> Markup:
    """Draw one curve's repetitions over each other, each from start (0 %) to end (100 %)."""
    across = Scale(low=0.0, high=100.0)
    share = np.linspace(0.0, 100.0, OVERLAID_POINTS)
    lines = [
        _line_with_band(
            curve.side,
            across=across,
            scale=scale,
            x=share,
            value=_resampled(curve, curve.value_deg, one),
            low=_resampled(curve, curve.low_deg, one),
            high=_resampled(curve, curve.high_deg, one),
            kind="thin",
        )
        for one in repetitions
        if one.complete
    ]
    return _chart(
        _axes(across=across, scale=scale, height_px=height_px, axis_title=axis_title),
        _stretched(joined(lines), height_px=height_px),
        label=label,
        height_px=height_px,
    )


def _resampled(curve: Curve, values: Array, repetition: Repetition) -> Array:
    at_s = np.linspace(repetition.start_s, repetition.end_s, OVERLAID_POINTS)
    return np.interp(at_s, curve.time_s, values, left=np.nan, right=np.nan)


def _chart(*pieces: Markup, label: str, height_px: int) -> Markup:
    return tag(
        "svg",
        joined(pieces),
        class_="curves",
        role="img",
        aria_label=label,
        width="100%",
        height=height_px,
    )


def _stretched(lines: Markup, *, height_px: int) -> Markup:
    return tag(
        "svg",
        lines,
        x=0,
        y=0,
        width="100%",
        height=height_px,
        viewbox=f"0 0 {UNIT_PX:.0f} {UNIT_PX:.0f}",
        ratio="none",
    )


def _axes(*, across: Scale, scale: Scale, height_px: int, axis_title: str) -> Markup:
    pieces = []
    for tick in scale.ticks(about=4):
        y = height_px * (1 - scale.percent(tick) / 100)
        pieces.append(tag("line", class_="grid", x1=0, x2="100%", y1=y, y2=y))
        pieces.append(
            tag("text", tick_text(tick) + "°", class_="tick", x=-8, y=y + 4, text_anchor="end")
        )
    ticks = across.ticks(about=5)
    for tick in ticks:
        pieces.append(
            tag(
                "text",
                tick_text(tick),
                class_="tick",
                x=percent(across.percent(tick)),
                y=height_px + 18,
                text_anchor="middle",
            )
        )
    pieces.append(
        tag("text", axis_title, class_="tick", x="100%", y=height_px + 36, text_anchor="end")
    )
    return joined(pieces)


def _line_with_band(
    side: Side,
    *,
    across: Scale,
    scale: Scale,
    x: Array,
    value: Array,
    low: Array,
    high: Array,
    kind: str = "",
) -> Markup:
    keep = np.unique(np.linspace(0, len(x) - 1, min(len(x), MOST_POINTS)).astype(int))
    place_x = UNIT_PX * (x[keep] - across.low) / (across.high - across.low)
    place_y, place_low, place_high = (
        UNIT_PX * (1 - (part[keep] - scale.low) / (scale.high - scale.low))
        for part in (value, low, high)
    )
    finite = np.isfinite(place_y) & np.isfinite(place_low) & np.isfinite(place_high)
    pieces = []
    for stretch in _stretches(finite):
        upper = _points(place_x[stretch], place_high[stretch])
        lower = _points(place_x[stretch][::-1], place_low[stretch][::-1])
        pieces.append(tag("path", class_=f"reach {side} {kind}", d=f"M{upper}L{lower}Z"))
        line = _points(place_x[stretch], place_y[stretch])
        pieces.append(tag("path", class_=f"line {side} {kind}", d=f"M{line}"))
    return joined(pieces)


def _stretches(finite: NDArray[np.bool_]) -> list[slice]:
    """Runs of at least two finite points; a line is broken where nothing was seen."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], finite, [False])).astype(np.int8)))
    return [
        slice(int(first), int(last))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if last - first > 1
    ]


def _points(x: Array, y: Array) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))
