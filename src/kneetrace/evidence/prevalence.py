"""How common conditions are among those who come, before anything is known of the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import (
    BrokenEntryError,
    read_confidence,
    read_sources,
    read_table,
)
from kneetrace.terms import ByLanguage, every_language


@dataclass(frozen=True, kw_only=True)
class CareSetting:
    """Where a person seeks help, with its words by language."""

    name: str
    words: ByLanguage


@dataclass(frozen=True, kw_only=True)
class Prior:
    """The range in which a condition's part of those who come lies (0 to 1).

    ``when`` is a statement about the person's answers, empty where it holds for all.
    ``while_open`` marks the range of people of whom it is not known which of the others holds.
    """

    condition: str
    setting: str
    when: str
    low: float
    high: float
    confidence: Confidence
    sources: tuple[str, ...]
    note: ByLanguage = field(default_factory=dict)
    while_open: bool = False


@cache
def care_settings() -> tuple[CareSetting, ...]:
    """Give every setting that ranges are held for."""
    return tuple(
        CareSetting(name=entry["id"], words=every_language(entry))
        for entry in read_table(name="priors")["setting"]
    )


@cache
def priors(*, condition: str, setting: str) -> tuple[Prior, ...]:
    """Give the ranges of one condition in one setting, in the order in which they are tried."""
    return tuple(
        read_prior(entry=entry)
        for entry in read_table(name="priors")["prior"]
        if entry["condition"] == condition and entry["setting"] in (setting, "*")
    )


def read_prior(*, entry: Mapping[str, Any]) -> Prior:
    """Read one entry.

    Raises
    ------
    BrokenEntryError
        When it lacks a source or a confidence, or is no range.
    """
    low, high = entry["range"]
    if not 0 < low <= high < 1:
        raise BrokenEntryError(f"No range between 0 and 1 on {dict(entry)}")
    return Prior(
        condition=entry["condition"],
        setting=entry["setting"],
        when=entry.get("when", ""),
        low=low,
        high=high,
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
        note=every_language(entry["note"]) if "note" in entry else {},
        while_open=entry.get("while_open", False),
    )
