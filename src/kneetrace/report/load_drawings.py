"""Loads as drawings: a kneecap's load over time, and bars of how much of its strength was used."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.explain import Load, MostUsed
from kneetrace.measure import Repetition
from kneetrace.report.curves import mark_repetitions
from kneetrace.report.load_words import LoadWords
from kneetrace.report.svg import Scale, joined, percent, scale_around, tag, tick_text
from kneetrace.terms import Side

Array = NDArray[np.float64]

MOST_POINTS: Final = 400
UNIT_PX: Final = 1000.0
HEIGHT_PX: Final = 200
BAR_PX: Final = 36


def draw_course(
    load: Load, side: Side, *, repetitions: Sequence[Repetition], words: LoadWords
) -> Markup:
    """Draw a kneecap's load over time by both methods, in body weights, repetitions shaded."""
    weights = _weights(load, side)
    here = [one for one in repetitions if one.side in (None, side)]
    usual_bw = load.reference.reaction_bw
    # One scale for both legs, so that they can be compared.
    highest = (three[2] for one in Side for three in _weights(load, one).values())
    top = np.nanmax(np.concatenate([[usual_bw], *highest]))
    scale = scale_around([0.0, float(top)], least_span=2.0)
    across = Scale(low=float(load.time_s[0]), high=float(load.time_s[-1]))
    lines = joined(
        _line(name, load.time_s, three, across=across, scale=scale)
        for name, three in weights.items()
    )
    known = HEIGHT_PX * (1 - scale.percent(usual_bw) / 100)
    return tag(
        "svg",
        joined(
            [
                mark_repetitions(here, across=across, height_px=HEIGHT_PX),
                _axes(across=across, scale=scale, words=words),
                tag("line", class_="reference", x1=0, x2="100%", y1=known, y2=known),
                tag(
                    "svg",
                    lines,
                    x=0,
                    y=0,
                    width="100%",
                    height=HEIGHT_PX,
                    viewbox=f"0 0 {UNIT_PX:.0f} {UNIT_PX:.0f}",
                    ratio="none",
                ),
            ]
        ),
        class_="curves load",
        role="img",
        aria_label=words.say("course_alt", side=words.say(side.value)),
        width="100%",
        height=HEIGHT_PX,
    )


def _weights(load: Load, side: Side) -> dict[str, tuple[Array, Array, Array]]:
    """Give low, value and high of both methods over time, in body weights; NaN where not told."""
    leg = load.legs[side]
    over_n = np.where(load.told[side], load.person.weight_n, np.nan)
    reaction_n = (leg.reaction_low_n, leg.kneecap.reaction_n, leg.reaction_high_n)
    planar_n = (leg.planar_low_n, leg.kneecap.planar_n, leg.planar_high_n)
    return {
        name: (low / over_n, value / over_n, high / over_n)
        for name, (low, value, high) in (("reaction", reaction_n), ("planar", planar_n))
    }


def _axes(*, across: Scale, scale: Scale, words: LoadWords) -> Markup:
    pieces = []
    for tick in scale.ticks(about=4):
        y = HEIGHT_PX * (1 - scale.percent(tick) / 100)
        pieces.append(tag("line", class_="grid", x1=0, x2="100%", y1=y, y2=y))
        pieces.append(tag("text", tick_text(tick), class_="tick", x=-8, y=y + 4, text_anchor="end"))
    for tick in across.ticks(about=5):
        x = percent(across.percent(tick))
        pieces.append(
            tag("text", tick_text(tick), class_="tick", x=x, y=HEIGHT_PX + 18, text_anchor="middle")
        )
    pieces.append(
        tag(
            "text",
            words.say("seconds"),
            class_="tick",
            x="100%",
            y=HEIGHT_PX + 36,
            text_anchor="end",
        )
    )
    return joined(pieces)


def _line(
    name: str, time_s: Array, three: tuple[Array, ...], *, across: Scale, scale: Scale
) -> Markup:
    keep = np.unique(np.linspace(0, len(time_s) - 1, min(len(time_s), MOST_POINTS)).astype(int))
    x = UNIT_PX * (time_s[keep] - across.low) / (across.high - across.low)
    low, value, high = (
        UNIT_PX * (1 - (one[keep] - scale.low) / (scale.high - scale.low)) for one in three
    )
    finite = np.concatenate([[False], np.isfinite(value), [False]])
    pieces = []
    for first, after in np.flatnonzero(np.diff(finite.astype(int))).reshape(-1, 2):
        part = slice(first, after)
        there, back = _points(x[part], high[part]), _points(x[part][::-1], low[part][::-1])
        pieces.append(tag("path", class_=f"reach {name}", d=f"M{there}L{back}Z"))
        pieces.append(tag("path", class_=f"line {name}", d=f"M{_points(x[part], value[part])}"))
    return joined(pieces)


def _points(x: Array, y: Array) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def draw_bars(used: Mapping[str, MostUsed], *, side: Side, words: LoadWords) -> Markup:
    """Draw how much of each muscle group's strength was used at most, and where that may lie."""
    scale = Scale(low=0.0, high=max(1.0, *(most.share for most in used.values())))
    pieces = []
    for row, (group, most) in enumerate(used.items()):
        y = BAR_PX * row
        low, share, high = (
            percent(scale.clamped(one)) for one in (most.low, most.share, most.high)
        )
        told = f"{100 * most.share:.0f} %" if most.told else words.say("cannot_tell")
        kind = "used" if most.share <= 1 else "used beyond"
        bar = {"x": 0, "y": y + 18, "height": 10}
        middle = {"y1": y + 23, "y2": y + 23}
        pieces += [
            tag("text", words.group(group, short=True), class_="tick", x=0, y=y + 12),
            tag("text", told, class_="tick", x="100%", y=y + 12, text_anchor="end"),
            tag("rect", class_="room", width="100%", **bar),
            tag("rect", class_=kind, width=share if most.told else 0, **bar),
            tag("line", class_="between", x1=low, x2=high, **middle),
        ]
    return tag(
        "svg",
        joined(pieces),
        class_="capacity",
        role="img",
        aria_label=words.say("bars_alt", side=words.say(side.value)),
        width="100%",
        height=BAR_PX * len(used) + 4,
    )
