"""Somebody made up who squats on both legs: the stance of posture figures and tests."""

from typing import Final

import numpy as np

from kneetrace.explain import Stance, stance_of
from kneetrace.measure import Measurement, MotionTable, measure_angles
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, down_and_up

LEG_DEG: Final = {
    "hip_flexion": 92.0,
    "hip_adduction": -8.0,
    "hip_rotation": -5.0,
    "knee_angle": 90.0,
    "ankle_angle": 30.0,
    "subtalar_angle": -4.0,
}
TRUNK_DEG: Final = {"pelvis_tilt": -32.0, "lumbar_extension": -15.0}
"""The knees bent by 90 degrees, the feet flat and a little further apart than the hips."""


def both_legs_rad(**others_deg: float) -> dict[str, float]:
    """The squat's angles, rad, with some otherwise."""
    legs = {f"{name}_{side}": angle for name, angle in LEG_DEG.items() for side in "rl"}
    return {
        name: float(np.radians(angle)) for name, angle in (legs | TRUNK_DEG | others_deg).items()
    }


def two_leg_squat(**others_deg: float) -> Stance:
    """Stand on both legs, with some angles otherwise."""
    return stance_of(PERSON, angles=both_legs_rad(**others_deg), side=Side.RIGHT, legs=2)


def squat_recording(**others_deg: float) -> Measurement:
    """Squat slowly on both legs a few times; as joint angles from a laboratory."""
    time_s, down = down_and_up(3)
    values = {name: angle * down for name, angle in both_legs_rad(**others_deg).items()}
    table = MotionTable(time_s=time_s, values=values | {"pelvis_ty": 0.93 - 0.3 * down})
    return measure_angles(table, name="made_up.mot", test="squat", person=PERSON)
