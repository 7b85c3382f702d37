"""From a recording's file, of whatever kind, to its measurement."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kneetrace import exchange, measure
from kneetrace.journey.requests import RecordingRequest
from kneetrace.measure import Landmarks, MarkerTrial, Measurement, Source
from kneetrace.terms import Person

OnStage = Callable[[str, Any], None]
Progress = Callable[[str, float], None]
"""Called with a stage's name and how much of it is done, 0 to 1."""


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
        ``"landmarks"`` and the Landmarks, where a camera saw the person, then with ``"motion"``
        and the Motion.
    """
    return _WAYS[request.source](request, person, model, progress, on_stage)


def _video(
    request: RecordingRequest,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    return measure.measure_video(
        request.file,
        test=request.test,
        person=person,
        side=request.side,
        model=model,
        focal_px=request.focal_px,
        person_index=request.person_index,
        mirrored=request.mirrored,
        progress=progress,
        on_stage=on_stage,
    )


def _views(
    request: RecordingRequest,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    return measure.measure_views(
        request.files,
        test=request.test,
        person=person,
        side=request.side,
        model=model,
        progress=progress,
        on_stage=on_stage,
    )


def _keypoints(
    request: RecordingRequest,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    landmarks = _read_keypoints(request)
    on_stage("landmarks", landmarks)
    return measure.measure_landmarks(
        landmarks,
        test=request.test,
        person=person,
        side=request.side,
        source=Source.KEYPOINTS,
        person_index=request.person_index,
        progress=progress,
        on_stage=on_stage,
    )


def _markers(
    request: RecordingRequest,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    trial, up = _read_markers(request)
    return measure.measure_markers(
        trial,
        name=request.file.name,
        test=request.test,
        person=person,
        side=request.side,
        up=up,
        on_stage=on_stage,
    )


def _angles(
    request: RecordingRequest,
    person: Person,
    model: str,
    progress: Progress | None,
    on_stage: OnStage,
) -> Measurement:
    return measure.measure_angles(
        exchange.read_mot(request.file),
        name=request.file.name,
        test=request.test,
        person=person,
        side=request.side,
        on_stage=on_stage,
    )


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
