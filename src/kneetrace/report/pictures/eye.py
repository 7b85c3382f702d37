"""From where a drawing is seen: world to paper, without perspective."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PITCH_RAD: Final = math.radians(7.0)
"""Looking down a little shows the top of a step and of a seat."""

FROM_BESIDE: Final = 0.6


@dataclass(frozen=True, kw_only=True)
class Eye:
    """Where the drawing is seen from.

    yaw_rad : 0 straight in front of the person, positive on their left, as ``CameraPlacement``
    scale : paper units for a metre
    """

    yaw_rad: float
    scale: float
    pitch_rad: float = PITCH_RAD

    @property
    def from_above(self) -> bool:
        """Whether the eye looks straight down."""
        return self.pitch_rad >= math.pi / 2

    @property
    def from_beside(self) -> bool:
        """Whether one side of the body is clearly further away than the other."""
        return not self.from_above and abs(math.sin(self.yaw_rad)) > FROM_BESIDE

    def nearness(self, points_m: Array) -> float:
        """How near points are on average, m; looking down counts only right from above."""
        if self.from_above:
            return float(np.mean(points_m[..., 1]))
        cos, sin = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return float(np.mean(points_m[..., :3] @ np.array([cos, 0.0, -sin])))

    def see(self, points_m: Array) -> Array:
        """Give ``(..., 3)``: place on paper, x to the right and y down, and nearness."""
        sin, cos = math.sin(self.yaw_rad), math.cos(self.yaw_rad)
        across = points_m @ np.array([-sin, 0.0, -cos])
        near = points_m @ np.array([cos, 0.0, -sin])
        up = points_m[..., 1]
        sin_p, cos_p = math.sin(self.pitch_rad), math.cos(self.pitch_rad)
        return self.scale * np.stack(
            [across, -(up * cos_p - near * sin_p), near * cos_p + up * sin_p], axis=-1
        )
