"""The trace's sentences in every language: see ``words.toml``."""

from collections.abc import Sequence

from kneetrace.terms import ByLanguage, fill, joined_words, sentences


def said(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(sentences("kneetrace.explain.tracing", "words.toml")[of], **facts)


def listed(several: Sequence[ByLanguage], /) -> ByLanguage:
    """Put commas and "and" between words."""
    *first, last = several
    return said("and_last", first=joined_words(first, by=", "), last=last) if first else last


def rounded(value: float, /) -> float:
    """Round as numbers are said here: three figures, no more than two places."""
    return float(f"{round(value, 1 if abs(value) >= 1 else 2):.3g}") + 0.0
