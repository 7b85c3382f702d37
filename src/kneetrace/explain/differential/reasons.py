"""Why things stand as they do, in words of every language; the words are in ``reasons.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files

from kneetrace.terms import LANGUAGES, ByLanguage, every_language


def reason(name: str, /, **facts: ByLanguage | int) -> ByLanguage:
    """Fill a reason with facts; words among them are taken in the same language."""
    return {
        language: _reasons()[name][language].format(
            **{
                fact: told[language] if isinstance(told, Mapping) else told
                for fact, told in facts.items()
            }
        )
        for language in LANGUAGES
    }


def listed(several: Sequence[ByLanguage], /) -> ByLanguage:
    """Put "and" between words."""
    return reduce(lambda one, other: reason("two", first=one, second=other), several or [{}])


@cache
def _reasons() -> Mapping[str, ByLanguage]:
    text = files("kneetrace.explain.differential").joinpath("reasons.toml").read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}
