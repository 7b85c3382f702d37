"""Where to put the phone, as a drawing: from above, and from beside with its height."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from kneetrace.report.pictures.card import FLOOR, WIDTH, draw_card
from kneetrace.report.pictures.picture import Panel, Picture
from kneetrace.report.pictures.posture import ARMS, Posture
from kneetrace.report.pictures.scene import Drawn, draw_panel
from kneetrace.report.svg import joined, tag
from kneetrace.terms import Side

DISTANCE: Final = {"en": "3 m", "es": "3 m"}
CENTRE: Final = (98.0, 104.0)  # of the plan
FAR: Final = 74.0  # the phone from the person, in the plan
ABOVE: Final = 0.8  # the person's size in the plan
BESIDE: Final = 0.92  # and from beside
GROUND_FROM: Final = 204.0
BESIDE_AT: Final = 238.0
PHONE_AT: Final = 326.0
HIP: Final = 88.0  # above the floor, at the drawing's scale
FROM_ABOVE_RAD: Final = math.pi / 2


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a phone may stand; texts by language, ``short`` to be put into a sentence."""

    name: str
    yaw_rad: float
    lying: bool
    short: dict[str, str]
    words: dict[str, str]


@cache
def phone_places() -> dict[str, Place]:
    """Give every place where a phone may stand, by the names that tests use."""
    text = files("kneetrace.report").joinpath("placements.toml").read_text("utf-8")
    return {
        name: Place(
            name=name,
            yaw_rad=math.radians(table["yaw_deg"]),
            lying=table.get("lying", False),
            short=table["short"],
            words=table["words"],
        )
        for name, table in tomllib.loads(text).items()
    }


def draw_phone(
    places: Sequence[Place], *, picture: Picture | None, language: str = "en", alone: bool = False
) -> Markup:
    """Draw where the phone stands.

    Parameters
    ----------
    places
        The best first; the others are drawn as outlines.
    picture
        Of the test; somebody who lies is drawn as they lie there.
    """
    best = places[0]
    drawing = _lying(picture.panels[0]) if picture and best.lying else _standing(places, language)
    label = " ".join(place.words[language] for place in places)
    return draw_card(drawing, label=label, alone=alone, floor=False)


def _standing(places: Sequence[Place], language: str) -> Markup:
    standing = Panel(
        posture=Posture(joints_rad={}, arms=dict.fromkeys(Side, ARMS["down"])),
        yaw_rad=0.0,
        props=(),
        arrows=(),
    )
    best = places[0]
    turned = draw_panel(replace(standing, yaw_rad=best.yaw_rad - math.pi / 2))
    plan = draw_panel(standing, pitch_rad=FROM_ABOVE_RAD)
    body = BESIDE_AT + BESIDE * turned.right + 8
    return joined(
        (
            tag("circle", class_="ring", cx=CENTRE[0], cy=CENTRE[1], r=FAR),
            *(_phone_above(place, chosen=place is best) for place in reversed(places)),
            _at(plan, *CENTRE, scale=ABOVE),
            tag("path", class_="ground", d=f"M{GROUND_FROM} {FLOOR + 2}H{WIDTH - 14}"),
            tag("g", turned.markup, transform=f"translate({BESIDE_AT} {FLOOR}) scale({BESIDE})"),
            tag("path", class_="sight", d=f"M{PHONE_AT - 6} {FLOOR - HIP}H{body:.1f}"),
            _stand(PHONE_AT, FLOOR - HIP),
            tag(
                "text",
                DISTANCE[language],
                x=(body + PHONE_AT) / 2,
                y=FLOOR - HIP - 8,
                text_anchor="middle",
            ),
        )
    )


def _lying(panel: Panel) -> Markup:
    """Seen from above, the phone below on the card, where the picture of the test is seen from."""
    straight = round(panel.yaw_rad / (math.pi / 2)) * math.pi / 2
    plan = draw_panel(replace(panel, yaw_rad=straight), pitch_rad=FROM_ABOVE_RAD)
    x, y = WIDTH / 2, 80.0
    return joined(
        (
            tag("path", class_="cone", d=f"M{x} 184L{x - 126} {y - 46}H{x + 126}Z"),
            _at(plan, x, y, scale=0.95),
            tag("rect", class_="phone", x=x - 20, y=182, width=40, height=8, rx=3),
        )
    )


def _phone_above(place: Place, *, chosen: bool) -> Markup:
    """The person looks down the page; the phone is drawn on their right, the reader's left."""
    x = CENTRE[0] - FAR * math.sin(place.yaw_rad)
    y = CENTRE[1] + FAR * math.cos(place.yaw_rad)
    turn_deg = math.degrees(place.yaw_rad)
    if not chosen:
        phone = tag("rect", class_="phone other", x=-11, y=-3.5, width=22, height=7, rx=3)
        return tag("g", phone, transform=f"translate({x:.1f} {y:.1f}) rotate({turn_deg:.1f})")
    cone = tag("path", class_="cone", d=f"M0 0L-26 -{FAR + 14}H26Z")
    phone = tag("rect", class_="phone", x=-12, y=-4, width=24, height=8, rx=3)
    return tag(
        "g", joined((cone, phone)), transform=f"translate({x:.1f} {y:.1f}) rotate({turn_deg:.1f})"
    )


def _stand(x: float, y: float) -> Markup:
    top = FLOOR - 40
    legs = f"M{x} {y + 9}V{top}M{x - 12} {FLOOR}L{x} {top}L{x + 12} {FLOOR}"
    return joined(
        (
            tag("path", class_="legs", d=legs),
            tag("rect", class_="phone", x=x - 3, y=y - 12, width=6, height=24, rx=2.5),
        )
    )


def _at(drawn: Drawn, x: float, y: float, *, scale: float) -> Markup:
    left = x - scale * (drawn.left + drawn.right) / 2
    up = y - scale * (drawn.bottom - drawn.top) / 2
    return tag("g", drawn.markup, transform=f"translate({left:.1f} {up:.1f}) scale({scale})")
