"""Door 1: the command line, for researchers and scripts.

Only what is needed to show ``--help`` is imported at the top; each command brings its own rooms.
"""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kneetrace import __version__
from kneetrace.cli.explain import explain, tell_explanation
from kneetrace.cli.intake import intake, triage
from kneetrace.cli.load import load
from kneetrace.cli.machine import doctor
from kneetrace.cli.refusals import refusal
from kneetrace.cli.strength import strength_app, tell_strength
from kneetrace.cli.terminal import (
    EXIT_BAD_INPUT,
    EXIT_GOOD,
    EXIT_INTERRUPTED,
    EXIT_NOT_MEASURABLE,
    EXIT_UNEXPECTED,
    AgeYears,
    AsJson,
    Debug,
    HeightM,
    MassKg,
    Model,
    Out,
    PoseModel,
    Priors,
    SexIfSaid,
    Up,
    console,
    print_json,
    priors_by_condition,
    progress_bars,
)
from kneetrace.cli.what_if import what_if
from kneetrace.terms import (
    ByLanguage,
    InvalidInput,
    KneetraceError,
    NotMeasurable,
    OutsideEvidence,
    Person,
    Side,
)

if TYPE_CHECKING:
    from kneetrace.journey import Assessment, Recording, Refusal
    from kneetrace.measure import Measurement

EPILOGUE: Final = (
    "Exit codes: 0 good, 1 unexpected, 2 bad input, 3 not measurable, 130 interrupted. "
    "Decision support, not a medical device: a therapist decides."
)

app = typer.Typer(
    name="kneetrace",
    help="Traces knee pain to its source: movement measured from a phone video, honestly.",
    epilog=EPILOGUE,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(strength_app, name="strength")


Width = Annotated[
    int | None,
    typer.Option(
        "--width-px",
        help="Keypoints: width of the upright video they came from.",
        show_default=False,
    ),
]
Height = Annotated[
    int | None,
    typer.Option("--height-px", help="Keypoints: height of that video.", show_default=False),
]
Rate = Annotated[
    float | None,
    typer.Option("--rate-hz", help="Keypoints: pictures a second.", show_default=False),
]


def main() -> None:
    """Run the command line; every way it can end is one sentence and an exit code."""
    _keep_to_one_thread()
    arguments = sys.argv[1:]
    with _native_notices(shown="--debug" in arguments):
        code = run(arguments)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        As typed after ``kneetrace``.

    Returns
    -------
    int
        The exit code: 0 good, 1 unexpected, 2 bad input, 3 not measurable, 130 interrupted.
    """
    as_json = "--json" in arguments
    try:
        code = app(args=arguments or ["--help"], prog_name="kneetrace", standalone_mode=False)
    except Exception as cause:
        if "--debug" in arguments:
            traceback.print_exc()
        return _end(cause, as_json=as_json, language=_language(arguments))
    except KeyboardInterrupt:
        return _end(typer.Abort(), as_json=as_json, language=_language(arguments))
    if code == EXIT_INTERRUPTED:  # how typer reports Ctrl-C
        return _end(typer.Abort(), as_json=as_json, language=_language(arguments))
    return code if isinstance(code, int) else EXIT_GOOD


@app.callback(invoke_without_command=True)
def _version(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True)
    ] = False,
) -> None:
    if version:
        print(f"kneetrace {__version__}")
        raise typer.Exit


@app.command()
def measure(
    recording: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDING",
            help="A video of any phone's format; or keypoints (.json or folder), markers (.trc, "
            ".c3d) or joint angles (.mot) of another program.",
            show_default=False,
        ),
    ],
    *,
    test: Annotated[
        str,
        typer.Option(
            "--test",
            metavar="TEST",
            help="The movement that was asked for: squat, sit_to_stand ... (see docs/tests.md).",
            show_default=False,
        ),
    ],
    height_m: HeightM,
    mass_kg: MassKg,
    out: Out,
    sex: SexIfSaid = None,
    age_years: AgeYears = None,
    side: Annotated[
        Side | None,
        typer.Option(
            "--side", help="The leg that was asked to do a test of one leg.", show_default=False
        ),
    ] = None,
    model: Model = PoseModel.HEAVY,
    focal_px: Annotated[
        float | None,
        typer.Option(
            "--focal-px",
            help="The camera's focal length in pixels of the video, where it is known.",
            show_default=False,
        ),
    ] = None,
    person: Annotated[
        int | None,
        typer.Option(
            "--person",
            help="Which of several people, numbered as in landmarks.parquet.",
            show_default=False,
        ),
    ] = None,
    mirrored: Annotated[
        bool,
        typer.Option("--mirrored", help="The camera mirrored the video, as front cameras do."),
    ] = False,
    width_px: Width = None,
    height_px: Height = None,
    rate_hz: Rate = None,
    up: Up = None,
    second: Annotated[
        Path | None,
        typer.Option(
            "--second",
            metavar="VIDEO",
            help="Another video of the same test, from another side, made at once or after.",
            show_default=False,
        ),
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option(
            "--score",
            metavar="SHEET.toml",
            help="Your answers to the test's score sheet: see kneetrace tests --score-sheet.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Measure one recording of one movement test: a video, keypoints, markers or joint angles.

    Writes measurement.json, angles.mot and markers.trc (OpenSim), and of what a camera saw
    landmarks.parquet and overlay.mp4.
    """
    who = Person(height_m=height_m, mass_kg=mass_kg, sex=sex, age_years=age_years)
    from kneetrace.journey import RecordingRequest, measure_one, read_score_sheet, shows_anything

    request = RecordingRequest(
        file=recording,
        test=test,
        side=side,
        focal_px=focal_px,
        person_index=person,
        mirrored=mirrored,
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
        up=up,
        second=second,
        score=None if score is None else read_score_sheet(score, test=test),
    )
    with progress_bars() as progress:
        measurement = measure_one(
            request, person=who, out=out, model=model.value, progress=progress
        )
    if as_json:
        from kneetrace.exchange import measurement_document

        print_json(measurement_document(measurement))
    else:
        _tell_measurement(measurement)
        _tell_files(out)
    return EXIT_GOOD if shows_anything(measurement) else EXIT_NOT_MEASURABLE


@app.command()
def assess(
    person_file: Annotated[
        Path,
        typer.Argument(
            metavar="PERSON.toml",
            help="Who is measured, and the recordings of them (see the guide).",
            show_default=False,
        ),
    ],
    *,
    out: Out,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="assessment.json",
            help="An earlier assessment of the same person, to compare with.",
            show_default=False,
        ),
    ] = None,
    prior: Priors = None,
    model: Model = PoseModel.HEAVY,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Measure all recordings of one person and write a report.

    Writes report.html (one file, opens anywhere), assessment.json and one folder per recording.
    """
    from kneetrace import journey

    with progress_bars() as progress:
        assessment = journey.assess(
            person_file,
            out=out,
            model=model.value,
            previous=previous,
            priors=priors_by_condition(prior),
            made_on=date.today(),
            now=datetime.now(UTC).replace(microsecond=0),
            progress=progress,
        )
    for one in assessment.recordings:
        if debug and one.refusal is not None and one.refusal.cause is not None:
            traceback.print_exception(one.refusal.cause)
    if as_json:
        print_json(journey.assessment_document(assessment))
    else:
        _tell_assessment(assessment, out=out)
    return _exit_code(assessment)


@app.command("tests")
def show_tests(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEST]", help="One of the tests; all are listed without.", show_default=False
        ),
    ] = None,
    *,
    language: Annotated[
        str, typer.Option("--language", help="Of the instruction: en or es.")
    ] = "en",
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet",
            metavar="FILE.html",
            help="Write the test's instruction sheet, with pictures, to hand out.",
            show_default=False,
        ),
    ] = None,
    score_sheet: Annotated[
        Path | None,
        typer.Option(
            "--score-sheet",
            metavar="FILE.toml",
            help="Write an empty score sheet for the therapist to fill in (lateral_step_down).",
            show_default=False,
        ),
    ] = None,
    debug: Debug = False,
) -> int:
    """List the tests there are, or tell how one is done and where the phone stands."""
    if name is None:
        if sheet is not None or score_sheet is not None:
            raise InvalidInput("Say which test the sheet is for: kneetrace tests squat --sheet ...")
        _list_tests(language)
        return EXIT_GOOD
    if sheet is None and score_sheet is None:
        _tell_test(name, language=language)
        return EXIT_GOOD
    from kneetrace.journey import write_score_sheet, write_sheet

    if score_sheet is not None:
        write_score_sheet(test=name, language=language, path=score_sheet)
        console().print(str(score_sheet))
    if sheet is not None:
        write_sheet(test=name, language=language, path=sheet)
        console().print(str(sheet))
    return EXIT_GOOD


@app.command()
def convert(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help="A .trc, .c3d, .mot, .json, .parquet or folder of keypoints.",
            show_default=False,
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="A name that is not taken, with one of these endings; without one a folder.",
            show_default=False,
        ),
    ],
    *,
    layout: Annotated[
        str | None,
        typer.Option(
            "--layout",
            help="Order of the keypoints written: body_25, coco_17, coco_18, halpe_26 or "
            "blazepose_33.",
            show_default=False,
        ),
    ] = None,
    width_px: Width = None,
    height_px: Height = None,
    rate_hz: Rate = None,
    up: Up = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Write what one file holds in another format: keypoints, markers or joint angles."""
    from kneetrace.exchange import convert_file

    notes = convert_file(
        source,
        target,
        layout=layout,
        width_px=width_px or 0,
        height_px=height_px or 0,
        rate_hz=rate_hz or 0.0,
        up=up,
    )
    if as_json:
        print_json({"written": str(target), "notes": notes})
    else:
        for note in notes:
            print(note)
        print(target)
    return EXIT_GOOD


app.command()(intake)
app.command()(triage)
app.command()(load)
app.command()(explain)
app.command("whatif")(what_if)
app.command()(doctor)


def _list_tests(language: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from kneetrace.measure import movement_tests, strength_tests

    for heading, known in (("Filmed", movement_tests()), ("Strength", strength_tests())):
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, test in known.items():
            table.add_row(Text(name), Text(test.title.get(language, test.title["en"])))
        console().print(Text(heading, style="bold"))
        console().print(table)


def _tell_test(name: str, *, language: str) -> None:
    from rich.text import Text

    from kneetrace.measure import MovementTest
    from kneetrace.report import find_test, steps_of, where_to_film

    test = find_test(name)
    say = console().print
    steps = steps_of(test=test, language=language)
    where = where_to_film(test=test, language=language) if isinstance(test, MovementTest) else ()
    say(Text(test.title[language], style="bold"))
    for number, step in enumerate(steps, start=1):
        say(Text(f"{number}. {step}"))
    for line in where:
        say(Text(line, style="dim"))


def _exit_code(assessment: "Assessment") -> int:
    from kneetrace.journey import Trouble

    if assessment.measured:
        return EXIT_GOOD
    if assessment.story and not assessment.recordings and assessment.strength is None:
        return EXIT_BAD_INPUT if assessment.story.problems else EXIT_GOOD
    troubles = [one.refusal.trouble for one in assessment.recordings if one.refusal is not None]
    if assessment.strength is not None:  # nothing of it could be used
        troubles.append(Trouble.BAD_INPUT)
    if troubles and all(trouble is Trouble.BAD_INPUT for trouble in troubles):
        return EXIT_BAD_INPUT
    if any(trouble in (Trouble.UNEXPECTED, Trouble.UNAVAILABLE) for trouble in troubles):
        return EXIT_UNEXPECTED
    return EXIT_NOT_MEASURABLE


def _tell_measurement(measurement: "Measurement") -> None:
    from rich.text import Text

    from kneetrace.report import (
        Sureness,
        plain_findings,
        plain_reasons,
        plain_score,
        plain_technique,
    )

    say = console().print
    for finding in plain_findings(measurement):
        if finding.sureness is not Sureness.CANNOT:  # said below with its reasons
            seen_in = f" ({finding.seen_in})" if finding.seen_in else ""
            say(Text(f"- {finding.sentence}{seen_in}"))
    for line in (*plain_score(measurement), *plain_technique(measurement)):
        say(Text(f"- {line}"))
    for noticed in measurement.findings:
        where = f"{noticed.film}: " if noticed.film else ""
        say(Text(f"- {where}{noticed.sentence} {noticed.advice}".rstrip(), style="yellow"))
    for note in measurement.clip.notes:
        say(Text(f"- {note}"))
    for one in plain_reasons(measurement):
        say(Text(f"- Not told: {', '.join(one.titles)}. {one.reason} {one.advice}", style="dim"))


def _tell_files(folder: Path) -> None:
    from rich.text import Text

    from kneetrace.journey import RECORDING_FILES

    for name in RECORDING_FILES:
        if (folder / name).exists():
            console().print(Text(str(folder / name), style="dim"))


def _tell_assessment(assessment: "Assessment", *, out: Path) -> None:
    from rich.text import Text

    from kneetrace.journey import REPORT_FILE

    if assessment.story is not None:
        from kneetrace.cli.triage_told import tell_triage

        tell_triage(assessment.story, folder=str(out), to_clinician=True)
    for recording in assessment.recordings:
        console().print(Text(f"{recording.request.name} ({recording.request.test})", style="bold"))
        if recording.measurement is not None:
            _tell_measurement(recording.measurement)
        if recording.refusal is not None:
            _tell_refusal(recording.refusal)
        _tell_changes(assessment, recording)
    _tell_explanations(assessment)
    if assessment.strength is not None:
        console().print(Text("Strength", style="bold"))
        tell_strength(assessment.strength)
    console().print(Text(f"The report: {out / REPORT_FILE}"))


def _tell_explanations(assessment: "Assessment") -> None:
    from rich.text import Text

    from kneetrace.journey import best_explanations

    language = assessment.story.intake.language if assessment.story else "en"
    for one in best_explanations(assessment.recordings):
        tell_explanation(one, language=language)
    for recording in assessment.recordings:
        refusal = recording.explanation_refusal
        if refusal is not None:
            console().print(Text(f"- {refusal.get(language, refusal['en'])}", style="yellow"))


def _tell_changes(assessment: "Assessment", recording: "Recording") -> None:
    from rich.text import Text

    from kneetrace.journey import changes_since
    from kneetrace.report import Changed, change_findings, read_words

    changes = changes_since(assessment.earlier, recording.measurement)
    changed = Changed(test=recording.request.test, changes=changes)
    for finding in change_findings(changed, words=read_words()):
        console().print(Text(f"- Since the earlier assessment: {finding.sentence}"))


def _tell_refusal(refusal: "Refusal") -> None:
    from rich.text import Text

    console().print(Text(f"- {refusal.sentence}", style="yellow"))


def _keep_to_one_thread() -> None:
    """Let linear algebra, which is not there yet, run in one thread unless somebody said otherwise.

    The fit's matrices are small: threads that wait for each other make it many times slower.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def _native_notices(*, shown: bool) -> Iterator[None]:
    """Keep what FFmpeg and LiteRT write past Python, straight to the terminal, off it."""
    if shown or sys.stderr is None:  # None: started without a terminal
        yield
        return
    ours, native = sys.stderr, 2
    ours.flush()
    terminal = os.dup(native)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), native)
    with os.fdopen(
        os.dup(terminal), "w", buffering=1, encoding=ours.encoding, errors=ours.errors
    ) as stream:
        sys.stderr = stream
        try:
            yield
        finally:
            sys.stderr = ours
            stream.flush()
            os.dup2(terminal, native)
            os.close(terminal)


def _language(arguments: list[str]) -> str:
    """Find the language that was asked for, to refuse in it what cannot even be read."""
    written = {*arguments, *map("=".join, pairwise(arguments))}
    return "es" if "--language=es" in written else "en"


def _end(cause: Exception, *, as_json: bool, language: str) -> int:
    kind, code, words = _explain(cause)
    sentence = words.get(language, words.get("en"))
    if code != EXIT_GOOD and sentence:
        if as_json:
            print_json({"error": {"kind": kind, "sentence": sentence}, "exit": code})
        print(f"kneetrace: {sentence}", file=sys.stderr)
    return code


def _explain(cause: Exception) -> tuple[str, int, ByLanguage]:
    if isinstance(cause, InvalidInput):
        return "bad_input", EXIT_BAD_INPUT, cause.words
    if isinstance(cause, NotMeasurable | OutsideEvidence):
        return "not_measurable", EXIT_NOT_MEASURABLE, cause.words
    if isinstance(cause, KneetraceError):
        return "unavailable", EXIT_UNEXPECTED, cause.words
    if isinstance(cause, typer.Exit):
        return "", cause.exit_code, {}
    if isinstance(cause, typer.Abort):
        return "interrupted", EXIT_INTERRUPTED, refusal("stopped")
    if hasattr(cause, "format_message") and hasattr(cause, "exit_code"):  # a usage error
        problem = cause.format_message().rstrip(".")
        return "bad_input", EXIT_BAD_INPUT, refusal("usage", problem=problem)
    if isinstance(cause, MemoryError):
        return "unexpected", EXIT_UNEXPECTED, refusal("memory")
    named = f"{type(cause).__name__}: {cause}"
    return "unexpected", EXIT_UNEXPECTED, refusal("unexpected", cause=named)
