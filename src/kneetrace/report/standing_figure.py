"""A person on paper, drawn around a few places of the body: what a page can move by itself.

Every outline lies around circles, and every circle hangs on two of the places. So whoever knows
where the places are on paper (this module, or the script inside a page) can draw the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.explain import Stance
from kneetrace.report.pictures import hull_path
from kneetrace.report.svg import joined, tag

Array = NDArray[np.float64]

SCALE: Final = 200.0  # paper units for a metre
_FORWARD, _UP, _OUTWARD = np.eye(3)

ANKLE_UP: Final = 0.022
TOE_AHEAD: Final = 0.094
HEEL_BEHIND: Final = 0.022
"""Shares of stature, as in the drawn person of the tests' pictures."""


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A circle on the way from one place to another.

    along : share of that way
    aside : beside it, seen from the front; ahead : before it, seen from the side; shares of
        stature, to the right where the way leads up
    radius : share of stature
    """

    start: str
    end: str
    along: float
    radius: float
    aside: float = 0.0
    ahead: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Outlines of one colour, one around each tuple of circles; ``apart``: with a gap around."""

    paint: str
    links: tuple[tuple[Circle, ...], ...]
    apart: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """From where a person is seen.

    axes : (paper's x and y, forward up outward), paper units for a metre
    aside, ahead : how much of a circle's own shows
    """

    axes: Array
    aside: float
    ahead: float

    def paper(self, places_m: Mapping[str, Array]) -> dict[str, Array]:
        """Give (xy), paper units, y down, of places."""
        return {name: self.axes @ place_m for name, place_m in places_m.items()}


def _limb(*circles: Circle) -> tuple[tuple[Circle, ...], ...]:
    return tuple(pairwise(circles))


def _leg(hip: str, knee: str, ankle: str, heel: str, toe: str, *, far: str = "") -> list[Shape]:
    def along(start: str, end: str, *pairs: tuple[float, float]) -> list[Circle]:
        return [Circle(start=start, end=end, along=at, radius=wide) for at, wide in pairs]

    thigh = along(hip, knee, (0.02, 0.052), (0.5, 0.042), (1.0, 0.029))
    shank = along(knee, ankle, (0.35, 0.0305), (0.68, 0.0235), (1.0, 0.0175))
    sole = along(heel, toe, (0.0, 0.019), (0.7, 0.017), (1.0, 0.0145))
    wide = [
        Circle(start=ankle, end=heel, along=1.0, aside=aside, radius=0.019)
        for aside in (-0.010, 0.010)
    ]
    shorts = along(hip, knee, (0.0, 0.056), (0.5, 0.047))
    return [
        Shape(paint=f"skin{far}", links=_limb(*thigh, *shank), apart=True),
        Shape(paint=f"shoe{far}", links=((*along(ankle, heel, (0.1, 0.019)), *wide, *sole),)),
        Shape(paint=f"shorts{far}", links=(tuple(shorts),)),
    ]


def _back(along: float, radius: float, *, aside: float = 0.0, ahead: float = 0.0) -> Circle:
    return Circle(start="back", end="neck", along=along, radius=radius, aside=aside, ahead=ahead)


def _both(along: float, aside: float, radius: float, *, ahead: float = 0.0) -> tuple[Circle, ...]:
    return tuple(_back(along, radius, aside=sense * aside, ahead=ahead) for sense in (-1, 1))


def _arm(sense: int) -> list[Shape]:
    shoulder = _back(0.86, 0.030, aside=sense * 0.092)
    sleeve = _back(0.62, 0.027, aside=sense * 0.124, ahead=-0.030)
    elbow = _back(0.32, 0.0195, aside=sense * 0.152, ahead=-0.066)
    hand = _back(0.02, 0.0175, aside=sense * 0.082, ahead=0.024)
    return [
        Shape(paint="skin", links=_limb(shoulder, elbow, hand), apart=True),
        Shape(paint="shirt", links=((shoulder, sleeve),)),
    ]


_HIPS: Final = tuple(
    Circle(start="hip", end="other_hip", along=along, radius=0.058) for along in (0.1, 0.9)
)
_FACE: Final = (
    _back(1.30, 0.047, ahead=0.012),
    _back(1.16, 0.028, ahead=0.024),
    _back(1.22, 0.007, ahead=0.066),
)

SHAPES: Final = (
    *_leg("other_hip", "other_knee", "other_ankle", "other_heel", "other_toe", far="-far"),
    Shape(
        paint="hair",
        links=((_back(1.34, 0.053, ahead=-0.004), *_both(1.22, 0.020, 0.032, ahead=-0.014)),),
    ),
    Shape(paint="skin", links=((_back(0.9, 0.028), _back(1.16, 0.026)), _FACE)),
    Shape(
        paint="hair",
        links=(
            (
                *_both(1.45, 0.022, 0.020, ahead=0.022),
                *_both(1.42, 0.016, 0.034, ahead=-0.016),
                _back(1.46, 0.036),
            ),
        ),
    ),
    *_leg("hip", "knee", "ankle", "heel", "toe"),
    Shape(paint="shorts", links=((*_HIPS, *_both(0.04, 0.030, 0.050)),)),
    Shape(
        paint="shirt",
        links=(
            (*_both(0.08, 0.034, 0.050), *_both(0.30, 0.030, 0.054)),
            (*_both(0.30, 0.030, 0.054), *_both(0.62, 0.044, 0.060)),
            (*_both(0.62, 0.044, 0.060), *_both(0.86, 0.084, 0.032)),
        ),
    ),
    *_arm(-1),
    *_arm(1),
)
"""A person with hands on the hips, from far to near; only what hangs on traced places is theirs."""

_PITCH_RAD: Final = np.radians(8.0)  # from a little above, so that feet show

FRONT: Final = View(
    axes=SCALE * np.array([[0.0, 0.0, -1.0], [np.sin(_PITCH_RAD), -np.cos(_PITCH_RAD), 0.0]]),
    aside=1.0,
    ahead=0.0,
)
"""Straight ahead of the person: the right leg is on the left of the paper."""

SIDE: Final = View(axes=SCALE * np.array([[1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]), aside=0.0, ahead=1.0)
"""From the person's right."""


def places_of(stance: Stance, /, *, legs: int = 1) -> dict[str, Array]:
    """Give every place that ``SHAPES`` hang on, (forward, up, outward), m, seen from the ankle.

    Parameters
    ----------
    legs : 2: the other foot stands on the floor too
    """
    axes = np.stack([stance.facing, _UP, np.cross(stance.facing, _UP)])
    _, ankle_m = stance.points_m["ankle"]
    at = {name: axes @ (place_m - ankle_m) for name, (_, place_m) in stance.points_m.items()}
    return with_feet(at, tall_m=stance.person.height_m, legs=legs)


def with_feet(at: Mapping[str, Array], /, *, tall_m: float, legs: int) -> dict[str, Array]:
    """Add feet, which are drawn, not traced: flat where they stand, loose below a free shank."""
    shank = at["other_ankle"] - at["other_knee"]
    down = -_UP if legs == 2 else _unit(_unit(shank) - _UP)
    other = _foot(at["other_ankle"], down=down, ahead=np.cross(_OUTWARD, down), tall_m=tall_m)
    return {
        **at,
        **_foot(at["ankle"], down=-_UP, ahead=_FORWARD, tall_m=tall_m),
        **{f"other_{name}": place_m for name, place_m in other.items()},
    }


def _foot(ankle: Array, *, down: Array, ahead: Array, tall_m: float) -> dict[str, Array]:
    sole = ankle + ANKLE_UP * tall_m * down
    return {
        "heel": sole - HEEL_BEHIND * tall_m * ahead,
        "toe": sole + TOE_AHEAD * tall_m * ahead,
    }


def _unit(way: Array) -> Array:
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-9))


def draw_person(paper: Mapping[str, Array], view: View, *, tall: float) -> Markup:
    """Draw a person who stands: paths in ``SHAPES``' order.

    Parameters
    ----------
    paper : place -> (xy), paper units
    tall : stature, paper units
    """
    return joined(
        tag(
            "path",
            class_=f"{shape.paint} apart" if shape.apart else shape.paint,
            d="".join(hull_path(circles) for circles in _circles(shape, paper, view, tall)),
        )
        for shape in SHAPES
    )


def box_of(paper: Mapping[str, Array], view: View, *, tall: float) -> tuple[Array, Array]:
    """Give the corners, (xy) each, of what a drawn person takes."""
    each = [one for shape in SHAPES for one in _circles(shape, paper, view, tall)]
    x, y, radius = np.concatenate(each).T
    places = np.stack([x, y])
    return (places - radius).min(axis=1), (places + radius).max(axis=1)


def _circles(shape: Shape, paper: Mapping[str, Array], view: View, tall: float) -> list[Array]:
    """Give (circle, [x, y, radius]) of every outline."""
    return [
        np.array([[*_centre(one, paper, view, tall), one.radius * tall] for one in link])
        for link in shape.links
    ]


def _centre(one: Circle, paper: Mapping[str, Array], view: View, tall: float) -> Array:
    way = paper[one.end] - paper[one.start]
    right = _unit(np.array([-way[1], way[0]]))
    beside = tall * (one.aside * view.aside + one.ahead * view.ahead)
    return np.asarray(paper[one.start] + one.along * way + beside * right)
