"""The words of the chapters on the story, in English and Spanish."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

Say = Callable[..., str]


def intake_say(language: str) -> Say:
    """Give what says a sentence of these chapters in "en" or "es", its braces filled in."""
    words = languages("intake.toml")[language]
    return lambda name, **filled: str(words[name]).format(**filled)


@cache
def languages(name: str, /) -> dict[str, dict[str, Any]]:
    """Read a file of this room that holds words by language."""
    return tomllib.loads(files("kneetrace.report").joinpath(name).read_text("utf-8"))
