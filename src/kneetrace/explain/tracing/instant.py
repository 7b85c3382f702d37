"""The instant that is explained: somebody on one leg, or on two alike, the knee bent furthest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.posture.uncertainty import ANGLE_SDS_DEG
from kneetrace.explain.tracing.wording import said
from kneetrace.measure import Measurement, Motion, Repetition, movement_test
from kneetrace.terms import (
    COORDINATES,
    STANDARD_GRAVITY_M_S2,
    NotMeasurable,
    Side,
    is_angle,
)

Array = NDArray[np.float64]

ON_ONE_LEG: Final = (
    "single_leg_squat",
    "lateral_step_down",
    "forward_step_down",
    "hurdle_step",
    "single_leg_balance",
)
"""Tests in which one leg carries the body, slowly enough to count as standing still."""

ON_TWO_LEGS: Final = ("squat",)
"""Tests in which both legs do the same, as slowly, and nothing else carries the body."""

WHY_NOT: Final = {
    "lunge": "legs_differ",
    "sit_to_stand": "chair_carries",
    "sit_to_stand_30s": "chair_carries",
}
"""Why other tests are not traced; those not named show nobody standing still."""

BEST_TEST: Final = "single_leg_squat"
"""The test to do where none was done that can be traced."""

CAMERA_SDS_DEG: Final[Mapping[str, float]] = {
    **ANGLE_SDS_DEG,
    "hip_flexion": 6.4,
    "hip_adduction": 7.2,
    "knee_angle": 7.9,
    "lumbar_bending": 3.2,
}
"""No angle of a camera is taken to be surer. Errors at the turning points of made-up single-leg
squats and step-downs (docs/validation.md, ``legs``: the worst of front and oblique views; sideways
lean of the trunk for ``lumbar_bending``); the others are DESIGN."""

LABORATORY_SD_DEG: Final = 2.0
"""DESIGN: nor any of a laboratory: few repeat better between sessions (McGinley 2009: 2 to 5)."""


class NoInstant(NotMeasurable):
    """A recording shows nobody on the leg in question or on both, standing still enough."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Instant:
    """The mean of the deepest instants of all repetitions.

    legs : on how many the body stands
    times_s : of those instants
    angles_rad : OpenSim coordinate -> rad (m for places)
    sds_rad : coordinate of ``posture`` without side -> standard deviation of the mean, rad
    pushed_up : acceleration of the pelvis upwards over gravity; what standing still leaves out
    """

    legs: int
    times_s: tuple[float, ...]
    angles_rad: Mapping[str, float]
    sds_rad: Mapping[str, float]
    pushed_up: float


def find_instant(measurement: Measurement, /, *, side: Side) -> Instant:
    """Find how somebody stood on the leg in question, or on both, the knee bent furthest.

    Raises
    ------
    NoInstant
        When the recording does not show that; the sentence says what to record.
    """
    motion, test = measurement.motion, measurement.test
    if test not in (*ON_ONE_LEG, *ON_TWO_LEGS):
        which = WHY_NOT.get(test, "not_standing")
        raise NoInstant(said(which, test=_title(test), best=_title(BEST_TEST)))
    standing = (side,) if test in ON_ONE_LEG else tuple(Side)
    knees = [motion.values.get(f"knee_angle_{one.suffix}") for one in standing] if motion else []
    bends = [one for one in knees if one is not None]
    if motion is None or len(bends) < len(standing):
        raise NoInstant(said("no_body"))
    pieces = [one for one in measurement.repetitions if one.complete]
    if test in ON_ONE_LEG:
        pieces = _of_leg(pieces, measurement=measurement, side=side)
    frames = _deepest(np.mean(bends, axis=0), motion, pieces)
    if not len(frames):
        raise NoInstant(said("no_repetition", test=_title(test)))
    values = {name: column[frames] for name, column in motion.values.items()}
    angles_rad = {
        name: _middle(name, column) for name, column in values.items() if np.isfinite(column).all()
    }
    solid = measurement.source.solid
    return Instant(
        legs=len(standing),
        times_s=tuple(motion.time_s[frames].tolist()),
        angles_rad=angles_rad,
        sds_rad={
            name: max(
                np.radians(LABORATORY_SD_DEG if solid else CAMERA_SDS_DEG[name]),
                *(_sd(motion, each, frames) for each in _own(name, standing)),
            )
            for name in ANGLE_SDS_DEG
        },
        pushed_up=_pushed_up(motion, frames),
    )


def _of_leg(
    pieces: Sequence[Repetition], *, measurement: Measurement, side: Side
) -> list[Repetition]:
    """Pick the repetitions of one leg; there being only others is refused."""
    legs = {one.side or measurement.side for one in pieces}
    if pieces and side not in legs:
        which = "leg_unknown" if None in legs else "other_leg"
        raise NoInstant(said(which, side=said(side.value), best=_title(BEST_TEST)))
    return [one for one in pieces if (one.side or measurement.side) is side]


def _own(name: str, standing: Sequence[Side]) -> tuple[str, ...]:
    """Full names of a coordinate, of all legs that stand."""
    return (name,) if name in COORDINATES else tuple(f"{name}_{one.suffix}" for one in standing)


def _title(test: str) -> dict[str, str]:
    return movement_test(name=test).title


def _deepest(knee: Array, motion: Motion, repetitions: Sequence[Repetition]) -> NDArray[np.int64]:
    frames = []
    for one in repetitions:
        inside = np.flatnonzero((motion.time_s >= one.start_s) & (motion.time_s < one.end_s))
        inside = inside[np.isfinite(knee[inside])]
        if len(inside):
            frames.append(int(inside[knee[inside].argmax()]))
    return np.array(frames, dtype=np.int64)


def _middle(name: str, values: Array) -> float:
    if not is_angle(name):
        return float(values.mean())
    return float(np.arctan2(np.sin(values).mean(), np.cos(values).mean()))


def _sd(motion: Motion, name: str, frames: NDArray[np.int64]) -> float:
    """Standard deviation of a coordinate's mean: what repetitions share, and how they differ."""
    if name not in motion.values:
        return 0.0
    own = motion.sd.get(name, np.zeros(len(motion.time_s)))[frames]
    values = motion.values[name][frames]
    spread = values.std(ddof=1) / np.sqrt(len(frames)) if len(frames) > 1 else 0.0
    found = float(np.hypot(np.sqrt(np.mean(own**2)), spread))
    return found if np.isfinite(found) else 0.0


PUSH_S: Final = 0.2
"""DESIGN: half the time in which the pelvis' rise and fall is read around the instant."""


def _pushed_up(motion: Motion, frames: NDArray[np.int64]) -> float:
    """Upward acceleration around the instants over gravity, from a parabola each."""
    height_m = motion.values.get("pelvis_ty")
    if height_m is None:
        return 0.0
    pushes = []
    for frame in frames:
        time_s = motion.time_s - motion.time_s[frame]
        near = (np.abs(time_s) <= PUSH_S) & np.isfinite(height_m)
        if near.sum() > 3:
            pushes.append(2 * np.polyfit(time_s[near], height_m[near], 2)[0])
    return float(np.mean(pushes)) / STANDARD_GRAVITY_M_S2 if pushes else 0.0
