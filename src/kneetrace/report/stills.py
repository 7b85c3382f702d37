"""Pictures at the turning points of the repetitions, with the skeleton drawn."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import Measurement, Source
from kneetrace.report.drawing import draw_skeleton, skeleton_of

if TYPE_CHECKING:
    from PIL import Image


class Frame(Protocol):
    """One upright picture of the video, at any size, and its video time."""

    @property
    def time_s(self) -> float:
        """Video time, s."""
        ...

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(row, column, rgb), 0 to 255: the picture in full."""
        ...

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture in full."""
        ...

    def picture(self, *, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """(row, column, rgb) at another width and height."""
        ...


MOST_STILLS: Final = 10
HEIGHT_PX: Final = 560
LEAST_ASPECT: Final = 0.5
JPEG_QUALITY: Final = 82
MARGIN: Final = (0.14, 0.22, 0.14, 0.06)
"""Room left of, above (the head), right of and below the joints, as shares of their height."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Still:
    """One picture: JPEG bytes, its size, and which repetition's turning point it shows.

    ``film`` names the video it is from, where a test was filmed more than once.
    """

    repetition: int
    time_s: float
    width_px: int
    height_px: int
    jpeg: bytes
    film: str | None = None


class StillTaker:
    """Takes the stills out of a stream of frames that passes through.

    Parameters
    ----------
    measurement
        Says when the repetitions turn and where the skeleton is.

    Examples
    --------
    ``write_overlay(stills.watch(frames), measurement=measurement, path=path)`` and then
    ``stills.taken``.
    """

    def __init__(self, measurement: Measurement) -> None:
        """Find out which frames are wanted."""
        self._skeleton = skeleton_of(measurement)
        self._wanted = _wanted(measurement)
        self._film = measurement.clip.name if measurement.source is Source.IN_TURN else None
        self._taken: list[Still] = []

    @property
    def taken(self) -> tuple[Still, ...]:
        """The stills so far."""
        return tuple(self._taken)

    def watch(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass frames on unchanged, taking a still where a repetition turns."""
        waiting = list(self._wanted)
        for frame in frames:
            while waiting and frame.time_s >= waiting[0][1]:
                number, _ = waiting.pop(0)
                self._taken.append(self._take(number, time_s=frame.time_s, picture=frame.rgb))
            yield frame

    def _take(self, number: int, *, time_s: float, picture: NDArray[np.uint8]) -> Still:
        from PIL import Image

        image = Image.fromarray(picture)
        box = self._crop(image)
        scale = min(1.0, HEIGHT_PX / (box[3] - box[1]))
        size = (round((box[2] - box[0]) * scale), round((box[3] - box[1]) * scale))
        small = image.resize(size, box=box, resample=Image.Resampling.LANCZOS)
        if self._skeleton is not None:
            joints = {
                joint: ((x - box[0]) * scale, (y - box[1]) * scale)
                for joint, (x, y) in self._skeleton.at(time_s).items()
            }
            draw_skeleton(small, joints, thickness_px=max(2.0, size[1] / 120))
        file = io.BytesIO()
        small.save(file, format="JPEG", quality=JPEG_QUALITY, optimize=True)
        return Still(
            repetition=number,
            time_s=time_s,
            width_px=size[0],
            height_px=size[1],
            jpeg=file.getvalue(),
            film=self._film,
        )

    def _crop(self, image: "Image.Image") -> tuple[float, float, float, float]:
        """One crop for all stills, so that they can be compared."""
        bounds = None if self._skeleton is None else self._skeleton.bounds_px
        if bounds is None:
            return (0.0, 0.0, float(image.width), float(image.height))
        left, top, right, bottom = bounds
        tall = max(1.0, bottom - top)
        left, top = left - MARGIN[0] * tall, top - MARGIN[1] * tall
        right, bottom = right + MARGIN[2] * tall, bottom + MARGIN[3] * tall
        lacking = max(0.0, LEAST_ASPECT * (bottom - top) - (right - left)) / 2
        left, right = left - lacking, right + lacking
        box = (
            max(0.0, left),
            max(0.0, top),
            min(float(image.width), right),
            min(float(image.height), bottom),
        )
        if box[2] - box[0] < 16 or box[3] - box[1] < 16:
            return (0.0, 0.0, float(image.width), float(image.height))
        return box


def _wanted(measurement: Measurement) -> list[tuple[int, float]]:
    """Repetition and the earliest frame time that counts as its turning point."""
    half_frame_s = 0.5 / measurement.clip.rate_hz if measurement.clip.rate_hz else 0.0
    complete = [one for one in measurement.repetitions if one.complete]
    complete.sort(key=lambda one: one.peak_s)
    return [(one.number, one.peak_s - half_frame_s) for one in complete[:MOST_STILLS]]
