"""What is read straight off the picture from the front: angles and distances in its plane.

Every function takes places ``(..., point, xy)`` in px of the upright picture (x right, y down), of
a person who faces the camera, so the person's right is on the picture's left.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.terms import Side

Floats = NDArray[np.float64]
PictureMeasure = Callable[[Floats], Floats]

LEAST_THIGH_SHARE: Final = 0.35
"""A thigh shorter than this share of the shank in the picture points at the camera. DESIGN"""

TRUNK_POINTS: Final = ("right_hip", "left_hip", "right_shoulder", "left_shoulder")
LEVEL_POINTS: Final = ("right_hip", "left_hip")
STANCE_POINTS: Final = ("right_knee", "left_knee", "right_ankle", "left_ankle")
SHIFT_POINTS: Final = ("right_hip", "left_hip", "right_ankle", "left_ankle")


def leg_points(*, side: Side) -> tuple[str, ...]:
    """Name the landmarks of one leg from hip to ankle, as the leg's measures take them."""
    return tuple(f"{side.value}_{joint}" for joint in ("hip", "knee", "ankle"))


def frontal_plane_projection_angle(leg_px: Floats, *, side: Side) -> Floats:
    """Angle by which the knee stands inside the line from hip to ankle; outside is negative.

    Parameters
    ----------
    leg_px
        ``(..., 3, xy)``, px: hip, knee, ankle.
    side
        Whose leg it is.

    Returns
    -------
    ``(...)``, rad, valgus positive; 0 when the three lie on one line.

    Source: Herrington 2014 and Gwynne 2014 measure it so by hand, from the anterior spine, the
    middle of the knee and of the ankle; here from the landmarks of hip, knee and ankle.
    """
    inward = 1.0 if side is Side.RIGHT else -1.0
    thigh = leg_px[..., 1, :] - leg_px[..., 0, :]
    shank = leg_px[..., 2, :] - leg_px[..., 1, :]
    lean = [np.arctan2(inward * bone[..., 0], bone[..., 1]) for bone in (thigh, shank)]
    return _wrapped(lean[0] - lean[1])


def thigh_share(leg_px: Floats) -> Floats:
    """Length of the thigh in the picture as a share of the shank's: small when it points at us."""
    thigh = np.linalg.norm(leg_px[..., 1, :] - leg_px[..., 0, :], axis=-1)
    shank = np.linalg.norm(leg_px[..., 2, :] - leg_px[..., 1, :], axis=-1)
    return np.asarray(thigh / shank)


def pelvic_list(hips_px: Floats, *, roll_rad: float) -> Floats:
    """Sideways tilt of the line between the hips against the horizontal.

    Parameters
    ----------
    hips_px
        ``(..., 2, xy)``, px: right hip, left hip.
    roll_rad
        Roll of the camera, as in CameraPlacement.

    Returns
    -------
    ``(...)``, rad, positive when the right side is lower (as OpenSim's pelvis_list).
    """
    across = hips_px[..., 1, :] - hips_px[..., 0, :]
    return _wrapped(-(np.arctan2(across[..., 1], across[..., 0]) + roll_rad))


def trunk_lean_sideways(trunk_px: Floats, *, roll_rad: float) -> Floats:
    """Lean of the line from mid-hip to mid-shoulder against the vertical.

    Parameters
    ----------
    trunk_px
        ``(..., 4, xy)``, px: right hip, left hip, right shoulder, left shoulder.
    roll_rad
        Roll of the camera, as in CameraPlacement.

    Returns
    -------
    ``(...)``, rad, positive towards the person's right.
    """
    up = trunk_px[..., 2:, :].mean(axis=-2) - trunk_px[..., :2, :].mean(axis=-2)
    return _wrapped(-(np.arctan2(up[..., 0], -up[..., 1]) + roll_rad))


def knee_ankle_separation_ratio(stance_px: Floats, *, roll_rad: float) -> Floats:
    """Sideways distance of the knees over that of the ankles.

    Parameters
    ----------
    stance_px
        ``(..., 4, xy)``, px: right knee, left knee, right ankle, left ankle.
    roll_rad
        Roll of the camera, as in CameraPlacement.

    Returns
    -------
    ``(...)``: 1 when the knees are as far apart as the ankles, less when they come together.
    """
    level = _levelled_x(stance_px, roll_rad)
    return np.asarray((level[..., 1] - level[..., 0]) / (level[..., 3] - level[..., 2]))


def weight_shift(places_px: Floats, *, roll_rad: float) -> Floats:
    """Offset of the middle of the hips from the middle of the ankles, in hip widths.

    A surrogate: it says where the pelvis stands between the feet, not how the feet are loaded.

    Parameters
    ----------
    places_px
        ``(..., 4, xy)``, px: right hip, left hip, right ankle, left ankle.
    roll_rad
        Roll of the camera, as in CameraPlacement.

    Returns
    -------
    ``(...)``, positive towards the person's right.
    """
    level = _levelled_x(places_px, roll_rad)
    offset = level[..., :2].mean(axis=-1) - level[..., 2:].mean(axis=-1)
    width = np.linalg.norm(places_px[..., 1, :] - places_px[..., 0, :], axis=-1)
    return np.asarray(-offset / width)


def noise_of(*, measure: PictureMeasure, places_px: Floats, noise_px: Floats) -> float:
    """Spread that landmark noise gives a measure, to first order.

    Parameters
    ----------
    measure
        Takes places ``(point, xy)``.
    places_px
        ``(point, xy)``, px.
    noise_px
        ``(point,)``, px, standard deviation of each landmark, alike in x and y.

    Returns
    -------
    Standard deviation in the measure's unit.
    """
    step_px = 0.5
    nudges = np.eye(places_px.size).reshape(-1, *places_px.shape) * step_px
    slope = (measure(places_px + nudges) - measure(places_px - nudges)) / (2 * step_px)
    return float(np.linalg.norm(slope * np.repeat(noise_px, 2)))


def _levelled_x(places_px: Floats, roll_rad: float) -> Floats:
    return np.asarray(
        places_px[..., 0] * math.cos(roll_rad) - places_px[..., 1] * math.sin(roll_rad)
    )


def _wrapped(angle_rad: Floats) -> Floats:
    return np.asarray((angle_rad + np.pi) % (2 * np.pi) - np.pi)
