"""How a camera of unknown place, tilt and focal length sees points of the world."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANT, CONSTANTS, Array, Constant

# A second camera that sees the same body: its place and turn in the first one's world are free, its
# height, tilt and focal length as likely as the first one's; how late its clock runs against what
# was found, s.
BESIDE: Final[tuple[Constant, ...]] = (
    Constant("x_m", 0.0, np.inf),
    Constant("z_m", 0.0, np.inf),
    Constant("yaw_rad", 0.0, np.inf),
    *(CONSTANTS[CONSTANT[f"camera_{name}"]] for name in ("height_m", "pitch_rad", "roll_rad")),
    CONSTANTS[CONSTANT["focal_scale"]],
    Constant("delay_s", 0.0, 0.02),
)
_SHARED: Final = [CONSTANT[constant.name] for constant in BESIDE[3:7]]

_FLIP = np.diag([1.0, -1.0, -1.0])  # world (y up, z to the viewer) -> level camera (y down, z away)


@dataclass(frozen=True, eq=False)
class Projection:
    """Points in the picture, with derivatives.

    xy_px : (time, point, xy), px
    depth_m : (time, point), m along the optical axis
    by_point : (time, point, xy, xyz), px/m
    by_constant : (time, point, xy, constant), px per unit (camera constants only); the constants of
        ``skeleton``, after them those of the ``BESIDE`` camera where it is one
    depth_by_point : (xyz,), optical axis in the world
    depth_by_constant : (time, point, constant)
    """

    xy_px: Array
    depth_m: Array
    by_point: Array
    by_constant: Array
    depth_by_point: Array
    depth_by_constant: Array


def camera_rotation(*, pitch_rad: float, roll_rad: float) -> Array:
    """World to camera rotation (3, 3): pitch positive looks down, roll positive hangs right."""
    cp, sp, cr, sr = np.cos(pitch_rad), np.sin(pitch_rad), np.cos(-roll_rad), np.sin(-roll_rad)
    pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(roll @ pitch @ _FLIP)


def project(
    *, points_m: Array, constants: Array, focal_px: float, centre_px: tuple[float, float]
) -> Projection:
    """Project world points (time, point, xyz) with the camera constants of ``skeleton``."""
    pitch = constants[CONSTANT["camera_pitch_rad"]]
    roll = constants[CONSTANT["camera_roll_rad"]]
    rotation = camera_rotation(pitch_rad=pitch, roll_rad=roll)
    seen = points_m - np.array([0.0, constants[CONSTANT["camera_height_m"]], 0.0])
    camera = seen @ rotation.T
    x, y = camera[..., 0], camera[..., 1]
    z = np.maximum(camera[..., 2], 0.2)
    focal = focal_px * constants[CONSTANT["focal_scale"]]
    offset = np.stack([x / z, y / z], axis=-1)
    by_camera = np.zeros((*z.shape, 2, 3))
    by_camera[..., 0, 0] = by_camera[..., 1, 1] = focal / z
    by_camera[..., 0, 2] = -focal * x / z**2
    by_camera[..., 1, 2] = -focal * y / z**2

    cr, sr = np.cos(-roll), np.sin(-roll)
    rolled_x = np.array([cr, sr, 0.0])  # the pitch axis, seen after the roll
    camera_by = {
        "camera_height_m": np.broadcast_to(-rotation[:, 1], camera.shape),
        "camera_pitch_rad": np.cross(rolled_x, camera),
        "camera_roll_rad": -np.cross(np.array([0.0, 0.0, 1.0]), camera),
    }
    by_constant = np.zeros((*z.shape, 2, len(constants)))
    depth_by_constant = np.zeros((*z.shape, len(constants)))
    for name, slope in camera_by.items():
        by_constant[..., CONSTANT[name]] = (by_camera @ slope[..., None])[..., 0]
        depth_by_constant[..., CONSTANT[name]] = slope[..., 2]
    by_constant[..., CONSTANT["focal_scale"]] = focal_px * offset
    return Projection(
        xy_px=focal * offset + np.array(centre_px),
        depth_m=z,
        by_point=by_camera @ rotation,
        by_constant=by_constant,
        depth_by_point=rotation[2],
        depth_by_constant=depth_by_constant,
    )


def turn_about_y(angle_rad: float) -> Array:
    """Rotation (3, 3) about the vertical, positive to the left seen from above."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def project_beside(
    *, points_m: Array, camera: Array, focal_px: float, centre_px: tuple[float, float]
) -> Projection:
    """Project world points (time, point, xyz) with a camera of the constants in ``BESIDE``."""
    x_m, z_m, yaw_rad = camera[:3]
    turn = turn_about_y(yaw_rad)
    away_m = points_m - np.array([x_m, 0.0, z_m])
    constants = np.zeros(len(CONSTANTS))
    constants[_SHARED] = camera[3:7]
    own = project(
        points_m=away_m @ turn, constants=constants, focal_px=focal_px, centre_px=centre_px
    )
    turning = turn_about_y(yaw_rad + np.pi / 2) * np.array([[1, 0, 1], [0, 0, 0], [1, 0, 1]])
    by_yaw = away_m @ turning
    by_point = own.by_point @ turn.T
    depth_by_point = turn @ own.depth_by_point
    by_camera = np.zeros((*own.xy_px.shape, len(BESIDE)))
    by_camera[..., 0], by_camera[..., 1] = -by_point[..., 0], -by_point[..., 2]
    by_camera[..., 2] = (own.by_point @ by_yaw[..., None])[..., 0]
    by_camera[..., 3:7] = own.by_constant[..., _SHARED]
    depth_by_camera = np.zeros((*own.depth_m.shape, len(BESIDE)))
    depth_by_camera[..., :2] = -depth_by_point[[0, 2]]
    depth_by_camera[..., 2] = by_yaw @ own.depth_by_point
    depth_by_camera[..., 3:7] = own.depth_by_constant[..., _SHARED]
    nothing = np.zeros_like(own.by_constant)
    return replace(
        own,
        by_point=by_point,
        depth_by_point=depth_by_point,
        by_constant=np.concatenate([nothing, by_camera], axis=-1),
        depth_by_constant=np.concatenate([nothing[..., 0, :], depth_by_camera], axis=-1),
    )
