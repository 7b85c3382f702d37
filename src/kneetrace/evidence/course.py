"""How a condition went on in those who were followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table


@dataclass(frozen=True, kw_only=True)
class CourseAnchor:
    """The part of those followed who had recovered favourably after so many months (0 to 1)."""

    months: int
    favourable: float
    people: int
    words: dict[str, str]
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CoursePredictor:
    """What went with a worse course; ``when`` is a statement about the person's answers.

    An empty ``when`` says that something did not tell the course apart.
    """

    when: str
    words: dict[str, str]
    confidence: Confidence
    sources: tuple[str, ...]


@cache
def course_anchors(*, condition: str) -> tuple[CourseAnchor, ...]:
    """Give what happened to those with a condition, soonest first."""
    return tuple(
        CourseAnchor(
            months=entry["months"],
            favourable=entry["favourable"],
            people=entry["people"],
            words=_words(entry),
            confidence=read_confidence(entry=entry),
            sources=read_sources(entry=entry),
        )
        for entry in read_table(name="course")["anchor"]
        if entry["condition"] == condition
    )


@cache
def course_predictors(*, condition: str) -> tuple[CoursePredictor, ...]:
    """Give what did, and what did not, go with a worse course of a condition."""
    table = read_table(name="course")
    return tuple(
        CoursePredictor(
            when=entry.get("when", ""),
            words=_words(entry),
            confidence=read_confidence(entry=entry),
            sources=read_sources(entry=entry),
        )
        for entry in (*table["predictor"], *table["not_predictor"])
        if entry["condition"] == condition
    )


def _words(entry: Mapping[str, Any]) -> dict[str, str]:
    return {"en": entry["en"], "es": entry["es"]}
