"""What one phone video may claim about a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table


class Claim(StrEnum):
    """How much may be said."""

    VALUE = "value"
    BAND = "band"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class CameraRule:
    """What one phone video may claim about a measure, and why.

    The rule itself is ours (DESIGN); ``sources`` are the published errors it rests on.
    """

    measure: str
    view: str
    claim: Claim
    reason: str
    confidence: Confidence
    sources: tuple[str, ...]


@cache
def camera_rules() -> tuple[CameraRule, ...]:
    """Give every rule there is."""
    return tuple(_read(entry=entry) for entry in read_table(name="camera")["rule"])


def camera_rule(*, measure: str) -> CameraRule | None:
    """Look up what one phone video may claim about a measure; ``None`` where no rule is laid."""
    return next((rule for rule in camera_rules() if rule.measure == measure), None)


def _read(*, entry: Mapping[str, Any]) -> CameraRule:
    return CameraRule(
        measure=entry["measure"],
        view=entry["view"],
        claim=Claim(entry["claim"]),
        reason=entry["reason"],
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
    )
