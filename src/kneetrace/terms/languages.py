"""Words in every language the program speaks, and how a number and a day are written in each."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "es")

ByLanguage = Mapping[str, str]
"""The same words by language; empty where there is nothing to say."""


class LanguageMissing(ValueError):
    """A data file holds words that are not there in every language."""


def every_language(entry: Any, /) -> dict[str, str]:
    """Take the words of an entry of a data file in every language; one that lacks any is refused.

    Raises
    ------
    LanguageMissing
        When a language is missing or empty.
    """
    words = {one: entry.get(one) for one in LANGUAGES} if isinstance(entry, Mapping) else {}
    told = {one: said for one, said in words.items() if isinstance(said, str) and said.strip()}
    if len(told) < len(LANGUAGES):
        raise LanguageMissing(f"Words in each of {', '.join(LANGUAGES)} are missing in {entry!r}")
    return told


@cache
def sentences(package: str, file: str) -> Mapping[str, ByLanguage]:
    """Read a package's data file of named words, each in every language.

    Raises
    ------
    LanguageMissing
        As ``every_language``.
    """
    text = files(package).joinpath(file).read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}


def say_number(value: float, /, *, language: str, form: str = "g") -> str:
    """Write a number as a language does: 2.5 in English, 2,5 in Spanish; with a true minus.

    Parameters
    ----------
    form
        As in a format string: ``".1f"``, ``".2g"``.

    Examples
    --------
    >>> say_number(2.5, language="es")
    '2,5'
    """
    written = format(value, form).replace("-", "\N{MINUS SIGN}")
    return written.replace(".", ",") if language == "es" else written


def say_day(day: date, /, *, language: str) -> str:
    """Write a day as people do, its month in words, so that no two languages misread it.

    Examples
    --------
    >>> say_day(date(2026, 11, 4), language="en"), say_day(date(2026, 11, 4), language="es")
    ('4 November 2026', '4 de noviembre de 2026')
    """
    between = " de " if language == "es" else " "
    return between.join([str(day.day), _MONTHS[language][day.month - 1], str(day.year)])


_MONTHS: Final = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
           "octubre", "noviembre", "diciembre"),
}  # fmt: skip


def fill(words: ByLanguage, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Fill the braces of words with facts: words among them by language, numbers as it has them."""
    return {
        language: said.format(
            **{
                name: fact
                if isinstance(fact, str)
                else fact[language]
                if isinstance(fact, Mapping)
                else say_number(fact, language=language)
                for name, fact in facts.items()
            }
        )
        for language, said in words.items()
    }


def joined_words(parts: Iterable[ByLanguage], /, *, by: str = " ") -> ByLanguage:
    """Put words after each other, in every language."""
    each = tuple(parts)
    return {language: by.join(one[language] for one in each) for language in LANGUAGES}
