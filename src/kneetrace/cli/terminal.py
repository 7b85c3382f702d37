"""What every command shares: its ways to end, its common options, and how it speaks."""

import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kneetrace.terms import Sex

EXIT_GOOD: Final = 0
EXIT_UNEXPECTED: Final = 1
EXIT_BAD_INPUT: Final = 2
EXIT_NOT_MEASURABLE: Final = 3
EXIT_INTERRUPTED: Final = 130

Out = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        help="Folder for the results; made if absent. Only files kneetrace wrote are replaced.",
        show_default=False,
    ),
]
HeightM = Annotated[
    float, typer.Option("--height-m", help="The person's height in metres.", show_default=False)
]
MassKg = Annotated[
    float, typer.Option("--mass-kg", help="The person's mass in kg.", show_default=False)
]
SexIfSaid = Annotated[
    Sex | None,
    typer.Option("--sex", help="For reference values, where they differ.", show_default=False),
]
AgeYears = Annotated[
    int | None, typer.Option("--age-years", help="For reference values.", show_default=False)
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document on standard output, and nothing else."),
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the whole traceback when something goes wrong.")
]


def console(*, stderr: bool = False) -> Any:
    """Give a terminal that wraps nothing and colours only what it is told to."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def print_json(document: object) -> None:
    """Print one document on standard output."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))
