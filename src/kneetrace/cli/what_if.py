"""What-ifs at the command line: other strengths, other angles, asked of a stored explanation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kneetrace.cli.refusals import refusal
from kneetrace.cli.terminal import (
    EXIT_GOOD,
    AsJson,
    Debug,
    OptionUnclear,
    console,
    named_values,
    print_json,
)

if TYPE_CHECKING:
    from kneetrace.journey import WhatIf

STRENGTH: Final = "NAME=FACTOR"
ANGLE: Final = "NAME=DEGREES"


def what_if(
    explanation: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Where `kneetrace explain` wrote to, or its explanation.json.",
            show_default=False,
        ),
    ],
    *,
    strength: Annotated[
        list[str] | None,
        typer.Option(
            "--strength",
            metavar=STRENGTH,
            help="A strength over a young adult's, for example hip_extension=0.6 or "
            "hip_extension=60%; may be given for several.",
            show_default=False,
        ),
    ] = None,
    angle: Annotated[
        list[str] | None,
        typer.Option(
            "--angle",
            metavar=ANGLE,
            help="An angle at which a joint is held, for example hip_adduction=5; may be given for "
            "several.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE.html",
            help="Write it as a page, too: the person as measured and as they would stand.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Of what is said: en or es.")] = "en",
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Tell how a person who was explained would stand with other strengths or angles.

    Posture, kneecap load by both methods, contact and stress, now and then.
    """
    strengths = {
        name: _number(value, option="--strength", name=name)
        for name, value in named_values(strength, option="--strength", example=STRENGTH).items()
    }
    angles_deg = {
        name: _number(value, option="--angle", name=name)
        for name, value in named_values(angle, option="--angle", example=ANGLE).items()
    }
    from kneetrace.journey import ask_what_if, what_if_document, write_what_if

    found = ask_what_if(explanation, strengths=strengths, angles_deg=angles_deg)
    if out is not None:
        write_what_if(found, path=out, language=language)
    if as_json:
        print_json(what_if_document(found))
    else:
        _tell(found, language=language)
        if out is not None:
            console().print(str(out))
    return EXIT_GOOD


def _number(written: str, *, option: str, name: str) -> float:
    """Read a number; of strengths also a percentage."""
    percent = option == "--strength" and written.endswith("%")
    try:
        value = float(written.removesuffix("%") if percent else written)
    except ValueError:
        raise OptionUnclear(refusal("no_number", option=option, name=name, given=written)) from None
    return value / 100 if percent else value


def _tell(found: "WhatIf", *, language: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from kneetrace.report import tell_what_if

    told = tell_what_if(found.answers, person=found.posture.person, language=language)
    table: Any = Table(box=None, pad_edge=False)
    table.add_column("")
    for head in told.heads:
        table.add_column(head, justify="right")
    for label, *numbers in told.rows:
        table.add_row(Text(label), *map(Text, numbers))
    console().print(table)
    for note in told.notes:
        console().print(Text(note, style="dim"))
