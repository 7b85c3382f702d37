"""What can go wrong, in four kinds. Concrete errors live beside the function that raises them."""


class KneetraceError(Exception):
    """Base of every error a caller may want to show to a person.

    The message is one plain sentence that says what happened and what to do next.
    """


class InvalidInput(KneetraceError):
    """What was given cannot be used; the sentence says how to mend it."""


class NotMeasurable(KneetraceError):
    """The input is fine, but it cannot show what was asked; never answered by a guess."""


class OutsideEvidence(KneetraceError):
    """The question lies outside the population or range the cited evidence covers."""


class Unavailable(KneetraceError):
    """Something needed is missing for now (a file, a service); trying again may help."""
