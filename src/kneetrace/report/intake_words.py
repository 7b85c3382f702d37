"""The words of the chapters on the story, in English and Spanish."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.report.sheet import UnknownLanguage
from kneetrace.terms import say_day, say_number


@dataclass(frozen=True)
class Say:
    """Says the sentences of these chapters in one language ("en" or "es"), braces filled in."""

    language: str

    def __call__(self, name: str, /, **filled: object) -> str:
        """Fill a sentence with facts."""
        return str(languages("intake.toml")[self.language][name]).format(**filled)

    def number(self, value: float, form: str = "g") -> str:
        """Write a number as the language does; ``form`` as in a format string."""
        return say_number(value, language=self.language, form=form)

    def day(self, day: date | None) -> str:
        """Write a day as the language does; nothing for none."""
        return "" if day is None else say_day(day, language=self.language)

    def of_hundred(self, share: float) -> str:
        """Say a probability as so many of 100, never as nothing or as certain."""
        hundred = min(max(100 * share, 0.1), 99.9)
        return self.number(hundred, ".0f" if 1 <= hundred <= 99 else ".1f")


@cache
def languages(name: str, /) -> dict[str, dict[str, Any]]:
    """Read a file of this room that holds words by language."""
    return tomllib.loads(files("kneetrace.report").joinpath(name).read_text("utf-8"))


def words_in(language: str, /, *, file: str, what: str) -> dict[str, Any]:
    """Give the words of a file in one language.

    Raises
    ------
    UnknownLanguage
        When it holds none; ``what`` it tells is named.
    """
    known = languages(file)
    if language not in known:
        raise UnknownLanguage(f'{what} are not told in "{language}": use {" or ".join(known)}.')
    return known[language]
