"""Folders with one keypoint file a picture, as OpenPose, Pose2Sim and Sports2D write them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace.exchange.json_documents import FileUnreadable, read_json
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.exchange.keypoint_persons import Sighting, check_picture, follow_persons
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import Landmarks

_NUMBER: Final = re.compile(r"(\d+)(?=\D*$)")
_MOST_FRAMES_PER_FILE: Final = 100
"""DESIGN: frame numbers so far apart for so few files are no frame numbers."""


def read_openpose(
    folder: str | Path, *, width_px: int, height_px: int, rate_hz: float
) -> Landmarks:
    """Read a folder of keypoint files into landmarks: the format is told by the keypoints.

    The last number in a file's name is its frame; the lowest one is at 0 s, and a number that
    is left out is a picture with nobody in it. All persons are kept. Keypoints of confidence 0
    were not found (NaN); there is no 3-D guess (``world_m`` is NaN).

    Parameters
    ----------
    folder
        Files ``..._000000000012_keypoints.json`` with 17, 18, 25, 26 or 33 keypoints a person.
    width_px, height_px
        Size of the upright picture.
    rate_hz
        Pictures a second.

    Raises
    ------
    FileUnreadable
        When the folder is absent, holds no such files, or one of them is damaged.
    PictureUnknown
        When size or rate cannot be, or do not fit the keypoints.
    """
    place = Path(folder)
    check_picture(width_px=width_px, height_px=height_px, rate_hz=rate_hz)
    files = _files(place)
    first = min(files)
    sightings = [
        sighting
        for number, file in sorted(files.items())
        for sighting in _sightings(read_json(file), frame=number - first, name=file.name)
    ]
    return follow_persons(
        sightings,
        name=place.name,
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
        frames=max(files) - first + 1,
    )


def write_openpose(
    landmarks: Landmarks, *, folder: str | Path, layout: str = "body_25", person_ids: bool = True
) -> None:
    """Write one keypoint file for each frame; the folder is made, or must be empty.

    Parameters
    ----------
    landmarks
        All persons are written, in px.
    folder
        Each file is named for it and the frame's number from 0.
    layout
        ``body_25``, ``coco_17``, ``coco_18``, ``halpe_26`` or ``blazepose_33``.
    person_ids
        Whether to say who is who; OpenPose itself leaves that open (-1).

    Raises
    ------
    FileUnreadable
        When the folder has something in it already.
    """
    place, order = Path(folder), LAYOUTS[layout]
    place.mkdir(exist_ok=True)
    if any(place.iterdir()):
        raise FileUnreadable(f"{place} is not empty: name a new folder for the keypoints.")
    people: list[list[dict[str, Any]]] = [[] for _ in range(landmarks.clip.frames)]
    for track in landmarks.tracks:
        keypoints = order.from_landmarks(xy_px=track.xy_px, visibility=track.visibility)
        for frame in np.flatnonzero(track.seen).tolist():
            people[frame].append(
                {
                    "person_id": [track.person if person_ids else -1],
                    "pose_keypoints_2d": keypoints[frame].ravel().tolist(),
                }
            )
    for frame, here in enumerate(people):
        file = place / f"{place.name}_{frame:012d}_keypoints.json"
        with whole_file(file) as unfinished:
            unfinished.write_text(json.dumps({"version": 1.3, "people": here}), encoding="utf-8")


def _files(place: Path) -> dict[int, Path]:
    if not place.is_dir():
        raise FileUnreadable(f"{place} is no folder: name the one that holds the keypoint files.")
    files: dict[int, Path] = {}
    for file in sorted(place.glob("*.json")):
        number = _NUMBER.search(file.stem)
        if number is None:
            continue
        frame = int(number[1])
        if frame in files:
            raise FileUnreadable(
                f"{place.name} holds two files for frame {frame} ({files[frame].name}, "
                f"{file.name}): keep each video's keypoints in a folder of their own."
            )
        files[frame] = file
    if not files:
        raise FileUnreadable(
            f"{place.name} holds no .json files with frame numbers: "
            "name the folder of one video's keypoints."
        )
    if max(files) - min(files) >= _MOST_FRAMES_PER_FILE * len(files):
        raise FileUnreadable(
            f"{place.name} has frame numbers from {min(files)} to {max(files)} in only "
            f"{len(files)} files: name them by frame."
        )
    return files


def _sightings(document: dict[str, Any], *, frame: int, name: str) -> Iterator[Sighting]:
    try:
        for one in document["people"]:
            keypoints = np.array(one["pose_keypoints_2d"], dtype=np.float64).reshape(-1, 3)
            keypoints[~np.isfinite(keypoints).all(axis=1)] = 0.0
            given = one.get("person_id", [-1])
            number = int(given[0] if isinstance(given, list) and given else -1)
            if len(keypoints):
                yield Sighting(
                    frame=frame, keypoints=keypoints, person=number if number >= 0 else None
                )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        raise FileUnreadable(
            f"{name} is no OpenPose keypoint file: it should hold people with "
            "pose_keypoints_2d, three numbers a keypoint."
        ) from None
