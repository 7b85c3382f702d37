"""Why things stand as they do, in words of every language; the words are in ``reasons.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files

from kneetrace.terms import ByLanguage, every_language, fill


def reason(name: str, /, **facts: ByLanguage | int) -> ByLanguage:
    """Give a reason, filled with facts."""
    return fill(_reasons()[name], **facts)


def listed(several: Sequence[ByLanguage], /) -> ByLanguage:
    """Put "and" between words."""
    return reduce(lambda one, other: reason("two", first=one, second=other), several or [{}])


@cache
def _reasons() -> Mapping[str, ByLanguage]:
    text = files("kneetrace.explain.differential").joinpath("reasons.toml").read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}
