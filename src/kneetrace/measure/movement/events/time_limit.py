"""Which repetitions of a test against the clock fall within its time."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.movement.measurement import Repetition

Floats = NDArray[np.float64]
Level = Callable[[float], float]

HALF_WAY: Final = 0.5
"""A rise more than half way up when the time ends counts as a full stand (Jones, Rikli, Beam 1999,
Res Q Exerc Sport 70:113-119); half way of the counted curve, not of the height. DESIGN"""


def level_at(*, time_s: Floats, curve: Floats) -> Level:
    """Return a function that reads a curve at a moment, s."""
    return lambda moment_s: float(np.interp(moment_s, time_s, curve))


def done_in_time(
    *, repetitions: Sequence[Repetition], end_s: float, level: Level
) -> tuple[Repetition, ...]:
    """Choose the repetitions that count when the time ends.

    Parameters
    ----------
    end_s
        When the time ends, video time.
    level
        The counted curve, larger = further from rest.

    Returns
    -------
    tuple of Repetition
        Those that turned before the end, and one that was more than half way to its turn.
    """
    return tuple(
        each for each in repetitions if each.peak_s <= end_s or _half_done(each, end_s, level)
    )


def _half_done(repetition: Repetition, end_s: float, level: Level) -> bool:
    if repetition.start_s >= end_s:
        return False
    rest, top = level(repetition.start_s), level(repetition.peak_s)
    return level(end_s) - rest > HALF_WAY * (top - rest)
