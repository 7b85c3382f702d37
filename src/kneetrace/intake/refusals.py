"""What was told and cannot be used, said in every language; the words are in ``refusals.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kneetrace.terms import ByLanguage, InvalidInput, every_language, fill


class CannotBeUsed(InvalidInput):
    """A story, or something in it, cannot be used; ``words`` says it in every language."""

    def __init__(self, of: str, /, **facts: ByLanguage | str | float) -> None:
        """Say the sentence of this name, filled with facts."""
        super().__init__(sentence(of, **facts))


def sentence(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(_sentences()[of], **facts)


@cache
def _sentences() -> Mapping[str, ByLanguage]:
    text = files("kneetrace.intake").joinpath("refusals.toml").read_text("utf-8")
    return {name: every_language(entry) for name, entry in tomllib.loads(text).items()}
