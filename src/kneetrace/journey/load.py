"""From a recording of any kind to what the movement asked of the person, in files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from kneetrace import exchange, report
from kneetrace.explain import (
    Load,
    PlatesOfOtherAxes,
    Strengths,
    find_load,
    load_note,
    plate_record,
    strengths_from_tests,
)
from kneetrace.journey.folder import REPORT_FILE, ResultsFolder
from kneetrace.journey.refusals import refusal
from kneetrace.journey.requests import RecordingRequest
from kneetrace.journey.strength_request import strength_in_table
from kneetrace.journey.ways_in import Progress, measure_file
from kneetrace.measure import (
    MarkerTrial,
    Repetition,
    Source,
    StrengthExamination,
    examine_strength,
)
from kneetrace.terms import ByLanguage, InvalidInput, NotMeasurable, Person

LOAD_FILE: Final = "load.json"
LOAD_TABLE: Final = "load.parquet"
LOAD_FILES: Final = (LOAD_FILE, LOAD_TABLE, REPORT_FILE)
LOAD_STAGE: Final = "load"
"""What progress calls the stage."""


class NoForceTest(InvalidInput):
    """A file of strength tests holds none that tells how strong a muscle is."""


class NoBody(NotMeasurable):
    """A recording shows no body in space, so there is nothing to load."""


def load_one(
    request: RecordingRequest,
    *,
    person: Person,
    out: str | Path,
    plates: Path | None = None,
    strength: Path | None = None,
    language: str = "en",
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
        A ``.mot`` or ``.sto`` of force plates, in the recording's axes and clock; None takes those
        that a ``.c3d`` holds itself.
    strength
        Strength tests of the same person: a table, or a ``strength.json``.
    language
        Of the page: ``"en"`` or ``"es"``.
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
    words = report.LoadWords(language=language)
    refuse_plates(request, plates)
    never = (*request.files, *(one for one in (plates, strength) if one is not None))
    folder = ResultsFolder(out, never=never)
    folder.refuse_foreign(LOAD_FILES)
    strengths, examined = (
        (None, None) if strength is None else read_strengths(strength, person=person)
    )
    seen: dict[str, Any] = {}
    repetitions: Sequence[Repetition] = ()
    if request.source is Source.ANGLES:
        seen["angles"] = exchange.read_mot(request.file)
    else:
        measured = measure_file(
            request, person=person, model=model, progress=progress, on_stage=seen.__setitem__
        )
        repetitions = measured.repetitions
    load = tell_load(
        seen,
        request=request,
        person=person,
        plates=plates,
        strengths=strengths,
        progress=progress,
    )
    load = replace(load, remarks=(*unusable_tests(examined), *load.remarks))
    page = report.render_load(load, recording=request.name, repetitions=repetitions, words=words)
    folder.forget(LOAD_FILES)  # only now: what cannot be told again must not cost what was
    write_load(load, folder=folder)
    folder.write_text(REPORT_FILE, page)
    return load


def refuse_plates(request: RecordingRequest, plates: Path | None, /) -> None:
    """Refuse force plates beside a recording that does not tell where they lie.

    Raises
    ------
    PlatesOfOtherAxes
        When a camera made the recording.
    """
    if plates is not None and request.source not in (Source.ANGLES, Source.MARKERS):
        raise PlatesOfOtherAxes(refusal("plates_beside", recording=request.name))


def tell_load(
    seen: Mapping[str, Any],
    *,
    request: RecordingRequest,
    person: Person,
    plates: Path | None = None,
    strengths: Strengths | None = None,
    progress: Progress | None = None,
) -> Load:
    """Tell what a recording that was measured asked of the person.

    Parameters
    ----------
    seen
        What measuring it showed: stage -> what came of it, as ``measure_file`` tells. Of joint
        angles their file's own are enough: ``"angles"``.
    request, person, plates, progress
        As in ``load_one``.
    strengths
        Of the same person; a young adult's when not given.
    """
    motion = seen.get("angles" if request.source is Source.ANGLES else "motion")
    if motion is None:
        raise NoBody(load_note("no_body", recording=request.name))
    trial: MarkerTrial | None = seen.get("markers")
    if plates is not None:
        records = exchange.read_plates(plates)
    else:
        records = tuple(plate_record(plate) for plate in trial.plates) if trial else ()
    told = None if progress is None else partial(progress, LOAD_STAGE)
    load = find_load(motion, person=person, plates=records, strengths=strengths, progress=told)
    return replace(
        load,
        by_camera=not request.source.solid,
        remarks=(*_about_source(request, trial=trial, plates=plates), *load.remarks),
    )


def write_load(load: Load, *, folder: ResultsFolder) -> dict[str, Path]:
    """Write the summary and the table of a load; file's name -> where it is."""
    return {
        LOAD_FILE: folder.write(LOAD_FILE, lambda path: exchange.write_load(load, path=path)),
        LOAD_TABLE: folder.write(
            LOAD_TABLE, lambda path: exchange.write_load_table(load, path=path)
        ),
    }


def read_strengths(file: Path, *, person: Person) -> tuple[Strengths, StrengthExamination]:
    """Read how strong a person is from strength tests: a table, or a ``strength.json``.

    Returns
    -------
    tuple
        The strengths, and the examination they are from; its ``problems`` say which tests in the
        file are of no use.

    Raises
    ------
    InvalidInput
        When the file tells no strength, or that of somebody else.
    """
    if file.suffix.lower() == ".json":
        stored = exchange.read_strength(file)
        entries = tuple(one.entry for one in stored.results)
        tested, problems = stored.person, stored.problems
    else:
        asked = strength_in_table(file)
        entries, tested, problems = asked.entries, person, asked.problems
    examined = examine_strength(person=tested, entries=entries, problems=problems)
    if not examined.results:
        raise NoForceTest(_no_force_test(examined.problems, file=file))
    return strengths_from_tests(examined.results, person=person), examined


def unusable_tests(examined: StrengthExamination | None) -> tuple[ByLanguage, ...]:
    """Say which strength tests were of no use."""
    problems = () if examined is None else examined.problems
    return tuple(load_note("test_unusable", problem=one) for one in problems)


def _no_force_test(problems: Sequence[str], *, file: Path) -> ByLanguage:
    if not problems:
        return refusal("no_force_test", file=file.name)
    first, *others = problems
    more = refusal("more_unusable", count=len(others)) if others else ""
    return refusal("tests_unusable", problem=first, more=more, file=file.name)


def _about_source(
    request: RecordingRequest, *, trial: MarkerTrial | None, plates: Path | None
) -> Iterator[ByLanguage]:
    if trial is not None and trial.plates_unread and plates is None:
        yield load_note("plates_unread", count=trial.plates_unread, file=request.file.name)
