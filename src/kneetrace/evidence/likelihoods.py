"""How much a finding speaks for or against a condition."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from kneetrace.evidence.confidence import Confidence, drives_conclusions
from kneetrace.evidence.reading import (
    BrokenEntryError,
    read_confidence,
    read_sources,
    read_table,
)
from kneetrace.terms import ByLanguage, InvalidInput, every_language

ASSUMED_FACTOR: Final = {"present": 4.0, "absent": 2.0}
"""DESIGN: how many times up and down a ratio without a published interval may be off (95 %). Wider
than most intervals that were published for the findings held here (1.9 to 5.6 times where the
finding is there)."""

_MIDDLE_95: Final = 1.96


class UnknownAccuracy(InvalidInput):
    """No accuracy of that id is held."""


class Interval(StrEnum):
    """Where a ratio's interval comes from."""

    PUBLISHED = "published"
    DERIVED = "derived"  # from the counts
    ASSUMED = "assumed"  # ours: DESIGN


@dataclass(frozen=True, kw_only=True)
class LikelihoodRatio:
    """How many times a result multiplies the odds of a condition; ``low``, ``high`` bound 95 %."""

    value: float
    low: float
    high: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """What one finding is worth for one condition.

    ``present`` and ``absent`` are the ratios of the finding being there and not being there;
    ``None`` where the source gives none. ``sensitivity`` is the part with the finding among those
    who have the condition (0 to 1), ``None`` where it is not known.
    """

    id: str
    condition: str
    finding: str
    present: LikelihoodRatio | None
    absent: LikelihoodRatio | None
    sensitivity: float | None
    people: int | None
    population: ByLanguage
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""

    @property
    def drives_conclusions(self) -> bool:
        """Whether a probability may rest on it."""
        return drives_conclusions(confidence=self.confidence)


@cache
def accuracies() -> tuple[Accuracy, ...]:
    """Give every accuracy that is held."""
    return tuple(read_accuracy(entry=entry) for entry in read_table(name="accuracy")["accuracy"])


def accuracy(id_: str, /) -> Accuracy:
    """Look one accuracy up by its id.

    Raises
    ------
    UnknownAccuracy
        When none of that id is held.
    """
    for one in accuracies():
        if one.id == id_:
            return one
    raise UnknownAccuracy(f"There is no accuracy called {id_!r}: take an id from its table.")


def read_accuracy(*, entry: Mapping[str, Any]) -> Accuracy:
    """Read one entry; ratios and intervals that are not given are derived, or ours.

    From counts: ``LR+ = sens / (1 - spec)``, ``LR- = (1 - sens) / spec``, and the interval on the
    log scale of Simel, Samsa, Matchar (J Clin Epidemiol 1991;44:763-770); where a count is nought,
    one half is added to all four.

    Raises
    ------
    BrokenEntryError
        When it lacks a source or a confidence, or holds no figure.
    """
    sensitivity, specificity = entry.get("sensitivity"), entry.get("specificity")
    if counts := entry.get("counts"):
        sensitivity = counts[0] / (counts[0] + counts[1])
        specificity = counts[3] / (counts[2] + counts[3])
    rates = None if sensitivity is None or specificity is None else (sensitivity, specificity)
    present = _ratio(entry=entry, which="present", rates=rates)
    absent = _ratio(entry=entry, which="absent", rates=rates)
    if present is None and absent is None:
        raise BrokenEntryError(f"No figure on {dict(entry)}")
    if sensitivity is None and present and absent:
        sensitivity = present.value * (1 - absent.value) / (present.value - absent.value)
    return Accuracy(
        id=entry["id"],
        condition=entry["condition"],
        finding=entry["finding"],
        present=present,
        absent=absent,
        sensitivity=sensitivity,
        people=entry.get("people"),
        population=every_language(entry["population"]),
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
        note=entry.get("note", ""),
    )


def _ratio(
    *, entry: Mapping[str, Any], which: str, rates: tuple[float, float] | None
) -> LikelihoodRatio | None:
    if which in entry and f"{which}_95" in entry:
        low, high = entry[f"{which}_95"]
        return _checked(entry, entry[which], low, high, Interval.PUBLISHED)
    if which not in entry and "counts" in entry:
        value, error = _from_counts(entry["counts"], which)
        wide = math.exp(_MIDDLE_95 * error)
        return _checked(entry, value, value / wide, value * wide, Interval.DERIVED)
    if which in entry:
        value = entry[which]
    elif rates is None:
        return None
    else:
        sensitivity, specificity = rates
        value = (
            sensitivity / (1 - specificity)
            if which == "present"
            else (1 - sensitivity) / specificity
        )
    wide = ASSUMED_FACTOR[which]
    return _checked(entry, value, value / wide, value * wide, Interval.ASSUMED)


def _checked(
    entry: Mapping[str, Any], value: float, low: float, high: float, interval: Interval
) -> LikelihoodRatio:
    if not 0 < low <= value <= high:
        raise BrokenEntryError(f"A ratio lies outside its interval on {dict(entry)}")
    return LikelihoodRatio(value=value, low=low, high=high, interval=interval)


def _from_counts(counts: list[int], which: str) -> tuple[float, float]:
    """Give a ratio and the standard error of its logarithm."""
    more = 0.5 if 0 in counts else 0.0
    with_positive, with_negative, without_positive, without_negative = (
        count + more for count in counts
    )
    all_with = with_positive + with_negative
    all_without = without_positive + without_negative
    one, other = (
        (with_positive, without_positive)
        if which == "present"
        else (with_negative, without_negative)
    )
    error = math.sqrt(1 / one - 1 / all_with + 1 / other - 1 / all_without)
    return (one / all_with) / (other / all_without), error
