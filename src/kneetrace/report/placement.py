"""A small plan of where the phone stood, seen from above."""

import math
from typing import Final

from markupsafe import Markup

from kneetrace.measure import CameraPlacement
from kneetrace.report.svg import joined, tag
from kneetrace.report.words import Words
from kneetrace.terms import Side

SIZE: Final = 180
CENTRE: Final = SIZE / 2
PHONE_AT: Final = 66
STRAIGHT_DEG: Final = 10.0  # DESIGN: nearer than this to straight, nobody would call it oblique


def describe_placement(camera: CameraPlacement, *, words: Words) -> str:
    """Say in words from where the phone looked at the person."""
    yaw_deg = math.degrees(camera.yaw_rad)
    if abs(yaw_deg) <= STRAIGHT_DEG:
        return words.say("chapter.front")
    if abs(yaw_deg) >= 180 - STRAIGHT_DEG:
        return words.say("chapter.behind")
    side = Side.LEFT if yaw_deg > 0 else Side.RIGHT
    return words.say(
        "chapter.beside", side=words.say(f"page.{side}"), degrees=f"{abs(yaw_deg):.0f}°"
    )


def draw_placement(camera: CameraPlacement, *, words: Words) -> Markup:
    """Draw the person from above, looking down the page, and the phone around them."""
    # The person faces down the page; their left is then on the reader's right.
    angle = camera.yaw_rad
    x = CENTRE + PHONE_AT * math.sin(angle)
    y = CENTRE + PHONE_AT * math.cos(angle)
    turn_deg = -math.degrees(angle)
    label = words.say(
        "chapter.placement_alt",
        where=describe_placement(camera, words=words),
        distance=f"{camera.distance_m:.1f}",
        height=f"{camera.height_m:.1f}",
    )
    person = joined(
        (
            tag("circle", class_="ring", cx=CENTRE, cy=CENTRE, r=PHONE_AT),
            tag("line", class_="sight", x1=CENTRE, y1=CENTRE, x2=x, y2=y),
            tag("ellipse", class_="shoulders", cx=CENTRE, cy=CENTRE, rx=24, ry=10),
            tag("circle", class_="head", cx=CENTRE, cy=CENTRE + 1, r=9),
            tag(
                "path",
                class_="nose",
                d=f"M{CENTRE - 4} {CENTRE + 11}L{CENTRE + 4} {CENTRE + 11}L{CENTRE} {CENTRE + 18}Z",
            ),
        )
    )
    phone = tag(
        "g",
        tag("rect", class_="phone", x=-13, y=-4, width=26, height=8, rx=3),
        transform=f"translate({x:.1f} {y:.1f}) rotate({turn_deg:.1f})",
    )
    return tag(
        "svg",
        joined((person, phone)),
        class_="placement",
        role="img",
        aria_label=label,
        viewbox=f"0 0 {SIZE} {SIZE}",
        width=SIZE,
        height=SIZE,
    )
