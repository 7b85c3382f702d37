"""What would be with other strengths or angles: sliders that move a person inside a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.explain import POSTURE_PLAYERS, Surrogate, TracedPosture
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.standing_figure import (
    FRONT,
    SCALE,
    SHAPES,
    SIDE,
    View,
    box_of,
    draw_person,
    places_of,
)
from kneetrace.report.svg import tag
from kneetrace.terms import Side, Unit

Array = NDArray[np.float64]

SPAN: Final = 0.2
"""DESIGN: change of pressure at either end of the gauge."""

READOUTS: Final = ("trunk_forward", "trunk_lean", "pelvic_drop", "knee_in")
VIEWS: Final = {"front": FRONT, "side": SIDE}
_FEET: Final = {
    f"{whose}{part}": f"{whose}ankle" for whose in ("", "other_") for part in ("heel", "toe")
}
_ROOM: Final = np.array([0.10, 0.05])  # of stature, for who leans further than as measured


@dataclass(frozen=True, kw_only=True)
class ShownSlider:
    """One slider: its name in the formulas and on the page, and how far it goes."""

    name: str
    title: str
    now: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ShownWhatIf:
    """Sliders, the person they move from two sides, and what the script needs.

    largest : the most a formula missed the pressure by, in percent
    """

    strengths: tuple[ShownSlider, ...]
    angles: tuple[ShownSlider, ...]
    front: Markup
    side: Markup
    readouts: tuple[tuple[str, str], ...]
    span: float
    largest: str
    left_out: str
    data: Markup


@cache
def what_if_script() -> str:
    """Give the script that a page with sliders runs."""
    room = files("kneetrace.report")
    names = ("what_if_model.js", "what_if_page.js")
    return "".join(room.joinpath(name).read_text("utf-8") for name in names)


def show_what_if(
    surrogate: Surrogate, posture: TracedPosture, *, words: ExplanationWords
) -> ShownWhatIf | None:
    """Prepare what-ifs for a page; None where no formula follows this person closely enough."""
    if not surrogate.formulas:
        return None
    sliders = {
        unit: tuple(
            ShownSlider(
                name=one.name,
                title=words.name_of("player" if unit is Unit.RATIO else "angle", one.name),
                now=one.now,
                low=one.low,
                high=one.high,
            )
            for one in surrogate.sliders
            if one.unit is unit
        )
        for unit in (Unit.RATIO, Unit.RADIAN)
    }
    stress = [one.name for one in surrogate.outputs].index("peak_stress")
    largest = max(float(one.largest_error[stress]) for one in surrogate.formulas.values())
    return ShownWhatIf(
        strengths=sliders[Unit.RATIO],
        angles=sliders[Unit.RADIAN],
        front=_stage(posture, "front", words=words),
        side=_stage(posture, "side", words=words),
        readouts=tuple((name, words.figure(name)) for name in READOUTS),
        span=SPAN,
        largest=words.number(100 * largest, decimals=1),
        left_out=", ".join(
            words.name_of("player" if name in POSTURE_PLAYERS else "angle", name)
            for name in surrogate.left_out
        ),
        data=_as_data(_document(surrogate, posture, words=words)),
    )


def _stage(posture: TracedPosture, name: str, *, words: ExplanationWords) -> Markup:
    """Draw the person as measured, pale, and once more to be moved."""
    stance = posture.person.stance
    places = places_of(stance, legs=posture.legs)
    return draw_stage(
        places,
        places,
        view=name,
        side=posture.side,
        tall_m=stance.person.height_m,
        alt=words.say("what_if_alt"),
    )


def draw_stage(
    now: Mapping[str, Array],
    then: Mapping[str, Array],
    *,
    view: str,
    side: Side,
    tall_m: float,
    alt: str,
) -> Markup:
    """Draw a person as measured, pale, and as they would stand, with room to lean.

    Parameters
    ----------
    now, then : place -> (forward, up, outward), m; see ``places_of``
    view : ``"front"`` or ``"side"``
    side : of the leg that stands
    """
    seen, tall = VIEWS[view], SCALE * tall_m
    papers = [seen.paper(places) for places in (now, then)]
    corners = [box_of(paper, seen, tall=tall) for paper in papers]
    low = np.min([one for one, _ in corners], axis=0) - _ROOM * tall
    high = np.max([one for _, one in corners], axis=0) + np.array([_ROOM[0], 0.02]) * tall
    mirrored = side is Side.LEFT
    ghost, moving = (draw_person(paper, seen, tall=tall) for paper in papers)
    both = tag("g", ghost, class_="ghost") + tag("g", moving, class_="moving")
    box = (-high[0] if mirrored else low[0], low[1], *(high - low))
    return tag(
        "svg",
        tag("g", both, transform="scale(-1 1)" if mirrored else None),
        class_="picture person",
        data_view=view,
        role="img",
        aria_label=alt,
        viewbox=" ".join(f"{one:.1f}" for one in box),
    )


def _document(
    surrogate: Surrogate, posture: TracedPosture, *, words: ExplanationWords
) -> dict[str, Any]:
    places = places_of(posture.person.stance, legs=posture.legs)
    return {
        "model": surrogate.document(),
        "language": words.language,
        "tall": SCALE * posture.person.stance.person.height_m,
        "places": [name for name in places if name not in _FEET],
        "feet": {
            name: [ankle, (places[name] - places[ankle]).round(4).tolist()]
            for name, ankle in _FEET.items()
        },
        "views": {name: _view(view) for name, view in VIEWS.items()},
        "shapes": [
            [
                [(one.start, one.end, one.along, one.aside, one.ahead, one.radius) for one in link]
                for link in shape.links
            ]
            for shape in SHAPES
        ],
    }


def _view(view: View) -> dict[str, Any]:
    return {"axes": view.axes.round(4).tolist(), "aside": view.aside, "ahead": view.ahead}


def _as_data(document: dict[str, Any]) -> Markup:
    """Write a document such that nothing in it ends the element it stands in."""
    return Markup(json.dumps(document, separators=(",", ":")).replace("<", "\\u003c"))
