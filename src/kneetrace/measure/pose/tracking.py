"""From a video to the landmarks of everybody in it."""

import dataclasses
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.blazepose import BlazePose, PoseModel
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.crops import Picture
from kneetrace.measure.pose.following import Tracklet, follow
from kneetrace.measure.pose.landmarks import Landmarks, LandmarkTrack
from kneetrace.measure.pose.persons import join
from kneetrace.measure.pose.upright import person_turns
from kneetrace.measure.pose.video import (
    FrameTable,
    NotAVideo,
    clip_of,
    iter_pictures,
    read_frame_table,
)
from kneetrace.measure.refusals import refusal
from kneetrace.measure.stages import Stage, Stopwatch
from kneetrace.terms import NotMeasurable

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it, 0 to 1, is done."""

_SHORTEST_PART: Final = 30
"""Frames below which splitting a clip costs more than it saves."""


class NobodyFound(NotMeasurable):
    """No person was found in the whole video."""


def find_landmarks(
    path: str | Path,
    *,
    model: str = "heavy",
    processes: int = 2,
    progress: Progress | None = None,
    focal_px: float | None = None,
    upright: bool = True,
    mirrored: bool = False,
) -> Landmarks:
    """Find the body landmarks of every person in a video.

    Parameters
    ----------
    model : ``"lite"``, ``"full"`` or ``"heavy"``; heavy is the one to measure with.
    processes : parts of the clip worked on at the same time (threads: network, decoder and
        sampling all run outside Python's lock).
    progress : called with ``"landmarks"`` and the share done.
    focal_px : focal length of the upright picture, if known.
    upright : the picture is turned by quarter turns until the person is upright in it; False
        leaves it as the phone says it was held, for a person who lies.
    mirrored : the camera mirrored the picture, as front cameras do: it is mirrored back.

    Raises
    ------
    NobodyFound
        If there is no person in any frame.
    VideoNotFound, NotAVideo, NoPictures, TooFewFrames, BadFrameTimes, WeightsMissing
    """
    watch = Stopwatch()
    with watch.timed(Stage.OPEN):
        table = read_frame_table(path)
        bounds = _parts(table, processes)
        models = [BlazePose(size=model) for _ in bounds[1:]]
    with watch.timed(Stage.TURN):
        turns = person_turns(models[0], table) if upright else 0
    table = table.turned(quarter_turns=turns)
    table = table.mirrored() if mirrored else table
    with watch.timed(Stage.LANDMARKS):
        tracklets, brightness = _followed(table, models, bounds, progress)
    decoded = np.isfinite(brightness)
    if not decoded.any():
        raise NotAVideo(refusal("no_frame", file=table.path.name))
    with watch.timed(Stage.PERSONS):
        tracks = join(tracklets, time_s=table.time_s)
    if not tracks:
        raise NobodyFound(refusal("nobody_found", file=table.path.name))
    clip = clip_of(table, focal_px=focal_px)
    clip = dataclasses.replace(clip, quarter_turns=turns, mirrored=mirrored)
    clip = _decoded_clip(clip, brightness)
    return Landmarks(
        clip=clip,
        tracks=tuple(_restricted(track, decoded) for track in tracks),
        model=models[0].name,
        stage_s=watch.stage_s,
    )


def _parts(table: FrameTable, count: int) -> list[int]:
    """Bounds of parts of about equal length, at frames to begin decoding at if near."""
    frames = len(table.stamps)
    count = max(1, min(count, frames // _SHORTEST_PART))
    starts = np.flatnonzero(table.starts)
    bounds = [0]
    for part in range(1, count):
        wanted = part * frames // count
        nearest = int(starts[np.argmin(np.abs(starts - wanted))]) if len(starts) else wanted
        near = abs(nearest - wanted) <= 0.02 * frames and nearest > bounds[-1]
        bounds.append(nearest if near else wanted)
    return [*bounds, frames]


def _followed(
    table: FrameTable, models: list[BlazePose], bounds: list[int], progress: Progress | None
) -> tuple[list[Tracklet], NDArray[np.float64]]:
    """Follow persons through all parts at once; brightness is NaN where a frame was broken."""
    frames = len(table.stamps)
    brightness = np.full(frames, np.nan)
    lock, halted = threading.Lock(), threading.Event()
    done = 0

    def seen(index: int, picture: Picture) -> None:
        nonlocal done
        brightness[index] = picture.brightness
        with lock:
            done += 1
            if progress is not None:
                progress(Stage.LANDMARKS, done / frames)

    def part(model: PoseModel, start: int, stop: int) -> list[Tracklet]:
        pictures = iter_pictures(table, start=start, stop=stop)
        wanted = itertools.takewhile(lambda _: not halted.is_set(), pictures)
        try:
            return follow(model, wanted, time_s=table.time_s, seen=seen)
        except BaseException:
            halted.set()
            raise

    with ThreadPoolExecutor(len(models)) as pool:
        jobs = [
            pool.submit(part, model, start, stop)
            for model, (start, stop) in zip(models, itertools.pairwise(bounds), strict=True)
        ]
        try:
            return [tracklet for job in jobs for tracklet in job.result()], brightness
        except BaseException:
            halted.set()  # or an interrupted program would first finish the clip
            raise


def _decoded_clip(clip: Clip, brightness: NDArray[np.float64]) -> Clip:
    decoded = np.isfinite(brightness)
    notes = list(clip.notes)
    if lost := int((~decoded).sum()):
        last = int(np.flatnonzero(decoded)[-1])
        where = "At the end" if decoded[:last].all() else "In all"
        them = "1 broken frame" if lost == 1 else f"{lost} broken frames"
        notes.append(f"{where}, {them} could not be read: left out.")
    if clip.quarter_turns:
        notes.append(
            f"The picture was turned by {clip.quarter_turns * 90 % 360} degrees, because the "
            "person was not upright in it."
        )
    if clip.mirrored:
        notes.append("The picture was mirrored back, as asked for.")
    return dataclasses.replace(
        clip,
        time_s=clip.time_s[decoded],
        brightness=brightness[decoded],
        notes=tuple(notes),
    )


def _restricted(track: LandmarkTrack, frames: NDArray[np.bool_]) -> LandmarkTrack:
    return dataclasses.replace(
        track,
        xy_px=track.xy_px[frames],
        visibility=track.visibility[frames],
        world_m=track.world_m[frames],
        score=track.score[frames],
    )
