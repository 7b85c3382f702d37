"""What is asked of the person and examined by the therapist, as data.

The fields are explained at the top of ``story.toml``.
"""

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.intake.refusals import CannotBeUsed, sentence
from kneetrace.intake.statements import Statement, statement
from kneetrace.terms import LANGUAGES, ByLanguage, every_language


class UnknownQuestion(CannotBeUsed):
    """No question has this name."""

    def __init__(self, name: str) -> None:
        """Name it, with the known one that it may have been meant for."""
        near = [_by_name()[one] for one in get_close_matches(name, _by_name(), n=1)]
        meant = [sentence("meant", name=one.name, question=one.words) for one in near]
        super().__init__("unknown_question", name=name, meant=meant[0] if meant else "")
        self.name = name


class Asker(StrEnum):
    """Who answers a question."""

    PERSON = "person"  # the one whose knee hurts, or the guardian
    THERAPIST = "therapist"


class Kind(StrEnum):
    """What an answer looks like."""

    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # the name of one option
    CHOICES = "choices"  # the names of one option or more
    SCALE = "scale"  # whole number, 0 to 10
    NUMBER = "number"  # in the question's unit
    DURATION = "duration"  # days
    TEXT = "text"
    ACTIVITIES = "activities"  # own words and how well each goes, 0 to 10


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the answers a question offers, with its words by language."""

    name: str
    words: ByLanguage


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, with its words by language.

    asked_when : what must be true of other answers for it to make sense; ``None``: always
    nothing : where several options may be chosen, the one that excludes all others
    low, high : bounds of a number, a scale or a duration, in ``unit``; of activities, how many
    optional : an empty answer is an answer
    confidential : the answer is never on a page that a family may read
    """

    name: str
    section: str
    asked: Asker
    kind: Kind
    words: ByLanguage
    options: tuple[Option, ...] = ()
    nothing: str | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    asked_when: Statement | None = field(default=None, compare=False)
    optional: bool = False
    confidential: bool = False

    def says(self, *, language: str = "en") -> str:
        """Give the question in a language."""
        return self.words[language]

    def option_says(self, *, name: str, language: str = "en") -> str:
        """Give one of its options in a language."""
        return next(option.words[language] for option in self.options if option.name == name)

    @property
    def option_names(self) -> tuple[str, ...]:
        """The names of what may be chosen."""
        return tuple(option.name for option in self.options)


_FILES = {Asker.PERSON: "story", Asker.THERAPIST: "examination"}


@cache
def questions(*, asked: Asker | None = None) -> tuple[Question, ...]:
    """Give every question in the order of asking, or those one of the two answers."""
    return tuple(
        _read(entry=entry, asked=asker)
        for asker, name in _FILES.items()
        if asked in (None, asker)
        for entry in tomllib.loads(
            files("kneetrace.intake").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        )["question"]
    )


def question(*, name: str) -> Question:
    """Look up one question.

    Raises
    ------
    UnknownQuestion
        When there is none of that name.
    """
    try:
        return _by_name()[name]
    except KeyError:
        raise UnknownQuestion(name) from None


@cache
def _by_name() -> dict[str, Question]:
    return {each.name: each for each in questions()}


def _read(*, entry: dict[str, Any], asked: Asker) -> Question:
    kind = Kind(entry["kind"])
    low, high = (0, 10) if kind is Kind.SCALE else (entry.get("low"), entry.get("high"))
    return Question(
        name=entry["id"],
        section=entry["section"],
        asked=asked,
        kind=kind,
        words=every_language(entry),
        options=tuple(
            Option(name=name, words=every_language(dict(zip(LANGUAGES, words, strict=False))))
            for name, *words in entry.get("options", ())
        ),
        nothing=entry.get("nothing"),
        unit="days" if kind is Kind.DURATION else entry.get("unit", ""),
        low=low,
        high=high,
        asked_when=statement(text=entry["asked_when"]) if "asked_when" in entry else None,
        optional=entry.get("optional", False),
        confidential=entry.get("confidential", False),
    )
