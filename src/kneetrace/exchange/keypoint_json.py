"""JSON files that hold the keypoints of a whole clip, whatever their form."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.keypoint_persons import Sighting, check_picture, follow_persons
from kneetrace.measure import Landmarks

Parse = Callable[[Any], tuple[list[Sighting], int]]


def landmarks_in_json(
    file: Path, *, parse: Parse, lacks: str, width_px: int, height_px: int, rate_hz: float
) -> Landmarks:
    """Read a keypoint file of one form into landmarks.

    Parameters
    ----------
    parse
        Takes the document; gives all sightings and the number of frames they span. What it
        stumbles over shows that the document is of another form.
    lacks
        What to say of a document of another form, after the file's name.
    width_px, height_px, rate_hz
        Of the video the keypoints came from.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged or of another form, or shows nobody.
    PictureUnknown
        When size or rate cannot be, or do not fit the keypoints.
    """
    check_picture(width_px=width_px, height_px=height_px, rate_hz=rate_hz)
    document = read_any_json(file)
    try:
        sightings, frames = parse(document)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError):
        raise FileUnreadable(f"{file.name} {lacks}") from None
    return follow_persons(
        sightings,
        name=file.name,
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
        frames=frames,
    )


def read_any_json(file: Path) -> Any:
    """Read JSON that may be a list, which ``read_json`` refuses.

    Raises
    ------
    FileUnreadable
        When the file is absent or no JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read ({error.strerror}): check the path.") from None
    except ValueError as error:
        raise FileUnreadable(f"{file} is not valid JSON ({error}): export it again.") from None
