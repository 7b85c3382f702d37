"""The stages a measurement goes through, and how long each of them takes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum


class Stage(StrEnum):
    """What a measurement spends its time on, in the order it is done; no two overlap.

    Which way in goes through which is told in ``docs/guide.md``.
    """

    OPEN = "open"
    TURN = "turn"
    LANDMARKS = "landmarks"
    PERSONS = "persons"
    CLEANING = "cleaning"
    BODY_FIT = "body_fit"
    MEASURES = "measures"
    OVERLAY = "overlay"


class Stopwatch:
    """Wall seconds spent in each stage so far: ``stage_s``."""

    def __init__(self) -> None:
        """Begin with no time spent."""
        self.stage_s: dict[str, float] = {}

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Add the time that a block takes to its stage's, whether or not it succeeds."""
        began_s = time.perf_counter()
        try:
            yield
        finally:
            self.add({stage: time.perf_counter() - began_s})

    def add(self, stage_s: Mapping[str, float]) -> None:
        """Add what was spent elsewhere, stage by stage."""
        for stage, taken_s in stage_s.items():
            self.stage_s[str(stage)] = self.stage_s.get(stage, 0.0) + taken_s
