"""Where it hurts, drawn on both knees from the front and from behind.

Places are for a right leg seen from the front, in the drawing's own units: x to the inner side,
y down, the joint line at y = 98. The left leg is its mirror image.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from markupsafe import Markup

from kneetrace.report.svg import joined, tag
from kneetrace.terms import Side

_FRONT, _BACK = "front", "back"
_OUTER: Final = (
    "-29 0C-28 26-23 52-20 70C-18.5 78-21.5 84-20.5 92"  # hip to knee
    "C-19.5 99-17 101-18 108C-22.5 121-21 140-13 172"  # knee to ankle
)
_INNER: Final = (
    "11 172C19 148 22 130 18 110C17 103 20 98 20.5 90"  # ankle to knee
    "C21 82 17 76 19 66C24 44 28 22 27 0"  # knee to hip
)
_DETAILS: Final = {
    _FRONT: (
        "M-9.5 80C-9.5 73-5 70 0 70C5 70 9.5 73 9.5 80C9.5 88 4 95 0 97C-4 95-9.5 88-9.5 80Z",
        "M-3.5 97C-3 103-3 108-3.5 113M3.5 97C3 103 3 108 3.5 113",
        "M-6 119C-4 114 4 114 6 119",
        "M-17 98.5C-14 100-11.5 100-9.5 99M17 98.5C14 100 11.5 100 9.5 99",
    ),
    _BACK: (
        "M-17 93C-9 97 9 97 17 93",
        "M-12 56C-13 70-14 80-16 90M12 56C13 70 14 80 15 90",
        "M-3 112C-2 126-2 138-1 150",
    ),
}
_Spot = tuple[str, float, float, float, float]  # view, x, y, half width, half height
_SPOTS: Final[dict[str, tuple[_Spot, ...]]] = {
    "kneecap": ((_FRONT, 0, 83, 13, 15),),
    "above_kneecap": ((_FRONT, 0, 63, 10, 6),),
    "below_kneecap": ((_FRONT, 0, 97, 6, 5),),
    "beside_tendon": ((_FRONT, -8.5, 105, 4.5, 6.5), (_FRONT, 8.5, 105, 4.5, 6.5)),
    "shin_bump": ((_FRONT, 0, 117, 7.5, 6),),
    "inner_joint": ((_FRONT, 14.5, 98, 5.5, 6.5),),
    "inner_front_band": ((_FRONT, 13.5, 83, 4, 11),),
    "inner_below": ((_FRONT, 13, 117, 6, 8),),
    "outer_joint": ((_FRONT, -14, 98, 5.5, 6.5),),
    "outer_above": ((_FRONT, -16.5, 83, 5, 8),),
    "back": ((_BACK, 0, 94, 14, 13),),
    "all_over": ((_FRONT, 0, 92, 24, 32), (_BACK, 0, 92, 24, 32)),
    "thigh": ((_FRONT, 0, 26, 17, 19),),
    "shin": ((_FRONT, -2, 146, 8, 17),),
    "calf": ((_BACK, 1, 136, 15, 19),),
}
_ELSEWHERE: Final = ("thigh", "shin", "calf")
_LEG_X: Final = {
    (_FRONT, Side.RIGHT): 50,
    (_FRONT, Side.LEFT): 146,
    (_BACK, Side.LEFT): 274,
    (_BACK, Side.RIGHT): 370,
}
_WIDTH, _HEIGHT, _SCALE = 420, 296, 1.5


def draw_knee_map(
    *,
    places: Mapping[Side, Iterable[str]],
    label: str,
    view_names: Mapping[str, str],
    side_letters: Mapping[Side, str],
) -> Markup:
    """Draw both knees from the front and from behind, the sore places marked.

    Parameters
    ----------
    places
        By side, the places as ``story.toml`` names them; those it does not know are left out.
    label
        What the picture shows, for those who cannot see it.
    view_names
        The words for ``front`` and ``back``.
    side_letters
        A letter or word for each side, over its leg.
    """
    pieces = [
        tag("text", view_names[view], x=x, y=_HEIGHT, class_="view", text_anchor="middle")
        for view, x in ((_FRONT, 98), (_BACK, 322))
    ]
    for (view, side), x in _LEG_X.items():
        pieces.append(_leg(view, side, x=x, marks=_marks(view, places.get(side, ()))))
        letter = side_letters[side]
        pieces.append(tag("text", letter, x=x, y=12, class_="side", text_anchor="middle"))
    return tag(
        "svg",
        joined(pieces),
        class_="knee-map",
        viewbox=f"0 0 {_WIDTH} {_HEIGHT + 4}",
        role="img",
        aria_label=label,
    )


def _leg(view: str, side: Side, *, x: int, marks: Markup) -> Markup:
    # From behind, the right leg is seen as the left one is from the front.
    is_mirrored = (side is Side.LEFT) is (view == _FRONT)
    drawn = [
        tag("path", d=f"M{_OUTER}L{_INNER}Z", class_="skin"),
        tag("path", d=f"M{_OUTER}M{_INNER}", class_="outline"),
        *(tag("path", d=detail, class_="detail") for detail in _DETAILS[view]),
        marks,
    ]
    turned = f"translate({x} 20) scale({-_SCALE if is_mirrored else _SCALE} {_SCALE})"
    return tag("g", joined(drawn), transform=turned)


def _marks(view: str, places: Iterable[str]) -> Markup:
    return joined(_ellipses(view, places))


def _ellipses(view: str, places: Iterable[str]) -> Iterator[Markup]:
    for place in places:
        kind = "elsewhere" if place in _ELSEWHERE else "all" if place == "all_over" else "sore"
        for seen, x, y, half_width, half_height in _SPOTS.get(place, ()):
            if seen == view:
                yield tag("ellipse", cx=x, cy=y, rx=half_width, ry=half_height, class_=kind)
