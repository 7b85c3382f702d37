"""A picture on its card: panels side by side on one floor, in one size."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from kneetrace.report.pictures.picture import Picture
from kneetrace.report.pictures.scene import Drawn, draw_panel
from kneetrace.report.svg import joined, tag

WIDTH: Final = 360
HEIGHT: Final = 220
FLOOR: Final = 197.0  # where the floor is on the card
MARGIN: Final = 14.0
BETWEEN: Final = 26.0  # between two panels at least
WIDEST_GAP: Final = 60.0  # added to it where there is room
ROUND: Final = 14
_HORIZON: Final = FLOOR - 9
_FLOOR_PATH: Final = (
    f"M0 {_HORIZON}H{WIDTH}V{HEIGHT - ROUND}a{ROUND} {ROUND} 0 0 1-{ROUND} {ROUND}"
    f"H{ROUND}a{ROUND} {ROUND} 0 0 1-{ROUND}-{ROUND}Z"
)

_WATCH: Final = tag(
    "g",
    joined(
        (
            tag("path", class_="watch", d="M0-13V-17M-4-18.5H4M8.5-10.5l2.5-2.5"),
            tag("circle", class_="watch", r=12.5),
            tag("path", class_="go thin", d="M0 0V-7.5M0 0l4.5 3"),
        )
    ),
    transform="translate(28 34)",
)


def draw_picture(picture: Picture, *, language: str = "en", alone: bool = False) -> Markup:
    """Draw a picture as SVG, 360 by 220 at its own size, that fills any width.

    Parameters
    ----------
    alone
        For a file of its own: brings its colours. In a page they come from ``picture_style``.
    """
    scene = lay_out([draw_panel(panel) for panel in picture.panels], width=WIDTH)
    watch = _WATCH if picture.timed else Markup("")
    return draw_card(joined((scene, watch)), label=picture.alt[language], alone=alone)


def lay_out(panels: Sequence[Drawn], *, width: float) -> Markup:
    """Stand panels side by side on the card's floor, shrunk where they would not fit."""
    room = sum(one.right - one.left for one in panels) + BETWEEN * (len(panels) - 1)
    tallest = max(one.top for one in panels)
    shrunk = min(1.0, (width - 2 * MARGIN) / room, (FLOOR - MARGIN) / tallest)
    gap = min(WIDEST_GAP, (width / shrunk - room) / (len(panels) + 1))
    at = (width / shrunk - room - gap * (len(panels) - 1)) / 2
    pieces = []
    for number, one in enumerate(panels):
        if number:
            x = at - (BETWEEN + gap) / 2
            pieces.append(tag("path", class_="then", d=f"M{x - 3:.1f} -84l6 7-6 7"))
        pieces.append(tag("g", one.markup, transform=f"translate({at - one.left:.1f} 0)"))
        at += one.right - one.left + BETWEEN + gap
    return tag("g", joined(pieces), transform=f"translate(0 {FLOOR}) scale({shrunk:.3f})")


def draw_card(content: Markup, *, label: str, alone: bool, floor: bool = True) -> Markup:
    """Put a drawing on the card, with a floor at its foot or without."""
    card = tag("rect", class_="card", width=WIDTH, height=HEIGHT, rx=ROUND)
    ground = tag("path", class_="floor", d=_FLOOR_PATH) if floor else Markup("")
    style = tag("style", Markup(picture_style())) if alone else Markup("")
    return tag(
        "svg",
        joined((style, card, ground, content)),
        class_="picture",
        role="img",
        aria_label=label,
        viewbox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        xmlns="http://www.w3.org/2000/svg" if alone else None,
    )


@cache
def picture_style() -> str:
    """Give the colours of all pictures, light, dark and on paper, as CSS."""
    return files(__package__).joinpath("picture.css").read_text("utf-8")
