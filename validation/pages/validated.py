"""The measured figures that speak for a test: rows of docs/validation.md, chosen by rows.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from validation.pages.markdown import split_row
from validation.running import CHECKOUT

PAGE: Final = CHECKOUT / "docs" / "validation.md"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published figure, as text."""

    name: str
    value: str
    unit: str
    must: str
    goal: str
    holds: str
    data: str


@cache
def figures() -> tuple[Figure, ...]:
    """Read every row of the published tables."""
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = split_row(line) if line.startswith("| ") else []
        if len(cells) == 7 and "." in cells[0]:
            found.append(Figure(**dict(zip(Figure.__annotations__, cells, strict=True))))
    return tuple(found)


def figures_for(test: str) -> tuple[Figure, ...]:
    """Choose the figures that speak for a test, by the beginnings of their names."""
    beginnings = tuple(beginnings_for(test))
    return tuple(one for one in figures() if beginnings and one.name.startswith(beginnings))


def beginnings_for(test: str) -> list[str]:
    """Give how the names of a test's figures begin."""
    wanted: list[str] = _table().get(test, [])
    return wanted


def names_with_figures() -> set[str]:
    """Name the tests that figures are chosen for."""
    return set(_table())


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "rows.toml").read_text("utf-8"))
