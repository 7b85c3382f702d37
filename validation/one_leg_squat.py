"""Somebody made up who squats on the right leg: the stance of posture figures and tests."""

from typing import Final

import numpy as np

from kneetrace.explain import Stance, stance_of
from kneetrace.terms import Person, Side

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


def squat_rad() -> dict[str, float]:
    """The squat's angles, rad."""
    return {name: float(np.radians(angle)) for name, angle in ANGLES_DEG.items()}


def one_leg_squat(**others_deg: float) -> Stance:
    """Stand on the right leg, with some angles otherwise."""
    others = {name: float(np.radians(angle)) for name, angle in others_deg.items()}
    return stance_of(PERSON, angles=squat_rad() | others, side=Side.RIGHT)
