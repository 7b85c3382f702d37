"""Points in space from what several calibrated cameras saw of them at once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

Floats = NDArray[np.float64]

POSE2SIM: Final = Path(__file__).with_name("pose2sim_cameras.toml")


@dataclass(frozen=True, eq=False, kw_only=True)
class Camera:
    """A calibrated camera: ``x_camera = rotation @ x_world + translation_m``, the world's z up."""

    focal_px: Floats
    centre_px: Floats
    distortion: Floats
    rotation: Floats
    translation_m: Floats

    @property
    def roll_rad(self) -> float:
        """How far the camera hangs to its right, as in CameraPlacement."""
        up = self.rotation[:, 2]
        return float(np.arctan2(-up[0], -up[1]))

    def straightened(self, xy_px: Floats) -> Floats:
        """Undo lens and focal length: directions ``(..., 2)`` in focal lengths."""
        seen = (xy_px - self.centre_px) / self.focal_px
        k1, k2, p1, p2 = self.distortion
        straight = seen.copy()
        for _ in range(10):
            x, y = straight[..., 0], straight[..., 1]
            square = x**2 + y**2
            aside = np.stack(
                [
                    2 * p1 * x * y + p2 * (square + 2 * x**2),
                    p1 * (square + 2 * y**2) + 2 * p2 * x * y,
                ],
                axis=-1,
            )
            straight = (seen - aside) / (1 + k1 * square + k2 * square**2)[..., None]
        return np.asarray(straight)

    def directions(self, places_m: Floats) -> Floats:
        """Tell where points ``(..., 3)`` show, ``(..., 2)`` in focal lengths."""
        own_m = self.own(places_m)
        return np.asarray(own_m[..., :2] / own_m[..., 2:])

    def own(self, places_m: Floats) -> Floats:
        """Turn places of the world into the camera's own, m."""
        return np.asarray(places_m @ self.rotation.T + self.translation_m)


def read_cameras(*, path: Path = POSE2SIM) -> Mapping[str, Camera]:
    """Read calibrated cameras by name."""
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Camera(
            focal_px=np.array(each["focal_px"]),
            centre_px=np.array(each["centre_px"]),
            distortion=np.array(each["distortion"]),
            rotation=Rotation.from_rotvec(each["rotation_rad"]).as_matrix(),
            translation_m=np.array(each["translation_m"]),
        )
        for name, each in content.items()
    }


def triangulate(*, cameras: Sequence[Camera], xy_px: Sequence[Floats]) -> Floats:
    """Find the places that suit all pictures best, ``(..., 3)`` m.

    Linear least squares, thrice, each equation the last times divided by the distance, so that
    it is the error in the picture that is made small. What a camera did not see (NaN) is left out.
    """
    seen = [camera.straightened(xy) for camera, xy in zip(cameras, xy_px, strict=True)]
    weights = [np.ones(each.shape[:-1]) for each in seen]
    for _ in range(3):
        equations = []
        for camera, xy, weight in zip(cameras, seen, weights, strict=True):
            projection = np.column_stack([camera.rotation, camera.translation_m])
            for axis in (0, 1):
                row = xy[..., axis, None] * projection[2] - projection[axis]
                equations.append(row * weight[..., None])
        _, _, right = np.linalg.svd(np.nan_to_num(np.stack(equations, axis=-2)))
        places_m = right[..., -1, :3] / right[..., -1, 3:]
        weights = [1 / np.maximum(camera.own(places_m)[..., 2], 0.1) for camera in cameras]
    return np.asarray(places_m)
