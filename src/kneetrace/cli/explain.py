"""Explanations at the command line: what may load one kneecap, and what is missing to say more."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kneetrace.cli.terminal import (
    EXIT_GOOD,
    AgeYears,
    AsJson,
    Debug,
    HeightM,
    Language,
    MassKg,
    Model,
    Out,
    PoseModel,
    SexIfSaid,
    Up,
    console,
    print_json,
    progress_bars,
)
from kneetrace.terms import Person, Side

if TYPE_CHECKING:
    from kneetrace.explain import Explanation


def explain(
    recording: Annotated[
        Path | None,
        typer.Argument(
            metavar="[RECORDING]",
            help="A video, keypoints, markers (.trc, .c3d) or joint angles (.mot); without one "
            "only strength and story are explained.",
            show_default=False,
        ),
    ] = None,
    *,
    side: Annotated[
        Side, typer.Option("--side", help="Of the knee in question.", show_default=False)
    ],
    height_m: HeightM,
    mass_kg: MassKg,
    out: Out,
    test: Annotated[
        str, typer.Option("--test", help="The movement that the recording shows.")
    ] = "single_leg_squat",
    strength: Annotated[
        Path | None,
        typer.Option(
            "--strength",
            metavar="FILE",
            help="Strength tests of this person: the table or the strength.json of "
            "`kneetrace strength`; a strength that was not measured is blamed for nothing.",
            show_default=False,
        ),
    ] = None,
    story: Annotated[
        Path | None,
        typer.Option(
            "--story",
            metavar="FILE",
            help="What the person told: a story (.toml), or the intake.json of `kneetrace intake` "
            "or its folder.",
            show_default=False,
        ),
    ] = None,
    plates: Annotated[
        Path | None,
        typer.Option(
            "--plates",
            metavar="FILE.mot",
            help="Force plates, as for `kneetrace load`.",
            show_default=False,
        ),
    ] = None,
    sex: SexIfSaid = None,
    age_years: AgeYears = None,
    up: Up = None,
    language: Language = "en",
    model: Model = PoseModel.HEAVY,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Trace what may load one kneecap: strength, posture, contact, stress, and how sure that is.

    Writes explanation.json, which `kneetrace whatif` asks, and report.html.
    """
    person = Person(height_m=height_m, mass_kg=mass_kg, sex=sex, age_years=age_years)
    from kneetrace.exchange import explanation_document
    from kneetrace.journey import RecordingRequest, explain_one

    request = None if recording is None else RecordingRequest(file=recording, test=test, up=up)
    with progress_bars() as progress:
        found = explain_one(
            request,
            person=person,
            side=side,
            out=out,
            plates=plates,
            strength=strength,
            story=story,
            language=language,
            model=model.value,
            now=datetime.now(UTC).replace(microsecond=0),
            progress=progress,
        )
    if as_json:
        print_json(explanation_document(found))
    else:
        tell_explanation(found, language=language)
        _tell_files(out)
    return EXIT_GOOD


def tell_explanation(explanation: "Explanation", *, language: str) -> None:
    """Say what an explanation came to, and what is missing to say more."""
    from rich.text import Text

    from kneetrace.report import ExplanationWords, plain_explanation

    words = ExplanationWords(language=language)
    say, told = console(wraps=True).print, plain_explanation(explanation, words=words)
    say(Text(told.heading, style="bold"))
    say(Text(told.told))
    for remark in told.remarks:
        say(Text(f"- {remark}", style="yellow"))
    if told.missing:
        say(Text(f"{words.say('next')}:"))
    for one in told.missing:
        say(Text(f"- {one}"))


def _tell_files(out: Path) -> None:
    from rich.text import Text

    from kneetrace.journey import EXPLANATION_FILES

    for name in EXPLANATION_FILES:
        console().print(Text(str(out / name)))
