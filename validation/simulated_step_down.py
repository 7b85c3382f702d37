"""A made-up step-down: one foot on a step, the other heel touching the floor below it."""

import numpy as np
from scipy.optimize import brentq

from kneetrace.measure.body.skeleton import DOF, DOFS, MARK_NAMES, pose_body
from validation.simulated_recording import RATE_HZ, USUAL, Floats

STANDING_S = 2.0
CYCLE_S = 3.5


def step_down(*, step_m: float, yaw_rad: float, repetitions: int = 3) -> Floats:
    """Return the motion, (frame, dof): the right foot stays on the step, the left heel touches.

    The first seconds are spent standing on the step with both feet; the camera sees the person
    from ``yaw_rad`` beside the front.
    """
    deepest = brentq(lambda depth: _drop_m(depth) - step_m, 0.05, 1.2)
    time_s = np.arange(0, STANDING_S + repetitions * CYCLE_S, 1 / RATE_HZ)
    phase = np.where(time_s > STANDING_S, (time_s - STANDING_S) % CYCLE_S / CYCLE_S, 0.0)
    touching = np.clip(1.35 * np.sin(np.pi * phase), 0, 1)  # stays at the bottom for a moment
    dofs = _posture(deepest * (0.5 - 0.5 * np.cos(np.pi * touching)))
    dofs[:, DOF["heading"]] = -np.pi / 2 - yaw_rad
    return dofs


def _posture(depth: Floats) -> Floats:
    dofs = np.zeros((len(depth), len(DOFS)))
    bend = np.radians(4 + 76 * depth)
    dofs[:, DOF["knee_angle_r"]] = bend
    dofs[:, DOF["tilt"]] = np.radians(-3 - 12 * depth)
    dofs[:, DOF["hip_flexion_r"]] = 0.5 * bend - dofs[:, DOF["tilt"]]
    dofs[:, DOF["ankle_angle_r"]] = 0.5 * bend  # flat on the step
    dofs[:, DOF["list"]] = np.radians(-5 * depth)
    dofs[:, DOF["hip_adduction_r"]] = np.radians(8 * depth)
    dofs[:, DOF["lumbar_bending"]] = np.radians(3 * depth)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-8 * depth)
    dofs[:, DOF["hip_flexion_l"]] = np.radians(4 + 16 * depth) - dofs[:, DOF["tilt"]]
    dofs[:, DOF["knee_angle_l"]] = np.radians(4 + 6 * depth)
    dofs[:, DOF["ankle_angle_l"]] = np.radians(5 * depth)
    return dofs


def _drop_m(depth: float) -> float:
    """Height of the right heel over the left one."""
    points = pose_body(dofs=_posture(np.array([depth])), constants=USUAL, height_m=1.7).points_m[0]
    right, left = (points[MARK_NAMES.index(f"{side}_heel"), 1] for side in ("right", "left"))
    return float(right - left)
