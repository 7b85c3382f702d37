"""A made-up squat, filmed by a made-up phone: truth and landmarks for tests of the body fit."""

import numpy as np

from kneetrace.measure.body.skeleton import DOF, DOFS
from validation.simulated_recording import RATE_HZ, Errors, Recording, film


def squat(*, yaw_rad: float, right_stands_bent_deg: float = 4, seed: int = 0) -> Recording:
    """Two squats after two seconds of standing; the camera sees the person from ``yaw_rad``."""
    time_s = np.arange(0, 9.0, 1 / RATE_HZ)
    depth = np.where(time_s > 2, 0.5 - 0.5 * np.cos(2 * np.pi * (time_s - 2) / 3.5), 0.0)
    dofs = np.zeros((len(time_s), len(DOFS)))
    dofs[:, DOF["tilt"]] = np.radians(-3 - 26 * depth)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2 - 24 * depth)
    for side, stands_deg in (("r", right_stands_bent_deg), ("l", 4)):
        knee = np.radians(stands_deg + (90 - stands_deg) * depth)
        hip = np.radians(5 + 83 * depth)
        dofs[:, DOF[f"knee_angle_{side}"]] = knee
        dofs[:, DOF[f"hip_flexion_{side}"]] = hip
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(-5)
        dofs[:, DOF[f"ankle_angle_{side}"]] = knee - hip - dofs[:, DOF["tilt"]]  # feet flat
    dofs[:, DOF["heading"]] = -np.pi / 2 - yaw_rad
    return film(dofs, errors=Errors(), rng=np.random.default_rng(seed))
