from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from kneetrace.measure import Measurement
from kneetrace.report import read_words, write_overlay
from kneetrace.report.overlay import LONGEST_SIDE_PX, Painter

if TYPE_CHECKING:
    from tests.unit.conftest import Frames


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [
            float(frame.pts * Fraction(frame.time_base))
            for frame in container.decode(video=0)
            if frame.pts is not None and frame.time_base is not None
        ]


def test_the_videos_own_times_are_kept(
    squat_measurement: Measurement, squat_frames: "Frames", tmp_path: Path
) -> None:
    uneven = squat_measurement.clip.time_s[:30] + 0.02 * (np.arange(30) % 3)
    frames = [
        replace(frame, time_s=float(time_s))
        for frame, time_s in zip(squat_frames(), uneven, strict=False)
    ]
    path = tmp_path / "overlay.mp4"
    write_overlay(frames, measurement=squat_measurement, path=path)
    assert times_of(path) == pytest.approx(uneven.tolist(), abs=1e-3)


def test_progress_reaches_the_end(
    squat_measurement: Measurement, squat_frames: "Frames", tmp_path: Path
) -> None:
    said: list[float] = []
    frames = [frame for frame, _ in zip(squat_frames(), range(5), strict=False)]
    write_overlay(
        frames, measurement=squat_measurement, path=tmp_path / "o.mp4", progress=said.append
    )
    assert said[-1] == 1.0
    assert said == sorted(said)


@pytest.mark.parametrize("shape", [(2161, 3841, 3), (121, 67, 3)])
def test_sizes_are_even_and_not_too_large(
    squat_measurement: Measurement,
    squat_frames: "Frames",
    shape: tuple[int, int, int],
    tmp_path: Path,
) -> None:
    frame = replace(next(squat_frames()), rgb=np.zeros(shape, dtype=np.uint8))
    path = tmp_path / "overlay.mp4"
    write_overlay([frame], measurement=squat_measurement, path=path)
    with av.open(str(path)) as container:
        size = container.streams.video[0].width, container.streams.video[0].height
    assert size[0] % 2 == size[1] % 2 == 0
    assert max(size) <= LONGEST_SIDE_PX
    assert size[0] / size[1] == pytest.approx(shape[1] / shape[0], rel=0.02)


def test_what_is_drawn_lies_on_the_person_at_any_size(squat_measurement: Measurement) -> None:
    painter = Painter(squat_measurement, words=read_words())
    middles = []
    for factor in (2, 4):
        shape = (320 * factor, 180 * factor, 3)
        painted = np.asarray(painter.paint(np.zeros(shape, dtype=np.uint8), time_s=3.4), dtype=int)
        right_leg = (painted[..., 2] > 150) & (painted[..., 0] < 150)
        middles.append(np.argwhere(right_leg).mean(axis=0) / factor)
    assert middles[0] == pytest.approx(middles[1], abs=10)  # text comes in whole sizes


def test_something_is_drawn_over_the_person(squat_measurement: Measurement) -> None:
    empty = np.zeros((320, 180, 3), dtype=np.uint8)
    painted = Painter(squat_measurement, words=read_words()).paint(empty, time_s=3.4)
    colours = {
        colour for _, colour in painted.getcolors(1 << 20) or [] if isinstance(colour, tuple)
    }
    assert any(blue > 150 > red for red, _, blue in colours), "the right leg"
    assert any(red > 150 > blue for red, _, blue in colours), "the left leg"


def test_without_a_fitted_body_the_landmarks_are_drawn(squat_measurement: Measurement) -> None:
    landmarks_only = replace(squat_measurement, motion=None)
    painter = Painter(landmarks_only, words=read_words())
    assert painter.paint(np.zeros((320, 180, 3), dtype=np.uint8), time_s=3.4).getbbox()
