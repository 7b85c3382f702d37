"""Body landmarks seen in a clip, person by person."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.clip import Clip

LANDMARKS: Final[tuple[str, ...]] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 BlazePose landmarks, in the network's order; left and right are the person's own."""

INDEX: Final[dict[str, int]] = {name: i for i, name in enumerate(LANDMARKS)}


@dataclass(frozen=True, eq=False, kw_only=True)
class LandmarkTrack:
    """One person followed through a clip; NaN in frames where the person was not found.

    xy_px : (frame, landmark, xy), px of the upright picture, x right, y down
    visibility : (frame, landmark), 0 to 1, the network's own belief that the landmark shows
    world_m : (frame, landmark, xyz), m, the network's 3-D guess: origin mid-hip, x right and
        y down in the picture, z away from the camera. A prior at best, never a measurement.
    score : (frame,), 0 to 1, the network's belief that a person is there; NaN where not found
    """

    person: int
    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world_m: NDArray[np.float64]
    score: NDArray[np.float64]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(frame,) where the person was found."""
        return np.isfinite(self.score)


@dataclass(frozen=True, eq=False, kw_only=True)
class Landmarks:
    """All candidate persons of a clip, and how they were found.

    ``stage_s`` holds wall seconds by ``Stage``.
    """

    clip: Clip
    tracks: tuple[LandmarkTrack, ...]
    model: str
    stage_s: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class CleanTrack:
    """The chosen person's landmarks after swaps and outliers are dealt with.

    xy_px : (frame, landmark, xy), px; NaN where rejected or not found; not smoothed
    visibility, world_m : as in LandmarkTrack, left and right exchanged where ``swapped``
    noise_px : (landmark,), px, standard deviation above 6 Hz estimated from this clip
    swapped : (frame,), legs had left and right exchanged by the network and were put back
    rejected : (frame, landmark), outliers taken out
    """

    person: int
    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world_m: NDArray[np.float64]
    noise_px: NDArray[np.float64]
    swapped: NDArray[np.bool_]
    rejected: NDArray[np.bool_]
