"""What a measure came to in people who were studied."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence, drives_conclusions
from kneetrace.evidence.reading import read_confidence, read_sources, read_table
from kneetrace.terms import OutsideEvidence, Sex, Unit


class NoReference(OutsideEvidence):
    """Nobody's verified figures cover this measure, test and person."""


class Group(StrEnum):
    """Whom a reference describes."""

    HEALTHY = "healthy"
    PATELLOFEMORAL_PAIN = "patellofemoral_pain"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Mean and spread of one measure in one studied group.

    ``mean`` and ``sd`` are in ``unit`` (angles in rad), ``positive`` says what a positive value
    means, ``people`` how many were measured; ``sd`` and ``people`` are ``None`` where the source
    did not show them. ``sex`` is ``None`` for a mixed group.
    """

    measure: str
    test: str
    group: Group
    sex: Sex | None
    unit: Unit
    mean: float
    sd: float | None
    people: int | None
    positive: str
    method: str
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""

    @property
    def drives_conclusions(self) -> bool:
        """Whether a conclusion may rest on this reference."""
        return drives_conclusions(confidence=self.confidence)


@cache
def references() -> tuple[Reference, ...]:
    """Give every reference there is."""
    return tuple(_read(entry=entry) for entry in read_table(name="references")["reference"])


def reference(
    *, measure: str, test: str, sex: Sex | None = None, group: Group = Group.HEALTHY
) -> Reference:
    """Look up what a measure comes to in a studied group doing this very test.

    Figures of another test are never lent: a single-leg squat says nothing about a squat on two
    legs. Figures of one sex are not lent to the other, nor to a person whose sex was not said.

    Parameters
    ----------
    measure, test
        Names as the measurement gives them, e.g. ``"hip_adduction"``, ``"single_leg_squat"``.
    sex
        The person's; ``None`` finds mixed groups only.
    group
        Whom to compare with.

    Raises
    ------
    NoReference
        When there is none; the sentence says why, as far as known. The person's own first
        recording is then the baseline.
    """
    fitting = [
        entry
        for entry in references()
        if (entry.measure, entry.test, entry.group) == (measure, test, group)
        and entry.sex in (sex, None)
        and entry.drives_conclusions
    ]
    if not fitting:
        raise NoReference(_why_not(measure=measure, test=test))
    # A group of the person's own sex says more than a mixed one; then the larger study.
    return max(fitting, key=lambda entry: (entry.sex is not None, entry.people or 0))


def _why_not(*, measure: str, test: str) -> str:
    known = next(
        (
            gap["sentence"]
            for gap in read_table(name="gaps")["gap"]
            if gap["test"] == test and measure in gap.get("measures", [measure])
        ),
        "No verified reference covers this measure in this test.",
    )
    return f"{known} Compare with this person's own first recording."


def _read(*, entry: Mapping[str, Any]) -> Reference:
    return Reference(
        measure=entry["measure"],
        test=entry["test"],
        group=Group(entry["group"]),
        sex=Sex(entry["sex"]) if "sex" in entry else None,
        unit=Unit.RADIAN,
        mean=math.radians(entry["mean_deg"]),
        sd=math.radians(entry["sd_deg"]) if "sd_deg" in entry else None,
        people=entry.get("people"),
        positive=entry["positive"],
        method=entry["method"],
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
        note=entry.get("note", ""),
    )
