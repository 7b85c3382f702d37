"""One person's assessment: every recording measured, then told as one report."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from kneetrace import __version__, exchange, report
from kneetrace.journey.folder import ResultsFolder
from kneetrace.journey.recording import Recording, try_recording
from kneetrace.journey.requests import AssessmentRequest, RecordingRequest, read_request
from kneetrace.journey.ways_in import Progress
from kneetrace.measure import StrengthExamination, examine_strength
from kneetrace.terms import Person

ASSESSMENT_FILE: Final = "assessment.json"
REPORT_FILE: Final = "report.html"
SCHEMA: Final = "kneetrace.assessment/2"
LONGEST_NAME: Final = 50
"""Characters of a video's name that its folder keeps; systems allow some 255 bytes in all."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Assessment:
    """What one person's recordings, in the order they were asked for, and strength came to.

    ``strength`` is ``None`` where no strength test was asked for.
    """

    person: Person
    recordings: tuple[Recording, ...]
    strength: StrengthExamination | None = None

    @property
    def measured(self) -> bool:
        """Whether at least one recording answered a measure, or one strength test could be used."""
        return any(recording.measured for recording in self.recordings) or (
            self.strength is not None and self.strength.shows_anything
        )


def assess(
    request: AssessmentRequest | str | Path,
    *,
    out: str | Path,
    model: str = "heavy",
    made_on: date | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Measure all recordings of one person and write the assessment and its report.

    Parameters
    ----------
    request
        Who and which videos, or the person file (TOML) that says so.
    out
        Folder for ``report.html``, ``assessment.json`` and one folder for each recording.
    model
        Pose model: ``"lite"``, ``"full"`` or ``"heavy"``.
    made_on
        The day to print on the report; none is printed when not given.
    progress
        Called with a stage's name and the share of it that is done.

    Returns
    -------
    Assessment
        A recording that could not be measured is in it with its reason; the others are whole.

    Raises
    ------
    InvalidInput
        The person file or the output folder cannot be used.
    """
    asked = request if isinstance(request, AssessmentRequest) else read_request(request)
    folder = ResultsFolder(out, never=tuple(one.file for one in asked.recordings))
    folder.refuse_foreign((ASSESSMENT_FILE, REPORT_FILE))
    recordings: list[Recording] = []
    assessment = Assessment(person=asked.person, recordings=(), strength=_strength(asked))
    _write(assessment, folder=folder, made_on=made_on)
    for name, one in zip(folder_names(asked.recordings), asked.recordings, strict=True):
        recordings.append(
            try_recording(
                one,
                person=asked.person,
                folder=folder.inner(name),
                model=model,
                progress=progress,
            )
        )
        # Written after every recording: a later one that fails hard must not lose these.
        assessment = replace(assessment, recordings=tuple(recordings))
        _write(assessment, folder=folder, made_on=made_on)
    return assessment


def _strength(asked: AssessmentRequest) -> StrengthExamination | None:
    request = asked.strength
    if not request:
        return None
    return examine_strength(
        person=asked.person,
        entries=request.entries,
        home=request.home,
        problems=request.problems,
        efforts=request.efforts,
    )


def folder_names(recordings: tuple[RecordingRequest, ...]) -> tuple[str, ...]:
    """Name a folder for each recording: its place in the order, its test, its video's name."""
    return tuple(
        f"{number:02d}-{one.test}-{_plain(one.file.stem)[:LONGEST_NAME]}"
        for number, one in enumerate(recordings, start=1)
    )


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """Put an assessment into the form ``assessment.json`` has.

    Returns
    -------
    dict
        ``schema``, ``program``, ``person``, ``recordings``, each with its ``measurement`` (as in
        ``measurement.json``) or null and its ``refusal`` or null, and ``strength`` (as in
        ``strength.json``) or null.
    """
    person = assessment.person
    return {
        "schema": SCHEMA,
        "program": f"kneetrace {__version__}",
        "person": {
            "label": person.label,
            "height_m": person.height_m,
            "mass_kg": person.mass_kg,
            "sex": person.sex,
            "age_years": person.age_years,
        },
        "recordings": [_recording_document(one) for one in assessment.recordings],
        "strength": None
        if assessment.strength is None
        else exchange.strength_document(assessment.strength),
    }


def _recording_document(recording: Recording) -> dict[str, Any]:
    refusal = recording.refusal
    return {
        "video": recording.request.file.name,
        "source": recording.request.source.value,
        "test": recording.request.test,
        "files": sorted(f"{path.parent.name}/{path.name}" for path in recording.files.values()),
        "refusal": None
        if refusal is None
        else {"trouble": refusal.trouble.value, "sentence": refusal.sentence},
        "measurement": None
        if recording.measurement is None
        else exchange.measurement_document(recording.measurement),
    }


def _write(assessment: Assessment, *, folder: ResultsFolder, made_on: date | None) -> None:
    folder.write(
        ASSESSMENT_FILE,
        lambda path: exchange.write_json(assessment_document(assessment), path=path),
    )
    page = report.render_report(
        person=assessment.person,
        strength=assessment.strength,
        made_on=made_on,
        chapters=tuple(
            report.Chapter(
                video=one.request.file.name,
                test=one.request.test,
                measurement=one.measurement,
                refusal=None if one.refusal is None else one.refusal.sentence,
                stills=one.stills,
            )
            for one in assessment.recordings
        ),
    )
    folder.write_text(REPORT_FILE, page)
