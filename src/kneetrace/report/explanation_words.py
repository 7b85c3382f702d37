"""The words of the chapter that explains, in English and Spanish."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kneetrace.report.intake_words import languages, words_in
from kneetrace.terms import ByLanguage, Unit, say_number


@dataclass(frozen=True, kw_only=True)
class ExplanationWords:
    """All sentences of the chapter in one language, found by name."""

    language: str = "en"

    def __post_init__(self) -> None:
        """Refuse a language the chapter is not written in."""
        _ = self._table

    def say(self, name: str, /, **facts: object) -> str:
        """Fill a sentence with facts."""
        return str(self._table[name]).format(**facts)

    def name_of(self, kind: str, name: str, /) -> str:
        """Name one of several of a kind: a ``"player"``, a ``"link"``, a ``"basis"`` ...

        What else may be missing is a player.
        """
        known = self._table[kind]
        if kind == "missing" and name not in known:
            known = self._table["player"]
        return str(known.get(name, name.replace("_", " ")))

    def figure(self, name: str, /) -> str:
        """Name a figure of a posture, as what-ifs do."""
        return str(languages("what_if.toml")[self.language][name])

    def number(self, value: float, /, *, decimals: int = 0, signed: bool = False) -> str:
        """Write a number as the language does; with ``signed``, a plus before what is more."""
        value = round(value, decimals) + 0.0
        form = f"{'+' if signed and value else ''}.{decimals}f"
        return say_number(value, language=self.language, form=form)

    def value(self, value: float, unit: Unit, /) -> str:
        """Write a strength over a young adult's in percent, an angle in degrees."""
        if unit is Unit.RATIO:
            return f"{self.number(100 * value)} %"
        return f"{self.number(float(np.degrees(value)))}°"

    def percents(self, *values: float) -> tuple[str, ...]:
        """Write changes in percent, with their signs; small ones with a decimal."""
        decimals = int(max(abs(value) for value in values) < 10)
        return tuple(
            self.number(value, decimals=decimals if round(value, decimals) else 0, signed=True)
            for value in values
        )

    def own(self, words: ByLanguage, /) -> str:
        """Take what was said in this language; in English where it was not."""
        return words.get(self.language, words["en"])

    @property
    def _table(self) -> dict[str, Any]:
        return words_in(self.language, file="explanation.toml", what="Explanations")
