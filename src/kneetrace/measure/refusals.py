"""Why a recording cannot be measured, in every language: see ``refusals.toml``."""

from kneetrace.terms import ByLanguage, fill, sentences


def refusal(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(sentences("kneetrace.measure", "refusals.toml")[of], **facts)
