"""What a motion-capture file holds: markers, and the force plates and events beside them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneetrace.terms import Side


@dataclass(frozen=True, kw_only=True)
class TrialEvent:
    """Something somebody marked in a recording, such as a foot strike, at ``time_s``."""

    time_s: float
    label: str
    side: Side | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class ForcePlate:
    """What one force plate felt, in the same axes as the markers; no offset is taken off.

    time_s : (sample,), s, usually far denser than the markers'
    force_n : (sample, xyz), N, of the ground on the body: upward is positive
    moment_nm : (sample, xyz), N m, about the middle of the plate's surface
    pressure_centre_m : (sample, xyz), m; NaN where the plate felt nothing
    corners_m : (corner, xyz), m
    """

    time_s: NDArray[np.float64]
    force_n: NDArray[np.float64]
    moment_nm: NDArray[np.float64]
    pressure_centre_m: NDArray[np.float64]
    corners_m: NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class MarkerTrial:
    """Places of named markers over time.

    time_s : (time,), s
    names : (marker,), each once
    places_m : (time, marker, xyz), m, Y up; NaN where a marker was not seen
    rate_hz : frames a second
    plates_unread : force plates of a kind that cannot be read
    """

    time_s: NDArray[np.float64]
    names: tuple[str, ...]
    places_m: NDArray[np.float64]
    rate_hz: float
    events: tuple[TrialEvent, ...] = ()
    plates: tuple[ForcePlate, ...] = ()
    plates_unread: int = 0

    def place(self, name: str) -> NDArray[np.float64]:
        """Return one marker's place, (time, xyz), m; ``ValueError`` when there is no such name."""
        return self.places_m[:, self.names.index(name)]
