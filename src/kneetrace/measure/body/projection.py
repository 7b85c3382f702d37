"""How a camera of unknown place, tilt and focal length sees points of the world."""

from dataclasses import dataclass

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANT, Array

_FLIP = np.diag([1.0, -1.0, -1.0])  # world (y up, z to the viewer) -> level camera (y down, z away)


@dataclass(frozen=True, eq=False)
class Projection:
    """Points in the picture, with derivatives.

    xy_px : (time, point, xy), px
    depth_m : (time, point), m along the optical axis
    by_point : (time, point, xy, xyz), px/m
    by_constant : (time, point, xy, constant), px per unit (camera constants only)
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
