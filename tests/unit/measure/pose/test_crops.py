import av
import numpy as np
import pytest

from kneetrace.measure.pose.crops import Region, crop, picture_of
from kneetrace.measure.pose.orientation import Orientation

SIDE = 32


def _frame(form: str = "yuv420p", *, coarse: int = 1) -> av.VideoFrame:
    cells = (SIDE // coarse, SIDE // coarse, 3)
    noise = np.random.default_rng(1).integers(0, 256, cells, dtype=np.uint8)
    picture = np.ascontiguousarray(noise.repeat(coarse, axis=0).repeat(coarse, axis=1))
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=form)


@pytest.mark.parametrize("turns", range(4))
def test_a_crop_of_everything_is_ffmpeg_s_own_conversion(turns: int) -> None:
    frame = _frame()
    orientation = Orientation().turned(quarter_turns=turns)
    picture = picture_of(frame, orientation=orientation)
    out = np.empty((1, SIDE, SIDE, 3), dtype=np.float32)
    crop(picture, picture.whole, out=out, low=0.0, high=255.0, replicate=True)
    assert np.array_equal(out[0], np.rot90(frame.to_ndarray(format="rgb24"), turns))


def test_a_region_s_turn_is_clockwise_as_seen() -> None:
    picture = picture_of(_frame(), orientation=Orientation())
    out = np.empty((1, SIDE, SIDE, 3), dtype=np.float32)
    straight = out.copy()
    crop(picture, picture.whole, out=straight, low=0.0, high=1.0, replicate=True)
    region = Region(x_px=SIDE / 2, y_px=SIDE / 2, side_px=SIDE, turn_rad=np.pi / 2)
    crop(picture, region, out=out, low=0.0, high=1.0, replicate=True)
    # What lies along the turned region's first row is the picture's last column.
    assert np.allclose(out[0, 1:], np.rot90(straight[0], 1)[:-1], atol=2 / 255)


def test_outside_the_picture_is_black_or_the_edge_again() -> None:
    picture = picture_of(_frame(), orientation=Orientation())
    far = Region(x_px=-5.0 * SIDE, y_px=SIDE / 2, side_px=float(SIDE))
    out = np.empty((1, SIDE, SIDE, 3), dtype=np.float32)
    crop(picture, far, out=out, low=-1.0, high=1.0, replicate=False)
    assert np.all(out == -1.0)
    crop(picture, far, out=out, low=0.0, high=255.0, replicate=True)
    assert np.allclose(out[0], out[0][:, :1])
    assert out.std() > 0


@pytest.mark.parametrize("form", ["yuv420p10le", "nv12", "yuv444p", "yuvj420p"])
def test_other_pixel_formats_look_the_same(form: str) -> None:
    pictures = [
        picture_of(_frame(name, coarse=8), orientation=Orientation()) for name in ("yuv420p", form)
    ]
    out = np.empty((2, SIDE, SIDE, 3), dtype=np.float32)
    for picture, square in zip(pictures, out, strict=True):
        crop(picture, picture.whole, out=square[None], low=0.0, high=255.0, replicate=True)
    assert np.abs(out[0] - out[1]).mean() < 4


def test_brightness_runs_from_black_to_white() -> None:
    for value, expected in ((0, 0.0), (255, 1.0)):
        plain = np.full((16, 16, 3), value, dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(plain, format="rgb24").reformat(format="yuv420p")
        picture = picture_of(frame, orientation=Orientation())
        assert picture.brightness == pytest.approx(expected, abs=0.01)
