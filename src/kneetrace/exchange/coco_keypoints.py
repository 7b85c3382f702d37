"""COCO keypoints: one JSON file for all pictures, results of a network or annotations."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.keypoint_json import landmarks_in_json
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.exchange.keypoint_persons import Sighting
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import Landmarks

_MOST_FRAMES_PER_SIGHTING: Final = 1000
"""DESIGN: picture numbers so far apart for so few sightings are no frame numbers."""


def read_coco(
    path: str | Path,
    *,
    width_px: int,
    height_px: int,
    rate_hz: float,
    frames: int | None = None,
) -> Landmarks:
    """Read COCO keypoints into landmarks.

    Takes a list of results (``image_id, keypoints, score``), an annotation document (``images``
    and ``annotations``), or a plain list of pictures, each a list of persons, each a list of
    keypoints ``[x, y, confidence]``; with 17 keypoints a person, or 18, 25, 26 or 33.
    Results count pictures by the number in ``image_id``: from 0 where ``frames`` is given and
    they fit, else from the lowest. Annotations count their ``images`` in order of their id, and
    a keypoint labelled but hidden (v = 1) is taken as not found, as its place is a guess.
    A keypoint of confidence 0 is NaN, and there is no 3-D guess (``world_m`` is NaN).

    Parameters
    ----------
    path
        The JSON file.
    width_px, height_px
        Size of the upright picture.
    rate_hz
        Pictures a second.
    frames
        Pictures in the clip; None ends with the last one that shows somebody.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or holds no keypoints.
    PictureUnknown
        When size or rate cannot be, or do not fit the keypoints.
    """
    file = Path(path)

    def parse(document: Any) -> tuple[list[Sighting], int]:
        sightings, shown = _sightings(document, frames=frames)
        shown = max(shown, frames or 0)
        if shown > _MOST_FRAMES_PER_SIGHTING * max(len(sightings), 1):
            raise FileUnreadable(
                f"{file.name} has pictures up to number {shown} but only {len(sightings)} "
                "sightings: number the pictures by frame."
            )
        return sightings, shown

    return landmarks_in_json(
        file,
        parse=parse,
        lacks="holds no COCO keypoints: each person needs image_id and keypoints, three numbers a "
        "keypoint.",
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
    )


def write_coco(landmarks: Landmarks, *, path: str | Path, layout: str = "coco_17") -> None:
    """Write all persons as COCO results, one entry for each frame and person.

    ``image_id`` is the frame's number from 0, ``track_id`` the person. A frame without anybody
    has no entry, so give the number of frames when reading.
    """
    order = LAYOUTS[layout]
    results = []
    for track in landmarks.tracks:
        keypoints = order.from_landmarks(xy_px=track.xy_px, visibility=track.visibility)
        results += [
            {
                "image_id": int(frame),
                "category_id": 1,
                "keypoints": keypoints[frame].ravel().tolist(),
                "score": float(track.score[frame]),
                "track_id": track.person,
            }
            for frame in np.flatnonzero(track.seen)
        ]
    results.sort(key=lambda one: (one["image_id"], one["track_id"]))
    with whole_file(path) as unfinished:
        unfinished.write_text(json.dumps(results), encoding="utf-8")


def _sightings(document: Any, *, frames: int | None) -> tuple[list[Sighting], int]:
    """Return all sightings and the number of frames they span."""
    if isinstance(document, Mapping):
        return _annotations(document)
    if not isinstance(document, Sequence) or isinstance(document, str):
        raise TypeError
    if document and isinstance(document[0], Mapping):
        return _results(document, frames=frames)
    sightings = [
        Sighting(frame=frame, keypoints=_keypoints(person))
        for frame, people in enumerate(document)
        for person in people
    ]
    return sightings, len(document)


def _annotations(document: Mapping[str, Any]) -> tuple[list[Sighting], int]:
    frame_of = {
        image: frame for frame, image in enumerate(sorted(one["id"] for one in document["images"]))
    }
    sightings = []
    for one in document["annotations"]:
        keypoints = _keypoints(one["keypoints"])
        # Flags, not confidences: 0 not labelled, 1 labelled but hidden, 2 visible.
        keypoints[:, 2] = keypoints[:, 2] > 1
        sightings.append(
            Sighting(frame=frame_of[one["image_id"]], keypoints=keypoints, person=_person(one))
        )
    return sightings, len(frame_of)


def _results(
    results: Sequence[Mapping[str, Any]], *, frames: int | None
) -> tuple[list[Sighting], int]:
    numbers = [_picture_number(one["image_id"]) for one in results]
    first = 0 if frames and min(numbers) >= 0 and max(numbers) < frames else min(numbers)
    sightings = [
        Sighting(
            frame=number - first,
            keypoints=_keypoints(one["keypoints"]),
            score=None if one.get("score") is None else float(one["score"]),
            person=_person(one),
        )
        for one, number in zip(results, numbers, strict=True)
    ]
    return sightings, max(numbers) - first + 1


def _picture_number(image: object) -> int:
    """Take the number, or the last number in a file name."""
    if isinstance(image, int) and not isinstance(image, bool):
        return image
    return int(re.findall(r"\d+", re.sub(r"\.\w+$", "", str(image)))[-1:][0])


def _person(one: Mapping[str, Any]) -> int | None:
    for key in ("track_id", "idx", "person_id"):
        if isinstance(one.get(key), int) and one[key] >= 0:
            return int(one[key])
    return None


def _keypoints(stored: Any) -> NDArray[np.float64]:
    keypoints = np.array(stored, dtype=np.float64).reshape(-1, 3)
    keypoints[~np.isfinite(keypoints).all(axis=1)] = 0.0
    return keypoints
