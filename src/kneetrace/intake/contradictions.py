"""Answers that cannot both be right: shown and asked again, never silently resolved.

They are data: see ``contradictions.toml``.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kneetrace.intake.catalogue import Question, question
from kneetrace.intake.statements import Statement, Values, statement
from kneetrace.intake.story import Story
from kneetrace.terms import ByLanguage, Person, every_language

_MISFIT: Final = {
    "en": "This was answered, but does not go with the answers before it: {question}",
    "es": "Esto se contestó, pero no concuerda con las respuestas anteriores: {question}",
}


_BIRTHDAY_YEARS: Final = 1  # DESIGN: one may lie between the person file and the story


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Answers that do not go together, in words by language, and which questions to ask again."""

    name: str
    ask_again: tuple[str, ...]
    words: ByLanguage


@dataclass(frozen=True, kw_only=True)
class _Rule:
    when: Statement
    contradiction: Contradiction


def find_contradictions(*, story: Story, person: Person | None = None) -> tuple[Contradiction, ...]:
    """Give what in a story does not go together; what is not known contradicts nothing.

    Parameters
    ----------
    story
        Everything that was told; also answers to questions that no longer make sense are looked at.
    person
        Of the person file, where there is one: age and sex are compared with it.
    """
    values = _told_values(story, person)
    found = tuple(rule.contradiction for rule in _rules() if rule.when.truth(values=values))
    explained = {name for one in found for name in one.ask_again}
    return found + tuple(
        _misfit(each) for each in _misfits(story) if not explained & {each.name, *_asked_by(each)}
    )


def _told_values(story: Story, person: Person | None) -> Values:
    told = {name: answer.value for name, answer in story.told.items()}
    if person is None:
        return told
    age, stated = told.get("age_years"), person.age_years
    if isinstance(age, int | float) and stated is not None and abs(age - stated) <= _BIRTHDAY_YEARS:
        stated = None
    return told | {"person_age_years": stated, "person_sex": person.sex}


def _misfits(story: Story) -> list[Question]:
    """Find answers to questions that make no sense, as things stand.

    An answer that a later correction of another one has overtaken is history, no contradiction, and
    a "no" or a "nothing of these" goes with any answer: that one has no wound fits no wound.
    """
    return [
        question(name=name)
        for name, answer in story.told.items()
        if name not in story.current
        and answer.value not in (None, False, (question(name=name).nothing,))
        and not any(
            story.told[other].given_at > answer.given_at
            for other in _asked_by(question(name=name)) & story.told.keys()
        )
    ]


def _asked_by(asked: Question) -> frozenset[str]:
    return frozenset() if asked.asked_when is None else asked.asked_when.names


def _misfit(asked: Question) -> Contradiction:
    return Contradiction(
        name=f"{asked.name}_does_not_fit",
        ask_again=(asked.name, *sorted(_asked_by(asked))),
        words={
            language: sentence.format(question=asked.says(language=language))
            for language, sentence in _MISFIT.items()
        },
    )


@cache
def _rules() -> tuple[_Rule, ...]:
    file = files("kneetrace.intake").joinpath("contradictions.toml")
    return tuple(
        _Rule(
            when=statement(text=entry["when"]),
            contradiction=Contradiction(
                name=entry["id"],
                ask_again=tuple(entry["ask_again"]),
                words=every_language(entry),
            ),
        )
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["contradiction"]
    )
