"""Scores that people give themselves: what they run over, and which change means something."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from kneetrace.evidence.confidence import Confidence, drives_conclusions
from kneetrace.evidence.reading import read_confidence, read_sources, read_table


class ChangeKind(StrEnum):
    """What a published change says."""

    IMPORTANT = "important_change"  # the smallest that people who changed call one
    REAL = "smallest_real_change"  # beyond what an unchanged person's answers differ by, 95 %
    SUCCESS = "success"  # from this value on, the change itself is called a success


@dataclass(frozen=True, kw_only=True)
class ScoreChange:
    """One figure on a score's change, in the score's own points."""

    kind: ChangeKind
    value: float
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""

    @property
    def drives_conclusions(self) -> bool:
        """Whether a change may be judged by it."""
        return drives_conclusions(confidence=self.confidence)


@dataclass(frozen=True, kw_only=True)
class ScoreScale:
    """What a score runs over, in which direction it is good, and what is known on its changes."""

    name: str
    low: float
    high: float
    higher_is_better: bool
    changes: tuple[ScoreChange, ...]


@cache
def score_scales() -> Mapping[str, ScoreScale]:
    """Give the scale of every score, by its name."""
    return {entry["name"]: _scale(entry) for entry in read_table(name="scores")["score"]}


def _scale(entry: Mapping[str, Any]) -> ScoreScale:
    return ScoreScale(
        name=entry["name"],
        low=entry["low"],
        high=entry["high"],
        higher_is_better={"better": True, "worse": False}[entry["higher_is"]],
        changes=tuple(
            ScoreChange(
                kind=ChangeKind(one["kind"]),
                value=one["value"],
                confidence=read_confidence(entry=one),
                sources=read_sources(entry=one),
                note=one["note"],
            )
            for one in entry.get("change", ())
        ),
    )
