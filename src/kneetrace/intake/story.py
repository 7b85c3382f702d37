"""What one person told and a therapist found, answer by answer, with nothing ever overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from kneetrace.intake.answers import checked
from kneetrace.intake.catalogue import Asker, Question, question, questions
from kneetrace.intake.values import Value


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer as it was given; ``value`` is ``None`` where the answer was "I do not know"."""

    question: str
    value: Value | None
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class Story:
    """Every answer ever given, oldest first; the newest to a question is the one that counts."""

    answers: tuple[Answer, ...] = ()

    @cached_property
    def told(self) -> Mapping[str, Answer]:
        """The newest answer to every question, also to those that make no sense any more."""
        return {answer.question: answer for answer in self.answers}

    @cached_property
    def current(self) -> Mapping[str, Answer]:
        """The answer that counts, by question, of those questions that make sense."""
        values = {name: answer.value for name, answer in self.told.items()}
        return {
            name: answer
            for name, answer in self.told.items()
            if _makes_sense(question(name=name), values) is not False
        }

    @cached_property
    def values(self) -> Mapping[str, Value | None]:
        """What is known, for statements; see ``statements.Values``."""
        return {name: answer.value for name, answer in self.current.items()}

    @property
    def edited(self) -> tuple[str, ...]:
        """The questions that were answered more than once, in the order of their first answer."""
        return tuple(name for name in self.told if len(self.versions(name=name)) > 1)

    def versions(self, *, name: str) -> tuple[Answer, ...]:
        """Give every answer to one question, oldest first."""
        return tuple(answer for answer in self.answers if answer.question == name)

    def answered(self, *, name: str, value: Any, at: datetime) -> "Story":
        """Give the story with one more answer; ``value=None`` says "I do not know".

        The same answer again changes nothing.

        Raises
        ------
        UnknownQuestion, UnusableAnswer
            When there is no such question or the answer does not fit it.
        """
        asked = question(name=name)
        kept = None if value is None else checked(question=asked, value=value)
        versions = self.versions(name=name)
        if versions and versions[-1].value == kept:
            return self
        return replace(
            self, answers=(*self.answers, Answer(question=name, value=kept, given_at=at))
        )

    def unasked(self, *, asked: Asker = Asker.PERSON) -> tuple[Question, ...]:
        """Give the questions that make sense now and were not answered yet, in order."""
        return tuple(
            each
            for each in questions(asked=asked)
            if each.name not in self.current and self._is_due(each)
        )

    def _is_due(self, asked: Question) -> bool:
        # Where "I do not know" leaves open whether a question makes sense, it is asked.
        if asked.asked_when is None or asked.asked_when.truth(values=self.values):
            return True
        is_open = asked.asked_when.truth(values=self.values) is None
        return is_open and asked.asked_when.names <= self.current.keys()


def _makes_sense(asked: Question, values: Mapping[str, Value | None]) -> bool | None:
    return True if asked.asked_when is None else asked.asked_when.truth(values=values)
