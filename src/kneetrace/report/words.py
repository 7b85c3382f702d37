"""The report's sentences, kept in one file per language."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kneetrace.measure import movement_tests
from kneetrace.terms import say_day

LANGUAGE: Final = "en"


class Words:
    """All sentences of one language, found by dotted key."""

    def __init__(self, table: dict[str, Any], *, events: str = "turns") -> None:
        """Take the sentences by section and key, and what a recording is cut into."""
        self._table = table
        self._pieces: dict[str, str] = table[events]

    @property
    def language(self) -> str:
        """The language's code, for ``<html lang>``."""
        return str(self._table["language"])

    def about(self, test: str) -> "Words":
        """Give the same sentences with this test's word for its pieces: stride, hold."""
        known = movement_tests().get(test)
        return self if known is None else Words(self._table, events=known.events)

    def say(self, key: str, /, **facts: object) -> str:
        """Fill a sentence with facts.

        Parameters
        ----------
        key
            Dotted, as in the file: ``"seen.heading"``.
        facts
            What fills the braces; ``piece`` and its like are known.

        Raises
        ------
        KeyError
            There is no such sentence, or a fact it needs is not given: a fault of the program.
        """
        section, _, name = key.partition(".")
        return str(self._table[section][name]).format(**self._pieces, **facts)

    def day(self, day: date | None, /) -> str:
        """Write a day as the language does; nothing for none."""
        return "" if day is None else say_day(day, language=self.language)

    def knows(self, key: str, /) -> bool:
        """Tell whether there is such a sentence."""
        section, _, name = key.partition(".")
        return name in self._table.get(section, {})

    def title_of(self, measure: str) -> str:
        """Name a measure as a person would; one without words shows its own name, spaced."""
        known = self._table["measure"].get(measure)
        if not known:
            return measure.replace("_", " ").capitalize()
        return str(known["title"]).format(**self._pieces)

    def note_on(self, measure: str) -> str:
        """Say in a few words what a measure means; empty where there is nothing to say."""
        known = self._table["measure"].get(measure)
        return str(known["note"]).format(**self._pieces) if known else ""

    def direction_of(self, measure: str, *, positive: bool) -> str:
        """Say where a value of this sign points (``"inward"``); empty where a sign says it all."""
        known = self._table["measure"].get(measure, {})
        return str(known.get("plus" if positive else "minus", ""))

    def test_title(self, test: str) -> str:
        """Name a movement test as a person would."""
        known = movement_tests().get(test)
        return known.title[self.language] if known else test.replace("_", " ").capitalize()


@cache
def read_words(language: str = LANGUAGE) -> Words:
    """Read one language's sentences."""
    file = files("kneetrace.report").joinpath(f"words.{language}.toml")
    return Words(tomllib.loads(file.read_text(encoding="utf-8")))
