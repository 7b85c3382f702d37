"""From what was typed or sent to an answer that can be relied on."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kneetrace.intake.catalogue import Kind, Question
from kneetrace.terms import InvalidInput

LONGEST_TEXT: Final = 2000
_DAYS: Final = {
    "day": 1, "days": 1, "día": 1, "días": 1, "dia": 1, "dias": 1, "d": 1,
    "week": 7, "weeks": 7, "semana": 7, "semanas": 7, "w": 7,
    "month": 30.4, "months": 30.4, "mes": 30.4, "meses": 30.4, "m": 30.4,
    "year": 365.25, "years": 365.25, "año": 365.25, "años": 365.25, "y": 365.25,
    "hour": 1 / 24, "hours": 1 / 24, "hora": 1 / 24, "horas": 1 / 24,
}  # fmt: skip
_TRUE: Final = {"yes", "y", "true", "sí", "si", "s"}
_FALSE: Final = {"no", "n", "false"}


class UnusableAnswer(InvalidInput):
    """An answer does not fit its question."""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something that is difficult because of the knee, in the person's own words.

    ``ability`` : 0 cannot do it, 10 as well as before (patient-specific functional scale).
    """

    words: str
    ability: int


Value = bool | int | float | str | tuple[str, ...] | tuple[Activity, ...]
"""What an answer may hold, by the question's kind."""


def checked(*, question: Question, value: Any) -> Value:
    """Give the answer in the form its question has, or say in one sentence what would be.

    Raises
    ------
    UnusableAnswer
        When it does not fit; nothing is guessed.
    """
    return _CHECKS[question.kind](question, value)


def _yes_no(question: Question, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise _refusal(question, value, "answer yes or no, or that you do not know")


def _choice(question: Question, value: Any) -> str:
    if isinstance(value, str) and value.strip() in question.option_names:
        return value.strip()
    raise _refusal(question, value, f"choose one of {_listed(question.option_names)}")


def _choices(question: Question, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, Sequence) or not value:
        raise _refusal(question, value, f"choose at least one of {_listed(question.option_names)}")
    if unknown := [name for name in value if name not in question.option_names]:
        raise _refusal(question, unknown[0], f"choose from {_listed(question.option_names)}")
    if question.nothing in value and len(set(value)) > 1:
        raise _refusal(question, ", ".join(value), f"{question.nothing!r} excludes the others")
    return tuple(name for name in question.option_names if name in value)


def _scale(question: Question, value: Any) -> int:
    number = _in_bounds(question, value)
    if number != int(number):
        raise _refusal(question, value, "give a whole number from 0 to 10")
    return int(number)


def _in_bounds(question: Question, value: Any) -> float:
    low, high = question.low or 0.0, question.high or 0.0
    advice = f"give a number from {low:g} to {high:g} {question.unit}".rstrip()
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        raise _refusal(question, value, advice) from None
    if isinstance(value, bool) or not math.isfinite(number) or not low <= number <= high:
        raise _refusal(question, value, advice)
    return number


def _number(question: Question, value: Any) -> float | int:
    number = _in_bounds(question, value)
    return int(number) if number == int(number) else number


def _duration(question: Question, value: Any) -> float:
    read = re.fullmatch(r"\s*([\d.,]+)\s*([^\W\d_]*)\s*", str(value))
    if read is None or (read[2] and read[2].lower() not in _DAYS):
        raise _refusal(question, value, "give a number and days, weeks, months or years")
    number = _in_bounds(question, read[1])
    return _in_bounds(question, number * _DAYS.get(read[2].lower(), 1))


def _text(question: Question, value: Any) -> str:
    # Kept as it was written, whatever language or markup: whoever shows it has to escape it.
    words = "".join(filter(_belongs_in_text, str(value))).strip()
    if len(words) > LONGEST_TEXT:
        raise _refusal(question, f"{words[:30]}...", f"keep it under {LONGEST_TEXT} characters")
    if not words and not question.optional:
        raise _refusal(question, value, "write a few words")
    return words


def _belongs_in_text(sign: str) -> bool:
    # Signs that join or part letters (Cf) belong to many scripts; control signs to none.
    return sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")


def _activities(question: Question, value: Any) -> tuple[Activity, ...]:
    low, high = int(question.low or 0), int(question.high or 0)
    advice = f"name {low} to {high} activities, each with its number from 0 to 10"
    if isinstance(value, str):
        value = [part.rsplit(":", 1) for part in value.split(";") if part.strip()]
    try:
        pairs = [
            (item.words, item.ability)
            if isinstance(item, Activity)
            else (item["words"], item["ability"])
            if isinstance(item, Mapping)
            else tuple(item)
            for item in value
        ]
        read = tuple(
            Activity(words=_text(question, words), ability=_ability(number))
            for words, number in pairs
        )
    except (TypeError, ValueError, KeyError):
        raise _refusal(question, value, advice) from None
    if not low <= len(read) <= high:
        raise _refusal(question, value, advice)
    return read


def _ability(number: Any) -> int:
    ability = int(str(number))
    if not 0 <= ability <= 10:
        raise ValueError(number)
    return ability


_CHECKS: Final[dict[Kind, Callable[[Question, Any], Value]]] = {
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.SCALE: _scale,
    Kind.NUMBER: _number,
    Kind.DURATION: _duration,
    Kind.TEXT: _text,
    Kind.ACTIVITIES: _activities,
}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _refusal(question: Question, value: Any, advice: str) -> UnusableAnswer:
    return UnusableAnswer(f"{question.name}: {str(value)!r} cannot be used; {advice}.")
