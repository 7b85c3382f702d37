"""A person in a single-leg squat, for tests of postures and their causes."""

import numpy as np

from kneetrace.explain.posture.stance import Stance, stance_of
from kneetrace.terms import Person, Side

PERSON = Person(height_m=1.70, mass_kg=68.0)

SQUAT_DEG = {
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
"""On the right leg, the knee bent by 60 degrees, the pelvis' free side a little lower."""

TURNED = ("pelvis_list", "lumbar_bending")


def squat_rad() -> dict[str, float]:
    """The squat on the right leg."""
    return {name: float(np.radians(angle)) for name, angle in SQUAT_DEG.items()}


def mirrored_rad() -> dict[str, float]:
    """The same squat on the left leg."""
    swap = {"_r": "_l", "_l": "_r"}
    return {
        name[:-2] + swap.get(name[-2:], name[-2:]): -angle if name in TURNED else angle
        for name, angle in squat_rad().items()
    }


def squatting(**others_deg: float) -> Stance:
    """Stand on the right leg, with some angles otherwise."""
    others = {name: float(np.radians(angle)) for name, angle in others_deg.items()}
    return stance_of(PERSON, angles=squat_rad() | others, side=Side.RIGHT)
