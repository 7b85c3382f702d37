"""Made-up people with a knee complaint, drawn from clinical descriptions, and how they answer.

The descriptions (knee_cases.toml) say how often which sign goes with a condition. They are written
from the sources and know nothing of the red flags' rules.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from kneetrace.intake import (
    Answer,
    Asker,
    Disposition,
    Kind,
    Question,
    Story,
    Triage,
    question,
    questions,
    triage,
)
from validation.vignettes import TOLD_AT

FILE: Final = Path(__file__).with_suffix(".toml")
ALWAYS_KNOWN: Final = {"age_years", "guardian_present", "sex", "which_knee", "worse_knee"}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What the sources say of the people who have it; fields as in the file."""

    name: str
    truth: Disposition
    share: float
    age: tuple[int, int]
    days: tuple[int, int]
    given: Mapping[str, Any]
    variants: Sequence[Mapping[str, Any]]
    features: Mapping[str, Any]
    sources: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One person: the truth, every answer, and the questions whose answers decide."""

    condition: str
    truth: Disposition
    answers: Mapping[str, Any]
    decisive: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Answering:
    """How people answer: how often they do not know, and how often an answer is wrong.

    noise, decisive_noise : of answers that do not, and that do, decide about the condition
    """

    missing: float = 0.0
    noise: float = 0.0
    decisive_noise: float = 0.0


@cache
def conditions() -> Sequence[Condition]:
    """Read the descriptions."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Condition(
            name=entry["id"],
            truth=Disposition[entry["truth"].upper()],
            share=entry["share"],
            age=tuple(entry["age"]),
            days=tuple(entry["days"]),
            given=entry.get("given", {}),
            variants=entry.get("variants", [{}]),
            features=document["background"] | entry.get("features", {}),
            sources=entry["sources"],
        )
        for entry in document["condition"]
    ]


def draw_cases(*, count: int, dangerous: bool, random: Random) -> Sequence[Case]:
    """Draw people whose truth is emergency or urgent, or the others."""
    drawn = [each for each in conditions() if (each.truth >= Disposition.URGENT) is dangerous]
    shares = [each.share for each in drawn]
    return [_case(each, random) for each in random.choices(drawn, weights=shares, k=count)]


def asked_to_the_end(*, case: Case, answering: Answering, random: Random) -> Triage:
    """Let the person tell something, answer what is asked, then the rest; tell where it leads."""
    said = _as_said(case=case, answering=answering, random=random)
    first = [each for each in questions(asked=Asker.PERSON) if random.random() < 0.3]
    story = _with(Story(), first, said)
    while to_ask := triage(story=story).to_ask:
        story = _with(story, to_ask, said)
    while rest := story.unasked():
        story = _with(story, rest, said)
    return triage(story=story)


def _with(story: Story, asked: Sequence[Question], said: Mapping[str, Any]) -> Story:
    given = (Answer(question=each.name, value=said[each.name], given_at=TOLD_AT) for each in asked)
    return Story(answers=(*story.answers, *given))


def _case(condition: Condition, random: Random) -> Case:
    variant = dict(random.choice(condition.variants))
    age, days = variant.pop("age", condition.age), variant.pop("days", condition.days)
    certain = {
        "age_years": random.randint(*age),
        "since_days": random.randint(*days),
        **condition.given,
        **variant,
    }
    answers = {
        each.name: _held(each, certain[each.name])
        if each.name in certain
        else _drawn(each, condition.features.get(each.name), random)
        for each in questions(asked=Asker.PERSON)
    }
    return Case(
        condition=condition.name,
        truth=condition.truth,
        answers=answers,
        decisive=frozenset(certain),
    )


def _held(asked: Question, value: Any) -> Any:
    return tuple(value) if asked.kind is Kind.CHOICES else value


def _drawn(asked: Question, feature: Any, random: Random) -> Any:
    match asked.kind:
        case Kind.YES_NO:
            return random.random() < (feature or 0)
        case Kind.CHOICES:
            return _several(asked, feature or {}, random)
        case Kind.CHOICE if feature:
            return random.choices(list(feature), weights=list(feature.values()))[0]
        case Kind.CHOICE:
            return random.choice(asked.option_names)
        case Kind.SCALE | Kind.NUMBER if feature:
            return int(random.choices(list(feature), weights=list(feature.values()))[0])
        case Kind.SCALE:
            return random.randint(0, 7)
    return None


def _several(asked: Question, feature: Mapping[str, float], random: Random) -> tuple[str, ...]:
    chosen = tuple(name for name in asked.option_names if random.random() < feature.get(name, 0))
    if chosen:
        return chosen
    likely = max(feature, key=feature.__getitem__) if feature else asked.option_names[0]
    return (asked.nothing or likely,)


def _as_said(*, case: Case, answering: Answering, random: Random) -> Mapping[str, Any]:
    said: dict[str, Any] = {}
    for name, value in case.answers.items():
        wrong = answering.decisive_noise if name in case.decisive else answering.noise
        said[name] = value
        if name in ALWAYS_KNOWN:
            continue
        if random.random() < wrong:
            said[name] = _another(question(name=name), value, random)
        if random.random() < answering.missing:
            said[name] = None
    return said


def _another(asked: Question, value: Any, random: Random) -> Any:
    match asked.kind:
        case Kind.YES_NO:
            return not value
        case Kind.CHOICE:
            return random.choice(asked.option_names)
        case Kind.CHOICES:
            return (random.choice(asked.option_names),)
        case Kind.SCALE:
            return random.randint(0, 10)
        case Kind.DURATION:
            return value * random.uniform(0.5, 2)
        case Kind.NUMBER if asked.name == "morning_stiffness_minutes":
            return random.choice((0, 10, 30, 60))
    return value
