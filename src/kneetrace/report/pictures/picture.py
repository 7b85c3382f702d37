"""A picture as data: postures side by side, what stands around them and what moves where."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kneetrace.report.pictures.posture import Posture, read_posture
from kneetrace.report.pictures.props import Prop, read_prop

YAW_DEG: Final = -62.0
"""From the front and the right, where most movements read well."""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """A movement, from place to place in m, bent to the left of its way by a share of it."""

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    bend: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One posture and what belongs to it."""

    posture: Posture
    yaw_rad: float
    props: tuple[Prop, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is drawn on one card, in order.

    timed : a stopwatch is shown; alt : the picture in words, by language
    """

    panels: tuple[Panel, ...]
    timed: bool
    alt: Mapping[str, str]


def read_picture(table: Mapping[str, Any]) -> Picture:
    """Take a picture from a table, as the files in this folder hold it.

    Parameters
    ----------
    table
        ``alt`` by language; ``yaw_deg``, ``prop`` and ``arrow`` for every panel; ``panel``, each a
        posture (see ``read_posture``) that may bring a yaw, things and arrows of its own.
    """
    return Picture(
        panels=tuple(_panel(table, panel) for panel in table["panel"]),
        timed=table.get("timed", False),
        alt=table["alt"],
    )


def _panel(whole: Mapping[str, Any], table: Mapping[str, Any]) -> Panel:
    return Panel(
        posture=read_posture(table),
        yaw_rad=math.radians(table.get("yaw_deg", whole.get("yaw_deg", YAW_DEG))),
        props=tuple(read_prop(one) for one in [*whole.get("prop", ()), *table.get("prop", ())]),
        arrows=tuple(
            Arrow(start=tuple(one["start"]), end=tuple(one["end"]), bend=one.get("bend", 0.0))
            for one in [*whole.get("arrow", ()), *table.get("arrow", ())]
        ),
    )
