"""What a movement asked of muscles and kneecaps, as sentences, drawings and a page of its own."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace import __version__
from kneetrace.explain import Load, MostUsed
from kneetrace.report.page_frame import environment, style_hash, styles
from kneetrace.report.svg import Scale, joined, percent, scale_around, tag, tick_text
from kneetrace.terms import Side

Array = NDArray[np.float64]

METHODS: Final = {"joint_reaction": "joint reaction", "planar": "planar method"}
MOST_POINTS: Final = 400
UNIT_PX: Final = 1000.0
HEIGHT_PX: Final = 200
BAR_PX: Final = 36


@dataclass(frozen=True, kw_only=True)
class ShownLeg:
    """One leg on the page: its sentences, the kneecap's load over time, bars of capacity.

    ``strength`` says which of its muscle groups were measured.
    """

    title: str
    sentences: tuple[str, ...]
    course: Markup | None
    bars: Markup | None
    strength: str


def plain_load(load: Load) -> tuple[str, ...]:
    """Say what a movement asked of both legs in plain sentences: ratios, with their intervals."""
    return tuple(line for side in Side for line in _of_leg(load, side))


def render_load(load: Load, *, recording: str) -> str:
    """Tell loads as a page of its own.

    Parameters
    ----------
    load
        Of one recording.
    recording
        Its name.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    style = styles("report.css", "load.css")
    return (
        environment()
        .get_template("load_page.html")
        .render(
            recording=recording,
            person=load.person,
            load=load,
            legs=[_shown(load, side) for side in Side],
            version=__version__,
            style=Markup(style),  # our own files, so they are not escaped
            style_hash=style_hash(style),
        )
    )


def _of_leg(load: Load, side: Side) -> tuple[str, ...]:
    peaks = load.peaks(side)
    if not peaks:
        return (f"{side.value.capitalize()} leg: no frame has a load that can be told.",)
    lines = []
    for peak in peaks:
        between = "" if load.measured_ground else f" ({peak.low_bw:.1f} to {peak.high_bw:.1f})"
        lines.append(
            f"{side.value.capitalize()} kneecap, by {METHODS[peak.method]}: up to "
            f"{peak.peak_bw:.1f}{between} times body weight, at {peak.knee_deg:.0f} degrees; "
            f"{peak.of_reference:.1f} times what this model gives an average adult who holds a "
            f"squat at {load.reference.knee_deg:.0f} degrees."
        )
    used = _most_used(load, side)
    told = {group: most for group, most in used.items() if most.told}
    if told:
        group = max(told, key=lambda name: told[name].share)
        which = "all muscle groups" if len(told) == len(used) else "the muscle groups that are told"
        lines.append(
            f"{side.value.capitalize()} leg: of {which} the {_name(group)} work nearest to their "
            f"limit, with {_in_words(told[group])}."
        )
    return tuple(lines)


def _most_used(load: Load, side: Side) -> dict[str, MostUsed]:
    return {group: one.most(load.told[side]) for group, one in load.capacity[side].items()}


def _in_words(most: MostUsed) -> str:
    known = "measured" if most.strength_measured else "not measured"
    return (
        f"{100 * most.share:.0f} % ({100 * most.low:.0f} to {100 * most.high:.0f} %) of what they "
        f"can give in this model (their strength: {known})"
    )


def _shown(load: Load, side: Side) -> ShownLeg:
    told = bool(load.told[side].any())
    return ShownLeg(
        title=f"{side.value.capitalize()} leg",
        sentences=_of_leg(load, side),
        course=_draw_course(load, side) if told else None,
        bars=_draw_bars(load, side) if told and load.capacity[side] else None,
        strength=_measured_strength(load, side),
    )


def _measured_strength(load: Load, side: Side) -> str:
    usual = "taken for a young adult's of this height and mass, within what people differ by"
    measured = [
        _name(one.group) for one in load.strengths.groups if one.side is side and one.measured
    ]
    if not measured:
        return f"No strength was measured: all are {usual}."
    return f"Measured: {', '.join(measured)}. All other strengths are {usual}."


def _name(group: str) -> str:
    return group.replace("_", " ")


def _draw_course(load: Load, side: Side) -> Markup:
    leg, told = load.legs[side], load.told[side]
    courses = {
        "reaction": (leg.reaction_low_n, leg.kneecap.reaction_n, leg.reaction_high_n),
        "planar": (leg.planar_low_n, leg.kneecap.planar_n, leg.planar_high_n),
    }
    weights = {
        name: tuple(np.where(told, one / load.weight_n, np.nan) for one in three)
        for name, three in courses.items()
    }
    top = max(float(np.nanmax(three[2])) for three in weights.values())
    reference = load.reference
    scale = scale_around([0.0, top, reference.reaction_bw], least_span=2.0)
    across = Scale(low=float(load.time_s[0]), high=float(load.time_s[-1]))
    lines = joined(
        _line(name, load.time_s, three, across=across, scale=scale)
        for name, three in weights.items()
    )
    known = HEIGHT_PX * (1 - scale.percent(reference.reaction_bw) / 100)
    return tag(
        "svg",
        joined(
            [
                _axes(across=across, scale=scale),
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
        aria_label=f"Load on the {side.value} kneecap over time, by both methods, in body weights.",
        width="100%",
        height=HEIGHT_PX,
    )


def _axes(*, across: Scale, scale: Scale) -> Markup:
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
        tag("text", "seconds", class_="tick", x="100%", y=HEIGHT_PX + 36, text_anchor="end")
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


def _draw_bars(load: Load, side: Side) -> Markup:
    used = _most_used(load, side)
    scale = Scale(low=0.0, high=max(1.0, *(most.share for most in used.values())))
    pieces = []
    for row, (group, most) in enumerate(used.items()):
        y = BAR_PX * row
        low, share, high = (
            percent(scale.clamped(one)) for one in (most.low, most.share, most.high)
        )
        told = f"{100 * most.share:.0f} %" if most.told else "cannot tell"
        kind = "used" if most.share <= 1 else "used beyond"
        bar = {"x": 0, "y": y + 18, "height": 10}
        middle = {"y1": y + 23, "y2": y + 23}
        pieces += [
            tag("text", _name(group), class_="tick", x=0, y=y + 12),
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
        aria_label=f"Greatest share of each muscle group's strength used, {side.value} leg.",
        width="100%",
        height=BAR_PX * len(used) + 4,
    )
