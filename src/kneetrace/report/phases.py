"""Which tests go down and up, and what these halves of a repetition are called."""

from kneetrace.measure import movement_tests
from kneetrace.report.words import Words


def has_halves(test: str) -> bool:
    """Tell whether a repetition of this test turns between a way down and a way up."""
    known = movement_tests().get(test)
    return known is None or known.events == "turns"


def rises_first(test: str) -> bool:
    """Tell whether a repetition of this test begins with the way up, as from a chair."""
    known = movement_tests().get(test)
    return known is not None and known.excursion == "into_extension"


def phase_word(test: str, *, first: bool, words: Words) -> str:
    """Name the half before (``first``) or after the turning point: down or up."""
    return words.say("chapter.up" if rises_first(test) == first else "chapter.down")
