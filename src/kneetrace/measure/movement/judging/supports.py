"""Whether hands may have helped: one that keeps its place while the body moves.

A landmark does not feel weight, so nothing here is more than a may-be.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.stillness import body_height_px
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SupportSettings:
    """When a hand keeps its place. All DESIGN; lengths are shares of the person's height.

    least_rise : the shoulders go up or down by this much meanwhile
    most_wander : the hand stays within this
    most_from_thigh : and this near to the line from hip to knee, if it rests on the thigh
    least_seen : share of the frames in which hand and body show, and how sure of the hand
    """

    least_rise: float = 0.15
    most_wander: float = 0.03
    most_from_thigh: float = 0.06
    least_seen: float = 0.8
    least_visibility: float = 0.6


SETTINGS: Final = SupportSettings()


def on_something(
    *, sight: Sight, repetition: Repetition, settings: SupportSettings = SETTINGS
) -> bool:
    """Tell whether a hand keeps its place in the room while the body goes up or down."""
    return any(_stays(sight, repetition, side, None, settings) for side in Side)


def on_the_thigh(
    *, sight: Sight, repetition: Repetition, settings: SupportSettings = SETTINGS
) -> bool:
    """Tell whether a hand keeps its place on the thigh while the body goes up or down."""
    return any(_stays(sight, repetition, side, "knee", settings) for side in Side)


def _stays(
    sight: Sight, repetition: Repetition, side: Side, on: str | None, settings: SupportSettings
) -> bool:
    time_s, tall_px = sight.clip.time_s, body_height_px(sight.track.xy_px)
    way = (time_s >= repetition.start_s) & (time_s <= repetition.peak_s)
    shoulder, hip, knee, wrist = (
        sight.track.xy_px[way, INDEX[f"{side.value}_{part}"]] / tall_px
        for part in ("shoulder", "hip", "knee", "wrist")
    )
    sure = sight.track.visibility[way, INDEX[f"{side.value}_wrist"]]
    known = np.isfinite(np.concatenate([shoulder, hip, knee, wrist], axis=1)).all(axis=1)
    known &= sure >= settings.least_visibility
    if not len(known) or known.mean() < settings.least_seen:
        return False
    shoulder, hip, knee, wrist = (each[known] for each in (shoulder, hip, knee, wrist))
    place = wrist if on is None else wrist - knee
    rise = _spread(shoulder[:, 1] if on is None else (shoulder - knee)[:, 1])
    wander = max(_spread(place[:, 0]), _spread(place[:, 1]))
    if rise < settings.least_rise or wander > settings.most_wander:
        return False
    return on is None or _from_line(wrist, hip, knee) <= settings.most_from_thigh


def _spread(values: Floats) -> float:
    low, high = np.quantile(values, (0.05, 0.95))
    return float(high - low)


def _from_line(points: Floats, start: Floats, end: Floats) -> float:
    """Median distance from a moving line."""
    line = end - start
    along = np.clip(
        ((points - start) * line).sum(axis=1) / np.maximum((line**2).sum(axis=1), 1e-9), 0, 1
    )
    return float(np.median(np.linalg.norm(points - start - along[:, None] * line, axis=1)))
