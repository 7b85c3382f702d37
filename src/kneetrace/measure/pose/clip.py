"""What is known about a video before anyone looks at the person in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, kw_only=True)
class Clip:
    """One video, upright (rotation flags applied).

    ``time_s (frame,)`` are presentation times of the decoded frames, from the container (so a
    variable frame rate is kept). ``focal_px`` is set only when the container or the user gave
    it. ``brightness (frame,)`` is the mean luma, 0 to 1. ``quarter_turns`` counter-clockwise were
    added to the container's own because the person lay on the side or stood on the head.
    ``mirrored`` tells that left and right of the pictures were exchanged, because the camera had
    mirrored them. ``notes`` are plain sentences about what was repaired or left out while reading.
    """

    name: str
    width_px: int
    height_px: int
    time_s: NDArray[np.float64]
    brightness: NDArray[np.float64]
    focal_px: float | None = None
    codec: str = ""
    quarter_turns: int = 0
    mirrored: bool = False
    notes: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)

    @property
    def rate_hz(self) -> float:
        """Median frame rate; 0 for fewer than two frames."""
        return float(1 / np.median(np.diff(self.time_s))) if self.frames > 1 else 0.0
