"""Landmarks from whatever file or folder somebody has them in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kneetrace.exchange.blazepose_json import PICTURE_KEYS, read_blazepose
from kneetrace.exchange.coco_keypoints import read_coco
from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.keypoint_json import read_any_json
from kneetrace.exchange.landmark_table import read_landmarks
from kneetrace.exchange.openpose_folder import read_openpose
from kneetrace.measure import Landmarks


def read_keypoints(path: str | Path, *, width_px: int, height_px: int, rate_hz: float) -> Landmarks:
    """Read landmarks of any known format, told by what lies at the path.

    A folder is read as OpenPose's, a ``.parquet`` as our own table (which knows its picture and
    times, so that those given are not used), a ``.json`` as MediaPipe's results or as COCO's.

    Parameters
    ----------
    path
        A file or folder.
    width_px, height_px
        Size of the upright picture.
    rate_hz
        Pictures a second.

    Raises
    ------
    FileUnreadable
        When nothing is there, it is damaged, or of no known format.
    PictureUnknown
        When size or rate cannot be, or do not fit the keypoints.
    """
    place = Path(path)
    picture: dict[str, Any] = {"width_px": width_px, "height_px": height_px, "rate_hz": rate_hz}
    if place.is_dir():
        return read_openpose(place, **picture)
    if place.suffix.lower() == ".parquet":
        return read_landmarks(place)
    if place.suffix.lower() == ".json":
        document = read_any_json(place)
        if isinstance(document, Mapping) and "people" in document:
            raise FileUnreadable(
                f"{place.name} holds a single picture, as OpenPose writes it: name the folder that "
                "holds all of them."
            )
        reads = read_blazepose if _is_blazepose(document) else read_coco
        return reads(place, **picture)
    raise FileUnreadable(
        f"{place.name} is no keypoint file: give a folder of OpenPose files, a .json or a .parquet."
    )


def _is_blazepose(document: Any) -> bool:
    if not isinstance(document, list):
        return False
    first = next((one for one in document if one), None)
    while isinstance(first, list) and first:
        first = first[0]
    return isinstance(first, Mapping) and (
        "x" in first or any(key in first for key in PICTURE_KEYS)
    )
