"""From a recording's file, of whatever kind, to its measurement."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from kneetrace import exchange, measure
from kneetrace.journey.requests import RecordingRequest
from kneetrace.measure import Landmarks, MarkerTrial, Measurement, Source, Stage, Stopwatch
from kneetrace.terms import Person

OnStage = Callable[[str, Any], None]
Progress = Callable[[str, float], None]
"""Called with a stage's name and how much of it is done, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked of every way in, whether or not it has a use for all of it."""

    request: RecordingRequest
    person: Person
    model: str
    progress: Progress | None
    on_stage: OnStage


def measure_file(
    request: RecordingRequest,
    *,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    """Measure a recording by the way that suits its file.

    Parameters
    ----------
    request, person, model, progress
        As in ``measure_one``.
    on_stage
        Called with ``"video"`` and the path of the one to look at, where two were joined, with
        ``"landmarks"`` and the Landmarks, where a camera saw the person, or with ``"markers"`` and
        the MarkerTrial, or with ``"angles"`` and the MotionTable, then with ``"motion"`` and the
        Motion.
    """
    asked = _Asked(
        request=request, person=person, model=model, progress=progress, on_stage=on_stage
    )
    return _WAYS[request.source](asked)


def _video(asked: _Asked) -> Measurement:
    return measure.measure_video(
        asked.request.file,
        test=asked.request.test,
        person=asked.person,
        side=asked.request.side,
        model=asked.model,
        focal_px=asked.request.focal_px,
        person_index=asked.request.person_index,
        mirrored=asked.request.mirrored,
        progress=asked.progress,
        on_stage=asked.on_stage,
    )


def _views(asked: _Asked) -> Measurement:
    return measure.measure_views(
        asked.request.files,
        test=asked.request.test,
        person=asked.person,
        side=asked.request.side,
        model=asked.model,
        progress=asked.progress,
        on_stage=asked.on_stage,
    )


def _keypoints(asked: _Asked) -> Measurement:
    watch = Stopwatch()
    with watch.timed(Stage.OPEN):
        landmarks = _read_keypoints(asked.request)
    asked.on_stage("landmarks", landmarks)
    return measure.measure_landmarks(
        replace(landmarks, stage_s=watch.stage_s),  # finding them was not part of this
        test=asked.request.test,
        person=asked.person,
        side=asked.request.side,
        source=Source.KEYPOINTS,
        person_index=asked.request.person_index,
        progress=asked.progress,
        on_stage=asked.on_stage,
    )


def _markers(asked: _Asked) -> Measurement:
    watch = Stopwatch()
    with watch.timed(Stage.OPEN):
        trial, up = _read_markers(asked.request)
    asked.on_stage("markers", trial)
    measurement = measure.measure_markers(
        trial,
        name=asked.request.file.name,
        test=asked.request.test,
        person=asked.person,
        side=asked.request.side,
        up=up,
        on_stage=asked.on_stage,
    )
    return replace(measurement, stage_s={**watch.stage_s, **measurement.stage_s})


def _angles(asked: _Asked) -> Measurement:
    watch = Stopwatch()
    with watch.timed(Stage.OPEN):
        table = exchange.read_mot(asked.request.file)
    asked.on_stage("angles", table)
    measurement = measure.measure_angles(
        table,
        name=asked.request.file.name,
        test=asked.request.test,
        person=asked.person,
        side=asked.request.side,
        on_stage=asked.on_stage,
    )
    return replace(measurement, stage_s={**watch.stage_s, **measurement.stage_s})


_WAYS: Final = {
    Source.VIDEO: _video,
    Source.VIEWS: _views,
    Source.KEYPOINTS: _keypoints,
    Source.MARKERS: _markers,
    Source.ANGLES: _angles,
}


def _read_keypoints(request: RecordingRequest) -> Landmarks:
    landmarks = exchange.read_keypoints(
        request.file,
        width_px=request.width_px or 0,
        height_px=request.height_px or 0,
        rate_hz=request.rate_hz or 0.0,
    )
    if request.focal_px is None:
        return landmarks
    return replace(landmarks, clip=replace(landmarks.clip, focal_px=request.focal_px))


def _read_markers(request: RecordingRequest) -> tuple[MarkerTrial, str | None]:
    """Read markers, and which of their axes is known to point up; None leaves it to the person."""
    if request.file.suffix.lower() != ".c3d":
        return exchange.read_trc(request.file), request.up
    try:
        return exchange.read_c3d(request.file, up=request.up), "+Y"
    except exchange.UpUnknown:
        trial = exchange.read_c3d(request.file, up="+Y")
        if measure.upward_axis(trial) is None:
            raise
        return trial, None
