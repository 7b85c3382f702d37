"""What makes a load less sure, and why one is not told, in every language: see ``notes.toml``."""

from kneetrace.terms import ByLanguage, fill, sentences


def load_note(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(sentences("kneetrace.explain.load", "notes.toml")[of], **facts)
