"""The outline around balls, as an SVG path of straight lines and arcs."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

DIRECTIONS: Final = 360


def hull_path(circles: NDArray[np.float64]) -> str:
    """Write the tightest outline around circles.

    Parameters
    ----------
    circles
        ``(circle, [x, y, radius])``, paper units.

    Returns
    -------
    str
        A closed path that runs clockwise, so that outlines laid over each other fill as one.
    """
    angle = np.arange(DIRECTIONS) * 2 * math.pi / DIRECTIONS
    ways = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    reach = circles[:, :2] @ ways.T + circles[:, 2:]
    outermost = np.argmax(np.round(reach, 6), axis=0)  # so that ties fall alike everywhere
    changes = np.flatnonzero(outermost != np.roll(outermost, 1))
    if not len(changes):
        return _whole(*circles[outermost[0]])
    pieces: list[str] = []
    for start, end in zip(changes, np.roll(changes, -1), strict=True):
        x, y, radius = circles[outermost[start]]
        last = (end - 1) % DIRECTIONS
        (x1, y1), (x2, y2) = (np.array([x, y]) + radius * ways[at] for at in (start, last))
        large = int((last - start) % DIRECTIONS > DIRECTIONS / 2)
        pieces.append(
            f"{'L' if pieces else 'M'}{x1:.1f} {y1:.1f}"
            f"A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.1f} {y2:.1f}"
        )
    return "".join(pieces) + "Z"


def polygon_path(points: Sequence[Sequence[float]] | NDArray[np.float64]) -> str:
    """Write a closed outline through points ``(point, xy)``."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _whole(x: float, y: float, radius: float) -> str:
    arc = f"A{radius:.1f} {radius:.1f} 0 1 1"
    return f"M{x - radius:.1f} {y:.1f}{arc} {x + radius:.1f} {y:.1f}{arc} {x - radius:.1f} {y:.1f}Z"
