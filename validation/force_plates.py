"""When force plates felt a foot arrive and leave, and whose foot it was."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange import MarkerTrial
from kneetrace.measure.body.marker_map import find_marks
from kneetrace.terms import Side

Floats = NDArray[np.float64]

LOADED_N: Final = 20.0
"""Usual: a plate that feels more than when nobody stands on it is stood on."""

LEAST_CONTACT_S: Final = 0.1
BESIDE_M: Final = 0.02
"""A mark may be this far outside a plate on which the foot is. DESIGN"""


@dataclass(frozen=True, kw_only=True)
class PlateContact:
    """One foot's time on a plate; a time is None where the plate alone does not tell it."""

    side: Side
    strike_s: float | None
    off_s: float | None


def loaded(time_s: Floats, upward_n: Floats) -> Iterator[tuple[float, float]]:
    """Find when a plate is stood on: from and to, s, between the samples."""
    idle = np.abs(upward_n) < LOADED_N
    force_n = upward_n - (np.median(upward_n[idle]) if idle.any() else 0.0)
    on = np.concatenate([[False], force_n > LOADED_N, [False]])
    for first, after in np.flatnonzero(np.diff(on.astype(int))).reshape(-1, 2):
        if time_s[after - 1] - time_s[first] < LEAST_CONTACT_S:
            continue
        yield _crossing(time_s, force_n, first), _crossing(time_s, force_n, after)


def _crossing(time_s: Floats, force_n: Floats, after: int) -> float:
    if after in (0, len(time_s)):
        return float("nan")
    low, high = force_n[after - 1], force_n[after]
    part = (LOADED_N - low) / (high - low)
    return float(time_s[after - 1] + part * (time_s[after] - time_s[after - 1]))


def contacts_of(trial: MarkerTrial) -> list[PlateContact]:
    """Find the contacts that the trial's own plates felt.

    A strike counts where the heel is over the plate, foot off where the toes are: else part of
    the foot was beside it, and the plate tells something else.
    """
    found = []
    for plate in trial.plates:
        corners_m = plate.corners_m[:, [0, 2]]
        for strike_s, off_s in loaded(plate.time_s, plate.force_n[:, 1]):
            side = _lower_foot(trial, (strike_s, off_s))
            heel_m, toe_m = _place(trial, side, "heel"), _place(trial, side, "toe")
            landed = _over(corners_m, _at(trial, heel_m, strike_s))
            left = _over(corners_m, _at(trial, toe_m, off_s))
            found.append(
                PlateContact(
                    side=side, strike_s=strike_s if landed else None, off_s=off_s if left else None
                )
            )
    return found


def contacts_in(
    trial: MarkerTrial, *, time_s: Floats, upward_n: tuple[Floats, ...]
) -> list[PlateContact]:
    """Find the contacts in curves of force that belong to a trial, one for each foot or plate."""
    found = []
    for force_n in upward_n:
        for strike_s, off_s in loaded(time_s, force_n):
            found.append(
                PlateContact(
                    side=_lower_foot(trial, (strike_s, off_s)),
                    strike_s=strike_s if np.isfinite(strike_s) else None,
                    off_s=off_s if np.isfinite(off_s) else None,
                )
            )
    return found


def read_upward_forces(path: Path) -> tuple[Floats, tuple[Floats, ...]]:
    """Read a ``.mot`` of ground forces, packed or not: times, and each plate's upward force, N."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    lines = [line.split() for line in text.splitlines() if line.strip()]
    head = lines.index(["endheader"])
    names = lines[head + 1]
    table = np.array(lines[head + 2 :], dtype=np.float64).T
    columns = dict(zip(names, table, strict=True))
    upward = tuple(columns[name] for name in names if "force" in name and name.endswith("_vy"))
    return columns["time"], upward


def _lower_foot(trial: MarkerTrial, stretch_s: tuple[float, float]) -> Side:
    """Whose foot is on the plate: in the middle of the contact the other one swings."""
    first_s, last_s = (
        end if np.isfinite(end) else other
        for end, other in zip(stretch_s, (trial.time_s[0], trial.time_s[-1]), strict=True)
    )
    middle_s = (first_s + last_s) / 2
    heights = {
        side: sum(float(_at(trial, _place(trial, side, name), middle_s)[1]) for name in ENDS)
        for side in Side
    }
    return min(heights, key=lambda side: heights[side])


ENDS: Final = ("heel", "toe")


def _place(trial: MarkerTrial, side: Side, name: str) -> Floats:
    return trial.places_m[:, find_marks(names=trial.names)[f"{side.value}_{name}"]]


def _at(trial: MarkerTrial, path_m: Floats, time_s: float) -> Floats:
    known = np.isfinite(path_m).all(axis=1)
    return np.array([np.interp(time_s, trial.time_s[known], axis[known]) for axis in path_m.T])


def _over(corners_m: Floats, place_m: Floats) -> bool:
    """Tell whether a place is over a plate: on the same side of all its edges."""
    if not np.isfinite(place_m).all():
        return False
    edge = np.roll(corners_m, -1, axis=0) - corners_m
    to = place_m[[0, 2]] - corners_m
    beside = (edge[:, 0] * to[:, 1] - edge[:, 1] * to[:, 0]) / np.linalg.norm(edge, axis=1)
    return bool((beside > -BESIDE_M).all() or (beside < BESIDE_M).all())
