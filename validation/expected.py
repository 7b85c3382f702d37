"""The figures that were promised, and which of them a table lacks or bends."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from validation.row import Row, parse_bound

EXPECTED_FILE: Final = Path(__file__).with_name("expected.toml")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One figure that an issue names."""

    name: str
    issue: int
    table: str
    must: str
    goal: str | None = None


def read_promises(*, path: Path = EXPECTED_FILE) -> Mapping[str, Promise]:
    """Read every promised figure by its name."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Promise(name=name, **entry) for name, entry in content.items()}


def find_faults(*, rows: Iterable[Row], promises: Iterable[Promise]) -> list[str]:
    """Say what is wrong with a table beyond its own rows' bounds.

    Returns
    -------
    list of str
        One sentence for each promised figure that is missing, that is held to another bound than
        was promised, and for each name that comes up twice.
    """
    found: dict[str, Row] = {}
    faults = []
    for row in rows:
        if row.name in found:
            faults.append(f"{row.name} is given twice.")
        found[row.name] = row
    for promise in promises:
        row_or_none = found.get(promise.name)
        if row_or_none is None:
            faults.append(f"{promise.name} is missing (issue {promise.issue}).")
        elif row_or_none.must is None or not _same(row_or_none.must, promise.must):
            faults.append(
                f"{promise.name} is held to {row_or_none.must!r} instead of {promise.must!r}."
            )
    return faults


def _same(one: str, other: str) -> bool:
    return parse_bound(text=one) == parse_bound(text=other)
