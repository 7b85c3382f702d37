"""Loads at the command line: what one recording asked of muscles and kneecaps."""

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
from kneetrace.terms import Person

if TYPE_CHECKING:
    from kneetrace.explain import Load


def load(
    recording: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Joint angles (.mot), markers (.trc, .c3d) or a video.",
            show_default=False,
        ),
    ],
    *,
    height_m: HeightM,
    mass_kg: MassKg,
    out: Out,
    plates: Annotated[
        Path | None,
        typer.Option(
            "--plates",
            metavar="FILE.mot",
            help="Force plates (.mot, .sto) in the recording's axes and clock; those inside a .c3d "
            "are taken by themselves. Without any the ground's push is found from the motion.",
            show_default=False,
        ),
    ] = None,
    strength: Annotated[
        Path | None,
        typer.Option(
            "--strength",
            metavar="FILE",
            help="Strength tests of this person: the table or the strength.json of "
            "`kneetrace strength`; without them the strengths are a young adult's.",
            show_default=False,
        ),
    ] = None,
    test: Annotated[
        str, typer.Option("--test", help="The movement, where a video or markers show it.")
    ] = "squat",
    sex: SexIfSaid = None,
    age_years: AgeYears = None,
    up: Up = None,
    language: Language = "en",
    model: Model = PoseModel.HEAVY,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Tell what a movement asks of the muscles and loads on the kneecaps, as ratios.

    Writes load.json, load.parquet (every frame) and report.html.
    """
    person = Person(height_m=height_m, mass_kg=mass_kg, sex=sex, age_years=age_years)
    from kneetrace.exchange import load_document
    from kneetrace.journey import RecordingRequest, load_one

    request = RecordingRequest(file=recording, test=test, up=up)
    with progress_bars() as progress:
        found = load_one(
            request,
            person=person,
            out=out,
            plates=plates,
            strength=strength,
            language=language,
            model=model.value,
            progress=progress,
        )
    if as_json:
        print_json(load_document(found))
    else:
        _tell(found, language=language, out=out)
    return EXIT_GOOD


def _tell(found: "Load", *, language: str, out: Path) -> None:
    from rich.text import Text

    from kneetrace.journey import LOAD_FILES
    from kneetrace.report import LoadWords, plain_load

    say = console().print
    for line in plain_load(found, words=LoadWords(language=language)):
        say(Text(f"- {line}"))
    for note in found.remarks:
        say(Text(f"- {note[language]}", style="yellow"))
    for name in LOAD_FILES:
        say(Text(str(out / name)))
