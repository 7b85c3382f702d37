"""Words around the questions: headings, and what an answer looks like."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from kneetrace.intake.catalogue import Kind, Question
from kneetrace.intake.values import Value
from kneetrace.terms import say_number


def section_title(*, section: str, language: str = "en") -> str:
    """Give the heading over a section of questions, in "en" or "es"."""
    return _say("section", section, language)


def answer_form(*, asked: Question, language: str = "en") -> str:
    """Say what an answer to a question looks like, in "en" or "es"."""
    return _say("takes", asked.kind, language).format(
        low=say_number(asked.low or 0, language=language),
        high=say_number(asked.high or 0, language=language),
        unit=unit_word(asked.unit, language),
    )


def form_with_options(*, asked: Question, language: str = "en", named: bool = False) -> str:
    """Say what an answer looks like, with the options in words, and as a file names them."""
    form = answer_form(asked=asked, language=language)
    options = "; ".join(
        f"{one.name} ({one.words[language]})" if named else one.words[language]
        for one in asked.options
    )
    return f"{form}: {options}" if options else form


def unit_word(unit: str, language: str = "en", /) -> str:
    """Give a unit of a question in a language; nothing for none."""
    return _say("unit", unit, language) if unit else ""


def answer_words(*, asked: Question, value: Value | None, language: str = "en") -> str:
    """Say an answer in words, as a person reads it; own words stay as they were written."""
    if value is None:
        return _say("said", "unknown", language)
    if isinstance(value, bool):
        return _say("said", "yes" if value else "no", language)
    if asked.kind in (Kind.CHOICE, Kind.CHOICES):
        names = value if isinstance(value, tuple) else (value,)
        return "; ".join(asked.option_says(name=str(one), language=language) for one in names)
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    if isinstance(value, str):
        return value
    if asked.kind is Kind.DURATION:
        return _duration(float(value), language)
    if asked.kind is Kind.SCALE:
        return _say("said", "of_ten", language).format(number=value)
    number = say_number(value, language=language)
    return f"{number} {unit_word(asked.unit, language)}".rstrip()


def _duration(days: float, language: str) -> str:
    """Say how long, in the unit in which it is told easily; rounded, and said to be."""
    unit, length = next(
        (unit, length)
        for unit, length, least in _LENGTHS
        if days >= least or length == _LENGTHS[-1][1]
    )
    count = days / length
    whole = round(count)
    said = _say("duration_one" if whole == 1 else "duration", unit, language).format(number=whole)
    exact = abs(count - whole) < _HARDLY
    return said if exact else _say("said", "about", language).format(said=said)


_HARDLY: Final = 0.02
_LENGTHS: Final = (
    ("years", 365.25, 2 * 365.25),
    ("months", 30.4, 84),
    ("weeks", 7.0, 14),
    ("days", 1.0, 0),
)


def _say(table: str, name: str, language: str) -> str:
    english, spanish = _words()[table][name]
    return spanish if language == "es" else english


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("kneetrace.intake").joinpath("wording.toml").read_text("utf-8"))
