"""What makes a load less sure, and why one is not told, in every language: see ``notes.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kneetrace.terms import ByLanguage, every_language, fill


def load_note(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(_sentences()[of], **facts)


@cache
def _sentences() -> Mapping[str, ByLanguage]:
    text = files(__package__).joinpath("notes.toml").read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}
