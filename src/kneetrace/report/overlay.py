"""The video again, with the fitted skeleton, the knee angles and the repetition written on it."""

import io
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import Measurement, Repetition
from kneetrace.report.drawing import (
    MIDDLE,
    OUTLINE,
    SIDE_COLOUR,
    Colour,
    Point,
    draw_skeleton,
    skeleton_of,
)
from kneetrace.report.phases import has_halves, phase_word
from kneetrace.report.stills import Frame
from kneetrace.report.words import Words, read_words
from kneetrace.terms import INTERVAL_SDS, Side, Unavailable

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

LONGEST_SIDE_PX: Final = 1280
TICKS_PER_S: Final = 90_000
CODECS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("libx264", {"crf": "23", "preset": "veryfast"}),
    ("mpeg4", {"qscale": "4"}),
)


class OverlayUnwritable(Unavailable):
    """The overlay video could not be encoded here."""


def write_overlay(
    frames: Iterable[Frame],
    *,
    measurement: Measurement,
    path: Path,
    progress: Callable[[float], None] | None = None,
    words: Words | None = None,
) -> None:
    """Write the overlay video, frame by frame, at the video's own times.

    Parameters
    ----------
    frames
        Time and upright picture of every frame, in order; held one at a time.
    measurement
        What is drawn.
    path
        Where to; an ``.mp4``.
    progress
        Called with the share of frames done.

    Raises
    ------
    Unavailable
        No encoder is there.
    """
    import av

    painter = Painter(measurement, words=(words or read_words()).about(measurement.test))
    with av.open(str(path), mode="w", options={"movflags": "+faststart"}) as container:
        stream: Any = None
        last = -1
        for index, shown in enumerate(frames):
            picture = shown.picture(size_px=_size(shown.size_px))
            painted = painter.paint(picture, time_s=shown.time_s)
            if stream is None:
                stream = _stream(container, size=painted.size, rate_hz=measurement.clip.rate_hz)
            frame = av.VideoFrame.from_ndarray(np.asarray(painted), format="rgb24")
            # Two frames never share a tick, whatever the container's times say.
            last = max(last + 1, round(shown.time_s * TICKS_PER_S))
            frame.pts = last
            frame.time_base = Fraction(1, TICKS_PER_S)
            container.mux(stream.encode(frame))
            if progress is not None:
                progress(min(1.0, (index + 1) / max(1, measurement.clip.frames)))
        if stream is not None:
            container.mux(stream.encode(None))
    if progress is not None:
        progress(1.0)


def _stream(container: Any, *, size: tuple[int, int], rate_hz: float) -> Any:
    import av

    for codec, options in CODECS:
        if codec not in av.codecs_available:
            continue
        stream = container.add_stream(codec, rate=Fraction(round(100 * (rate_hz or 30)), 100))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = options
        stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
        return stream
    raise OverlayUnwritable(
        "No video encoder is there for the overlay: reinstall PyAV (pip install "
        "--force-reinstall av) and run this again."
    )


class Painter:
    """Draws everything the overlay shows onto one frame after the other."""

    def __init__(self, measurement: Measurement, *, words: Words) -> None:
        """Keep what is drawn on every frame."""
        self._measurement = measurement
        self._words = words
        self._skeleton = skeleton_of(measurement)

    def paint(self, picture: NDArray[np.uint8], *, time_s: float) -> "Image.Image":
        """Draw onto one upright picture of whatever size."""
        from PIL import Image, ImageDraw

        image = Image.fromarray(picture)
        clip = self._measurement.clip
        across, down = image.width / clip.width_px, image.height / clip.height_px
        joints: dict[str, Point] = {}
        if self._skeleton is not None:
            joints = {
                joint: (across * x, down * y) for joint, (x, y) in self._skeleton.at(time_s).items()
            }
        short = min(image.size)
        draw_skeleton(image, joints, thickness_px=max(2.0, short / 170))
        draw = ImageDraw.Draw(image, mode="RGBA")
        font = _font(max(12, round(short / 26)))
        self._write_knees(draw, joints, time_s=time_s, font=font, width=image.width)
        self._write_state(draw, time_s=time_s, font=font)
        return image

    def _write_knees(
        self,
        draw: "ImageDraw.ImageDraw",
        joints: dict[str, Point],
        *,
        time_s: float,
        font: "ImageFont.FreeTypeFont",
        width: int,
    ) -> None:
        motion = self._measurement.motion
        if motion is None or not joints:
            return
        knees = {
            side: joints[f"knee_{side.suffix}"] for side in Side if f"knee_{side.suffix}" in joints
        }
        middle = sum(x for x, _ in knees.values()) / max(1, len(knees))
        for side, (x, y) in knees.items():
            name = f"knee_angle_{side.suffix}"
            value = np.degrees(np.interp(time_s, motion.time_s, motion.values[name]))
            reach = np.degrees(INTERVAL_SDS * np.interp(time_s, motion.time_s, motion.sd[name]))
            if not (np.isfinite(value) and np.isfinite(reach)):
                continue
            text = f"{self._words.say(f'overlay.{side}')} {value:.0f}° ±{np.ceil(reach):.0f}"
            # Each readout stands on the outer side of its knee, where it hides nothing.
            outward = 1 if x > middle or (x == middle and side is Side.LEFT) else -1
            _pill(
                draw,
                text,
                at=(x + outward * 1.3 * font.size, y),
                outward=outward,
                colour=SIDE_COLOUR[side],
                font=font,
                width=width,
            )

    def _write_state(
        self, draw: "ImageDraw.ImageDraw", *, time_s: float, font: "ImageFont.FreeTypeFont"
    ) -> None:
        pieces = [f"{time_s:.1f} s"]
        current = _current(self._measurement.repetitions, time_s=time_s)
        if current is not None:
            test, first = self._measurement.test, time_s < current.peak_s
            if has_halves(test):
                pieces.insert(0, phase_word(test, first=first, words=self._words))
            pieces.insert(0, self._words.say("page.repetition", number=current.number))
        if self._measurement.motion is None:
            pieces.append(self._words.say("overlay.landmarks_only"))
        _pill(
            draw,
            "  ·  ".join(pieces),
            at=(0.8 * font.size, 1.6 * font.size),
            outward=1,
            colour=MIDDLE,
            font=font,
        )


def _current(repetitions: Iterable[Repetition], *, time_s: float) -> Repetition | None:
    return next(
        (one for one in repetitions if one.complete and one.start_s <= time_s < one.end_s), None
    )


def _size(size: tuple[int, int]) -> tuple[int, int]:
    """Shrink to what a phone plays with ease, to even numbers as video wants them."""
    shrink = min(1.0, LONGEST_SIDE_PX / max(size))
    width, height = (max(2, 2 * int(side * shrink / 2)) for side in size)
    return width, height


def _pill(
    draw: "ImageDraw.ImageDraw",
    text: str,
    *,
    at: Point,
    outward: int,
    colour: Colour,
    font: "ImageFont.FreeTypeFont",
    width: int | None = None,
) -> None:
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font, anchor="lm")
    room_x, room_y = 0.45 * font.size, 0.35 * font.size
    wide, tall = right - left + 2 * room_x, bottom - top + 2 * room_y
    x = at[0] if outward > 0 else at[0] - wide
    if width is not None:
        x = min(max(4.0, x), width - wide - 4)
    y = at[1] - tall / 2
    draw.rounded_rectangle((x, y, x + wide, y + tall), radius=0.3 * font.size, fill=(*OUTLINE, 200))
    draw.text((x + room_x, at[1]), text, font=font, fill=(*colour, 255), anchor="lm")


@cache
def _font(size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    # Comes with matplotlib on every system, so that overlays look alike everywhere.
    file = files("matplotlib").joinpath("mpl-data", "fonts", "ttf", "DejaVuSans.ttf")
    return ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
