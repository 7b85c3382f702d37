"""A first posture for the body fit, from the network's own 3-D guess and the picture."""

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANT, DOF, DOFS, Array
from kneetrace.measure.body.stillness import fill_gaps, px_per_metre
from kneetrace.measure.pose.landmarks import INDEX


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-9))


def guess_posture(
    *,
    xy_px: Array,
    world_m: Array,
    constants: Array,
    height_m: float,
    focal_px: float,
    centre_px: tuple[float, float],
    turn_rad: float = 0.0,
) -> Array:
    """Guess every degree of freedom, (time, dof).

    ``turn_rad`` turns the guessed heading, to start the fit from another side of a local minimum.
    """
    world = fill_gaps(world_m) * np.array([1.0, -1.0, -1.0])
    xy = fill_gaps(xy_px)

    def joint(side: str, part: str) -> Array:
        return np.asarray(world[:, INDEX[f"{side}_{part}"]])

    right = joint("right", "hip") - joint("left", "hip")
    up = 0.5 * (joint("right", "shoulder") + joint("left", "shoulder")) - 0.5 * (
        joint("right", "hip") + joint("left", "hip")
    )
    dofs = np.zeros((len(world), len(DOFS)))
    level = right + (joint("right", "shoulder") - joint("left", "shoulder"))
    heading = np.unwrap(np.arctan2(level[:, 0], level[:, 2]))
    dofs[:, DOF["heading"]] = heading + turn_rad
    c, s = np.cos(heading), np.sin(heading)
    forward = np.stack([c, np.zeros_like(c), -s], axis=-1)
    outward = np.stack([s, np.zeros_like(c), c], axis=-1)
    lean = -np.arctan2((up * forward).sum(axis=-1), up[:, 1])
    dofs[:, DOF["tilt"]] = 0.4 * lean
    dofs[:, DOF["lumbar_extension"]] = 0.6 * lean
    dofs[:, DOF["lumbar_bending"]] = np.arctan2((up * outward).sum(axis=-1), up[:, 1])

    for side, name, medial in (("r", "right", 1.0), ("l", "left", -1.0)):
        thigh = _unit(joint(name, "knee") - joint(name, "hip"))
        shank = _unit(joint(name, "ankle") - joint(name, "knee"))
        ahead = (thigh * forward).sum(axis=-1)
        aside = (thigh * outward).sum(axis=-1)
        flexion = np.arctan2(ahead, -thigh[:, 1])
        dofs[:, DOF[f"hip_flexion_{side}"]] = flexion - dofs[:, DOF["tilt"]]
        dofs[:, DOF[f"hip_adduction_{side}"]] = -medial * np.arcsin(np.clip(aside, -0.7, 0.7))
        bend = np.arccos(np.clip((thigh * shank).sum(axis=-1), -1, 1))
        dofs[:, DOF[f"knee_angle_{side}"]] = bend
        dofs[:, DOF[f"ankle_angle_{side}"]] = np.clip(bend - flexion, -0.4, 0.5)

    legs_m = [
        np.linalg.norm(joint(side, upper) - joint(side, lower), axis=-1)
        for side in ("left", "right")
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    ]
    guessed_leg_m = float(np.median(np.sum(legs_m, axis=0))) / 2
    leg_m = (constants[CONSTANT["thigh"]] + constants[CONSTANT["shank"]]) * height_m
    scale = px_per_metre(xy_px=xy, world_m=fill_gaps(world_m)) * guessed_leg_m / leg_m
    px_per_m = np.maximum(scale, 0.05 * np.max(scale))
    hip = 0.5 * (xy[:, INDEX["right_hip"]] + xy[:, INDEX["left_hip"]]) - np.array(centre_px)
    dofs[:, DOF["pelvis_tx"]] = hip[:, 0] / px_per_m
    dofs[:, DOF["pelvis_ty"]] = constants[CONSTANT["camera_height_m"]] - hip[:, 1] / px_per_m
    dofs[:, DOF["pelvis_tz"]] = -focal_px / px_per_m
    return dofs
