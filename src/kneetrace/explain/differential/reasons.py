"""Why things stand as they do, in words of every language; the words are in ``reasons.toml``."""

from collections.abc import Sequence
from functools import reduce

from kneetrace.terms import ByLanguage, fill, sentences


def reason(name: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give a reason, filled with facts."""
    return fill(sentences("kneetrace.explain.differential", "reasons.toml")[name], **facts)


def listed(several: Sequence[ByLanguage], /) -> ByLanguage:
    """Put "and" between words."""
    return reduce(lambda one, other: reason("two", first=one, second=other), several or [{}])
