"""An explanation as drawings: the chain on the person's own posture, the waterfall of shares."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.explain import Basis, Cause, Link, ShareInterval, TracedPosture
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.standing_figure import (
    FRONT,
    SCALE,
    box_of,
    draw_person,
    places_of,
)
from kneetrace.report.svg import Scale, joined, percent, scale_around, tag, tick_text
from kneetrace.terms import Side

Array = NDArray[np.float64]

ROW_PX: Final = 50
BAR_PX: Final = 14
NOTHING_LACKING: Final = 100.0

_MARK: Final = 11.0
_BETWEEN: Final = 31.0
_EDGE: Final = 16.0


def draw_chain(posture: TracedPosture, links: Sequence[Link], *, words: ExplanationWords) -> Markup:
    """Draw the person as they stood, from the front, with a number at the place of every link."""
    stance = posture.person.stance
    tall = SCALE * stance.person.height_m
    paper = FRONT.paper(places_of(stance, legs=posture.legs))
    low, high = box_of(paper, FRONT, tall=tall)
    # Worked as a right leg; a left one is the mirror image, its writing left as it is.
    sense = 1.0 if posture.side is Side.RIGHT else -1.0
    hip, knee, ankle, other = (paper[name] for name in ("hip", "knee", "ankle", "other_hip"))
    edge = low[0] - _EDGE - _MARK
    places = {
        "hip_strength": hip - np.array([0.045, 0.004]) * tall,
        "thigh_turn": (hip + knee) / 2,
        "knee_in": knee,
        "contact": knee,
        "stress": knee,
        "pain": knee,
    }
    first = places["hip_strength"][1] - 6
    marks, leaders = [], []
    for number, link in enumerate(links):
        at = np.array([edge, first + number * _BETWEEN])
        place = places[link.name]
        leaders.append(_line(at, place, class_=f"leader {link.basis.value}"))
        marks.append(
            tag(
                "g",
                joined(
                    [
                        tag("circle", class_=link.basis.value, r=_MARK),
                        tag("text", str(number + 1), text_anchor="middle", y=4.5),
                    ]
                ),
                class_="mark",
                transform=f"translate({sense * at[0]:.1f} {at[1]:.1f})",
            )
        )
    level = max(hip[1], other[1]) if posture.legs == 2 else hip[1]
    beyond = 0.075 * tall
    axes = [
        _line(hip, ankle, class_="straight"),
        tag("path", class_="axis", d=_path([hip, knee, ankle])),
        _line(hip - np.array([beyond, 0]), np.array([other[0] + beyond, level]), class_="straight"),
        _line(hip, other, class_="axis"),
        *(tag("circle", class_="joint", cx=x, cy=y, r=3.6) for x, y in (hip, other, knee, ankle)),
        tag("circle", class_="kneecap-place", cx=knee[0], cy=knee[1], r=8.5),
    ]
    drawn = joined([draw_person(paper, FRONT, tall=tall), *axes, *leaders])
    left, right = edge - _MARK - 4, high[0] + _EDGE
    start, top = left if sense > 0 else -right, low[1] - 8
    bottom = max(high[1], first + (len(links) - 1) * _BETWEEN + _MARK) + 8
    return tag(
        "svg",
        joined(
            [tag("g", drawn, transform=None if sense > 0 else "scale(-1 1)"), *marks],
        ),
        class_="picture person chain-figure",
        role="img",
        aria_label=words.say("chain_alt", side=words.say(posture.side.value)),
        viewbox=" ".join(f"{one:.1f}" for one in (start, top, right - left, bottom - top)),
    )


def _line(start: Array, end: Array, *, class_: str) -> Markup:
    return tag("path", class_=class_, d=_path([start, end]))


def _path(points: Sequence[Array]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def draw_waterfall(
    causes: Sequence[Cause], total: ShareInterval, *, words: ExplanationWords
) -> Markup:
    """Draw what every measured cause adds to, or takes from, the stress with nothing lacking.

    Each bar starts where the one above ends. A cause that is not told has its interval hatched and
    no bar: the next one starts where its mean would end, so that the sum holds.
    """
    measured = [cause for cause in causes if cause.share.measured]
    starts = NOTHING_LACKING + np.cumsum([0.0, *(cause.share.share or 0.0 for cause in measured)])
    rows = [
        (words.name_of("player", cause.player), start, cause.share)
        for cause, start in zip(measured, starts[:-1], strict=True)
    ]
    rows.append((words.say("as_measured"), NOTHING_LACKING, total))
    ends = [start + (end or 0.0) for _, start, share in rows for end in (share.low, share.high)]
    scale = scale_around([NOTHING_LACKING, *ends], least_span=10.0)
    height = ROW_PX * (len(rows) + 1)
    pieces: list[Markup] = []
    for tick in scale.ticks(about=4):
        x = percent(scale.percent(tick))
        kind = "zero" if tick == NOTHING_LACKING else "grid"
        pieces.append(tag("line", class_=kind, x1=x, x2=x, y1=0, y2=height))
        anchor = "start" if tick == scale.low else "end" if tick == scale.high else "middle"
        pieces.append(
            tag(
                "text",
                f"{tick_text(tick)} %",
                class_="tick",
                x=x,
                y=height + 16,
                text_anchor=anchor,
            )
        )
    pieces += _head(words.say("nothing_lacking"), "100 %", y=0)
    pieces.append(_dot(scale, NOTHING_LACKING, y=0))
    for number, (name, start, share) in enumerate(rows, start=1):
        y, last = number * ROW_PX, number == len(rows)
        pieces += _head(name, say_share(share, words=words), y=y)
        pieces += _bar(share, start=start, y=y, scale=scale, kind="whole" if last else "")
        x = percent(scale.percent(float(starts[number - 1])))
        pieces.append(tag("line", class_="step", x1=x, x2=x, y1=y - ROW_PX + 36, y2=y + 22))
    return tag(
        "svg",
        joined(pieces),
        class_="waterfall",
        role="img",
        aria_label=words.say("waterfall_alt"),
        width="100%",
        height=height + 22,
    )


def _head(name: str, value: str, *, y: float) -> list[Markup]:
    return [
        tag("text", name, class_="name", x=0, y=y + 16),
        tag("text", value, class_="tick", x="100%", y=y + 16, text_anchor="end"),
    ]


def say_share(share: ShareInterval, *, words: ExplanationWords) -> str:
    """Say a share with its interval, or that it cannot be told."""
    if share.share is None or share.low is None or share.high is None:
        return words.say("not_measured")
    value, low, high = words.percents(share.share, share.low, share.high)
    if not share.told:
        return words.say("share_untold", low=low, high=high)
    if share.low == share.high == 0:
        return words.say("share_none")
    return words.say("share_told", share=value, low=low, high=high)


def _dot(scale: Scale, at: float, *, y: float) -> Markup:
    return tag("circle", class_="whole", cx=percent(scale.percent(at)), cy=y + 29, r=5)


def _bar(share: ShareInterval, *, start: float, y: float, scale: Scale, kind: str) -> list[Markup]:
    assert share.share is not None
    assert share.low is not None
    assert share.high is not None
    low, high = scale.percent(start + share.low), scale.percent(start + share.high)
    box, middle = {"y": y + 22, "height": BAR_PX}, y + 22 + BAR_PX / 2
    if not share.told:
        return [
            tag("rect", class_="untold", x=percent(low), width=percent(high - low), **box),
            tag("line", class_="stripes", x1=percent(low), x2=percent(high), y1=middle, y2=middle),
        ]
    ends = sorted((scale.percent(start), scale.percent(start + share.share)))
    way = "more" if share.share > 0 else "less"
    return [
        tag(
            "rect",
            class_=f"{kind or 'share'} {way}",
            x=percent(ends[0]),
            width=percent(max(ends[1] - ends[0], 0.4)),
            **box,
        ),
        tag("line", class_="between", x1=percent(low), x2=percent(high), y1=middle, y2=middle),
        *(
            tag("line", class_="between", x1=end, x2=end, y1=middle - 4, y2=middle + 4)
            for end in (percent(low), percent(high))
        ),
    ]


def basis_sign(basis: Basis, /) -> Markup:
    """Draw the sign of what a link rests on: full, half, two rings, dashed."""
    shapes = {
        Basis.MEASURED: [tag("circle", class_="full", cx=8, cy=8, r=6)],
        Basis.SIMULATED: [
            tag("circle", class_="ring", cx=8, cy=8, r=5.5),
            tag("path", class_="full", d="M8 2.5a5.5 5.5 0 0 1 0 11Z"),
        ],
        Basis.ASSOCIATION: [
            tag("circle", class_="ring", cx=5.5, cy=8, r=3.8),
            tag("circle", class_="ring", cx=10.5, cy=8, r=3.8),
        ],
        Basis.UNKNOWN: [tag("circle", class_="ring dashed", cx=8, cy=8, r=5.5)],
    }
    return tag(
        "svg", joined(shapes[basis]), class_="basis-sign", viewbox="0 0 16 16", aria_hidden="true"
    )
