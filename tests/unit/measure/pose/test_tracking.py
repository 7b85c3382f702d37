from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure.pose.cleaning import clean
from kneetrace.measure.pose.landmarks import INDEX, Landmarks
from kneetrace.measure.pose.tracking import NobodyFound, find_landmarks
from kneetrace.measure.pose.video import iter_frames
from kneetrace.measure.stages import Stage
from tests.unit.measure.made_videos import plain_pictures, write_video

RealData = Callable[[str], Path]
CLIP = "video-labval-mocap/STS/video.mp4"
FRAMES = 70


def small_pictures(real_data: RealData) -> Iterator[NDArray[np.uint8]]:
    """The first frames of a real clip at half size."""
    for frame in iter_frames(real_data(CLIP), stop=FRAMES):
        yield np.ascontiguousarray(frame.rgb[::2, ::2])


@pytest.fixture(scope="module")
def small_clip(real_data: RealData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "small.mp4"
    return write_video(path, small_pictures(real_data), rate_hz=60)


@pytest.fixture(scope="module")
def whole(small_clip: Path) -> Landmarks:
    return find_landmarks(small_clip, model="lite", processes=1)


def test_one_person_is_seen_in_every_frame(whole: Landmarks) -> None:
    (track,) = whole.tracks
    assert track.seen.all()
    assert track.xy_px.shape == (FRAMES, 33, 2)
    assert np.all(track.xy_px[:, INDEX["nose"], 1] < track.xy_px[:, INDEX["left_hip"], 1])
    assert whole.clip.frames == FRAMES
    assert np.all((whole.clip.brightness > 0.1) & (whole.clip.brightness < 0.9))
    assert whole.model == "blazepose-lite"
    assert list(whole.stage_s) == [Stage.OPEN, Stage.TURN, Stage.LANDMARKS, Stage.PERSONS]


def test_two_parts_at_once_agree_with_one(small_clip: Path, whole: Landmarks) -> None:
    shares: list[float] = []
    halves = find_landmarks(
        small_clip, model="lite", processes=2, progress=lambda _, share: shares.append(share)
    )
    assert len(halves.tracks) == 1
    apart = np.linalg.norm(halves.tracks[0].xy_px - whole.tracks[0].xy_px, axis=2)
    assert np.median(apart) < 1.0
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_video_upside_down_is_turned_and_told(
    real_data: RealData, tmp_path: Path, whole: Landmarks
) -> None:
    pictures = (np.ascontiguousarray(p[::-1, ::-1]) for p in small_pictures(real_data))
    path = write_video(tmp_path / "upside_down.mp4", pictures, rate_hz=60)
    found = find_landmarks(path, model="lite", processes=1)
    assert found.clip.quarter_turns == 2
    assert "turned by 180 degrees" in " ".join(found.clip.notes)
    apart = np.linalg.norm(found.tracks[0].xy_px - whole.tracks[0].xy_px, axis=2)
    assert np.median(apart) < 2.0
    shown = next(iter_frames(path, clip=found.clip)).rgb
    upright = next(small_pictures(real_data))
    assert np.abs(shown.astype(int) - upright).mean() < 8


def test_a_picture_of_somebody_lying_is_left_as_it_was_taken(
    real_data: RealData, tmp_path: Path
) -> None:
    pictures = (np.ascontiguousarray(np.rot90(p)) for p in small_pictures(real_data))
    path = write_video(tmp_path / "lying.mp4", pictures, rate_hz=60)
    found = find_landmarks(path, model="lite", processes=1, upright=False)
    assert found.clip.quarter_turns == 0
    hips_px, nose_px = (found.tracks[0].xy_px[:, INDEX[name]] for name in ("left_hip", "nose"))
    assert np.all(np.abs(nose_px - hips_px)[:, 0] > np.abs(nose_px - hips_px)[:, 1])


def test_a_mirrored_video_is_mirrored_back(
    real_data: RealData, tmp_path: Path, whole: Landmarks
) -> None:
    pictures = (np.ascontiguousarray(p[:, ::-1]) for p in small_pictures(real_data))
    path = write_video(tmp_path / "mirrored.mp4", pictures, rate_hz=60)
    found = find_landmarks(path, model="lite", processes=1, mirrored=True)
    assert "mirrored back" in " ".join(found.clip.notes)
    apart = np.linalg.norm(found.tracks[0].xy_px - whole.tracks[0].xy_px, axis=2)
    assert np.median(apart) < 2.0
    shown = next(iter_frames(path, clip=found.clip)).rgb
    assert np.abs(shown.astype(int) - next(small_pictures(real_data))).mean() < 8


def test_a_cut_file_keeps_what_was_read(small_clip: Path, tmp_path: Path) -> None:
    whole = write_video(
        tmp_path / "a.mp4",
        (frame.rgb for frame in iter_frames(small_clip)),
        mux={"movflags": "faststart"},
    ).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(len(whole) * 0.7)])
    found = find_landmarks(cut, model="lite", processes=2)
    assert 20 < found.clip.frames < FRAMES
    assert len(found.tracks[0].score) == found.clip.frames
    assert found.clip.notes
    assert clean(found).xy_px.shape[0] == found.clip.frames
    shown = [frame.index for frame in iter_frames(cut, clip=found.clip)]
    assert shown == list(range(found.clip.frames))


def test_nobody_in_the_picture_comes_with_advice(tmp_path: Path) -> None:
    path = write_video(tmp_path / "empty_room.mp4", plain_pictures(8))
    with pytest.raises(NobodyFound, match="film the whole body"):
        find_landmarks(path, model="lite")


def test_an_error_on_the_way_stops_all_parts(small_clip: Path) -> None:
    told: list[float] = []

    def progress(_: str, share: float) -> None:
        told.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_landmarks(small_clip, model="lite", processes=2, progress=progress)
    assert len(told) <= 2
