"""How far other methods of measuring from video were off, as published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table


@dataclass(frozen=True, kw_only=True)
class MethodError:
    """One published comparison of a video method with a reference method, in words."""

    measure: str
    test: str
    method: str
    result: str
    confidence: Confidence
    sources: tuple[str, ...]


@cache
def _all_errors() -> tuple[MethodError, ...]:
    return tuple(_read(entry=entry) for entry in read_table(name="method_errors")["comparison"])


def method_errors(
    *, measure: str | None = None, test: str | None = None
) -> tuple[MethodError, ...]:
    """Give the published comparisons, of one measure or one test where named."""
    return tuple(
        entry
        for entry in _all_errors()
        if measure in (None, entry.measure) and test in (None, entry.test)
    )


def _read(*, entry: Mapping[str, Any]) -> MethodError:
    return MethodError(
        measure=entry["measure"],
        test=entry["test"],
        method=entry["method"],
        result=entry["result"],
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
    )
