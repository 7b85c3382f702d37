"""The smallest change between two recordings that is more than measurement noise."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table
from kneetrace.terms import OutsideEvidence, Unit

_TWO_RECORDINGS_95: Final = 1.96 * math.sqrt(2)


class NoSmallestChange(OutsideEvidence):
    """No published repeatability covers this measure in this test."""


@dataclass(frozen=True, kw_only=True)
class SmallestChange:
    """Range of minimal detectable changes (95 %) that published repeatability implies.

    ``low`` belongs to the best, ``high`` to the worst standard error reported; in ``unit``
    (angles in rad). A change below ``low`` is noise whoever measures.
    """

    measure: str
    test: str
    unit: Unit
    low: float
    high: float
    method: str
    confidence: Confidence
    sources: tuple[str, ...]


@cache
def _changes() -> tuple[SmallestChange, ...]:
    return tuple(
        _derive(entry=entry) for entry in read_table(name="repeatability")["standard_error"]
    )


def smallest_change(*, measure: str, test: str) -> SmallestChange:
    """Look up the smallest change that is real, as published repeatability implies it.

    It is derived from the published standard error of measurement,
    ``MDC = 1.96 * sqrt(2) * SEM`` (95 %, two recordings).

    Raises
    ------
    NoSmallestChange
        When none is published for this test; a recording's own interval then has to serve.
    """
    for change in _changes():
        if (change.measure, change.test) == (measure, test):
            return change
    raise NoSmallestChange(
        "No published repeatability covers this measure in this test: "
        "judge a change by the intervals of the two recordings."
    )


def _derive(*, entry: Mapping[str, Any]) -> SmallestChange:
    low_deg, high_deg = entry["sem_deg"]
    read_confidence(entry=entry)
    return SmallestChange(
        measure=entry["measure"],
        test=entry["test"],
        unit=Unit.RADIAN,
        low=_TWO_RECORDINGS_95 * math.radians(low_deg),
        high=_TWO_RECORDINGS_95 * math.radians(high_deg),
        method=entry["method"],
        confidence=Confidence.DERIVED,
        sources=read_sources(entry=entry),
    )
