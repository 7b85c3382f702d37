"""The words of the chapter on loads, in English and Spanish."""

from dataclasses import dataclass
from typing import Any

from kneetrace.report.intake_words import words_in
from kneetrace.terms import say_number


@dataclass(frozen=True, kw_only=True)
class LoadWords:
    """All sentences of the chapter in one language, found by name."""

    language: str = "en"

    def __post_init__(self) -> None:
        """Refuse a language the chapter is not written in."""
        _ = self._table

    def say(self, name: str, /, **facts: object) -> str:
        """Fill a sentence with facts."""
        return str(self._table[name]).format(**facts)

    def group(self, group: str, /, *, short: bool = False) -> str:
        """Name a muscle group, in a sentence or short beside a bar."""
        return str(self._table["bar" if short else "group"][group])

    def number(self, value: float, /, *, decimals: int = 1) -> str:
        """Write a number as the language does."""
        return say_number(value, language=self.language, form=f".{decimals}f")

    @property
    def _table(self) -> dict[str, Any]:
        return words_in(self.language, file="load.toml", what="Loads")
