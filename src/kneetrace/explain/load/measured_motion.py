"""A measured motion as loads need it: even times, smooth rates, nothing guessed silently."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.rates import coordinates_of, cut_off_hz
from kneetrace.measure import Motion, MotionTable
from kneetrace.terms import ByLanguage

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class MeasuredCoordinates:
    """Coordinates of a measured motion, and what the measurement could not see.

    unseen : coordinates without any value, or that only complete the posture: held at zero, or as
        the posture was completed
    """

    coordinates: Coordinates
    unseen: tuple[str, ...]


def coordinates_of_measured(
    motion: Motion | MotionTable, *, cutoff_hz: float | None = None
) -> MeasuredCoordinates:
    """Filter and differentiate a measured motion.

    Parameters
    ----------
    motion : of the measure room, or read from a motion file; frames may be unevenly spaced
    cutoff_hz : of the low-pass filter; None where the movement is to tell it

    Returns
    -------
    MeasuredCoordinates
        On even times, as many as the motion has frames.

    Raises
    ------
    GapInMotion
        When a coordinate is seen in some frames but not in others.
    """
    blind = tuple(name for name, column in motion.values.items() if not np.isfinite(column).any())
    seen = {name: column for name, column in motion.values.items() if name not in blind}
    completed = tuple(name for name in seen if isinstance(motion, Motion) and name in motion.unseen)
    even_s = np.linspace(motion.time_s[0], motion.time_s[-1], len(motion.time_s))
    values = {name: np.interp(even_s, motion.time_s, column) for name, column in seen.items()}
    if cutoff_hz is None:
        cutoff_hz = cut_off_hz(time_s=even_s, values=values)
    return MeasuredCoordinates(
        coordinates=coordinates_of(time_s=even_s, values=values, cutoff_hz=cutoff_hz),
        unseen=blind + completed,
    )


def seen_whole(motion: Motion | MotionTable) -> tuple[Motion | MotionTable, tuple[ByLanguage, ...]]:
    """Cut what comes before and after the body is seen whole, and say so.

    Gaps between are left to others.
    """
    columns = [one for one in motion.values.values() if np.isfinite(one).any()]
    whole = np.flatnonzero(np.isfinite(columns).all(axis=0))
    if not len(whole) or len(whole) == len(motion.time_s):
        return motion, ()
    part = slice(int(whole[0]), int(whole[-1]) + 1)
    kept = replace(
        motion,
        time_s=motion.time_s[part],
        values={name: column[part] for name, column in motion.values.items()},
    )
    if len(kept.time_s) == len(motion.time_s):
        return motion, ()
    first_s, last_s = (round(float(kept.time_s[end]), 2) for end in (0, -1))
    return kept, (load_note("seen_whole", first=first_s, last=last_s),)
