"""Reading videos: true frame times, upright pictures, and one clear sentence when it fails."""

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import av
import av.error
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.crops import Picture, picture_of
from kneetrace.measure.pose.orientation import Orientation
from kneetrace.measure.refusals import refusal
from kneetrace.terms import InvalidInput

_LANDMARK_RATE_HZ: Final = 50.0
"""DESIGN: frames are skipped evenly while at least this many a second remain; the body's own
movement in these tests lies below 6 Hz."""
_PLAUSIBLE_RATE_HZ: Final = (1.0, 1000.0)
"""DESIGN: outside it the time stamps are nonsense rather than a camera's."""
_LONGEST_S: Final = 2 * 3600.0
"""DESIGN: a longer recording is not one movement test."""
_LOST_S: Final = 1.0
"""DESIGN: sound runs on after the last picture by less."""
_FILM_DIAGONAL_MM: Final = math.hypot(36, 24)


class VideoNotFound(InvalidInput):
    """There is no such file, or it is a folder, or it cannot be opened."""


class NotAVideo(InvalidInput):
    """The file holds no video that can be read."""


class NoPictures(InvalidInput):
    """The file has sound only."""


class TooFewFrames(InvalidInput):
    """The video has no picture, or a single one."""


class BadFrameTimes(InvalidInput):
    """The time stamps cannot be those of a camera."""


@dataclass(frozen=True, eq=False, kw_only=True)
class VideoFrame:
    """One decoded frame, made an upright picture only when asked for and at the size asked for."""

    index: int
    time_s: float
    decoded: av.VideoFrame
    orientation: Orientation

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return self.orientation.upright_size(
            width_px=self.decoded.width, height_px=self.decoded.height
        )

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(row, column, rgb), contiguous: the upright picture in full."""
        return self.picture(size_px=self.size_px)

    def picture(self, *, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """Give the upright picture ``(row, column, rgb)``, shrunk while its colours are converted.

        Parameters
        ----------
        size_px : width and height to give it.
        """
        width_px, height_px = size_px[::-1] if self.orientation.swaps_axes else size_px
        rgb = self.decoded.to_ndarray(format="rgb24", width=width_px, height=height_px)
        return self.orientation.upright(rgb.astype(np.uint8, copy=False))


@dataclass(frozen=True, eq=False, kw_only=True)
class FrameTable:
    """What the container says of its frames, before any is decoded.

    ``stamps (frame,)`` count time base units, in showing order, of the frames to be used;
    ``starts (frame,)`` are frames that decoding can begin at. ``zero_s`` is taken off all times.
    """

    path: Path
    stamps: NDArray[np.int64]
    starts: NDArray[np.bool_]
    time_base_s: float
    zero_s: float
    orientation: Orientation
    width_px: int
    height_px: int
    codec: str
    tags: dict[str, str]
    notes: tuple[str, ...]

    @property
    def time_s(self) -> NDArray[np.float64]:
        """(frame,), s, when each frame is shown."""
        return np.asarray(self.stamps * self.time_base_s - self.zero_s, dtype=np.float64)

    def index_of(self, stamp: int | None) -> int | None:
        """Find the frame of a time stamp; None where it is not one of those used."""
        if stamp is None:
            return None
        place = int(np.searchsorted(self.stamps, stamp))
        return place if place < len(self.stamps) and self.stamps[place] == stamp else None

    def restricted(self, used: NDArray[np.bool_]) -> Self:
        """Keep only some of the frames."""
        return replace(self, stamps=self.stamps[used], starts=self.starts[used])

    def turned(self, *, quarter_turns: int) -> Self:
        """Turn the pictures further, counter-clockwise."""
        return replace(self, orientation=self.orientation.turned(quarter_turns=quarter_turns))

    def mirrored(self) -> Self:
        """Exchange the pictures' left and right."""
        return replace(self, orientation=self.orientation.mirrored())


def open_clip(path: str | Path, *, focal_px: float | None = None) -> Clip:
    """Read what a video says about itself; brightness stays NaN until frames are decoded.

    Parameters
    ----------
    path : any container and codec FFmpeg reads (H.264, HEVC, VP9, AV1 ...).
    focal_px : focal length for the upright picture, if known; else the container's, if it says.

    Returns
    -------
    Clip of the frames that will be used: above 100 Hz only every n-th, so that at least 50 a
    second remain (a note says so).

    Raises
    ------
    VideoNotFound, NotAVideo, NoPictures, TooFewFrames, BadFrameTimes
    """
    return clip_of(read_frame_table(path), focal_px=focal_px)


def clip_of(table: FrameTable, *, focal_px: float | None = None) -> Clip:
    """Describe a video by its frame table; brightness is NaN."""
    width_px, height_px = table.orientation.upright_size(
        width_px=table.width_px, height_px=table.height_px
    )
    return Clip(
        name=table.path.name,
        width_px=width_px,
        height_px=height_px,
        time_s=table.time_s,
        brightness=np.full(len(table.stamps), np.nan),
        focal_px=focal_px or _focal_from_tags(table.tags, math.hypot(width_px, height_px)),
        codec=table.codec,
        notes=table.notes,
    )


def iter_frames(
    path: str | Path, *, clip: Clip | None = None, start: int = 0, stop: int | None = None
) -> Iterator[VideoFrame]:
    """Go through the upright frames of a video, one in memory at a time.

    Parameters
    ----------
    clip : the clip the indices are to agree with (``Landmarks.clip``); else that of `open_clip`.
    start, stop : half-open range of frame indices.
    """
    table = read_frame_table(path)
    if clip is not None:
        table = _matching(table, clip)
    for index, frame in decoded_frames(table, start=start, stop=stop):
        yield VideoFrame(
            index=index,
            time_s=float(table.time_s[index]),
            decoded=frame,
            orientation=table.orientation,
        )


def iter_pictures(
    table: FrameTable, *, start: int = 0, stop: int | None = None
) -> Iterator[tuple[int, Picture]]:
    """Go through the frames of a video as Pictures, with their index."""
    for index, frame in decoded_frames(table, start=start, stop=stop):
        yield index, picture_of(frame, orientation=table.orientation)


def decoded_frames(
    table: FrameTable, *, start: int = 0, stop: int | None = None
) -> Iterator[tuple[int, av.VideoFrame]]:
    """Go through the decoded frames of a half-open index range; broken ones are left out."""
    stop = len(table.stamps) if stop is None else min(stop, len(table.stamps))
    if start >= stop:
        return
    with _opened(table.path) as container:
        stream = _video_stream(container, table.path)
        stream.thread_type = "AUTO"  # decodes ahead while the caller works on a frame
        stream.codec_context.thread_count = 2
        shown = start - 1
        for frame in _decoded_from(container, stream, table, start):
            index = table.index_of(frame.pts)
            if index is not None and shown < index < stop and not frame.is_corrupt:
                shown = index
                yield index, frame
            if frame.pts is not None and frame.pts >= table.stamps[stop - 1]:
                return


def read_frame_table(path: str | Path) -> FrameTable:
    """List a video's frames without decoding more than the first.

    Raises
    ------
    VideoNotFound, NotAVideo, NoPictures, TooFewFrames, BadFrameTimes
    """
    path = Path(path)
    with _opened(path) as container:
        stream = _video_stream(container, path)
        stamps, starts, missing = _listed(container, stream, path)
        if len(stamps) < 2:
            found = "no picture" if len(stamps) == 0 else "a single picture"
            raise TooFewFrames(f"{path.name} has {found}: a movement needs a whole video.")
        time_base_s = float(stream.time_base or 0)
        time_s = stamps.astype(np.float64) * time_base_s
        _check_times(time_s, path)
        notes: list[str] = []
        if missing > 1:
            notes.append(f"The file ends early: {missing} frames of it are missing.")
        elif (lost_s := _lost_s(container, time_s)) > _LOST_S:
            notes.append(
                f"The file says that it lasts {lost_s:.1f} s longer than its pictures do: its end "
                "may be missing."
            )
        used = _thinning(time_s)
        if used > 1:
            rate_hz = 1 / np.median(np.diff(time_s))
            notes.append(
                f"Every {_ordinal(used)} frame of {rate_hz:.0f} a second is used; "
                "the movements measured here need no more."
            )
        stamps, starts = stamps[::used], _merged(starts, used)
        first_s = float(stamps[0] * time_base_s)
        if abs(first_s) > 1:
            notes.append(
                f"The video's own clock begins at {first_s:.1f} s; times count from there."
            )
        tags = {**container.metadata, **stream.metadata}
        codec = stream.codec_context.codec.canonical_name
        container.seek(int(stamps[0]), stream=stream, backward=True)
        frame = next(_decoded(container, stream), None)
        if frame is None:
            raise NotAVideo(refusal("no_frame", file=path.name))
        return FrameTable(
            path=path,
            stamps=stamps,
            starts=starts,
            time_base_s=time_base_s,
            zero_s=first_s if abs(first_s) > 1 else 0.0,
            orientation=_orientation(frame),
            width_px=frame.width,
            height_px=frame.height,
            codec=codec,
            tags={key.lower(): value for key, value in tags.items()},
            notes=tuple(notes),
        )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    try:
        there = path.exists()
    except OSError:  # a name no file can have, or a folder nobody may look into
        there = False
    if not there:
        raise VideoNotFound(refusal("video_absent", file=str(path)))
    if not path.is_file():
        raise VideoNotFound(refusal("video_no_file", file=str(path)))
    if path.stat().st_size == 0:
        raise NotAVideo(refusal("video_empty", file=path.name))
    try:
        container = av.open(str(path))
    except PermissionError:
        raise VideoNotFound(refusal("video_forbidden", file=str(path))) from None
    except (av.error.FFmpegError, OSError, ValueError):
        raise NotAVideo(refusal("not_a_video", file=path.name)) from None
    with container:
        yield container


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    videos = [
        stream
        for stream in container.streams.video
        if "ATTACHED_PIC" not in str(stream.disposition).upper()
    ]
    if not videos:
        if container.streams.audio:
            raise NoPictures(refusal("sound_alone", file=path.name))
        raise NotAVideo(refusal("no_video", file=path.name))
    return videos[0]


def _listed(
    container: InputContainer, stream: VideoStream, path: Path
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """List stamps and possible starts, in showing order, and count the frames that are lost."""
    stamps, starts = [], []
    unstamped = discarded = 0
    with contextlib.suppress(av.error.FFmpegError):
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            if packet.is_discard:
                discarded += 1
            elif packet.pts is None:
                unstamped += 1
            else:
                stamps.append(packet.pts)
                starts.append(packet.is_keyframe)
    if unstamped > len(stamps):
        raise BadFrameTimes(refusal("times_unsaid", file=path.name))
    order, first = np.unique(np.array(stamps, dtype=np.int64), return_index=True)
    missing = stream.frames - len(stamps) - discarded - unstamped
    return order, np.array(starts, dtype=np.bool_)[first], missing


def _lost_s(container: InputContainer, time_s: NDArray[np.float64]) -> float:
    """Time that the file promises after its last picture; containers without a frame count."""
    if container.duration is None:
        return 0.0
    return container.duration / av.time_base - float(time_s[-1] - min(time_s[0], 0.0))


def _check_times(time_s: NDArray[np.float64], path: Path) -> None:
    rate_hz = 1 / float(np.median(np.diff(time_s)))
    low_hz, high_hz = _PLAUSIBLE_RATE_HZ
    if not low_hz <= rate_hz <= high_hz or time_s[-1] - time_s[0] > _LONGEST_S:
        raise BadFrameTimes(
            f"The frame times of {path.name} make no sense ({rate_hz:.3g} frames a second over "
            f"{time_s[-1] - time_s[0]:.0f} s): export it again, or give the original recording."
        )


def _thinning(time_s: NDArray[np.float64]) -> int:
    rate_hz = 1 / float(np.median(np.diff(time_s)))
    return max(1, int((rate_hz + 0.5) // _LANDMARK_RATE_HZ))


def _merged(starts: NDArray[np.bool_], every: int) -> NDArray[np.bool_]:
    """Keep for each used frame whether decoding can begin at it or at one left out just after."""
    padded = np.pad(starts, (0, -len(starts) % every))
    return np.asarray(padded.reshape(-1, every).any(axis=1))


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


def _decoded_from(
    container: InputContainer, stream: VideoStream, table: FrameTable, start: int
) -> Iterator[av.VideoFrame]:
    """Decode from a frame on; containers that seek past it are asked again for an earlier one."""
    for back in (0, 50, start):
        if start:
            container.seek(int(table.stamps[max(start - back, 0)]), stream=stream, backward=True)
        frames = _decoded(container, stream)
        first = next(frames, None)
        if first is not None and (first.pts is None or first.pts <= table.stamps[start]):
            break
    if first is not None:
        yield first
        yield from frames


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Decode on past broken packets; a file cut short simply ends."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError):
            return
        with contextlib.suppress(av.error.InvalidDataError):
            yield from packet.decode()


def _orientation(frame: av.VideoFrame) -> Orientation:
    matrix = frame.side_data.get("DISPLAYMATRIX")
    if not isinstance(matrix, Buffer):
        return Orientation()
    return Orientation.from_display_matrix(np.frombuffer(memoryview(matrix), np.int32, 9))


def _focal_from_tags(tags: dict[str, str], diagonal_px: float) -> float | None:
    """Turn a 35 mm equivalent focal length (by the picture's diagonal, CIPA DCG-001) into px."""
    for key, value in tags.items():
        if "focal_length" in key and "35mm" in key:
            with contextlib.suppress(ValueError):
                film_mm = float(value)
                if 5 < film_mm < 1000:
                    return film_mm / _FILM_DIAGONAL_MM * diagonal_px
    return None


def _matching(table: FrameTable, clip: Clip) -> FrameTable:
    """Restrict a table to a clip's frames, and turn and mirror it as the clip is."""
    place = np.searchsorted(clip.time_s, table.time_s - table.time_base_s / 2)
    nearest = clip.time_s[np.minimum(place, clip.frames - 1)]
    used = np.abs(nearest - table.time_s) < table.time_base_s / 2
    table = table.restricted(used).turned(quarter_turns=clip.quarter_turns)
    return table.mirrored() if clip.mirrored else table
