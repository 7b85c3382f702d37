"""What every command shares: its ways to end, its common options, and how it speaks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kneetrace.cli.refusals import refusal
from kneetrace.terms import InvalidInput, Sex

if TYPE_CHECKING:
    from kneetrace.journey import Progress

EXIT_GOOD: Final = 0
EXIT_UNEXPECTED: Final = 1
EXIT_BAD_INPUT: Final = 2
EXIT_NOT_MEASURABLE: Final = 3
EXIT_INTERRUPTED: Final = 130

STAGE_TITLES: Final = {
    "open": "Opening the recording",
    "turn": "Looking which way is up",
    "landmarks": "Finding the landmarks",
    "persons": "Telling people apart",
    "cleaning": "Cleaning the landmarks",
    "body_fit": "Fitting the body",
    "measures": "Measuring",
    "overlay": "Drawing the overlay",
}
"""How people read of each stage of a measurement."""

BAR_TITLES: Final = {
    **STAGE_TITLES,
    "load": "Finding the loads",
    "explain": "Tracing the source",
}
"""How people read of everything that shows how far it is."""


class PoseModel(StrEnum):
    """The pose models, as words on the command line."""

    LITE = "lite"
    FULL = "full"
    HEAVY = "heavy"


Model = Annotated[
    PoseModel,
    typer.Option("--model", help="Pose model: heavy to measure; full or lite to try things out."),
]
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
Priors = Annotated[
    list[str] | None,
    typer.Option(
        "--prior",
        metavar="CONDITION=LOW..HIGH",
        help="How common a condition is among those who come, as the therapist sees it, for "
        "example meniscal_tear=0.1..0.3; may be given for several.",
        show_default=False,
    ),
]
Up = Annotated[
    str | None,
    typer.Option(
        "--up",
        help="Markers: the axis that points up, +X to -Z, where the file does not say.",
        show_default=False,
    ),
]
Language = Annotated[
    str, typer.Option("--language", help="Of the page and of what is said: en or es.")
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document on standard output, and nothing else."),
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the whole traceback when something goes wrong.")
]


class OptionUnclear(InvalidInput):
    """A value on the command line does not say of what, or is given twice."""


def named_values(given: list[str] | None, *, option: str, example: str) -> dict[str, str]:
    """Take what was typed as ``NAME=VALUE``, once for each name, apart.

    Raises
    ------
    OptionUnclear
        When a name or its value is missing, or a name is there twice.
    """
    read: dict[str, str] = {}
    for one in given or ():
        name, is_one, value = (part.strip() for part in one.partition("="))
        if not (name and is_one and value):
            raise OptionUnclear(
                refusal("option_unclear", option=option, given=one, example=example)
            )
        if name in read:
            raise OptionUnclear(refusal("option_twice", option=option, name=name))
        read[name] = value
    return read


def priors_by_condition(given: list[str] | None) -> dict[str, str]:
    """Take ``CONDITION=LOW..HIGH``, as typed, apart; see ``named_values``."""
    return named_values(given, option="--prior", example="CONDITION=0.1..0.3")


def console(*, stderr: bool = False, wraps: bool = False) -> Any:
    """Give a terminal that colours only what it is told to, and wraps only what shall be read."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=not wraps)


def print_json(document: object) -> None:
    """Print one document on standard output."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


@contextmanager
def progress_bars() -> "Iterator[Progress]":
    """Show one bar per stage on standard error, which scripts can drop."""
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=32),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console(stderr=True),
    )
    current: dict[str, Any] = {}

    def show(stage: str, done: float) -> None:
        bars.start()  # only now: a refusal before any work prints its sentence alone
        title = BAR_TITLES[stage]
        if current.get("title") != title or done < current.get("done", 0.0):
            current.update(title=title, task=bars.add_task(title, total=1.0))
        current["done"] = done
        bars.update(current["task"], completed=min(1.0, done))

    try:
        yield show
    finally:
        if bars.tasks:
            bars.stop()
