"""Words around the questions: headings, and what an answer looks like."""

import tomllib
from functools import cache
from importlib.resources import files

from kneetrace.intake.questions import Question


def section_title(*, section: str, language: str = "en") -> str:
    """Give the heading over a section of questions, in "en" or "es"."""
    return _say("section", section, language)


def answer_form(*, asked: Question, language: str = "en") -> str:
    """Say what an answer to a question looks like, in "en" or "es"."""
    return _say("takes", asked.kind, language).format(
        low=f"{asked.low or 0:g}", high=f"{asked.high or 0:g}", unit=unit_word(asked.unit, language)
    )


def unit_word(unit: str, language: str = "en", /) -> str:
    """Give a unit of a question in a language; nothing for none."""
    return _say("unit", unit, language) if unit else ""


def _say(table: str, name: str, language: str) -> str:
    english, spanish = _words()[table][name]
    return spanish if language == "es" else english


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("kneetrace.intake").joinpath("wording.toml").read_text("utf-8"))
