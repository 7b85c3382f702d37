"""What docs/measures.md says about each measure: the one place where it is written down."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from validation.pages.markdown import split_row
from validation.running import CHECKOUT

PAGE: Final = CHECKOUT / "docs" / "measures.md"


@dataclass(frozen=True, kw_only=True)
class Described:
    """One measure's row: what it is, and where its interval and its smallest change come from."""

    definition: str
    interval: str
    change: str


@cache
def described() -> dict[str, Described]:
    """Read the table of measures, by name; "as ``pelvic_list``" is looked up there.

    A row of several measures says one after the other, parted by semicolons, what each is.
    """
    rows: dict[str, Described] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            names, definition, _, _, interval, change = split_row(line)
            measures = re.findall(r"`(\w+)`", names)
            parts = definition.split("; ")
            apart = len(measures) > 1 and len(parts) == len(measures)
            for name, part in zip(
                measures, parts if apart else [definition] * len(measures), strict=True
            ):
                rows[name] = Described(definition=part, interval=interval, change=change)
    return {name: _resolved(row, rows) for name, row in rows.items()}


def _resolved(row: Described, rows: dict[str, Described]) -> Described:
    other = re.fullmatch(r"as `(\w+)`", row.interval)
    interval = rows[other[1]].interval if other else row.interval
    return Described(definition=row.definition, interval=interval, change=row.change)
