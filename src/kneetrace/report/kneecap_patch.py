"""Where the kneecap presses, drawn on its cartilage as seen from the thigh's side."""

from itertools import pairwise
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.explain import KneecapContact
from kneetrace.report.load_words import LoadWords
from kneetrace.report.svg import joined, tag
from kneetrace.terms import Side

PIXELS_PER_MM: Final = 5.0
EDGE_PX: Final = 14.0
ROW_PX: Final = 24.0
LEVELS: Final = 5  # DESIGN: as many shades as an eye tells apart
FAINTEST: Final = 0.16


def draw_kneecap_patch(
    contact: KneecapContact, *, side: Side, highest_mpa: float, words: LoadWords
) -> Markup:
    """Draw the contact patch, each shade a fifth of the highest pressure, and both facets' shares.

    Parameters
    ----------
    side : of the knee; a left one is drawn with its outer side to the left
    highest_mpa : pressure of the darkest shade: the same for pictures that are compared
    """
    outward = 1.0 if side is Side.RIGHT else -1.0
    across_mm, up_mm = outward * contact.points_mm[:, 2], contact.points_mm[:, 1]
    step_mm = float(np.diff(np.unique(up_mm)).min())
    left_mm, top_mm = across_mm.min() - step_mm / 2, up_mm.max() + step_mm / 2
    width = PIXELS_PER_MM * float(np.ptp(across_mm) + step_mm) + 2 * EDGE_PX
    height = PIXELS_PER_MM * float(np.ptp(up_mm) + step_mm) + 2 * EDGE_PX
    x = EDGE_PX + PIXELS_PER_MM * (across_mm - left_mm)
    y = EDGE_PX + PIXELS_PER_MM * (top_mm - up_mm)
    cell = PIXELS_PER_MM * step_mm
    shade = np.ceil(LEVELS * np.clip(contact.pressures_mpa / highest_mpa, 0, 1)).astype(int)
    bone = tag("path", class_="bone", fill="currentColor", fill_opacity=0.06, d=_rows(x, y, cell))
    shades = [
        tag(
            "path",
            class_="pressed",
            fill="currentColor",
            fill_opacity=FAINTEST + (1 - FAINTEST) * (level - 1) / (LEVELS - 1),
            d=_rows(x[shade == level], y[shade == level], cell),
        )
        for level in range(1, LEVELS + 1)
        if np.any(shade == level)
    ]
    ridge = EDGE_PX - PIXELS_PER_MM * float(left_mm)
    line = tag(
        "line", class_="ridge", stroke="currentColor", stroke_dasharray="3 4",
        x1=ridge, x2=ridge, y1=EDGE_PX, y2=height - EDGE_PX,
    )  # fmt: skip
    outer = f"{100 * contact.lateral_share:.0f}"
    shares = {"outer": outer, "inner": str(100 - int(outer))}
    names = ("inner", "outer") if side is Side.RIGHT else ("outer", "inner")
    writing = [
        tag("text", line, x=place, y=height + row * ROW_PX, text_anchor="middle")
        for name, place in zip(names, (ridge / 2, (ridge + width) / 2), strict=True)
        for row, line in enumerate((words.say(name), f"{shares[name]} %"), start=1)
    ]
    return tag(
        "svg",
        joined([bone, *shades, line, *writing]),
        class_="kneecap",
        role="img",
        aria_label=words.say("patch_alt", **shares),
        viewbox=f"0 0 {width:.1f} {height + 2.3 * ROW_PX:.1f}",
    )


def _rows(x: NDArray[np.float64], y: NDArray[np.float64], cell: float) -> str:
    """One flat bar for every run of neighbouring cells."""
    bars = []
    for row in np.unique(y):
        places = np.sort(x[y == row])
        breaks = [0, *(np.flatnonzero(np.diff(places) > 1.5 * cell) + 1), len(places)]
        for first, end in pairwise(breaks):
            low, high = places[first] - cell / 2, places[end - 1] + cell / 2
            bars.append(
                f"M{low:.1f} {row - cell / 2:.1f}H{high:.1f}V{row + cell / 2:.1f}H{low:.1f}Z"
            )
    return "".join(bars)
