"""A made-up squat, filmed by a made-up phone: truth and landmarks for tests of the body fit."""

from dataclasses import dataclass

import numpy as np

from kneetrace.measure.clip import Clip
from kneetrace.measure.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.measure.projection import project
from kneetrace.measure.skeleton import CONSTANT, CONSTANTS, DOF, DOFS, MARK_NAMES, pose_body

FOCAL_PX = 896.0
SIZE_PX = (720, 1280)


@dataclass(frozen=True, eq=False)
class Recording:
    clip: Clip
    track: CleanTrack
    dofs: np.ndarray


def squat(
    *, yaw_rad: float, noise_px: float = 1.5, seed: int = 0, height_m: float = 1.7
) -> Recording:
    """Two squats after two seconds of standing; the camera sees the person from ``yaw_rad``."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(0, 9.0, 1 / 30)
    depth = np.where(time_s > 2, 0.5 - 0.5 * np.cos(2 * np.pi * (time_s - 2) / 3.5), 0.0)
    dofs = np.zeros((len(time_s), len(DOFS)))
    for side in "rl":
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(4) + np.radians(86) * depth
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(5) + np.radians(83) * depth
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(-5)
    tilt, lumbar = np.radians(-3) - np.radians(26) * depth, np.radians(-2) - np.radians(24) * depth
    dofs[:, DOF["tilt"]], dofs[:, DOF["lumbar_extension"]] = tilt, lumbar
    for side in "rl":  # flat feet
        shank = tilt + dofs[:, DOF[f"hip_flexion_{side}"]] - dofs[:, DOF[f"knee_angle_{side}"]]
        dofs[:, DOF[f"ankle_angle_{side}"]] = -shank
    dofs[:, DOF["heading"]] = -np.pi / 2 - yaw_rad
    constants = np.array([c.mean for c in CONSTANTS])
    points = pose_body(dofs=dofs, constants=constants, height_m=height_m).points_m
    heel = points[:, MARK_NAMES.index("right_heel")]
    clearance = (0.039 - constants[CONSTANT["heel_down"]]) * height_m
    dofs[:, :3] -= heel - [0.0, clearance, -3.2]
    body = pose_body(dofs=dofs, constants=constants, height_m=height_m)
    view = project(
        points_m=body.points_m,
        constants=constants,
        focal_px=FOCAL_PX,
        centre_px=(SIZE_PX[0] / 2, SIZE_PX[1] / 2),
    )
    frames = len(time_s)
    marks = [INDEX[name] for name in MARK_NAMES]
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    xy_px[:, marks] = view.xy_px + rng.normal(0, noise_px, view.xy_px.shape)
    xy_px[:, INDEX["nose"]] = view.xy_px[:, :1].mean(axis=1) - [
        0.0,
        0.12 * height_m * FOCAL_PX / 3.2,
    ]
    world_m = np.zeros((frames, len(LANDMARKS), 3))
    centre = body.points_m.mean(axis=1, keepdims=True)
    world_m[:, marks] = (body.points_m - centre) * [1.0, -1.0, -1.0]
    clip = Clip(
        name="synthetic",
        width_px=SIZE_PX[0],
        height_px=SIZE_PX[1],
        time_s=time_s,
        brightness=np.full(frames, 0.5),
        focal_px=FOCAL_PX,
    )
    track = CleanTrack(
        person=0,
        xy_px=xy_px,
        visibility=np.ones((frames, len(LANDMARKS))),
        world_m=world_m,
        noise_px=np.full(len(LANDMARKS), noise_px),
        swapped=np.zeros(frames, dtype=bool),
        rejected=np.zeros((frames, len(LANDMARKS)), dtype=bool),
    )
    return Recording(clip, track, dofs)
