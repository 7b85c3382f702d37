from pathlib import Path

import av
import numpy as np
import pytest

from kneetrace.measure.pose.video import (
    BadFrameTimes,
    NoPictures,
    NotAVideo,
    TooFewFrames,
    VideoNotFound,
    decoded_frames,
    iter_frames,
    open_clip,
    read_frame_table,
)
from tests.unit.measure.made_videos import plain_pictures, write_video


def test_a_plain_video_tells_its_size_times_and_codec(tmp_path: Path) -> None:
    clip = open_clip(write_video(tmp_path / "a.mp4", plain_pictures(12)))
    assert (clip.width_px, clip.height_px, clip.frames) == (64, 48, 12)
    assert clip.codec == "h264"
    assert np.allclose(clip.time_s, np.arange(12) / 30, atol=1e-4)
    assert clip.rate_hz == pytest.approx(30, rel=1e-3)
    assert clip.focal_px is None
    assert clip.notes == ()


@pytest.mark.parametrize(
    ("codec", "name", "known_as"),
    [
        ("libx265", "a.mp4", "hevc"),
        ("libvpx-vp9", "a.webm", "vp9"),
        ("libsvtav1", "a.mp4", "av1"),
        ("mpeg4", "a.mkv", "mpeg4"),
    ],
)
def test_codecs_of_phones_are_read(tmp_path: Path, codec: str, name: str, known_as: str) -> None:
    if codec not in av.codecs_available:
        pytest.fail(f"PyAV was built without {codec}")
    path = write_video(tmp_path / name, plain_pictures(8, width=128, height=96), codec=codec)
    frames = list(iter_frames(path))
    assert open_clip(path).codec == known_as
    assert [frame.index for frame in frames] == list(range(8))


def test_varying_frame_times_are_kept(tmp_path: Path) -> None:
    stamps_ms = [0, 33, 66, 133, 166, 300]
    path = write_video(tmp_path / "a.mkv", plain_pictures(6), stamps_ms=stamps_ms)
    assert np.allclose(open_clip(path).time_s, np.array(stamps_ms) / 1000, atol=2e-3)
    assert np.allclose(
        [frame.time_s for frame in iter_frames(path)], np.array(stamps_ms) / 1000, atol=2e-3
    )


@pytest.mark.parametrize("turn_deg", [90, 180, -90])
def test_rotation_flags_are_applied(tmp_path: Path, turn_deg: int) -> None:
    path = write_video(tmp_path / "a.mp4", plain_pictures(3), turn_deg=turn_deg)
    clip, frame = open_clip(path), next(iter_frames(path))
    quarter = turn_deg // 90
    expected = np.rot90(next(iter(plain_pictures(1))), quarter)
    assert frame.rgb.shape == expected.shape == (clip.height_px, clip.width_px, 3)
    assert frame.rgb.flags.c_contiguous
    assert np.abs(frame.rgb.astype(int) - expected).mean() < 12
    assert frame.size_px == (clip.width_px, clip.height_px)
    half = frame.picture(size_px=(clip.width_px // 2, clip.height_px // 2))
    assert np.abs(half.astype(int) - expected[::2, ::2]).mean() < 12


def test_the_focal_length_comes_from_the_phone_s_own_tag(tmp_path: Path) -> None:
    tag = "com.apple.quicktime.camera.focal_length.35mm_equivalent"
    path = write_video(
        tmp_path / "a.mov",
        plain_pictures(3),
        tags={tag: "26"},
        mux={"movflags": "use_metadata_tags"},
    )
    # 43.27 mm is the diagonal of a film frame, 80 px that of this picture.
    assert open_clip(path).focal_px == pytest.approx(26 / 43.2666 * 80, rel=1e-3)
    assert open_clip(path, focal_px=70.0).focal_px == 70.0


def test_240_frames_a_second_are_thinned_evenly_and_told(tmp_path: Path) -> None:
    clip = open_clip(write_video(tmp_path / "a.mp4", plain_pictures(48), rate_hz=240))
    assert clip.frames == 12
    assert clip.rate_hz == pytest.approx(60, rel=1e-3)
    assert "4th frame of 240" in clip.notes[0]
    frames = [frame.index for frame in iter_frames(tmp_path / "a.mp4", clip=clip, start=3, stop=6)]
    assert frames == [3, 4, 5]


def test_decoding_from_the_middle_gives_the_same_frames(tmp_path: Path) -> None:
    table = read_frame_table(write_video(tmp_path / "a.mp4", plain_pictures(40)))
    whole = {index: frame.to_ndarray() for index, frame in decoded_frames(table)}
    for start, stop in ((1, 5), (13, 20), (20, 40), (39, 40)):
        part = {
            index: frame.to_ndarray()
            for index, frame in decoded_frames(table, start=start, stop=stop)
        }
        assert list(part) == list(range(start, stop))
        assert all(np.array_equal(part[index], whole[index]) for index in part)


def test_a_file_cut_short_keeps_what_can_be_read(tmp_path: Path) -> None:
    whole = write_video(
        tmp_path / "a.mp4", plain_pictures(60), mux={"movflags": "faststart"}
    ).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(len(whole) * 0.8)])
    clip = open_clip(cut)
    frames = list(iter_frames(cut))
    assert 10 < len(frames) < 60
    assert clip.frames >= len(frames)
    assert "ends early" in " ".join(clip.notes)


def test_a_file_without_a_frame_count_that_is_cut_short_is_noticed(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "a.mkv", plain_pictures(90))
    assert open_clip(whole).notes == ()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.5)])
    assert "may be missing" in " ".join(open_clip(cut).notes)


def test_what_is_no_video_is_refused_in_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    text = tmp_path / "text.mp4"
    text.write_text("no video at all\n" * 100)
    headless = tmp_path / "headless.mp4"
    headless.write_bytes(write_video(tmp_path / "w.mp4", plain_pictures(9)).read_bytes()[:600])
    one = write_video(tmp_path / "one.mp4", plain_pictures(1))
    for path, error in (
        (tmp_path / "absent.mp4", VideoNotFound),
        (tmp_path / f"{300 * 'a'}.mp4", VideoNotFound),
        (tmp_path, VideoNotFound),
        (empty, NotAVideo),
        (text, NotAVideo),
        (headless, NotAVideo),
        (one, TooFewFrames),
    ):
        with pytest.raises(error) as told:
            open_clip(path)
        sentence = str(told.value)
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "voice.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), dtype=np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with pytest.raises(NoPictures, match="sound but no pictures"):
        open_clip(path)


def test_absurd_times_are_refused(tmp_path: Path) -> None:
    days_ms = [0, 86_400_000, 2 * 86_400_000]
    path = write_video(tmp_path / "a.mkv", plain_pictures(3), stamps_ms=days_ms)
    with pytest.raises(BadFrameTimes, match="make no sense"):
        open_clip(path)


def test_a_late_clock_is_set_back_to_zero(tmp_path: Path) -> None:
    late_ms = [3_600_000 + 33 * index for index in range(5)]
    path = write_video(tmp_path / "a.mkv", plain_pictures(5), stamps_ms=late_ms)
    clip = open_clip(path)
    assert clip.time_s[0] == 0
    assert "begins at 3600" in clip.notes[0]
