"""One person's assessment: every recording measured, then told as one report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from kneetrace import __version__, exchange, report
from kneetrace.exchange import StoryFile
from kneetrace.explain import Explanation, given_ranges
from kneetrace.journey.earlier import (
    ASSESSMENT_FILE,
    ASSESSMENT_KIND,
    ASSESSMENT_VERSION,
    EarlierAssessment,
    read_earlier,
)
from kneetrace.journey.folder import REPORT_FILE, ResultsFolder
from kneetrace.journey.intake import IntakeFolder, read_told, refuse_other_label, tell_story
from kneetrace.journey.recording import Recording, explain_recording, try_recording
from kneetrace.journey.requests import AssessmentRequest, RecordingRequest, read_request
from kneetrace.journey.ways_in import Progress
from kneetrace.measure import (
    Change,
    Measurement,
    StrengthExamination,
    changes_between,
    examine_strength,
)
from kneetrace.report import ToldStory
from kneetrace.terms import Person, Side

SCHEMA: Final = f"{ASSESSMENT_KIND}/{ASSESSMENT_VERSION}"
LONGEST_NAME: Final = 50
"""Characters of a video's name that its folder keeps; systems allow some 255 bytes in all."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Assessment:
    """What one person's recordings, in the order they were asked for, and strength came to.

    ``strength`` is ``None`` where no strength test was asked for, ``story`` where none was named,
    ``earlier`` where no earlier assessment was.
    """

    person: Person
    recordings: tuple[Recording, ...]
    strength: StrengthExamination | None = None
    story: ToldStory | None = None
    earlier: EarlierAssessment | None = None
    made_on: date | None = None

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
    previous: str | Path | None = None,
    priors: Mapping[str, Any] | None = None,
    made_on: date | None = None,
    now: datetime | None = None,
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
    previous
        An earlier ``assessment.json`` of the same person to compare with, or its folder; goes
        before the one the request names.
    priors
        How common conditions are taken to be, by condition (see ``given_ranges``); goes before what
        the request says of the same condition.
    made_on
        The day to print on the report; none is printed when not given.
    now
        When the answers of a story file were given; when it was last changed, where not said.
    progress
        Called with a stage's name and the share of it that is done.

    Returns
    -------
    Assessment
        A recording that could not be measured is in it with its reason; the others are whole.

    Raises
    ------
    InvalidInput
        The person file, its story, the earlier assessment or the output folder cannot be used.
    """
    asked = request if isinstance(request, AssessmentRequest) else read_request(request)
    if previous is not None:
        asked = replace(asked, previous=Path(previous))
    asked = replace(asked, priors={**asked.priors, **given_ranges(priors or {})})
    earlier = _earlier(asked)
    folder = ResultsFolder(out, never=tuple(file for one in asked.recordings for file in one.files))
    folder.refuse_foreign((ASSESSMENT_FILE, REPORT_FILE))
    told = _told(asked, out=out, now=now)
    recordings: list[Recording] = []
    assessment = Assessment(
        person=asked.person,
        recordings=(),
        strength=_strength(asked, earlier=earlier),
        earlier=earlier,
        made_on=made_on,
    )
    assessment = _with_story(assessment, told=told, asked=asked)
    _write(assessment, folder=folder)
    strength = () if assessment.strength is None else assessment.strength.results
    names = folder_names(asked.recordings)
    for name, one in zip(names, asked.recordings, strict=True):
        recordings.append(
            try_recording(
                one,
                person=asked.person,
                folder=folder.inner(name),
                strength=strength,
                model=model,
                progress=progress,
            )
        )
        # Written after every recording: a later one that fails hard must not lose these.
        assessment = replace(assessment, recordings=tuple(recordings))
        assessment = _with_story(assessment, told=told, asked=asked)
        _write(assessment, folder=folder)
    # Only now: what it may be is weighed with everything that was measured.
    for at, name in enumerate(names):
        recordings[at] = explain_recording(
            recordings[at],
            folder=folder.inner(name),
            strength=strength,
            story=assessment.story,
            progress=progress,
        )
        if recordings[at] is not assessment.recordings[at]:
            assessment = replace(assessment, recordings=tuple(recordings))
            _write(assessment, folder=folder)
    return assessment


def best_explanations(recordings: Iterable[Recording], /) -> tuple[Explanation, ...]:
    """Pick for each knee the explanation that tells most, the first where several do."""
    best: dict[Side, Explanation] = {}
    for one in recordings:
        found = one.explanation
        if found is not None and (
            found.side not in best or _tells(found) > _tells(best[found.side])
        ):
            best[found.side] = found
    return tuple(best.values())


def _tells(explanation: Explanation) -> tuple[bool, int, bool]:
    told = sum(cause.share.told for cause in explanation.causes)
    return explanation.source is not None, told, explanation.posture is not None


def _told(asked: AssessmentRequest, *, out: str | Path, now: datetime | None) -> StoryFile | None:
    """Read the story and keep it beside the results, with the versions that are there already."""
    if asked.story is None:
        return None
    folder = IntakeFolder(out)
    told = read_told(asked.story, now=now, earlier=folder.kept)
    refuse_other_label(told.intake.label, asked.person.label)
    folder.keep(told.intake)
    return told


def _with_story(
    assessment: Assessment, *, told: StoryFile | None, asked: AssessmentRequest
) -> Assessment:
    if told is None:
        return assessment
    measured = (one.measurement for one in assessment.recordings)
    story = tell_story(
        told,
        setting=asked.setting,
        priors=asked.priors,
        person=asked.person,
        measurements=[one for one in measured if one is not None],
        strength=assessment.strength,
    )
    return replace(assessment, story=story)


def _earlier(asked: AssessmentRequest) -> EarlierAssessment | None:
    if asked.previous is None:
        return None
    earlier = read_earlier(asked.previous)
    earlier.refuse_other_than(asked.person)
    return earlier


def _strength(
    asked: AssessmentRequest, *, earlier: EarlierAssessment | None
) -> StrengthExamination | None:
    request = asked.strength
    if not request:
        return None
    before = None if earlier is None else earlier.strength
    return examine_strength(
        person=asked.person,
        entries=request.entries,
        home=request.home,
        problems=request.problems,
        efforts=request.efforts,
        earlier=() if before is None else before.results,
        earlier_home=() if before is None else before.home_results,
    )


def changes_since(
    earlier: EarlierAssessment | None, measurement: Measurement | None
) -> tuple[Change, ...]:
    """Compare a recording with the same test in an earlier assessment; nothing where there is none.

    The same test of the same leg, seen by the same means: what a phone and what markers see differ
    by more than a person changes.
    """
    if earlier is None or measurement is None:
        return ()
    alike = (measurement.test, measurement.side, measurement.source)
    before = next(
        (one for one in earlier.measurements if (one.test, one.side, one.source) == alike), None
    )
    return () if before is None else changes_between(before=before.answers, now=measurement.answers)


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
        ``schema``, ``program``, ``made_on``, ``person``, ``recordings``, each with its
        ``measurement`` (as in ``measurement.json``) or null, its ``refusal`` or null and its
        ``changes`` since the earlier assessment; ``load_refusal`` says why a measured one has no
        load beside it, ``explanation_refusal`` why one could not be explained. ``strength`` (as in
        ``strength.json``) or null, and ``story`` (as in ``intake.json``), its ``triage`` and its
        ``differential``, or null.
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
        "made_on": None if assessment.made_on is None else assessment.made_on.isoformat(),
        "recordings": [
            _recording_document(one, earlier=assessment.earlier) for one in assessment.recordings
        ],
        "strength": None
        if assessment.strength is None
        else exchange.strength_document(assessment.strength),
        **_story_documents(assessment.story),
    }


def _story_documents(story: ToldStory | None) -> dict[str, Any]:
    if story is None:
        return {"story": None, "triage": None, "differential": None}
    weighed = story.differential
    return {
        "story": exchange.intake_document(story.intake),
        "triage": exchange.triage_document(story.judged, intake=story.intake),
        "differential": None if weighed is None else exchange.differential_document(weighed),
    }


def _recording_document(
    recording: Recording, *, earlier: EarlierAssessment | None
) -> dict[str, Any]:
    refusal = recording.refusal
    return {
        "video": recording.request.name,
        "source": recording.request.source.value,
        "test": recording.request.test,
        "files": sorted(f"{path.parent.name}/{path.name}" for path in recording.files.values()),
        "refusal": None
        if refusal is None
        else {"trouble": refusal.trouble.value, "sentence": refusal.sentence},
        "measurement": None
        if recording.measurement is None
        else exchange.measurement_document(recording.measurement),
        "load_refusal": (recording.load_refusal or {}).get("en"),
        "explanation_refusal": (recording.explanation_refusal or {}).get("en"),
        "changes": [
            {"real": one.real, "difference": exchange.answer_document(one.difference)}
            for one in changes_since(earlier, recording.measurement)
        ],
    }


def _write(assessment: Assessment, *, folder: ResultsFolder) -> None:
    folder.write(
        ASSESSMENT_FILE,
        lambda path: exchange.write_json(assessment_document(assessment), path=path),
    )
    page = report.render_report(
        person=assessment.person,
        strength=assessment.strength,
        story=assessment.story,
        explanations=best_explanations(assessment.recordings),
        untraced={
            one.request.name: one.explanation_refusal
            for one in assessment.recordings
            if one.explanation_refusal is not None
        },
        changed=tuple(
            report.Changed(
                test=one.request.test, changes=changes_since(assessment.earlier, one.measurement)
            )
            for one in assessment.recordings
        ),
        earlier_on=None if assessment.earlier is None else assessment.earlier.made_on,
        made_on=assessment.made_on,
        chapters=tuple(
            report.Chapter(
                video=one.request.name,
                test=one.request.test,
                measurement=one.measurement,
                refusal=None if one.refusal is None else one.refusal.sentence,
                stills=one.stills,
                load=one.load,
                load_refusal=one.load_refusal,
            )
            for one in assessment.recordings
        ),
    )
    folder.write_text(REPORT_FILE, page)
