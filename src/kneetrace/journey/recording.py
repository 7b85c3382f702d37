"""One recording from its file to results, each written as soon as it can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kneetrace import exchange, measure, report
from kneetrace.explain import (
    TESTS_ON_ONE_LEG,
    Explanation,
    Load,
    sore_side,
    strengths_from_tests,
)
from kneetrace.journey.explain import tell_explanation, write_explanation
from kneetrace.journey.folder import ResultsFolder
from kneetrace.journey.load import LOAD_FILE, LOAD_TABLE, tell_load, write_load
from kneetrace.journey.requests import RecordingRequest
from kneetrace.journey.score_sheet import fill_in
from kneetrace.journey.ways_in import Progress, measure_file
from kneetrace.journey.what_if import EXPLANATION_FILE
from kneetrace.measure import (
    Landmarks,
    Measurement,
    Motion,
    Source,
    Stage,
    Stopwatch,
    StrengthResult,
)
from kneetrace.report import Still, ToldStory
from kneetrace.terms import (
    ByLanguage,
    InvalidInput,
    KneetraceError,
    Measure,
    NotMeasurable,
    OutsideEvidence,
    Person,
    Side,
    Unavailable,
    Unit,
)

MEASUREMENT_FILE: Final = "measurement.json"
ANGLES_FILE: Final = "angles.mot"
MARKERS_FILE: Final = "markers.trc"
LANDMARKS_FILE: Final = "landmarks.parquet"
OVERLAY_FILE: Final = "overlay.mp4"
SECOND: Final = "second_"
"""What the files of the second of two videos begin with."""

_OF_A_VIDEO: Final = (ANGLES_FILE, MARKERS_FILE, LANDMARKS_FILE, OVERLAY_FILE)
RECORDING_FILES: Final = (
    MEASUREMENT_FILE,
    *_OF_A_VIDEO,
    *(f"{SECOND}{name}" for name in _OF_A_VIDEO),
    LOAD_FILE,
    LOAD_TABLE,
    EXPLANATION_FILE,
)


class Trouble(StrEnum):
    """The kinds of reason for which a recording gave less than was asked of it."""

    BAD_INPUT = "bad_input"
    NOT_MEASURABLE = "not_measurable"
    UNAVAILABLE = "unavailable"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a recording gave nothing, or less than was asked, in one sentence.

    ``cause`` is kept where nobody foresaw it, to be shown on request.
    """

    trouble: Trouble
    sentence: str
    cause: Exception | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Recording:
    """What came of one recording: a measurement, a refusal, or a measurement that lacks a file.

    ``files`` maps each file's name to where it was written; ``stills`` are the pictures at the
    turning points of the repetitions. ``load`` is what the movement asked of the person, and
    ``load_refusal`` the sentence, by language, that says why that is not told of a recording that
    was measured; likewise ``explanation``, why the knee that it tested may hurt.
    """

    request: RecordingRequest
    measurement: Measurement | None = None
    refusal: Refusal | None = None
    stills: tuple[Still, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)
    load: Load | None = None
    load_refusal: ByLanguage | None = None
    explanation: Explanation | None = None
    explanation_refusal: ByLanguage | None = None

    @property
    def measured(self) -> bool:
        """Whether at least one measure was answered."""
        return self.measurement is not None and shows_anything(self.measurement)


def shows_anything(measurement: Measurement) -> bool:
    """Tell whether a measurement answers any measure; that nothing was counted is no answer."""
    return any(
        isinstance(answer, Measure) and (answer.unit is not Unit.COUNT or answer.value > 0)
        for answer in measurement.answers
    )


def measure_one(
    request: RecordingRequest,
    *,
    person: Person,
    out: str | Path,
    model: str = "heavy",
    progress: Progress | None = None,
) -> Measurement:
    """Measure one recording and write what it came to.

    Parameters
    ----------
    request
        The recording's file and the test it shows.
    person
        Who is in it.
    out
        Folder for ``measurement.json``, ``angles.mot`` and ``markers.trc``, and for those that a
        camera saw ``landmarks.parquet`` and, of videos, ``overlay.mp4``; what is the second video's
        own begins with ``second_``.
    model
        Pose model: ``"lite"``, ``"full"`` or ``"heavy"``.
    progress
        Called with a stage's name and the share of it that is done.

    Returns
    -------
    Measurement

    Raises
    ------
    InvalidInput
        The file or the folder cannot be used.
    NotMeasurable
        The recording shows nothing that can be measured; what was computed before that is written,
        unless the folder holds an earlier run's results: those stay.
    """
    folder = ResultsFolder(out, never=request.files)
    recording = _Progressing(request=request, person=person, folder=folder)
    recording.run(model=model, progress=progress)
    assert recording.measurement is not None
    return recording.measurement


def try_recording(
    request: RecordingRequest,
    *,
    person: Person,
    folder: ResultsFolder,
    strength: Sequence[StrengthResult] = (),
    model: str = "heavy",
    progress: Progress | None = None,
) -> Recording:
    """Measure one recording of several and tell its load; no trouble is an error, only a refusal.

    Parameters
    ----------
    request, person, model, progress
        As in ``measure_one``.
    folder
        Where the files go.
    strength
        Tests of the person's strength, for the load.

    Returns
    -------
    Recording
        With everything that was computed before any trouble.
    """
    recording = _Progressing(request=request, person=person, folder=folder)
    refusal = None
    try:
        recording.run(model=model, progress=progress)
    except Exception as cause:
        refusal = refusal_for(cause)
    recording.tell_load(strength=strength, progress=progress)
    return recording.finished(refusal)


def explain_recording(
    recording: Recording,
    *,
    folder: ResultsFolder,
    strength: Sequence[StrengthResult] = (),
    story: ToldStory | None = None,
    progress: Progress | None = None,
) -> Recording:
    """Explain the knee that a recording tested; no trouble is an error, only a sentence.

    Parameters
    ----------
    recording
        Left as it is where no knee is in question: nobody said which is sore, and both legs stood;
        or one stood alone, and the other is sore.
    folder
        Where its files are.
    strength
        Tests of the person's strength.
    story
        What was told, weighed with all that was measured.
    """
    measurement = recording.measurement
    side = None if measurement is None else _side_in_question(measurement, story=story)
    if measurement is None or side is None:
        return recording
    person = measurement.person
    try:
        explanation = tell_explanation(
            person,
            side=side,
            measurement=measurement,
            load=recording.load,
            strengths=strengths_from_tests(strength, person=person) if strength else None,
            story=story,
            progress=progress,
        )
        files = write_explanation(explanation, folder=folder)
    except Exception as cause:
        return replace(recording, explanation_refusal=_words_for(cause))
    return replace(recording, explanation=explanation, files={**recording.files, **files})


def _side_in_question(measurement: Measurement, *, story: ToldStory | None) -> Side | None:
    """Give the knee that a story says is sore, else that of the leg that stood alone.

    A recording of the other leg alone says nothing of the sore one.
    """
    alone = measurement.test in TESTS_ON_ONE_LEG
    sore = None if story is None else sore_side(values=story.intake.story.values)
    if sore is None:
        return measurement.side if alone else None
    legs = {one.side or measurement.side for one in measurement.repetitions}
    return sore if sore in legs or not alone else None


def _words_for(cause: Exception) -> ByLanguage:
    if isinstance(cause, KneetraceError):
        return cause.words
    return {"en": refusal_for(cause).sentence}


def refusal_for(cause: Exception) -> Refusal:
    """Put an error into words for the person who gave the recording."""
    if isinstance(cause, InvalidInput):
        return Refusal(trouble=Trouble.BAD_INPUT, sentence=str(cause))
    if isinstance(cause, NotMeasurable | OutsideEvidence):
        return Refusal(trouble=Trouble.NOT_MEASURABLE, sentence=str(cause))
    if isinstance(cause, Unavailable):
        return Refusal(trouble=Trouble.UNAVAILABLE, sentence=str(cause))
    if isinstance(cause, KneetraceError):
        return Refusal(trouble=Trouble.UNEXPECTED, sentence=str(cause))
    return Refusal(
        trouble=Trouble.UNEXPECTED,
        sentence=f"Something unexpected went wrong ({type(cause).__name__}: {cause}); "
        "run it again with --debug and report what it prints.",
        cause=cause,
    )


class _Progressing:
    """A recording on its way; holds what is already there when something goes wrong."""

    def __init__(self, *, request: RecordingRequest, person: Person, folder: ResultsFolder) -> None:
        self.request = request
        self.person = person
        self.folder = folder
        self.drawn_on = list(request.files)
        self.measurement: Measurement | None = None
        self.stills: tuple[Still, ...] = ()
        self.files: dict[str, Path] = {}
        self.seen: dict[str, Any] = {}
        self.held: dict[str, Callable[[Path], object]] | None = None
        self.load: Load | None = None
        self.load_refusal: ByLanguage | None = None

    def run(self, *, model: str, progress: Progress | None) -> None:
        self.folder.refuse_foreign(RECORDING_FILES)
        # Earlier results stay whole until all of them are measured anew.
        self.held = {} if self.folder.holds(RECORDING_FILES) else None
        measurement = measure_file(
            self.request,
            person=self.person,
            model=model,
            progress=progress,
            on_stage=self._keep_stage,
        )
        if self.request.score is not None:
            measurement = fill_in(measurement, self.request.score)
        self.measurement = measurement
        self._replace_earlier()
        self._write(MEASUREMENT_FILE, self._write_measurement)
        if self.request.source in (Source.VIDEO, Source.VIEWS):
            watch = Stopwatch()
            with watch.timed(Stage.OVERLAY):
                for film, video, which in zip(
                    self.measurement.each_film, self.drawn_on, ("", SECOND), strict=False
                ):
                    self._write_overlay(
                        film, video, name=f"{which}{OVERLAY_FILE}", progress=progress
                    )
            self.measurement = replace(
                self.measurement, stage_s={**self.measurement.stage_s, **watch.stage_s}
            )
            self._write(MEASUREMENT_FILE, self._write_measurement)

    def tell_load(self, *, strength: Sequence[StrengthResult], progress: Progress | None) -> None:
        """Tell what was measured asked of the person, or keep the sentence that says why not."""
        if self.measurement is None:
            return
        try:
            self.load = tell_load(
                self.seen,
                request=self.request,
                person=self.person,
                strengths=strengths_from_tests(strength, person=self.person) if strength else None,
                progress=progress,
            )
            self.files |= write_load(self.load, folder=self.folder)
        except Exception as cause:
            self.load_refusal = _words_for(cause)

    def finished(self, refusal: Refusal | None) -> Recording:
        return Recording(
            request=self.request,
            measurement=self.measurement,
            refusal=refusal,
            stills=self.stills,
            files=dict(self.files),
            load=self.load,
            load_refusal=self.load_refusal,
        )

    def _keep_stage(self, name: str, result: Any) -> None:
        self.seen[name] = result
        second = name.startswith("second ")
        which = SECOND if second else ""
        if isinstance(result, Path):
            self.drawn_on[second] = result
        elif isinstance(result, Landmarks):
            self._write(
                f"{which}{LANDMARKS_FILE}",
                lambda path: exchange.write_landmarks(result, path=path),
            )
        elif isinstance(result, Motion):
            self._write(f"{which}{ANGLES_FILE}", lambda path: exchange.write_mot(result, path=path))
            trial = exchange.joint_trial(result)
            self._write(f"{which}{MARKERS_FILE}", lambda path: exchange.write_trc(trial, path=path))

    def _write(self, name: str, writer: Callable[[Path], object]) -> None:
        if self.held is not None:
            self.held[name] = writer
        else:
            self.files[name] = self.folder.write(name, writer)

    def _replace_earlier(self) -> None:
        if self.held is None:
            return
        held, self.held = self.held, None
        self.folder.forget(RECORDING_FILES)
        for name, writer in held.items():
            self._write(name, writer)

    def _write_measurement(self, path: Path) -> None:
        assert self.measurement is not None
        exchange.write_measurement(self.measurement, path=path)

    def _write_overlay(
        self, film: Measurement, video: Path, *, name: str, progress: Progress | None
    ) -> None:
        stills = report.StillTaker(film)
        frames = stills.watch(measure.iter_frames(video, clip=film.clip))
        try:
            self._write(
                name,
                lambda path: report.write_overlay(
                    frames,
                    measurement=film,
                    path=path,
                    progress=None
                    if progress is None
                    else lambda done: progress(Stage.OVERLAY, done),
                ),
            )
        finally:
            self.stills += stills.taken
