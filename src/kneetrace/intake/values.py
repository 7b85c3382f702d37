"""What an answer may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something that is difficult because of the knee, in the person's own words.

    ``ability`` : 0 cannot do it, 10 as well as before (patient-specific functional scale).
    """

    words: str
    ability: int

    def __str__(self) -> str:
        """Say it, the words kept apart from the number whichever way they are written."""
        return f"\N{FIRST STRONG ISOLATE}{self.words}\N{POP DIRECTIONAL ISOLATE}: {self.ability}"


Value = bool | int | float | str | tuple[str, ...] | tuple[Activity, ...]
"""What an answer may hold, by the question's kind."""
