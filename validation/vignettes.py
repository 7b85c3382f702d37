"""Written vignettes: short cases with the disposition they belong to at least."""

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kneetrace.intake import Asker, Disposition, Kind, Question, Story, Triage, questions, triage
from validation.running import CHECKOUT

FILE: Final = CHECKOUT / "tests" / "golden" / "vignettes.toml"
TOLD_AT: Final = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class Vignette:
    """One case, all its answers, and where it belongs at least."""

    text: str
    story: Story
    truth: Disposition
    raised: frozenset[str]
    not_raised: frozenset[str]

    def triaged(self) -> Triage:
        """Tell where it is sent."""
        return triage(story=self.story)


def read_vignettes() -> Sequence[Vignette]:
    """Read them all; what a case does not say is answered as the file's top says."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Vignette(
            text=entry["text"],
            story=told_in_full(answers=document["usual"] | entry["answers"]),
            truth=Disposition[entry["truth"].upper()],
            raised=frozenset(entry.get("raised", ())),
            not_raised=frozenset(entry.get("not_raised", ())),
        )
        for entry in document["vignette"]
    ]


def told_in_full(*, answers: Mapping[str, Any]) -> Story:
    """Answer every question to the person, and those to the therapist that are given."""
    story = Story()
    for asked in questions(asked=Asker.PERSON):
        value = answers.get(asked.name, _nothing(asked))
        story = story.answered(name=asked.name, value=value, at=TOLD_AT)
    for asked in questions(asked=Asker.THERAPIST):
        if asked.name in answers:
            story = story.answered(name=asked.name, value=answers[asked.name], at=TOLD_AT)
    return story


def _nothing(asked: Question) -> Any:
    if asked.kind is Kind.YES_NO:
        return False
    return [asked.nothing] if asked.nothing else None
