"""From a recording of any kind to what the movement asked of the person, in files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kneetrace import exchange, report
from kneetrace.explain import Load, find_load
from kneetrace.journey.folder import REPORT_FILE, ResultsFolder
from kneetrace.journey.requests import RecordingRequest
from kneetrace.journey.ways_in import Progress, measure_file
from kneetrace.measure import Motion, MotionTable, Source
from kneetrace.terms import InvalidInput, NotMeasurable, Person

LOAD_FILE: Final = "load.json"
LOAD_TABLE: Final = "load.parquet"
LOAD_FILES: Final = (LOAD_FILE, LOAD_TABLE, REPORT_FILE)


class PlatesOfOtherAxes(InvalidInput):
    """Force plates were given with a recording whose body is not in the plates' axes."""


class NoBody(NotMeasurable):
    """A recording shows no body in space, so there is nothing to load."""


def load_one(
    request: RecordingRequest,
    *,
    person: Person,
    out: str | Path,
    plates: Path | None = None,
    model: str = "heavy",
    progress: Progress | None = None,
) -> Load:
    """Tell what one recording asked of a person, and write it.

    Parameters
    ----------
    request
        The recording; of joint angles the test does not matter.
    person
        Who is in it.
    out
        Folder for ``load.json``, ``load.parquet`` and ``report.html``.
    plates
        A ``.mot`` or ``.sto`` of force plates, in the axes and clock of joint angles.
    model, progress
        As in ``measure_one``.

    Raises
    ------
    InvalidInput
        The files or the folder cannot be used.
    NotMeasurable
        The recording shows no load.
    OutsideEvidence
        No frame lies where the muscles are known.
    """
    if plates is not None and request.source is not Source.ANGLES:
        raise PlatesOfOtherAxes(
            f"Force plates are taken with joint angles in the laboratory's axes alone, and "
            f"{request.file.name} has none: give the .mot of its inverse kinematics, or leave the "
            "plates out."
        )
    never = (*request.files, *(() if plates is None else (plates,)))
    folder = ResultsFolder(out, never=never)
    folder.refuse_foreign(LOAD_FILES)
    folder.forget(LOAD_FILES)
    motion = _motion(request, person=person, model=model, progress=progress)
    records = () if plates is None else exchange.read_plates(plates)
    load = find_load(motion, person=person, plates=records)
    load = replace(load, notes=(*_about_source(request), *load.notes))
    folder.write(LOAD_FILE, lambda path: exchange.write_load(load, path=path))
    folder.write(LOAD_TABLE, lambda path: exchange.write_load_table(load, path=path))
    folder.write_text(REPORT_FILE, report.render_load(load, recording=request.name))
    return load


def _about_source(request: RecordingRequest) -> Iterator[str]:
    if request.source not in (Source.ANGLES, Source.MARKERS):
        yield (
            "A camera saw this movement. How far its angles may be off is not in the intervals: "
            "take these loads for coarse, and compare only recordings made the same way."
        )
    if request.file.suffix.lower() == ".c3d":
        yield (
            "Force plates inside a .c3d are not used yet: the ground's push was found from the "
            "motion."
        )


def _motion(
    request: RecordingRequest, *, person: Person, model: str, progress: Progress | None
) -> Motion | MotionTable:
    if request.source is Source.ANGLES:
        return exchange.read_mot(request.file)
    found: list[Motion] = []

    def keep(stage: str, what: Any) -> None:
        if stage == "motion":
            found.append(what)

    measure_file(request, person=person, model=model, progress=progress, on_stage=keep)
    if not found:
        raise NoBody(f"{request.name} shows no body in space, so no load can be told.")
    return found[-1]
