"""The trace's sentences in every language: see ``words.toml``."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from kneetrace.terms import LANGUAGES, ByLanguage, every_language, fill


def said(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(_sentences()[of], **facts)


def joined(parts: Iterable[ByLanguage], /, *, by: str = " ") -> ByLanguage:
    """Put sentences after each other."""
    each = tuple(parts)
    return {language: by.join(one[language] for one in each) for language in LANGUAGES}


def listed(several: Sequence[ByLanguage], /) -> ByLanguage:
    """Put commas and "and" between words."""
    *first, last = several
    return said("and_last", first=joined(first, by=", "), last=last) if first else last


def rounded(value: float, /) -> float:
    """Round as numbers are said here: three figures, no more than two places."""
    return float(f"{round(value, 1 if abs(value) >= 1 else 2):.3g}") + 0.0


@cache
def _sentences() -> Mapping[str, ByLanguage]:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}
