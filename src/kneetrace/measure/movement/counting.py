"""The one curve of a recording in which its repetitions are counted."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.lying import hip_lift
from kneetrace.measure.movement.movements import Counted, MovementTest
from kneetrace.measure.movement.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX, CleanTrack
from kneetrace.terms import Side

Floats = NDArray[np.float64]

LEAST_KNEE_EXCURSION_RAD: Final = float(np.radians(15))
"""Bends smaller than this are standing sway or landmark noise, never a squat or a rise. DESIGN"""

LEAST_HIP_DROP: Final = 0.1
"""The same for the hips in the picture, in trunk lengths. DESIGN"""


@dataclass(frozen=True, eq=False, kw_only=True)
class CountedCurve:
    """What is counted.

    time_s, bend : ``(time,)``, s and any unit, larger = more bent, NaN where not measured
    least : turns smaller than this are none, in the unit of ``bend``
    """

    time_s: Floats
    bend: Floats
    least: float


def counted_curve(*, sight: Sight, test: MovementTest, side: Side | None) -> CountedCurve:
    """Choose the curve in which a test's repetitions are counted.

    Parameters
    ----------
    side
        The tested leg; ``None`` where both legs do the test or the leg is not known.

    Returns
    -------
    CountedCurve
        Of the fitted body; where none was fitted, how far the hips come down in the picture. Of
        somebody who lies, how far the hips are below the line from shoulders to ankle.
    """
    motion = sight.motion
    if test.counted is Counted.HIPS_LOW:
        lift = hip_lift(track=sight.track, side=side)
        return CountedCurve(time_s=sight.clip.time_s, bend=-lift, least=LEAST_HIP_DROP)
    if motion is None:
        return CountedCurve(
            time_s=sight.clip.time_s, bend=hip_drop(track=sight.track), least=LEAST_HIP_DROP
        )
    return CountedCurve(
        time_s=motion.time_s,
        bend=_knee(motion, test=test, side=side),
        least=LEAST_KNEE_EXCURSION_RAD,
    )


def _knee(motion: Motion, *, test: MovementTest, side: Side | None) -> Floats:
    if test.counted is Counted.TESTED_KNEE and side is not None:
        return motion.values[f"knee_angle_{side.suffix}"]
    return both_knees(
        right_rad=motion.values["knee_angle_r"], left_rad=motion.values["knee_angle_l"]
    )


def hip_drop(*, track: CleanTrack) -> Floats:
    """How far the hips have come down towards the ankles in the picture.

    Parameters
    ----------
    track
        The chosen person.

    Returns
    -------
    ``(frame,)``, trunk lengths, larger = lower; NaN where not seen.
    """
    hips, ankles, shoulders = (
        (track.xy_px[:, INDEX[f"left_{name}"]] + track.xy_px[:, INDEX[f"right_{name}"]]) / 2
        for name in ("hip", "ankle", "shoulder")
    )
    trunk_px = np.linalg.norm(shoulders - hips, axis=1)
    known = np.isfinite(trunk_px)
    scale_px = np.quantile(trunk_px[known], 0.9) if known.any() else np.nan
    return np.asarray((hips - ankles)[:, 1] / scale_px)


def both_knees(*, right_rad: Floats, left_rad: Floats) -> Floats:
    """Combine right and left knee flexion into the one curve that is counted.

    Parameters
    ----------
    right_rad, left_rad
        ``(time,)``, rad, flexion positive; NaN where not measured.

    Returns
    -------
    ``(time,)``, rad: the mean of the knees, or the one knee that was measured.
    """
    pair = np.stack([right_rad, left_rad])
    known = np.isfinite(pair)
    count = known.sum(axis=0)
    total = np.where(known, pair, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
