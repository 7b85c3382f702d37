"""The parts of one repetition: away from rest, hold at the turn, back to rest."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.movement.measurement import Repetition

Floats = NDArray[np.float64]

HOLD_SHARE: Final = 0.95
"""The turn is held while the excursion is at least this share of its largest. DESIGN"""

RETURNED_SHARE: Final = 0.5
"""The way back was seen when it ends below this share of the excursion. DESIGN"""


@dataclass(frozen=True, kw_only=True)
class Phases:
    """Durations of one repetition, s; ``back_s`` is None where the clip ends before the return."""

    away_s: float
    hold_s: float
    back_s: float | None


def find_phases(*, time_s: Floats, excursion: Floats, repetition: Repetition) -> Phases:
    """Divide one repetition into the way out, the hold at the turn and the way back.

    Parameters
    ----------
    time_s
        ``(time,)``, s.
    excursion
        ``(time,)``, any unit, larger = further from rest; finite.
    repetition
        The repetition to divide.

    Returns
    -------
    Phases
        ``away + hold + back`` is the whole repetition where it returned.
    """
    inside = (time_s >= repetition.start_s) & (time_s <= repetition.end_s)
    time_s, level = time_s[inside], excursion[inside]
    turn = int(np.argmin(np.abs(time_s - repetition.peak_s)))
    out_rest, back_rest = level[0], level[-1]
    top = level.max()
    held_from = _first_above(level[: turn + 1], out_rest + HOLD_SHARE * (top - out_rest))
    last = len(level) - 1
    returned = back_rest < out_rest + RETURNED_SHARE * (top - out_rest)
    back_level = back_rest + HOLD_SHARE * (top - back_rest)
    held_to = last - _first_above(level[turn:][::-1], back_level) if returned else last
    return Phases(
        away_s=float(time_s[held_from] - time_s[0]),
        hold_s=float(time_s[held_to] - time_s[held_from]),
        back_s=float(time_s[last] - time_s[held_to]) if returned else None,
    )


def _first_above(way: Floats, limit: float) -> int:
    above = way >= limit
    return int(np.argmax(above)) if above.any() else len(way) - 1
