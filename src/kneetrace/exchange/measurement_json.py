"""A measurement as a JSON document: degrees at this door, intervals and reasons beside values."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from math import degrees
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace import __version__
from kneetrace.exchange.answer_fields import answer_document, person_fields
from kneetrace.exchange.json_documents import write_json
from kneetrace.measure import (
    CameraPlacement,
    Clip,
    Landmarks,
    Measurement,
    Motion,
    ScoreSheet,
    TechniquePart,
    TechniqueScore,
)
from kneetrace.terms import INTERVAL_LEVEL, CannotTell, Unit, is_angle

MEASUREMENT_KIND: Final = "kneetrace.measurement"
MEASUREMENT_VERSION: Final = 2
MEASUREMENT_SCHEMA: Final = f"{MEASUREMENT_KIND}/{MEASUREMENT_VERSION}"
"""Schema that ``measurement.json`` is written in; older ones stay readable."""

_CURVE_DIGITS: Final = 4
_CLIP_ARRAYS: Final = ("time_s", "brightness")


def measurement_document(measurement: Measurement, *, curves: bool = False) -> dict[str, Any]:
    """Put a measurement into the form ``measurement.json`` has.

    Parameters
    ----------
    measurement
        What one recording came to.
    curves
        Also give each coordinate over time with its standard deviation (deg or m).

    Returns
    -------
    dict
        ``schema, method, program, test, side, source, person, clip, pose, camera, beside,
        repetitions, answers, technique, score, findings, disagreements, films, interval_level,
        stage_s`` and, when asked for, ``curves``. Degrees. ``films`` are documents like this one.
    """
    document = {
        "schema": MEASUREMENT_SCHEMA,
        "method": measurement.method,
        "program": f"kneetrace {__version__}",
        "test": measurement.test,
        "side": measurement.side,
        "source": measurement.source,
        "person": person_fields(measurement.person),
        "clip": _clip_fields(measurement.clip),
        "pose": _pose_fields(measurement.landmarks, chosen=measurement.track.person),
        "camera": _camera(measurement),
        "beside": [_camera_fields(camera) for camera in measurement.beside],
        "interval_level": INTERVAL_LEVEL,
        "repetitions": [asdict(repetition) for repetition in measurement.repetitions],
        "answers": [answer_document(answer) for answer in measurement.answers],
        "technique": [_technique_fields(score) for score in measurement.technique],
        "score": None if measurement.score is None else _score_fields(measurement.score),
        "findings": [asdict(finding) for finding in measurement.findings],
        "disagreements": [
            {"told": answer_document(one.told), "other": answer_document(one.other)}
            for one in measurement.disagreements
        ],
        "films": [
            measurement_document(film, curves=curves and number > 0)  # the first one's are above
            for number, film in enumerate(measurement.films)
        ],
        "stage_s": {stage: round(taken_s, 3) for stage, taken_s in measurement.stage_s.items()},
    }
    if curves:
        document["curves"] = (
            None if measurement.motion is None else _curve_fields(measurement.motion)
        )
    return document


def write_measurement(measurement: Measurement, *, path: str | Path) -> None:
    """Write ``measurement.json``, curves and their per-frame spread included."""
    write_json(measurement_document(measurement, curves=True), path=path)


def _clip_fields(clip: Clip) -> dict[str, Any]:
    told = [field.name for field in fields(clip) if field.name not in _CLIP_ARRAYS]
    return {name: getattr(clip, name) for name in told} | {
        "frames": clip.frames,
        "duration_s": float(clip.time_s[-1] - clip.time_s[0]) if clip.frames else 0.0,
        "rate_hz": clip.rate_hz,
    }


def _pose_fields(landmarks: Landmarks, *, chosen: int) -> dict[str, Any]:
    return {
        "model": landmarks.model,
        "persons": len(landmarks.tracks),
        "chosen_person": chosen,
        "frames_seen": next(
            (int(track.seen.sum()) for track in landmarks.tracks if track.person == chosen), 0
        ),
    }


def _camera(measurement: Measurement) -> dict[str, Any] | None:
    if measurement.motion is None or measurement.source.solid:  # a solid body needs no camera
        return None
    return _camera_fields(measurement.motion.camera)


def _camera_fields(camera: CameraPlacement) -> dict[str, Any]:
    return {
        "yaw_deg": degrees(camera.yaw_rad),
        "yaw_sd_deg": degrees(camera.yaw_sd_rad),
        "pitch_deg": degrees(camera.pitch_rad),
        "roll_deg": degrees(camera.roll_rad),
        "height_m": camera.height_m,
        "distance_m": camera.distance_m,
        "focal_px": camera.focal_px,
    }


def _technique_fields(score: TechniqueScore | CannotTell) -> dict[str, Any]:
    if isinstance(score, CannotTell):
        return answer_document(score)
    return {
        "kind": "score",
        **asdict(score),
        "parts": [asdict(part) | _shown_part(part) for part in score.parts],
    }


def _score_fields(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "test": sheet.test,
        "side": sheet.side,
        "low": sheet.low,
        "high": sheet.high,
        "called": sheet.called,
        "items": [
            asdict(item) | {"proposal": item.proposal, "origin": item.origin}
            for item in sheet.items
        ],
    }


def _shown_part(part: TechniquePart) -> dict[str, Any]:
    if part.unit is not Unit.RADIAN:
        return {}
    return {
        "unit": "deg",
        "value": degrees(part.value),
        "usual_low": degrees(part.usual_low),
        "usual_high": degrees(part.usual_high),
    }


def _curve_fields(motion: Motion) -> dict[str, Any]:
    return {
        "time_s": _rounded(motion.time_s),
        "standing": motion.standing.tolist(),
        "coordinates": {
            name: {
                "unit": "deg" if is_angle(name) else "m",
                "value": _rounded(_at_the_door(name, motion.values[name])),
                "sd": _rounded(_at_the_door(name, motion.sd[name])) if name in motion.sd else None,
            }
            for name in motion.reported
        },
    }


def _at_the_door(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.degrees(values) if is_angle(name) else values


def _rounded(values: NDArray[np.float64]) -> Sequence[float]:
    rounded: list[float] = np.round(values, _CURVE_DIGITS).tolist()
    return rounded
