"""The fitted skeleton drawn onto a picture: right solid and round, left dashed and square."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import INDEX, JOINTS, Measurement
from kneetrace.terms import Side

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

RIGHT: Final[Colour] = (86, 180, 233)  # Okabe and Ito's sky blue and orange: told apart by
LEFT: Final[Colour] = (240, 158, 40)  # people with every kind of colour vision
MIDDLE: Final[Colour] = (255, 255, 255)
OUTLINE: Final[Colour] = (12, 18, 22)
SIDE_COLOUR: Final[Mapping[Side, Colour]] = {Side.RIGHT: RIGHT, Side.LEFT: LEFT}

FINER: Final = 2
"""The layer is drawn this many times finer and then shrunk, which smooths its edges."""

LEG: Final = ("hip", "knee", "ankle", "heel", "toe", "ankle")
TRUNK: Final = (
    ("hip_r", "hip_l"),
    ("mid_hip", "neck"),
    ("shoulder_r", "shoulder_l"),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Skeleton:
    """Joint places through time in the upright picture: ``joints_px (time, joint, xy)``."""

    time_s: NDArray[np.float64]
    joints_px: NDArray[np.float64]

    def at(self, time_s: float) -> dict[str, Point]:
        """Places of all joints known at a time, between the two nearest samples."""
        if not self.time_s[0] - 0.1 <= time_s <= self.time_s[-1] + 0.1:
            return {}
        after = int(np.clip(np.searchsorted(self.time_s, time_s), 1, len(self.time_s) - 1))
        before = after - 1
        step = self.time_s[after] - self.time_s[before]
        share = float(np.clip((time_s - self.time_s[before]) / step, 0.0, 1.0))
        places = (1 - share) * self.joints_px[before] + share * self.joints_px[after]
        return {
            joint: (float(x), float(y))
            for joint, (x, y) in zip(JOINTS, places, strict=True)
            if math.isfinite(x) and math.isfinite(y)
        }

    @property
    def bounds_px(self) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom of every place the person was in; None when never seen."""
        flat = self.joints_px.reshape(-1, 2)
        flat = flat[np.isfinite(flat).all(axis=1)]
        if not len(flat):
            return None
        # A few stray frames must not blow up the crop.
        (left, top), (right, bottom) = np.percentile(flat, (0.5, 99.5), axis=0)
        return float(left), float(top), float(right), float(bottom)


def skeleton_of(measurement: Measurement) -> Skeleton | None:
    """Give the fitted skeleton, or the bare landmarks where no body could be fitted."""
    motion = measurement.motion
    if motion is not None and len(motion.time_s) > 1:
        return Skeleton(time_s=motion.time_s, joints_px=motion.joints_px)
    if measurement.clip.frames < 2:
        return None
    return Skeleton(
        time_s=measurement.clip.time_s, joints_px=_from_landmarks(measurement.track.xy_px)
    )


def draw_skeleton(
    picture: "Image.Image", joints: Mapping[str, Point], *, thickness_px: float
) -> None:
    """Draw the skeleton onto a picture in place.

    Parameters
    ----------
    picture
        RGB.
    joints
        Places in this picture's pixels; a joint that is missing leaves its bones out.
    thickness_px
        Width of a bone.
    """
    if not joints:
        return
    from PIL import Image, ImageDraw

    reach = 4 * thickness_px
    left = max(0, int(min(x for x, _ in joints.values()) - reach))
    top = max(0, int(min(y for _, y in joints.values()) - reach))
    right = min(picture.width, int(max(x for x, _ in joints.values()) + reach) + 1)
    bottom = min(picture.height, int(max(y for _, y in joints.values()) + reach) + 1)
    if right <= left or bottom <= top:
        return
    layer = Image.new("RGBA", (FINER * (right - left), FINER * (bottom - top)), (*OUTLINE, 0))
    draw = ImageDraw.Draw(layer)
    places = {joint: (FINER * (x - left), FINER * (y - top)) for joint, (x, y) in joints.items()}
    _draw_bones(draw, places, width=FINER * thickness_px)
    small = layer.reduce(FINER)
    picture.paste(small, (left, top), mask=small.getchannel("A"))


def _draw_bones(draw: "ImageDraw.ImageDraw", places: Mapping[str, Point], *, width: float) -> None:
    for first, second in TRUNK:
        if first in places and second in places:
            _bone(draw, places[first], places[second], colour=MIDDLE, width=0.7 * width)
    for side in (Side.LEFT, Side.RIGHT):
        chain = [f"{joint}_{side.suffix}" for joint in LEG]
        for first, second in pairwise(chain):
            if first in places and second in places:
                _bone(
                    draw,
                    places[first],
                    places[second],
                    colour=SIDE_COLOUR[side],
                    width=width,
                    dashed=side is Side.LEFT,
                )
        for joint in ("hip", "knee", "ankle"):
            place = places.get(f"{joint}_{side.suffix}")
            if place is not None:
                _joint(draw, place, side=side, radius=1.25 * width)


def _bone(
    draw: "ImageDraw.ImageDraw",
    start: Point,
    end: Point,
    *,
    colour: Colour,
    width: float,
    dashed: bool = False,
) -> None:
    draw.line([start, end], fill=(*OUTLINE, 210), width=round(1.9 * width))
    if not dashed:
        draw.line([start, end], fill=(*colour, 255), width=round(width))
        return
    length = math.dist(start, end)
    dash = 3.2 * width
    along = 0.0
    while along < length:
        here, there = along / length, min(length, along + 0.65 * dash) / length
        draw.line(
            [_between(start, end, here), _between(start, end, there)],
            fill=(*colour, 255),
            width=round(width),
        )
        along += dash


def _joint(draw: "ImageDraw.ImageDraw", place: Point, *, side: Side, radius: float) -> None:
    x, y = place
    box = (x - radius, y - radius, x + radius, y + radius)
    shape = draw.ellipse if side is Side.RIGHT else draw.rectangle
    shape(box, fill=(*SIDE_COLOUR[side], 255), outline=(*OUTLINE, 255), width=round(radius / 3))


def _between(start: Point, end: Point, share: float) -> Point:
    return (
        start[0] + share * (end[0] - start[0]),
        start[1] + share * (end[1] - start[1]),
    )


def _from_landmarks(xy_px: NDArray[np.float64]) -> NDArray[np.float64]:
    def landmark(name: str) -> NDArray[np.float64]:
        return xy_px[:, INDEX[name]]

    def middle(name: str) -> NDArray[np.float64]:
        return (landmark(f"left_{name}") + landmark(f"right_{name}")) / 2

    places = {
        "mid_hip": middle("hip"),
        "neck": middle("shoulder"),
        "shoulder_r": landmark("right_shoulder"),
        "shoulder_l": landmark("left_shoulder"),
    }
    for side in Side:
        for joint, name in (
            ("hip", "hip"),
            ("knee", "knee"),
            ("ankle", "ankle"),
            ("heel", "heel"),
            ("toe", "foot_index"),
        ):
            places[f"{joint}_{side.suffix}"] = landmark(f"{side}_{name}")
    return np.stack([places[joint] for joint in JOINTS], axis=1)
