"""What was told and cannot be used, said in every language; the words are in ``refusals.toml``."""

from kneetrace.terms import ByLanguage, InvalidInput, fill, sentences


class CannotBeUsed(InvalidInput):
    """A story, or something in it, cannot be used; ``words`` says it in every language."""

    def __init__(self, of: str, /, **facts: ByLanguage | str | float) -> None:
        """Say the sentence of this name, filled with facts."""
        super().__init__(sentence(of, **facts))


def sentence(of: str, /, **facts: ByLanguage | str | float) -> ByLanguage:
    """Give the sentence of this name, filled with facts."""
    return fill(sentences("kneetrace.intake", "refusals.toml")[of], **facts)
