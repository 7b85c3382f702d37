"""How a condition went on in those who were followed."""

from dataclasses import dataclass
from functools import cache

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table
from kneetrace.terms import ByLanguage, every_language


@dataclass(frozen=True, kw_only=True)
class CourseAnchor:
    """The part of those followed who had recovered favourably after so many months (0 to 1)."""

    months: int
    favourable: float
    people: int
    words: ByLanguage
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CoursePredictor:
    """What went with a worse course; ``when`` is a statement about the person's answers.

    An empty ``when`` says that something did not tell the course apart.
    """

    when: str
    words: ByLanguage
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
            words=every_language(entry),
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
            words=every_language(entry),
            confidence=read_confidence(entry=entry),
            sources=read_sources(entry=entry),
        )
        for entry in (*table["predictor"], *table["not_predictor"])
        if entry["condition"] == condition
    )
