"""Stick figures that bridge and plank on the floor, filmed straight from the side."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from kneetrace.measure import INDEX, LANDMARKS, Clip, Landmarks, LandmarkTrack

Floats = NDArray[np.float64]

RATE_HZ: Final = 30.0
PX_PER_M: Final = 500.0
SIZE_PX: Final = (1280, 720)
TRUNK_M, THIGH_M, SHANK_M = 0.50, 0.42, 0.42
PELVIS_M: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class FloorErrors:
    """How the network errs: jitter in px, and slow errors of each landmark in m."""

    trembling_px: float = 1.5
    landmark_m: float = 0.015
    memory_s: float = 0.6


def bridges(
    *,
    lift: Floats,
    heel_m: float = 0.08,
    errors: FloorErrors | None = None,
    mirrored: bool = False,
    seed: int = 0,
) -> Landmarks:
    """Bridge on the right leg; ``lift (frame,)`` 0 lying to 1 lifted to 35 degrees of the trunk.

    The head is on the picture's left and the right side turned to the camera; ``mirrored`` is
    the same on the left leg, from the other side.
    """
    rise_rad = np.radians(35) * lift
    shoulder = np.broadcast_to([0.3, 0.10], (len(lift), 2))
    hip = shoulder + TRUNK_M * np.stack([np.cos(rise_rad), np.sin(rise_rad)], axis=1)
    ankle = np.broadcast_to([1.30, heel_m], (len(lift), 2))
    knee = _bent(hip, ankle)
    free_knee = _beside(hip, 0.0, THIGH_M)
    places = {
        "nose": (_beside(shoulder, -0.22, 0.05), 0.0),
        "right_shoulder": (shoulder, -0.18),
        "left_shoulder": (shoulder, 0.18),
        "right_hip": (hip, -PELVIS_M / 2),
        "left_hip": (hip, PELVIS_M / 2),
        "right_knee": (knee, -PELVIS_M / 2),
        "left_knee": (free_knee, PELVIS_M / 2),
        **_foot("right", ankle, -PELVIS_M / 2),
        **_foot("left", _beside(free_knee, SHANK_M, 0.0), PELVIS_M / 2),
    }
    return _filmed(places, errors or FloorErrors(), mirrored, seed)


def side_plank(
    *,
    lift: Floats,
    sag_rad: float = 0.0,
    errors: FloorErrors | None = None,
    mirrored: bool = False,
    seed: int = 0,
) -> Landmarks:
    """Plank on the right side, facing the camera; ``lift (frame,)`` 0 lying to 1 held up."""
    shoulder, ankle = np.array([0.35, 0.42]), np.array([1.65, 0.10])
    middle = (shoulder + ankle) / 2
    span_m = float(np.linalg.norm(ankle - shoulder))
    straight = middle - [0.0, span_m / 2 * np.tan(sag_rad / 2)]
    lying = np.array([middle[0], 0.10])
    hip = lying + lift[:, None] * (straight - lying)
    knee = (hip + ankle) / 2
    half = np.array([0.0, 0.17])
    places = {
        "nose": (_beside(shoulder, -0.2, 0.1), -0.1),
        "right_shoulder": (shoulder - half, 0.0),
        "left_shoulder": (shoulder + half, 0.0),
        "right_hip": (hip - half / 2, 0.0),
        "left_hip": (hip + half / 2, 0.0),
        "right_knee": (knee - half / 4, 0.0),
        "left_knee": (knee + half / 4, 0.0),
        **_foot("right", ankle - half / 4, 0.0),
        **_foot("left", ankle + half / 4, 0.0),
    }
    return _filmed(places, errors or FloorErrors(), mirrored, seed)


def _beside(place: Floats, right_m: float, up_m: float) -> Floats:
    return np.asarray(place + np.array([right_m, up_m]))


def _bent(hip: Floats, ankle: Floats) -> Floats:
    """Knee of a leg from hip to ankle, bent upwards."""
    line = ankle - hip
    reach_m = np.minimum(np.linalg.norm(line, axis=1), THIGH_M + SHANK_M - 1e-6)
    along_m = (THIGH_M**2 - SHANK_M**2 + reach_m**2) / (2 * reach_m)
    off_m = np.sqrt(THIGH_M**2 - along_m**2)
    unit = line / np.linalg.norm(line, axis=1, keepdims=True)
    upward = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return np.asarray(hip + along_m[:, None] * unit + off_m[:, None] * upward)


def _foot(side: str, ankle: Floats, depth_m: float) -> dict[str, tuple[Floats, float]]:
    return {
        f"{side}_ankle": (ankle, depth_m),
        f"{side}_heel": (_beside(ankle, 0.03, -0.03), depth_m),
        f"{side}_foot_index": (_beside(ankle, 0.08, 0.12), depth_m),
    }


def _filmed(
    places: dict[str, tuple[Floats, float]], errors: FloorErrors, mirrored: bool, seed: int
) -> Landmarks:
    """Film places ``(frame, xy)`` m, y up, at their depths; (frame,) or constant."""
    rng = np.random.default_rng(seed)
    frames = max(len(place) for place, _ in places.values() if place.ndim == 2)
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    world_m = np.full((frames, len(LANDMARKS), 3), np.nan)
    for name, (place, depth_m) in places.items():
        slow = gaussian_filter1d(rng.normal(size=(frames, 2)), errors.memory_s * RATE_HZ, axis=0)
        seen_m = place + errors.landmark_m * slow / max(float(slow.std()), 1e-9)
        x_px = PX_PER_M * seen_m[:, 0] + 140
        y_px = 620 - PX_PER_M * seen_m[:, 1]
        at = INDEX[_other(name) if mirrored else name]
        jitter = rng.normal(0, errors.trembling_px, (frames, 2))
        xy_px[:, at] = np.stack([SIZE_PX[0] - x_px if mirrored else x_px, y_px], axis=1) + jitter
        world_m[:, at, 0] = (-1 if mirrored else 1) * (seen_m[:, 0] - 0.8)
        world_m[:, at, 1] = -seen_m[:, 1]
        world_m[:, at, 2] = depth_m
    track = LandmarkTrack(
        person=0,
        xy_px=xy_px,
        visibility=np.ones((frames, len(LANDMARKS))),
        world_m=world_m,
        score=np.ones(frames),
    )
    clip = Clip(
        name="simulated",
        width_px=SIZE_PX[0],
        height_px=SIZE_PX[1],
        time_s=np.arange(frames) / RATE_HZ,
        brightness=np.full(frames, 0.5),
    )
    return Landmarks(clip=clip, tracks=(track,), model="simulated")


def _other(name: str) -> str:
    return name.replace("left", "#").replace("right", "left").replace("#", "right")
