"""Somebody made up who squats on the right leg: the stance of posture figures and tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain import Stance, Strengths, stance_of, strengths_from_tests
from kneetrace.explain.load.strength_references import young_adults_in
from kneetrace.measure import (
    Holding,
    Measurement,
    MotionTable,
    Quantity,
    StrengthEntry,
    StrengthResult,
    measure_angles,
    measure_strength,
)
from kneetrace.terms import Person, Side

Floats = NDArray[np.float64]

PERSON: Final = Person(height_m=1.70, mass_kg=68.0)

ANGLES_DEG: Final = {
    "pelvis_tilt": -15.0,
    "pelvis_list": -3.0,
    "hip_flexion_r": 55.0,
    "hip_adduction_r": 8.0,
    "hip_rotation_r": 2.0,
    "knee_angle_r": 60.0,
    "ankle_angle_r": 25.0,
    "hip_flexion_l": 30.0,
    "knee_angle_l": 60.0,
    "lumbar_extension": -8.0,
    "lumbar_bending": 3.0,
}
"""The knee bent by 60 degrees, the pelvis' free side a little lower."""


_TURNED: Final = ("pelvis_list", "lumbar_bending")


def squat_rad() -> dict[str, float]:
    """The squat's angles, rad."""
    return {name: float(np.radians(angle)) for name, angle in ANGLES_DEG.items()}


def mirrored_rad() -> dict[str, float]:
    """The same on the left leg."""
    swap = {"_r": "_l", "_l": "_r"}
    return {
        name[:-2] + swap.get(name[-2:], name[-2:]): -angle if name in _TURNED else angle
        for name, angle in squat_rad().items()
    }


def one_leg_squat(**others_deg: float) -> Stance:
    """Stand on the right leg, with some angles otherwise."""
    others = {name: float(np.radians(angle)) for name, angle in others_deg.items()}
    return stance_of(PERSON, angles=squat_rad() | others, side=Side.RIGHT)


def down_and_up(repetitions: int, /) -> tuple[Floats, Floats]:
    """Stand, go down and up slowly a few times, stand: (time,), s, and (time,), how far down."""
    time_s = np.arange(0.0, 4.0 * repetitions + 2.0, 1 / 50)
    moving = (time_s > 1.0) & (time_s < time_s[-1] - 1.0)
    return time_s, np.where(moving, (1 - np.cos(np.pi * (time_s - 1) / 2)) / 2, 0.0)


def one_leg_recording(
    *, side: Side = Side.RIGHT, test: str = "single_leg_squat", repetitions: int = 3
) -> Measurement:
    """Squat slowly on one leg a few times; as joint angles from a laboratory."""
    deepest = squat_rad() if side is Side.RIGHT else mirrored_rad()
    time_s, down = down_and_up(repetitions)
    lifted = np.clip(np.minimum(time_s, time_s[-1] - time_s), 0.0, 1.0)
    free = f"_{side.other.suffix}"
    values = {
        name: angle * (np.maximum(down, 0.7 * lifted) if name.endswith(free) else down)
        for name, angle in deepest.items()
    }
    table = MotionTable(time_s=time_s, values=values | {"pelvis_ty": 0.93 - 0.15 * down})
    return measure_angles(table, name="made_up.mot", test=test, person=PERSON, side=side)


POSITIONS: Final = {
    "hip_abduction": "supine",
    "hip_external_rotation": "seated",
    "hip_extension": "prone",
    "knee_extension": "seated_knee_90",
}


def made_strengths(
    factors: Mapping[str, float],
    /,
    *,
    side: Side = Side.RIGHT,
    other_leg: Mapping[str, float] | None = None,
) -> Strengths:
    """Test somebody who reaches so much of what young adults do: strength test -> factor."""
    results = [_tested(test, factor, side) for test, factor in factors.items()]
    results += [_tested(test, factor, side.other) for test, factor in (other_leg or {}).items()]
    return strengths_from_tests(results, person=PERSON)


def _tested(test: str, factor: float, side: Side) -> StrengthResult:
    entry = StrengthEntry(
        test=test,
        side=side,
        trials=(1.0,),
        quantity=Quantity.TORQUE,
        holding=Holding.BELT,
        position=POSITIONS[test],
    )
    best = factor * young_adults_in(entry, person=PERSON).torque_nm
    return measure_strength(entry=replace(entry, trials=(best, 0.97 * best)), person=PERSON)
