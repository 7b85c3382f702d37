"""Which way is up in a laboratory, and whether its unit of length is what the file says."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.body.skeleton import Array

TO_Y_UP: Final[Mapping[str, Array]] = {
    "+X": np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]),
    "-X": np.array([[0.0, 1, 0], [-1, 0, 0], [0, 0, 1]]),
    "+Y": np.eye(3),
    "-Y": np.diag([1.0, -1, -1]),
    "+Z": np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]),
    "-Z": np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]),
}
"""Rows are our X, Y (up) and Z, seen from the axes of a laboratory; each is a rotation."""

SURELY_UP: Final = 0.8
"""Cosine to an axis above which an upright body shows that this axis points up. DESIGN"""

LEG_SHARE: Final = 0.477
"""Thigh and shank together, share of stature (Drillis & Contini 1966)."""


def axis_upwards(*, places_m: Mapping[str, Array]) -> str | None:
    """Tell which axis of a laboratory points up, from a person who is upright in it.

    Parameters
    ----------
    places_m
        Mark -> ``(time, xyz)``, m, in the axes of the file.

    Returns
    -------
    ``"+Y"``, ``"+Z"`` ...; None where the body does not show it.
    """
    high = _middle(places_m, ("asis", "hip", "hip_centre", "psis"))
    low = _middle(places_m, ("heel", "toe", "ankle", "ankle_lateral"))
    if high is None or low is None:
        return None
    way = high - low
    way = way[np.isfinite(way).all(axis=1)]
    if not len(way):
        return None
    upwards = np.median(way, axis=0)
    upwards /= np.linalg.norm(upwards)
    axis = int(np.argmax(np.abs(upwards)))
    if not abs(upwards[axis]) >= SURELY_UP:
        return None
    return f"{'+' if upwards[axis] > 0 else '-'}{'XYZ'[axis]}"


def leg_length_m(*, joints_m: Array) -> float:
    """Measure thigh and shank together, the median over both legs and all times; NaN if unknown.

    Parameters
    ----------
    joints_m
        ``(time, joint, xyz)``, m, as in Motion.
    """
    lengths = []
    for side in "rl":
        hip, knee, ankle = (
            joints_m[:, JOINTS.index(f"{name}_{side}")] for name in ("hip", "knee", "ankle")
        )
        lengths.append(np.linalg.norm(knee - hip, axis=1) + np.linalg.norm(ankle - knee, axis=1))
    known = np.concatenate(lengths)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else float("nan")


def _middle(places_m: Mapping[str, Array], marks: tuple[str, ...]) -> Array | None:
    """Middle of some marks, (time, xyz), at the times when all that were ever seen are."""
    there = [
        places
        for name, places in places_m.items()
        if name.split("_", 1)[-1] in marks and np.isfinite(places).any()
    ]
    if not there:
        return None
    middle = np.asarray(np.mean(there, axis=0))
    return middle if np.isfinite(middle).all(axis=1).any() else None
