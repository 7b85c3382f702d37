"""Made-up motions of tests on one leg, the right one unless mirrored: (frame, dof) at 30 Hz.

All begin with two seconds of standing straight on both feet. Angles are rough likenesses of what
people do; what matters is that they are known.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANT, DOF, DOFS
from validation.simulated_recording import RATE_HZ, USUAL, Floats

STANDING_S: Final = 2.0
TAKE_UP_S: Final = 1.0
CYCLE_S: Final = 3.0
HEIGHT_M: Final = 1.7

_MIRRORED: Final = ("list", "lumbar_bending", "lumbar_rotation", "pelvis_tz")


def single_leg_squat(
    *,
    depth_deg: float = 60,
    drop_deg: float = 8,
    lean_deg: float = 8,
    adduction_deg: float = 12,
    repetitions: int = 5,
) -> Floats:
    """Squat on the right leg, the left foot held up behind.

    ``drop_deg`` and ``lean_deg`` are what pelvis and trunk reach at the deepest point: the left
    side lower, the trunk over the right leg.
    """
    lifted, bent = _phases(repetitions)
    dofs = _standing(len(lifted))
    knee = np.radians(4 + (depth_deg - 4) * bent)
    dofs[:, DOF["tilt"]] = np.radians(-3 - 15 * bent)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2 - 8 * bent)
    dofs[:, DOF["knee_angle_r"]] = knee
    dofs[:, DOF["hip_flexion_r"]] = 0.5 * knee - dofs[:, DOF["tilt"]]
    dofs[:, DOF["ankle_angle_r"]] = 0.5 * knee
    dofs[:, DOF["hip_adduction_r"]] = np.radians(3 * lifted + (adduction_deg - 3) * bent)
    dofs[:, DOF["knee_angle_l"]] = np.radians(4 + 76 * lifted)
    dofs[:, DOF["hip_flexion_l"]] = np.radians(5 + 12 * lifted)
    dofs[:, DOF["list"]] = np.radians(-drop_deg * bent)
    dofs[:, DOF["lumbar_bending"]] = np.radians((lean_deg + drop_deg) * bent)
    return dofs


def hurdle_step(*, repetitions: int = 5) -> Floats:
    """Stand on the right leg while the left one steps over a string and back."""
    lifted, over = _phases(repetitions)
    dofs = _standing(len(lifted))
    dofs[:, DOF["hip_flexion_l"]] = np.radians(5 + 95 * over)
    dofs[:, DOF["knee_angle_l"]] = np.radians(4 + 96 * over)
    dofs[:, DOF["knee_angle_r"]] = np.radians(4 + 4 * over)
    dofs[:, DOF["hip_flexion_r"]] = np.radians(5 + 2 * over)
    dofs[:, DOF["hip_adduction_r"]] = np.radians(3 * lifted)
    dofs[:, DOF["list"]] = np.radians(4 * over)
    dofs[:, DOF["lumbar_bending"]] = np.radians(-2 * over)
    return dofs


def lunge(*, depth_m: float = 0.32, stride_m: float = 0.75, repetitions: int = 5) -> Floats:
    """Lunge with the right leg in front: both feet stay once they are set.

    Places are absolute: film it without an anchor.
    """
    set_out, bent = _phases(repetitions)
    frames = len(set_out)
    dofs = _standing(frames)
    toe_m = 0.15
    ankle_m = np.full((2, frames, 2), 0.039 * HEIGHT_M)  # leg, frame, forward and up
    ankle_m[0, :, 0] = stride_m * set_out
    ankle_m[0, :, 1] += 0.08 * np.sin(np.pi * set_out)
    heel_up = np.radians(35 * set_out + 25 * bent)
    ankle_m[1, :, 0] = toe_m - toe_m * np.cos(heel_up)
    ankle_m[1, :, 1] += toe_m * np.sin(heel_up)
    hip_m = np.stack([0.55 * stride_m * set_out, np.full(frames, 0.0)], axis=1)
    leg_m = (USUAL[CONSTANT["thigh"]] + USUAL[CONSTANT["shank"]]) * HEIGHT_M
    tall_m = 0.039 * HEIGHT_M + 0.999 * leg_m
    hip_m[:, 1] = tall_m - (0.10 * set_out + (depth_m - 0.04) * bent)
    dofs[:, DOF["tilt"]] = np.radians(-3 - 5 * bent)
    for leg, side in enumerate("rl"):
        thigh, knee = two_links(ankle_m[leg] - hip_m)
        dofs[:, DOF[f"knee_angle_{side}"]] = knee
        dofs[:, DOF[f"hip_flexion_{side}"]] = thigh - dofs[:, DOF["tilt"]]
        flat = knee - thigh
        dofs[:, DOF[f"ankle_angle_{side}"]] = flat - (heel_up if side == "l" else 0.0)
    dofs[:, DOF["pelvis_tx"]] = hip_m[:, 0]
    dofs[:, DOF["pelvis_ty"]] = hip_m[:, 1]
    return dofs


def mirrored(dofs: Floats) -> Floats:
    """The same motion done with the other leg."""
    image = dofs.copy()
    for name in DOFS:
        if name.endswith("_r"):
            left = f"{name[:-2]}_l"
            image[:, DOF[name]], image[:, DOF[left]] = dofs[:, DOF[left]], dofs[:, DOF[name]]
    image[:, [DOF[name] for name in _MIRRORED]] *= -1
    return image


def facing(dofs: Floats, *, yaw_rad: float) -> Floats:
    """Turn a motion that goes along x so that the camera sees it from ``yaw_rad``."""
    turned = dofs.copy()
    heading = -np.pi / 2 - yaw_rad
    c, s = np.cos(heading), np.sin(heading)
    x, z = dofs[:, DOF["pelvis_tx"]], dofs[:, DOF["pelvis_tz"]]
    turned[:, DOF["pelvis_tx"]], turned[:, DOF["pelvis_tz"]] = c * x + s * z, c * z - s * x
    turned[:, DOF["heading"]] = heading
    return turned


MOTIONS: Final[dict[str, Callable[[], Floats]]] = {
    "single_leg_squat": single_leg_squat,
    "hurdle_step": hurdle_step,
    "lunge": lunge,
}


def _phases(repetitions: int) -> tuple[Floats, Floats]:
    """How far the posture is taken up, and how far each repetition is gone: (frame,), 0 to 1."""
    end_s = STANDING_S + TAKE_UP_S + repetitions * CYCLE_S
    time_s = np.arange(0, end_s + TAKE_UP_S + STANDING_S, 1 / RATE_HZ)
    taken = np.interp(
        time_s, [STANDING_S, STANDING_S + TAKE_UP_S, end_s, end_s + TAKE_UP_S], [0, 1, 1, 0]
    )
    started_s = time_s - STANDING_S - TAKE_UP_S
    moving = (started_s > 0) & (time_s < end_s)
    gone = np.where(moving, 0.5 - 0.5 * np.cos(2 * np.pi * started_s / CYCLE_S), 0.0)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * taken)), np.asarray(gone)


def _standing(frames: int) -> Floats:
    dofs = np.zeros((frames, len(DOFS)))
    dofs[:, DOF["tilt"]] = np.radians(-3)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2)
    for side in "rl":
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(4)
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(5)
    return dofs


def two_links(reach_m: Floats) -> tuple[Floats, Floats]:
    """Forward angle of the thigh and bend of the knee that reach from hip to ankle."""
    thigh_m, shank_m = (USUAL[CONSTANT[name]] * HEIGHT_M for name in ("thigh", "shank"))
    length_m = np.linalg.norm(reach_m, axis=1).clip(max=0.9999 * (thigh_m + shank_m))
    inside = (thigh_m**2 + shank_m**2 - length_m**2) / (2 * thigh_m * shank_m)
    knee = np.pi - np.arccos(inside.clip(-1, 1))
    towards = np.arctan2(reach_m[:, 0], -reach_m[:, 1])
    bend = np.arcsin((shank_m * np.sin(knee) / length_m).clip(-1, 1))
    return np.asarray(towards + bend), np.asarray(knee)
