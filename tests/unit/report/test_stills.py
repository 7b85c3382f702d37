import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from kneetrace.measure import Measurement
from kneetrace.report import StillTaker

if TYPE_CHECKING:
    from tests.unit.conftest import Frames


def test_each_complete_repetition_gives_a_still_at_its_turning_point(
    squat_measurement: Measurement, squat_frames: "Frames"
) -> None:
    taker = StillTaker(squat_measurement)
    passed = sum(1 for _ in taker.watch(squat_frames()))
    assert passed == squat_measurement.clip.frames
    assert [still.repetition for still in taker.taken] == [1, 2, 3, 4, 5]
    for still, repetition in zip(taker.taken, squat_measurement.repetitions, strict=False):
        assert still.time_s == pytest.approx(repetition.peak_s, abs=0.04)


def test_stills_are_pictures_of_one_size(
    squat_measurement: Measurement, squat_frames: "Frames"
) -> None:
    taker = StillTaker(squat_measurement)
    for _ in taker.watch(squat_frames()):
        pass
    sizes = set()
    for still in taker.taken:
        with Image.open(io.BytesIO(still.jpeg)) as picture:
            assert picture.format == "JPEG"
            sizes.add(picture.size)
        assert (still.width_px, still.height_px) in sizes
    assert len(sizes) == 1
