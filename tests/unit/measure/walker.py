"""A made-up walker whose foot strikes and foot offs are known."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from kneetrace.measure import JOINTS, CameraPlacement, Clip, Motion
from kneetrace.measure.movement.events.gait_events import FootPaths
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.terms import COORDINATES, Side

Floats = NDArray[np.float64]

STANCE = 0.6
"""Share of a stride in which a foot is on the ground."""

BEGINS = {Side.RIGHT: 0.3, Side.LEFT: 0.8}
"""When each foot strikes first, in strides."""

KNEE_DEG = ([0.0, 0.12, 0.4, 0.72, 0.97], [5.0, 18.0, 8.0, 60.0, 4.0])
"""Knee flexion by share of the stride from the strike on."""


def walk(
    *,
    stride_s: float = 1.1,
    strides: float = 5.0,
    rate_hz: float = 100.0,
    belt: bool = False,
    stance: float = STANCE,
    land_deg: float = 20.0,
    swing_m: float = 0.6,
) -> FootPaths:
    """Walk: the right foot strikes at 0.3 strides and then every stride, the left half way between.

    ``land_deg`` is the angle of the sole at the strike, toes up positive; on a belt the hips stay
    where they are. A ``swing_m`` of nothing stands.
    """
    time_s = np.arange(0, strides * stride_s, 1 / rate_hz)
    hips = np.stack([0 * time_s, 0.9 + 0 * time_s, 0 * time_s], axis=1)
    if not belt:
        hips[:, 0] = swing_m / stance * time_s / stride_s
    heel, toe = {}, {}
    for side, begin in BEGINS.items():
        phase = (time_s / stride_s - begin) % 1.0
        rolled = np.clip((phase - 0.6 * stance) / (0.4 * stance), 0, None)
        stands = _cyclic([0, 0.08, 0.6 * stance, stance], [land_deg, 0, 0, 0])(phase)
        swings = _cyclic([stance, 0.5 + stance / 2, 0.97, 1], [-60, -30, land_deg + 2, land_deg])(
            phase
        )
        sole = np.radians(np.where(phase < stance, stands - 60 * rolled**2, swings))
        ahead = np.where(
            phase < stance,
            0.3 - 0.6 * phase / stance,
            -0.3
            + 0.6 * np.sin(np.pi / 2 * np.minimum((phase - stance) / (0.98 - stance), 1.0)) ** 2,
        )
        swinging = np.clip((phase - stance) / (1 - stance), 0, 1)
        lift = 0.05 * np.sign(swing_m) * np.sin(np.pi * swinging)
        ahead *= swing_m
        sole *= np.sign(swing_m)
        across = np.full_like(phase, 0.1 if side is Side.RIGHT else -0.1)
        ball = np.stack([ahead + 0.1, 0.03 + lift, across], axis=1)
        along = np.stack([np.cos(sole), np.sin(sole), 0 * sole], axis=1)
        pivot = np.where(sole < 0, 0.1, -0.08)[:, None]  # rolls over the ball, lands on the heel
        heel[side] = hips * [1, 0, 1] + ball + pivot * [1, 0, 0] - (0.08 + pivot) * along
        toe[side] = heel[side] + 0.18 * along
    return FootPaths(
        time_s=time_s,
        heel_m=heel,
        toe_m=toe,
        mid_hip_m=hips,
        across_m=np.tile([0.0, 0.0, 0.2], (len(time_s), 1)),
    )


def body_of(
    paths: FootPaths,
    *,
    stride_s: float = 1.1,
    lean_rad: float = 0.1,
    right_more_deg: float = 0.0,
    pelvis_rad: float = 0.0,
) -> Motion:
    """Give the walker a body: knees that bend, a trunk that leans, a pelvis that tips by
    ``pelvis_rad`` to the side of the leg that swings, and a right knee that bends more.
    """
    frames = len(paths.time_s)
    phase = {side: (paths.time_s / stride_s - begin) % 1.0 for side, begin in BEGINS.items()}
    values = {name: np.zeros(frames) for name in COORDINATES}
    for side, more in ((Side.RIGHT, right_more_deg), (Side.LEFT, 0.0)):
        values[f"knee_angle_{side.suffix}"] = np.radians(_cyclic(*KNEE_DEG)(phase[side]) + more)
    values["pelvis_list"] = -pelvis_rad * np.sin(2 * np.pi * phase[Side.RIGHT])
    place_m = {"mid_hip": paths.mid_hip_m}
    for side, way in ((Side.RIGHT, 0.5), (Side.LEFT, -0.5)):
        hip_m = paths.mid_hip_m + way * paths.across_m
        ankle_m = paths.heel_m[side] + [0.05, 0.08, 0.0]
        joints = {"hip": hip_m, "knee": (hip_m + ankle_m) / 2, "ankle": ankle_m}
        joints |= {"heel": paths.heel_m[side], "toe": paths.toe_m[side]}
        place_m |= {f"{name}_{side.suffix}": place for name, place in joints.items()}
    place_m["neck"] = paths.mid_hip_m + 0.5 * np.array([np.sin(lean_rad), np.cos(lean_rad), 0.0])
    place_m |= {"shoulder_r": place_m["neck"], "shoulder_l": place_m["neck"]}
    return Motion(
        time_s=paths.time_s,
        values=values,
        sd={name: np.full(frames, 0.05) for name in COORDINATES},
        joints_m=np.stack([place_m[name] for name in JOINTS], axis=1),
        joints_px=np.zeros((frames, len(JOINTS), 2)),
        planted={side: np.zeros(frames, dtype=bool) for side in "rl"},
        residual_px=np.zeros((frames, len(LANDMARKS))),
        standing=np.zeros(frames, dtype=bool),
        camera=CameraPlacement(
            yaw_rad=0.0,
            yaw_sd_rad=0.03,
            pitch_rad=0.0,
            roll_rad=0.0,
            height_m=0.9,
            distance_m=3.0,
            focal_px=900.0,
        ),
    )


def clip_of(paths: FootPaths) -> Clip:
    """Give the walker a video as long as the walk."""
    return Clip(
        name="walk",
        width_px=1280,
        height_px=720,
        time_s=paths.time_s,
        brightness=np.full(len(paths.time_s), 0.5),
    )


def turned(paths: FootPaths, *, heading_rad: float) -> FootPaths:
    """Turn everything about the vertical."""
    c, s = np.cos(heading_rad), np.sin(heading_rad)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T
    return replace(
        paths,
        heel_m={side: path @ turn for side, path in paths.heel_m.items()},
        toe_m={side: path @ turn for side, path in paths.toe_m.items()},
        mid_hip_m=paths.mid_hip_m @ turn,
        across_m=paths.across_m @ turn,
    )


def mirrored(paths: FootPaths) -> FootPaths:
    """Swap right and left."""
    flip = np.array([1.0, 1.0, -1.0])
    return replace(
        paths,
        heel_m={side: paths.heel_m[side.other] * flip for side in Side},
        toe_m={side: paths.toe_m[side.other] * flip for side in Side},
        mid_hip_m=paths.mid_hip_m * flip,
        across_m=-paths.across_m * flip,
    )


def _cyclic(phase: list[float], value: list[float]) -> PchipInterpolator:
    """Draw a smooth curve through points of one stride that repeats itself."""
    again = [(p + turn, v) for turn in (-1, 0, 1) for p, v in zip(phase, value, strict=True)]
    return PchipInterpolator(*map(np.array, zip(*again, strict=True)))
