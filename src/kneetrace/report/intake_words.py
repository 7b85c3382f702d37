"""The words of the chapters on the story, in English and Spanish."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

Say = Callable[..., str]


def intake_say(language: str) -> Say:
    """Give what says a sentence of these chapters in "en" or "es", its braces filled in."""
    words = _table()[language]
    return lambda name, **filled: str(words[name]).format(**filled)


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("kneetrace.report").joinpath("intake.toml").read_text("utf-8"))
