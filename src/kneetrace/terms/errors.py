"""What can go wrong, in four kinds. Concrete errors live beside the function that raises them."""

from kneetrace.terms.languages import ByLanguage


class KneetraceError(Exception):
    """Base of every error a caller may want to show to a person.

    The message is one plain sentence that says what happened and what to do next; ``words`` has it
    in every language it is written in, English among them.
    """

    def __init__(self, said: ByLanguage | str) -> None:
        """Take the sentence by language, or in English alone."""
        self.words: ByLanguage = {"en": said} if isinstance(said, str) else said
        super().__init__(self.words["en"])


class InvalidInput(KneetraceError):
    """What was given cannot be used; the sentence says how to mend it."""


class NotMeasurable(KneetraceError):
    """The input is fine, but it cannot show what was asked; never answered by a guess."""


class OutsideEvidence(KneetraceError):
    """The question lies outside the population or range the cited evidence covers."""


class Unavailable(KneetraceError):
    """Something needed is missing for now (a file, a service); trying again may help."""
