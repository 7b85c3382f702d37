"""Joint angles through time, as the fitted body gives them."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

JOINTS: Final[tuple[str, ...]] = (
    "mid_hip",
    "hip_r",
    "knee_r",
    "ankle_r",
    "heel_r",
    "toe_r",
    "hip_l",
    "knee_l",
    "ankle_l",
    "heel_l",
    "toe_l",
    "neck",
    "shoulder_r",
    "shoulder_l",
)
"""Points of the fitted skeleton, in the order of ``Motion.joints_m``."""


UNSEEN: Final = ("hip_rotation_r", "hip_rotation_l", "ankle_angle_r", "ankle_angle_l")
"""Coordinates that only complete a posture fitted to a video, never reported: no camera sees a
thigh turn about its own axis, and ankle angles from video were 22 to 26 deg off (ipad2025)."""


@dataclass(frozen=True, kw_only=True)
class CameraPlacement:
    """Where the phone stood, as estimated from the clip.

    ``yaw_rad`` is the angle between the camera's line of sight and the person's own forward
    direction, median over the clip: 0 = straight front view, positive = the camera stands on
    the person's left, +-pi/2 = side view, +-pi = from behind. ``pitch_rad`` positive looks
    down. ``roll_rad`` positive: the picture's right side hangs down.
    Standard deviations (``*_sd_rad``) are those of the fit.
    """

    yaw_rad: float
    yaw_sd_rad: float
    pitch_rad: float
    roll_rad: float
    height_m: float
    distance_m: float
    focal_px: float


@dataclass(frozen=True, eq=False, kw_only=True)
class MotionTable:
    """Coordinates read from a motion file.

    time_s : (time,), s
    values : coordinate -> (time,), rad or m, in the column order of the file
    """

    time_s: NDArray[np.float64]
    values: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Laboratory:
    """How the axes of the laboratory that a motion was recorded in lie in the motion's world.

    turn : (3, 3), rotation; the motion's axes seen from the laboratory's are its rows
    raised_m : by how much everything was then lifted, for the floor to be at 0
    """

    turn: NDArray[np.float64]
    raised_m: float

    def places_m(self, places_m: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Bring places of the laboratory, (..., xyz), m, into the motion's world."""
        return np.asarray(places_m @ self.turn.T + np.array([0.0, self.raised_m, 0.0]))


@dataclass(frozen=True, eq=False, kw_only=True)
class Motion:
    """The fitted body through time.

    time_s : (time,), s, video time of each fitted frame
    values : coordinate -> (time,), rad or m (OpenSim names and signs, Y up, ground at y = 0)
    sd : coordinate -> (time,), standard deviation of ``values``; 90 % interval = +-1.645 sd
    joints_m : (time, joint, xyz), m, world: x forward of the first pose, y up, z to the right
    joints_px : (time, joint, xy), px of the upright picture
    planted : side suffix "r"/"l" -> (time,), the foot was treated as standing still
    residual_px : (time, landmark), px, distance between landmark and fitted body; NaN unused
    standing : (time,), the person stands straight here (anchor of leg length)
    joint_sd_m : joint -> spread of its place, m, one axis; only where no camera saw the body
    unseen : coordinates that are there to complete the posture and may not leave the program
    laboratory : where the motion lies in the laboratory it was recorded in; None of a video
    """

    time_s: NDArray[np.float64]
    values: dict[str, NDArray[np.float64]]
    sd: dict[str, NDArray[np.float64]]
    joints_m: NDArray[np.float64]
    joints_px: NDArray[np.float64]
    planted: dict[str, NDArray[np.bool_]]
    residual_px: NDArray[np.float64]
    standing: NDArray[np.bool_]
    camera: CameraPlacement
    joint_sd_m: dict[str, float] = field(default_factory=dict)
    unseen: tuple[str, ...] = UNSEEN
    laboratory: Laboratory | None = None

    @property
    def reported(self) -> tuple[str, ...]:
        """Names of the coordinates that may leave the program: all but ``unseen``."""
        return tuple(name for name in self.values if name not in self.unseen)
