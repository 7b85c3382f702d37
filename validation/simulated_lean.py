"""A made-up lean on one leg, as in a balance test: pelvis and trunk tilt far to one side."""

from functools import partial

import numpy as np
from scipy.optimize import brentq

from kneetrace.measure.body.residuals import MASS
from kneetrace.measure.body.skeleton import DOF, DOFS, MARK_NAMES, Z, pose_body
from validation.simulated_recording import RATE_HZ, USUAL, Floats

CYCLE_S = 3.0


def lean_on_one_leg(*, yaw_rad: float, lean_deg: float, repetitions: int = 2) -> Floats:
    """Return the motion, (frame, dof): the person leans left over the right foot, in balance."""
    time_s = np.arange(0, repetitions * CYCLE_S, 1 / RATE_HZ)
    lean = np.radians(lean_deg) * (0.6 - 0.4 * np.cos(2 * np.pi * time_s / CYCLE_S))
    dofs = _posture(lean)
    dofs[:, DOF["heading"]] = 0.0  # sideways is z
    for frame in dofs:
        frame[DOF["hip_adduction_r"]] = brentq(partial(_beside_m, frame), -0.5, 1.5)
    dofs[:, DOF["subtalar_r"]] = dofs[:, DOF["hip_adduction_r"]] - lean  # foot flat
    dofs[:, DOF["heading"]] = -np.pi / 2 - yaw_rad
    return dofs


def _posture(lean: Floats) -> Floats:
    dofs = np.zeros((len(lean), len(DOFS)))
    dofs[:, DOF["list"]] = -lean
    dofs[:, DOF["knee_angle_r"]] = np.radians(10)
    dofs[:, DOF["hip_flexion_r"]] = np.radians(8)
    dofs[:, DOF["ankle_angle_r"]] = np.radians(2)
    dofs[:, DOF["hip_flexion_l"]] = np.radians(20)
    dofs[:, DOF["knee_angle_l"]] = np.radians(60)
    dofs[:, DOF["hip_adduction_l"]] = np.radians(-5)
    return dofs


def _beside_m(frame: Floats, inward: float) -> float:
    """How far the weight is to the right of the foot that carries it."""
    turned = frame.copy()
    turned[DOF["hip_adduction_r"]] = inward
    points = pose_body(dofs=turned[None], constants=USUAL, height_m=1.7).points_m[0]
    foot = points[[MARK_NAMES.index("right_heel"), MARK_NAMES.index("right_foot_index")]]
    return float(MASS @ points[:, Z] - foot[:, Z].mean())
