"""From what was typed or sent to an answer that can be relied on."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kneetrace.intake.catalogue import Kind, Question
from kneetrace.intake.refusals import CannotBeUsed
from kneetrace.intake.values import Activity, Value
from kneetrace.intake.wording import form_with_options
from kneetrace.terms import LANGUAGES

LONGEST_TEXT: Final = 2000
_LONGEST_SHOWN: Final = 60
_DAYS: Final = {
    "day": 1, "days": 1, "día": 1, "días": 1, "dia": 1, "dias": 1, "d": 1,
    "week": 7, "weeks": 7, "semana": 7, "semanas": 7, "w": 7,
    "month": 30.4, "months": 30.4, "mes": 30.4, "meses": 30.4, "m": 30.4,
    "year": 365.25, "years": 365.25, "año": 365.25, "años": 365.25, "y": 365.25,
    "hour": 1 / 24, "hours": 1 / 24, "hora": 1 / 24, "horas": 1 / 24,
}  # fmt: skip
_TRUE: Final = {"yes", "y", "true", "sí", "si", "s"}
_FALSE: Final = {"no", "n", "false"}


class UnusableAnswer(CannotBeUsed):
    """An answer does not fit its question."""

    def __init__(self, question: Question, value: Any, name: str = "answer") -> None:
        """Say which question, what cannot be used and what can; ``name`` of the sentence."""
        super().__init__(
            name,
            question=question.words,
            name=question.name,
            value=_short(value),
            nothing=question.nothing or "",
            form={
                language: form_with_options(asked=question, language=language, named=True)
                for language in LANGUAGES
            },
        )


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
    raise UnusableAnswer(question, value)


def _choice(question: Question, value: Any) -> str:
    if isinstance(value, str) and value.strip() in question.option_names:
        return value.strip()
    raise UnusableAnswer(question, value)


def _choices(question: Question, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, Sequence) or not value:
        raise UnusableAnswer(question, value)
    if unknown := [name for name in value if name not in question.option_names]:
        raise UnusableAnswer(question, unknown[0])
    if question.nothing in value and len(set(value)) > 1:
        raise UnusableAnswer(question, ", ".join(value), "excludes")
    return tuple(name for name in question.option_names if name in value)


def _scale(question: Question, value: Any) -> int:
    number = _in_bounds(question, value)
    if number != int(number):
        raise UnusableAnswer(question, value)
    return int(number)


def _in_bounds(question: Question, value: Any) -> float:
    low, high = question.low or 0.0, question.high or 0.0
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        raise UnusableAnswer(question, value) from None
    if isinstance(value, bool) or not math.isfinite(number) or not low <= number <= high:
        raise UnusableAnswer(question, value)
    return number


def _number(question: Question, value: Any) -> float | int:
    number = _in_bounds(question, value)
    return int(number) if number == int(number) else number


def _duration(question: Question, value: Any) -> float:
    read = re.fullmatch(r"\s*([\d.,]+)\s*([^\W\d_]*)\s*", str(value))
    if read is None or (read[2] and read[2].lower() not in _DAYS):
        raise UnusableAnswer(question, value)
    number = _in_bounds(question, read[1])
    return _in_bounds(question, number * _DAYS.get(read[2].lower(), 1))


def _text(question: Question, value: Any) -> str:
    # Kept as it was written, whatever language or markup: whoever shows it has to escape it.
    words = "".join(filter(_belongs_in_text, str(value))).strip()
    if len(words) > LONGEST_TEXT:
        raise UnusableAnswer(question, words, "too_long")
    if not words and not question.optional:
        raise UnusableAnswer(question, value)
    return words


def _belongs_in_text(sign: str) -> bool:
    # Signs that join or part letters (Cf) belong to many scripts; control signs to none.
    return sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")


def _activities(question: Question, value: Any) -> tuple[Activity, ...]:
    low, high = int(question.low or 0), int(question.high or 0)
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
        raise UnusableAnswer(question, value) from None
    if not low <= len(read) <= high:
        raise UnusableAnswer(question, value)
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


def _short(value: Any) -> str:
    written = str(value)
    return written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}..."
