"""Results of MediaPipe's pose landmarker as JSON: a list with one result for each picture."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.keypoint_json import landmarks_in_json
from kneetrace.exchange.keypoint_persons import Sighting
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import LANDMARKS, Landmarks

Array = NDArray[np.float64]

PICTURE_KEYS: Final = ("landmarks", "pose_landmarks", "poseLandmarks")
"""What a result's landmarks are called in JavaScript, in Python, and in the older solution."""

_WORLD_KEYS: Final = ("worldLandmarks", "pose_world_landmarks", "poseWorldLandmarks")


def read_blazepose(path: str | Path, *, width_px: int, height_px: int, rate_hz: float) -> Landmarks:
    """Read MediaPipe's results, one a picture, with the 3-D guess where it was kept.

    A result is ``{"landmarks": persons, "worldLandmarks": persons}`` (or Python's names), or the
    persons alone; a person is 33 ``{"x", "y", "z", "visibility"}``, places as shares of the
    picture. All persons are kept. A landmark believed hidden (visibility 0)
    has a place all the same.

    Parameters
    ----------
    path
        The JSON file.
    width_px, height_px
        Size of the upright picture.
    rate_hz
        Pictures a second.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or holds no such results.
    PictureUnknown
        When size or rate cannot be, or do not fit the landmarks.
    """

    def parse(results: Any) -> tuple[list[Sighting], int]:
        sightings = [
            sighting
            for frame, result in enumerate(results)
            for sighting in _sightings(result, frame=frame, size_px=(width_px, height_px))
        ]
        return sightings, len(results)

    return landmarks_in_json(
        Path(path),
        parse=parse,
        lacks="holds no results of a pose landmarker: each picture needs persons of 33 landmarks "
        "with x and y.",
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
    )


def write_blazepose(landmarks: Landmarks, *, path: str | Path) -> None:
    """Write all persons as MediaPipe's results, with ``personIds`` and ``scores`` beside them."""
    size_px = (landmarks.clip.width_px, landmarks.clip.height_px)
    results: list[dict[str, list[Any]]] = [
        {"landmarks": [], "worldLandmarks": [], "personIds": [], "scores": []}
        for _ in range(landmarks.clip.frames)
    ]
    for track in landmarks.tracks:
        shares = track.xy_px / size_px
        for frame in np.flatnonzero(track.seen):
            result, visibility = results[frame], track.visibility[frame]
            result["landmarks"].append(_points(shares[frame], visibility))
            result["worldLandmarks"].append(_points(track.world_m[frame], visibility))
            result["personIds"].append(track.person)
            result["scores"].append(float(track.score[frame]))
    with whole_file(path) as unfinished:
        unfinished.write_text(json.dumps(results, allow_nan=False), encoding="utf-8")


def _points(places: Array, visibility: Array) -> list[dict[str, float | None]]:
    return [
        {
            **{
                axis: float(value) if np.isfinite(value) else None
                for axis, value in zip("xyz", place, strict=False)
            },
            "visibility": float(seen) if np.isfinite(seen) else None,
        }
        for place, seen in zip(places, visibility, strict=True)
    ]


def _sightings(result: Any, *, frame: int, size_px: tuple[int, int]) -> list[Sighting]:
    persons, worlds, extra = _parts(result)
    numbers, scores = extra.get("personIds"), extra.get("scores")
    sightings = []
    for index, person in enumerate(persons):
        if len(person) != len(LANDMARKS) or (worlds and len(worlds[index]) != len(LANDMARKS)):
            raise ValueError
        places = _column(person, "x", "y") * size_px
        visibility = _column(person, "visibility", missing=1.0)[:, 0]
        # The landmarker places every landmark, also those it believes hidden.
        found = np.isfinite(places).all(axis=1)
        keypoints = np.zeros((len(LANDMARKS), 3))
        keypoints[found, :2] = places[found]
        keypoints[found, 2] = np.clip(np.nan_to_num(visibility[found]), _LEAST, 1.0)
        sightings.append(
            Sighting(
                frame=frame,
                keypoints=keypoints,
                score=float(scores[index]) if scores else None,
                person=int(numbers[index]) if numbers else None,
                world_m=_column(worlds[index], "x", "y", "z") if worlds else None,
            )
        )
    return sightings


_LEAST: Final = 1e-9
"""Keeps a place whose landmark is believed hidden apart from one that was not found."""


def _parts(result: Any) -> tuple[Sequence[Any], Sequence[Any], Mapping[str, Any]]:
    """Return the persons in the picture, their 3-D guesses (maybe none), and what else there is."""
    if isinstance(result, Mapping):
        if result and result.keys().isdisjoint(PICTURE_KEYS):
            raise KeyError(PICTURE_KEYS[0])
        persons = next((result[key] for key in PICTURE_KEYS if result.get(key)), None) or []
        worlds = next((result[key] for key in _WORLD_KEYS if result.get(key)), None) or []
        return _several(persons), _several(worlds), result
    return _several(result or []), [], {}


def _several(persons: Sequence[Any]) -> Sequence[Any]:
    """One person's bare landmarks stand for a list of that person."""
    return [persons] if persons and isinstance(persons[0], Mapping) else persons


def _column(person: Sequence[Mapping[str, Any]], *keys: str, missing: float = np.nan) -> Array:
    return np.array(
        [
            [np.nan if (value := one.get(key, missing)) is None else float(value) for key in keys]
            for one in person
        ]
    )
