"""How people name columns, tests, sides and positions in a table of strength tests."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from kneetrace.measure import UnknownUnit, si_factor, strength_tests

METRES: Final = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254}
_BRACKETED: Final = re.compile(r"^(.*?)[(\[]([^)\]]*)[)\]]\s*$")
_NUMBER_AT_END: Final = re.compile(r"[\s#]*\d+$")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What a column holds, and in which unit where its name says so."""

    field: str
    unit: str | None


def read_heading(text: str, /) -> Heading | None:
    """Tell what a column of this name holds; None where the name is not known.

    Examples
    --------
    >>> read_heading("Brazo de palanca (cm)")
    Heading(field='lever_arm', unit='cm')
    >>> read_heading("trial_2_kgf")
    Heading(field='trial', unit='kgf')
    """
    name, unit = _parted(text)
    field = known_as("columns", _NUMBER_AT_END.sub("", plain(name)))
    return None if field is None else Heading(field=field, unit=unit)


def known_as(what: str, text: str, /) -> str | None:
    """Find the program's own word for what was written, among ``columns``, ``tests``, ``sides``,
    ``holdings``, ``positions`` or ``passed``; None where it is not known.
    """
    return _words()[what].get(plain(text))


def plain(text: str, /) -> str:
    """Write a text small, without accents and with single blanks for all that parts words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", bare).split())


def _parted(text: str) -> tuple[str, str | None]:
    """Part a heading into its name and the unit it ends with."""
    bracketed = _BRACKETED.match(text.strip())
    if bracketed:
        return bracketed[1], bracketed[2].strip() or None
    name, _, last = text.strip().replace("_", " ").rpartition(" ")
    return (name, last) if name and _is_unit(last) else (text, None)


def _is_unit(text: str) -> bool:
    if text.lower() in METRES:
        return True
    try:
        si_factor(unit=text)
    except UnknownUnit:
        return False
    return True


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("strength_columns.toml").read_text("utf-8")
    table = tomllib.loads(text)
    found = {
        what: {
            plain(spelling): name
            for name, spellings in names.items()
            for spelling in (name, *spellings)
        }
        for what, names in table.items()
    }
    for test in strength_tests().values():
        for spelling in (test.name, *test.title.values()):
            found["tests"][plain(spelling)] = test.name
    return found
