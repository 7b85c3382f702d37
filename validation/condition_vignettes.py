"""Written cases for the differential: typical ones and near misses of every condition."""

import datetime
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kneetrace.explain import Candidate, Standing, weigh_conditions
from kneetrace.intake import Story
from validation.running import CHECKOUT

FILE: Final = CHECKOUT / "tests" / "golden" / "condition_vignettes.toml"
SETTING: Final = "knee_clinic"
TOLD_AT: Final = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class ConditionVignette:
    """One case, and where one condition must stand in it; what it does not say is not known."""

    text: str
    condition: str
    stands: Standing
    at_least: float
    at_most: float
    answers: dict[str, Any]

    def weighed(self) -> Candidate:
        """Weigh the condition the case was written for."""
        told = weigh_conditions(story=story_of(self.answers), setting=SETTING)
        return told.candidate(self.condition)

    @property
    def is_as_written(self) -> bool:
        """Whether the condition stands where the case was written to put it."""
        found = self.weighed()
        value = found.probability.value if found.probability else self.at_least
        return found.standing is self.stands and self.at_least <= value <= self.at_most


def story_of(answers: dict[str, Any], /) -> Story:
    """Give a story with these answers and no other."""
    story = Story()
    for name, value in answers.items():
        story = story.answered(name=name, value=value, at=TOLD_AT)
    return story


def read_condition_vignettes() -> Sequence[ConditionVignette]:
    """Read them all."""
    return [
        ConditionVignette(
            text=entry["text"],
            condition=entry["condition"],
            stands=Standing(entry["stands"]),
            at_least=entry.get("at_least", 0.0),
            at_most=entry.get("at_most", 1.0),
            answers=entry["answers"],
        )
        for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["vignette"]
    ]
