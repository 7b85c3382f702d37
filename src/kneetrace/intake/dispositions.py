"""Where a story leads: who should see the person, and how soon."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.evidence import Confidence
from kneetrace.intake.statements import Statement, statement
from kneetrace.terms import LANGUAGES, ByLanguage, every_language


class Disposition(IntEnum):
    """Who should see the person and how soon; the greater, the more urgent.

    EMERGENCY: an emergency department now. URGENT: a doctor the same day. DOCTOR: within days.
    THERAPIST: within two weeks. SELF_CARE: on one's own, with a safety net.
    """

    SELF_CARE = 0
    THERAPIST = 1
    DOCTOR = 2
    URGENT = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        """Its name in data files and tables."""
        return self.name.lower()


class BrokenAdviceError(ValueError):
    """A data file holds words that are not there in every language, or a word nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said to the person in one language.

    ``safety_net`` : what to watch for later and what to do then; empty where there is none
    """

    title: str
    do: str
    why: str
    safety_net: str = ""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What is said of a disposition (or to a minor who is alone), and what it rests on.

    ``when`` : what must be known for it; ``None`` where flags or the absence of them decide
    ``words`` : by language
    """

    name: str
    words: Mapping[str, Words]
    when: Statement | None
    confidence: Confidence
    basis: ByLanguage


@cache
def advices() -> Mapping[str, Advice]:
    """Give what is said, by name: every disposition's word, and ``grown_up``."""
    text = files("kneetrace.intake").joinpath("dispositions.toml").read_text(encoding="utf-8")
    return {
        name: Advice(
            name=name,
            words=read_words(entry=entry),
            when=statement(text=entry["when"]) if "when" in entry else None,
            confidence=Confidence(entry["confidence"]),
            basis=every_language(entry["basis"]),
        )
        for name, entry in tomllib.loads(text).items()
    }


def advice(*, disposition: Disposition) -> Advice:
    """Give what is said of one disposition."""
    return advices()[disposition.word]


def read_words(*, entry: Mapping[str, Any]) -> Mapping[str, Words]:
    """Read the words of an entry in every language.

    Raises
    ------
    BrokenAdviceError
        When a language or one of the words is missing.
    """
    try:
        return {language: Words(**entry[language]) for language in LANGUAGES}
    except (KeyError, TypeError) as error:
        raise BrokenAdviceError(f"Words are missing in {dict(entry)}") from error
