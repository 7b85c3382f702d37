"""The one curve of a recording in which its repetitions are counted."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.movements import Counted, MovementTest
from kneetrace.measure.movement.seen.lying import hip_lift
from kneetrace.measure.movement.seen.sight import Sight
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
        Of the fitted body; where none was fitted, how far the hips come down in the picture, or
        how far the free foot comes up where its knee is counted. Of somebody who lies, how far
        the hips are below the line from shoulders to ankle.
    """
    motion = sight.motion
    if test.counted is Counted.HIPS_LOW:
        lift = hip_lift(track=sight.track, side=side)
        return CountedCurve(time_s=sight.clip.time_s, bend=-lift, least=LEAST_HIP_DROP)
    if motion is None:
        bend = _in_the_picture(sight.track, test=test, side=side)
        return CountedCurve(time_s=sight.clip.time_s, bend=bend, least=LEAST_HIP_DROP)
    return CountedCurve(
        time_s=motion.time_s,
        bend=_knee(motion, test=test, side=side),
        least=LEAST_KNEE_EXCURSION_RAD,
    )


def _knee(motion: Motion, *, test: MovementTest, side: Side | None) -> Floats:
    if test.counted is Counted.TESTED_KNEE and side is not None:
        return motion.values[f"knee_angle_{side.suffix}"]
    if test.counted is Counted.FREE_KNEE and side is not None:
        return motion.values[f"knee_angle_{side.other.suffix}"]
    return both_knees(
        right_rad=motion.values["knee_angle_r"], left_rad=motion.values["knee_angle_l"]
    )


def _in_the_picture(track: CleanTrack, *, test: MovementTest, side: Side | None) -> Floats:
    if test.counted is Counted.FREE_KNEE and side is not None:
        return foot_lift(track=track, side=side.other)
    return hip_drop(track=track, side=side if test.counted is Counted.TESTED_KNEE else None)


def hip_drop(*, track: CleanTrack, side: Side | None = None) -> Floats:
    """How far the hips have come down towards the ankles in the picture.

    Parameters
    ----------
    track
        The chosen person.
    side
        The leg whose ankle stays on the floor; ``None`` where both do.

    Returns
    -------
    ``(frame,)``, trunk lengths, larger = lower; NaN where not seen.
    """
    hips_px, ankle_px = _middle_px(track, "hip"), _middle_px(track, "ankle")
    if side is not None:
        ankle_px = track.xy_px[:, INDEX[f"{side.value}_ankle"]]
    return np.asarray((hips_px - ankle_px)[:, 1] / _trunk_px(track))


def foot_lift(*, track: CleanTrack, side: Side) -> Floats:
    """How far one ankle is above the other in the picture.

    Parameters
    ----------
    track
        The chosen person.
    side
        The leg that is lifted.

    Returns
    -------
    ``(frame,)``, trunk lengths, larger = higher; NaN where not seen.
    """
    lifted_px, other_px = (
        track.xy_px[:, INDEX[f"{each.value}_ankle"]] for each in (side, side.other)
    )
    return np.asarray((other_px - lifted_px)[:, 1] / _trunk_px(track))


def _middle_px(track: CleanTrack, part: str) -> Floats:
    return np.asarray(track.xy_px[:, [INDEX[f"{side}_{part}"] for side in Side]].mean(axis=1))


def _trunk_px(track: CleanTrack) -> float:
    trunk_px = np.linalg.norm(_middle_px(track, "shoulder") - _middle_px(track, "hip"), axis=1)
    known = np.isfinite(trunk_px)
    return float(np.quantile(trunk_px[known], 0.9)) if known.any() else float("nan")


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
