"""The table on screen, in ``build/`` and in the documentation."""

import datetime
import json
import math
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from kneetrace import __version__
from validation.row import Row
from validation.running import CHECKOUT

JSON_FILES: Final = {
    "quality": CHECKOUT / "build" / "validation.json",
    "bench": CHECKOUT / "build" / "bench.json",
}
PAGE: Final = CHECKOUT / "docs" / "validation.md"
TITLES: Final = {"quality": "Accuracy", "bench": "Speed and memory"}


def screen_table(*, title: str, rows: Iterable[Row]) -> Table:
    """Lay rows out for the terminal."""
    table = Table(title=title, title_justify="left")
    for heading in ("figure", "value", "unit", "must", "goal", "", "data"):
        table.add_column(
            heading,
            justify="right" if heading == "value" else "left",
            no_wrap=heading == "figure",
        )
    for row in rows:
        style = "bold red" if row.holds is False else None
        table.add_row(*cells(row), style=style)
    return table


def cells(row: Row) -> tuple[str, ...]:
    """Put a row into words."""
    verdict = {True: "holds", False: "FAILS", None: ""}[row.holds]
    if row.reaches_goal and row.holds is not False:
        verdict = "reaches the goal"
    return (
        row.name,
        shown(row.value),
        row.unit,
        row.must or "",
        row.goal or "",
        verdict,
        row.data,
    )


def shown(value: float) -> str:
    """Show a value with four meaningful digits; what is not a number as a dash."""
    return "-" if math.isnan(value) else f"{value:.4g}"


def json_table(*, rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """Put rows into the form of ``build/validation.json``: name -> figure, bounds, verdict."""
    return {
        row.name: {
            "value": float(row.value) if math.isfinite(row.value) else None,
            "unit": row.unit,
            "must": row.must,
            "goal": row.goal,
            "holds": row.holds,
            "data": row.data,
        }
        for row in rows
    }


def write_json_table(*, table: str, rows: Iterable[Row]) -> Path:
    """Write a table for other programs; the old one stays until the new one is whole."""
    path = JSON_FILES[table]
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(json_table(rows=rows), indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return path


def write_page(*, day: datetime.date, path: Path = PAGE) -> None:
    """Write the documentation page from the last tables of both kinds."""
    tables = {table: _last(JSON_FILES[table]) for table in JSON_FILES}
    lines = [
        "# Measured figures",
        "",
        "Written by `make validate` and `make bench`; do not edit by hand.",
        "",
        f"Method: kneetrace {__version__}, measured {day.isoformat()} with {_machine()}.",
        "",
    ]
    for table, figures in tables.items():
        lines += [f"## {TITLES[table]}", "", *_markdown(figures), ""]
    lines += _LIMITS
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


_LIMITS: Final = (
    "## Limits",
    "",
    "- Accuracy against marker motion capture rests on few people and on clips that were at hand",
    "  while the program was written; expect less on clips it has never seen.",
    "- Intervals are judged by pooled coverage over frames; frames of one clip are not",
    "  independent of each other.",
    "- Rates and times belong to the machine named above; ratios travel better than times.",
    "- A dash is a figure that could not be measured. It counts as failing its bound.",
    "- The recordings are public, with licences of their own, and are not part of this repository.",
)


def _last(path: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        last: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return last


def _markdown(figures: Mapping[str, Mapping[str, Any]]) -> Sequence[str]:
    if not figures:
        return ("Not measured yet.",)
    verdict = {True: "yes", False: "**no**", None: ""}
    return (
        "| figure | value | unit | must | goal | holds | data |",
        "|---|---:|---|---|---|---|---|",
        *(
            f"| {name} | {shown(math.nan if one['value'] is None else one['value'])} "
            f"| {one['unit']} | {one['must'] or ''} | {one['goal'] or ''} "
            f"| {verdict[one['holds']]} | {one['data']} |"
            for name, one in sorted(figures.items())
        ),
    )


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} CPU cores ({platform.system()}, {platform.machine()}), "
        f"Python {platform.python_version()}"
    )
