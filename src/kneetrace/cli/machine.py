"""``kneetrace doctor``: whether this machine can measure, and how long it takes over it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kneetrace.cli.terminal import (
    EXIT_GOOD,
    EXIT_UNEXPECTED,
    STAGE_TITLES,
    AsJson,
    Debug,
    Model,
    PoseModel,
    console,
    print_json,
    progress_bars,
)

if TYPE_CHECKING:
    from kneetrace.journey import Check, Timing


def doctor(
    *,
    clip: Annotated[
        Path | None,
        typer.Option(
            "--clip",
            metavar="VIDEO",
            help="Measure this recording once, keep no results, and show what took how long.",
            show_default=False,
        ),
    ] = None,
    test: Annotated[
        str, typer.Option("--test", metavar="TEST", help="The movement test in the clip.")
    ] = "squat",
    model: Model = PoseModel.HEAVY,
    results: Annotated[
        Path | None,
        typer.Option(
            "--results",
            metavar="FOLDER",
            help="Show what took how long when these results were made.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Say what a measurement needs on this machine, what is missing, and how long one takes."""
    from kneetrace import journey

    checks = journey.examine_machine()
    good = all(check.good for check in checks)
    if not as_json:
        _tell_checks(checks, good=good)
    timings = () if results is None else journey.stored_timings(results)
    if good and clip is not None:
        with progress_bars() as progress:
            timed = journey.time_recording(clip, test=test, model=model.value, progress=progress)
        timings = (*timings, timed)
    if as_json:
        print_json(_document(checks, timings, good=good))
    elif timings:
        for timing in timings:
            _tell_timing(timing)
    elif clip is None:
        console().print("How long a measurement takes here: kneetrace doctor --clip VIDEO")
    return EXIT_GOOD if good else EXIT_UNEXPECTED


def _tell_checks(checks: "Sequence[Check]", *, good: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        mark = Text("ok", style="green") if check.good else Text("missing", style="bold red")
        seen = Text(check.seen)
        if check.mend:
            seen.append(f"\n-> {check.mend}", style="bold")
        table.add_row(mark, Text(check.name), seen)
    console().print(table)
    console().print(
        "Everything a measurement needs is here."
        if good
        else "Mend what is missing, then run `kneetrace doctor` again."
    )


def _tell_timing(timing: "Timing") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    table.add_column("stage")
    for heading in ("seconds", "share", "frames a second"):
        table.add_column(heading, justify="right")
    for one in timing.stages:
        rate = "" if one.rate_hz is None else f"{one.rate_hz:.1f}"
        table.add_row(STAGE_TITLES[one.stage], f"{one.taken_s:.2f}", f"{one.share:.0%}", rate)
    console().print()
    console().print(
        Text(
            f"{timing.name}: {timing.frames} frames, {timing.lasts_s:.1f} s long, "
            f"measured in {timing.taken_s:.1f} s"
        )
    )
    console().print(table)


def _document(
    checks: "Sequence[Check]", timings: "Sequence[Timing]", *, good: bool
) -> dict[str, Any]:
    return {
        "good": good,
        "checks": [asdict(check) for check in checks],
        "timings": [asdict(timing) | {"taken_s": timing.taken_s} for timing in timings],
    }
