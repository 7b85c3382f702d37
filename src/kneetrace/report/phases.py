"""What the two halves of a repetition are called."""

from kneetrace.report.words import Words

RISES_FIRST = ("sit_to_stand",)


def phase_word(test: str, *, first: bool, words: Words) -> str:
    """Name the half before (``first``) or after the turning point: down or up."""
    rising = (test in RISES_FIRST) == first
    return words.say("chapter.up" if rising else "chapter.down")
