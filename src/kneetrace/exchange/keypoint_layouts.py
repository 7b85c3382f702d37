"""In which order the keypoint formats of others hold the body's landmarks."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import INDEX, LANDMARKS

Array = NDArray[np.float64]

_MIDDLES: Final = {
    "neck": ("left_shoulder", "right_shoulder"),
    "mid_hip": ("left_hip", "right_hip"),
}
"""Points we do not keep but can write: they lie between two that we do."""


@dataclass(frozen=True, kw_only=True)
class KeypointLayout:
    """The points of a format in its order: a landmark's name, a middle, or '' for one we drop."""

    name: str
    points: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Landmarks this layout holds, in its order."""
        return tuple(point for point in self.points if point in INDEX)

    def to_landmarks(self, keypoints: Array) -> tuple[Array, Array]:
        """Part keypoints ``(frame, point, x y confidence)`` into places and visibility.

        Returns
        -------
        (frame, landmark, xy), px, NaN where not found; (frame, landmark), 0 to 1
        """
        frames = len(keypoints)
        xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
        visibility = np.zeros((frames, len(LANDMARKS)))
        for number, point in enumerate(self.points):
            if point in INDEX:
                found = keypoints[:, number, 2] > 0
                xy_px[found, INDEX[point]] = keypoints[found, number, :2]
                visibility[found, INDEX[point]] = np.minimum(keypoints[found, number, 2], 1.0)
        return xy_px, visibility

    def from_landmarks(self, *, xy_px: Array, visibility: Array) -> Array:
        """Put landmarks into this order: (frame, point, x y confidence), 0 0 0 where not found."""
        keypoints = np.zeros((len(xy_px), len(self.points), 3))
        for number, point in enumerate(self.points):
            sources = [INDEX[one] for one in _MIDDLES.get(point, (point,)) if one in INDEX]
            if sources:
                keypoints[:, number, :2] = xy_px[:, sources].mean(axis=1)
                keypoints[:, number, 2] = visibility[:, sources].min(axis=1)
        keypoints[~(np.isfinite(keypoints).all(axis=2) & (keypoints[..., 2] > 0))] = 0.0
        return keypoints


def _sided(*parts: str, first: str = "left") -> tuple[str, ...]:
    second = "right" if first == "left" else "left"
    return tuple(f"{side}_{part}" for part in parts for side in (first, second))


def _one_side(side: str, *parts: str) -> tuple[str, ...]:
    return tuple(f"{side}_{part}" for part in parts)


_ARM: Final = ("shoulder", "elbow", "wrist")
_LEG: Final = ("hip", "knee", "ankle")

COCO_17: Final = KeypointLayout(
    name="coco_17", points=("nose", *_sided("eye", "ear", *_ARM, *_LEG))
)
"""Lin 2014 (doi 10.1007/978-3-319-10602-1_48); the order of COCO keypoint results."""

COCO_18: Final = KeypointLayout(
    name="coco_18",
    points=(
        *("nose", "neck"),
        *(*_one_side("right", *_ARM), *_one_side("left", *_ARM)),
        *(*_one_side("right", *_LEG), *_one_side("left", *_LEG)),
        *_sided("eye", "ear", first="right"),
    ),
)
"""OpenPose's older model of the body (Cao 2021, doi 10.1109/TPAMI.2019.2929257)."""

BODY_25: Final = KeypointLayout(
    name="body_25",
    points=(
        *("nose", "neck"),
        *(*_one_side("right", *_ARM), *_one_side("left", *_ARM)),
        *("mid_hip", *_one_side("right", *_LEG), *_one_side("left", *_LEG)),
        *_sided("eye", "ear", first="right"),
        *("left_foot_index", "", "left_heel"),
        *("right_foot_index", "", "right_heel"),
    ),
)
"""OpenPose's model with feet (Cao 2021); the small toes have no landmark of ours."""

HALPE_26: Final = KeypointLayout(
    name="halpe_26",
    points=(
        *COCO_17.points,
        *("", "neck", "mid_hip"),
        *(*_sided("foot_index"), "", "", *_sided("heel")),
    ),
)
"""Body and feet of Halpe (Fang 2022, doi 10.1109/TPAMI.2022.3222784), as rtmlib writes it."""

BLAZEPOSE_33: Final = KeypointLayout(name="blazepose_33", points=LANDMARKS)
"""MediaPipe's own, and ours."""

LAYOUTS: Final = MappingProxyType(
    {one.name: one for one in (COCO_17, COCO_18, BODY_25, HALPE_26, BLAZEPOSE_33)}
)
"""Every layout by its name; each has a number of points of its own, so it can be told by it."""


def layout_of(points: int) -> KeypointLayout | None:
    """Tell a layout by its number of points; None when no known one has so many."""
    return next((one for one in LAYOUTS.values() if len(one.points) == points), None)
