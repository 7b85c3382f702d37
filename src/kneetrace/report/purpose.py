"""What the program is for and what not: one text for every page and for docs/safety.md."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.terms import say_number


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence or more; the first words may stand in bold."""

    bold: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class PurposePart:
    """One heading and what is said under it.

    numbered : whether the points' order counts
    table : rows of cells, the first row its heading
    """

    heading: str
    said: tuple[Said, ...]
    points: tuple[Said, ...]
    numbered: bool
    table: tuple[tuple[str, ...], ...]
    after: str


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """The whole text in one language; ``core`` is what stands unfolded on every page."""

    title: str
    unfold: str
    lead: str
    core: tuple[str, ...]
    parts: tuple[PurposePart, ...]


def purpose_figures() -> Mapping[str, float]:
    """Give the published figures that the text tells, by their names in docs/validation.md."""
    figures: Mapping[str, float] = _table()["figures"]
    return figures


@cache
def read_purpose(language: str) -> Purpose:
    """Read the text in "en" or "es"."""
    words = _table()[language]
    figures = {
        name: say_number(value, language=language) for name, value in purpose_figures().items()
    }
    return Purpose(
        title=words["title"],
        unfold=words["unfold"],
        lead=words["lead"],
        core=tuple(words["core"]),
        parts=tuple(_part(part, figures) for part in words["part"]),
    )


def _part(part: Mapping[str, Any], figures: Mapping[str, str]) -> PurposePart:
    return PurposePart(
        heading=part["heading"],
        said=tuple(_said(one, figures) for one in part.get("said", ())),
        points=tuple(_said(one, figures) for one in part.get("points", ())),
        numbered=part.get("numbered", False),
        table=tuple(tuple(cell.format(**figures) for cell in row) for row in part.get("table", ())),
        after=part.get("after", "").format(**figures),
    )


def _said(one: str | list[str], figures: Mapping[str, str]) -> Said:
    bold, rest = ("", one) if isinstance(one, str) else one
    return Said(bold=bold.format(**figures), rest=rest.format(**figures))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("purpose.toml").read_text("utf-8"))
