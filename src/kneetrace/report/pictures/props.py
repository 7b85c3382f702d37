"""What stands around the drawn person: steps, chairs, mats; boxes, bars and bands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class OnBody:
    """A place fixed in a segment of the body, in shares of stature."""

    segment: str
    at: Point


@dataclass(frozen=True, kw_only=True)
class Box:
    """An upright box between two opposite corners, m."""

    low: Point
    high: Point
    paint: str = "thing"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A round bar or a band through points, m, of which some may be fixed to the body."""

    points: tuple[Point | OnBody, ...]
    radius: float
    paint: str = "thing"


@dataclass(frozen=True, kw_only=True)
class Prop:
    """One thing; ``amid`` tells that limbs pass before and behind it, else it is behind them."""

    pieces: tuple[Box | Bar, ...]
    amid: bool = False


def read_prop(table: Mapping[str, Any]) -> Prop:
    """Take a thing from a table: ``kind`` and what that kind asks for."""
    asked = dict(table)
    kind, amid = asked.pop("kind"), asked.pop("amid", False)
    return Prop(pieces=_KINDS[kind](**asked), amid=amid)


def _chair(*, back: float, height: float = 0.45, wide: float = 0.44) -> tuple[Box | Bar, ...]:
    """A chair whose backrest stands at ``back`` and whose seat reaches 0.44 m forward."""
    front, half = back + 0.44, wide / 2
    legs = tuple(
        Bar(points=((x, 0.015, z), (x, height - 0.04, z)), radius=0.016, paint="thing-dark")
        for x in (back + 0.03, front - 0.03)
        for z in (-half + 0.03, half - 0.03)
    )
    posts = tuple(
        Bar(points=((back + 0.03, height, z), (back - 0.05, height + 0.42, z)), radius=0.016)
        for z in (-half + 0.03, half - 0.03)
    )
    rest = Bar(
        points=(
            (back - 0.045, height + 0.38, -half + 0.03),
            (back - 0.045, height + 0.38, half - 0.03),
        ),
        radius=0.035,
    )
    seat = Box(low=(back, height - 0.045, -half), high=(front, height, half))
    return (*legs, *posts, rest, seat)


def _box(*, low: Point, high: Point, paint: str = "thing") -> tuple[Box | Bar, ...]:
    return (Box(low=low, high=high, paint=paint),)


def _bar(
    *, points: list[Any], radius: float = 0.012, paint: str = "thing-dark"
) -> tuple[Box | Bar, ...]:
    placed = (
        OnBody(segment=one["on"], at=tuple(one["at"])) if isinstance(one, dict) else tuple(one)
        for one in points
    )
    return (Bar(points=tuple(placed), radius=radius, paint=paint),)


def _stairs(
    *, at: float, steps: int, down: bool = False, rise: float = 0.17, run: float = 0.29
) -> tuple[Box | Bar, ...]:
    """Stairs that begin at ``at``, going up or down forward."""
    heights = range(steps, 0, -1) if down else range(1, steps + 1)
    return tuple(
        Box(
            low=(at + k * run, 0.0, -0.35),
            high=(at + (k + 1) * run, height * rise, 0.35),
        )
        for k, height in enumerate(heights)
    )


def _mat(*, low: tuple[float, float], high: tuple[float, float]) -> tuple[Box | Bar, ...]:
    """A mat between two corners, each forward and to the right."""
    return (Box(low=(low[0], -0.02, low[1]), high=(high[0], 0.0, high[1]), paint="mat"),)


def _table(
    *, low: tuple[float, float], high: tuple[float, float], height: float = 0.5
) -> tuple[Box | Bar, ...]:
    """A treatment table between two corners, each forward and to the right."""
    legs = tuple(
        Bar(points=((x, 0.02, z), (x, height - 0.08, z)), radius=0.022, paint="thing-dark")
        for x in (low[0] + 0.08, high[0] - 0.08)
        for z in (low[1] + 0.08, high[1] - 0.08)
    )
    top = Box(low=(low[0], height - 0.09, low[1]), high=(high[0], height, high[1]), paint="mat")
    return (*legs, top)


def _hurdle(*, at: float, height: float, wide: float = 0.9) -> tuple[Box | Bar, ...]:
    half = wide / 2
    return (
        *(
            Bar(points=((at, 0.0, z), (at, height + 0.08, z)), radius=0.018, paint="thing-dark")
            for z in (-half, half)
        ),
        Bar(points=((at, height, -half), (at, height, half)), radius=0.010, paint="accent"),
    )


def _treadmill(*, low: float, high: float, wide: float = 0.72) -> tuple[Box | Bar, ...]:
    far = 0.03 - wide / 2
    return (
        Box(low=(low, 0.0, -wide / 2), high=(high, 0.13, wide / 2)),
        Bar(
            points=((high - 0.08, 0.13, far), (high + 0.1, 1.12, far), (high - 0.25, 1.12, far)),
            radius=0.022,
            paint="thing-dark",
        ),
    )


_KINDS: Final[dict[str, Callable[..., tuple[Box | Bar, ...]]]] = {
    "bar": _bar,
    "box": _box,
    "chair": _chair,
    "hurdle": _hurdle,
    "mat": _mat,
    "stairs": _stairs,
    "table": _table,
    "treadmill": _treadmill,
}
