"""Square pieces of a video frame, taken straight from the decoder's YUV planes.

Only the pixels a network looks at are turned into RGB, so a frame is never converted whole.
"""

from dataclasses import dataclass
from typing import Final

import av
import numba
import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.orientation import Orientation

_PLANAR: Final = frozenset({"yuv420p", "yuvj420p"})
_FULL_RANGE: Final = 2  # AVCOL_RANGE_JPEG
_LUMA_WEIGHTS: Final = {1: (0.2126, 0.0722), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
"""Red and blue weights of BT.709 and BT.2020 by FFmpeg's colour space number (ITU-R)."""
_UNSPECIFIED_WEIGHTS: Final = (0.299, 0.114)
"""BT.601, FFmpeg's own choice where a file does not say."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """A square on the upright picture: centre and side in px, turn in rad (clockwise seen)."""

    x_px: float
    y_px: float
    side_px: float
    turn_rad: float = 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Picture:
    """One decoded frame, still in the decoder's planes, with its way up.

    luma (row, column), blue and red (row/2, column/2): uint8. ``to_rgb (6,)`` is the colour
    conversion in FFmpeg's fixed point: luma floor and gain, red from red, green from blue and
    red, blue from blue.
    ``stored_from_upright`` as in Orientation. ``width_px`` and ``height_px`` are upright.
    """

    luma: NDArray[np.uint8]
    blue: NDArray[np.uint8]
    red: NDArray[np.uint8]
    to_rgb: NDArray[np.int32]
    stored_from_upright: NDArray[np.float64]
    width_px: int
    height_px: int

    @property
    def whole(self) -> Region:
        """The smallest square around the whole picture."""
        side_px = max(self.width_px, self.height_px)
        return Region(x_px=self.width_px / 2, y_px=self.height_px / 2, side_px=side_px)

    @property
    def brightness(self) -> float:
        """Mean luma, 0 to 1, of every eighth pixel."""
        floor, gain = self.to_rgb[0] / 8, self.to_rgb[1] / 2**13
        mean = float(self.luma[::8, ::8].mean())
        return float(min(max((mean - floor) * gain / 255, 0.0), 1.0))


def picture_of(frame: av.VideoFrame, *, orientation: Orientation) -> Picture:
    """View a decoded frame as a Picture; copies only for pixel formats other than 4:2:0 8 bit."""
    full_range = frame.color_range == _FULL_RANGE or frame.format.name == "yuvj420p"
    if frame.format.name not in _PLANAR:
        frame = frame.reformat(format="yuv420p")
    weights = _LUMA_WEIGHTS.get(frame.colorspace, _UNSPECIFIED_WEIGHTS)
    width_px, height_px = frame.width, frame.height
    upright_px = orientation.upright_size(width_px=width_px, height_px=height_px)
    luma, blue, red = (_plane(plane) for plane in frame.planes)
    return Picture(
        luma=luma,
        blue=blue,
        red=red,
        to_rgb=_fixed_point(*weights, full_range=full_range),
        stored_from_upright=orientation.stored_from_upright(width_px=width_px, height_px=height_px),
        width_px=upright_px[0],
        height_px=upright_px[1],
    )


def crop(
    picture: Picture,
    region: Region,
    *,
    out: NDArray[np.float32],
    low: float,
    high: float,
    replicate: bool,
) -> None:
    """Fill ``out`` with a region's RGB values, bilinear, as MediaPipe's image converter does.

    Parameters
    ----------
    out : (1, row, column, rgb), square, overwritten.
    low, high : values that black and white become.
    replicate : outside the picture, repeat its edge (else black).
    """
    pixels = out.shape[1]
    step_px = region.side_px / pixels
    cos, sin = np.cos(region.turn_rad) * step_px, np.sin(region.turn_rad) * step_px
    turn = np.array([[cos, -sin], [sin, cos]])
    corner = np.array([region.x_px, region.y_px]) - turn @ np.full(2, pixels / 2)
    outer = picture.stored_from_upright
    stored = np.column_stack([outer[:, :2] @ turn, outer[:, :2] @ corner + outer[:, 2]])
    _sample(
        picture.luma,
        picture.blue,
        picture.red,
        picture.to_rgb,
        stored,
        np.float32((high - low) / 255),
        np.float32(low),
        replicate,
        out[0],
    )


def _plane(plane: av.video.plane.VideoPlane) -> NDArray[np.uint8]:
    rows = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def _fixed_point(red: float, blue: float, *, full_range: bool) -> NDArray[np.int32]:
    green = 1 - red - blue
    light = 1.0 if full_range else 255 / 219
    colour = 1.0 if full_range else 255 / 224
    to_red, to_blue = 2 * (1 - red) * colour, 2 * (1 - blue) * colour
    factors = (light, to_red, -to_blue * blue / green, -to_red * red / green, to_blue)
    scaled = [round(factor * 2**13) for factor in factors]
    return np.array([0 if full_range else 16 * 8, *scaled], dtype=np.int32)


@numba.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sample(  # type: ignore[no-untyped-def]
    luma, blue, red, to_rgb, stored, gain, low, replicate, out
):
    rows, columns = luma.shape
    last_row, last_column = np.float32(rows - 1), np.float32(columns - 1)
    zero, one = np.float32(0), np.float32(1)
    pixels = out.shape[0]
    for v in range(pixels):
        start_x = stored[0, 1] * v + stored[0, 2]
        start_y = stored[1, 1] * v + stored[1, 2]
        for u in range(pixels):
            x = np.float32(stored[0, 0] * u + start_x)
            y = np.float32(stored[1, 0] * u + start_y)
            scale = gain
            if not replicate:
                # Bilinear against a black surround: fades out over the outermost pixel.
                scale *= min(max(min(x, last_column - x) + one, zero), one)
                scale *= min(max(min(y, last_row - y) + one, zero), one)
            x = min(max(x, zero), last_column)
            y = min(max(y, zero), last_row)
            left, top = np.int32(x), np.int32(y)
            right, bottom = min(left + 1, columns - 1), min(top + 1, rows - 1)
            across, down = x - np.float32(left), y - np.float32(top)
            a = _rgb(luma, blue, red, to_rgb, top, left)
            b = _rgb(luma, blue, red, to_rgb, top, right)
            c = _rgb(luma, blue, red, to_rgb, bottom, left)
            d = _rgb(luma, blue, red, to_rgb, bottom, right)
            for k in range(3):
                upper = a[k] + (b[k] - a[k]) * across
                lower = c[k] + (d[k] - c[k]) * across
                # Rounded, because MediaPipe's networks are handed 8-bit pixels.
                value = np.int32(upper + (lower - upper) * down + np.float32(0.5))
                out[v, u, k] = np.float32(value) * scale + low


@numba.njit(cache=True, nogil=True, fastmath=True)
def _rgb(luma, blue, red, to_rgb, row, column):  # type: ignore[no-untyped-def]
    light = ((np.int32(luma[row, column]) * 8 - to_rgb[0]) * to_rgb[1]) >> 16
    u = np.int32(blue[row >> 1, column >> 1]) * 8 - 1024
    v = np.int32(red[row >> 1, column >> 1]) * 8 - 1024
    r = light + ((v * to_rgb[2]) >> 16)
    g = light + ((u * to_rgb[3]) >> 16) + ((v * to_rgb[4]) >> 16)
    b = light + ((u * to_rgb[5]) >> 16)
    return (
        np.float32(min(max(r, 0), 255)),
        np.float32(min(max(g, 0), 255)),
        np.float32(min(max(b, 0), 255)),
    )
