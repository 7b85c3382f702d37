"""How well a repetition was done: a score made of its clinical measures alone.

The score is the chance, in points of 100, that a repetition with these measures was done as asked
rather than with a mistake made on purpose, half and half, in the data behind ``technique.toml``.
Each measure can only cost points, and what it costs is said. It says nothing about pain, strength
or injury, and the people behind it were young and healthy (docs/technique.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from kneetrace.measure.movement.scores.technique_models import (
    Costly,
    TechniqueModel,
    TechniqueRule,
    technique_model,
)
from kneetrace.terms import Answer, CannotTell, Measure, Unit

Floats = NDArray[np.float64]

TECHNIQUE: Final = "technique_score"

DRAWS: Final = 400
"""Errors drawn for a score's interval, the same for every repetition. DESIGN"""

MOST_WIDTH: Final = 60.0
"""A score whose interval spans more points than this says nothing. DESIGN"""

Z_90: Final = 1.6449

TOO_OPEN: Final = (
    "What this recording shows leaves the score open by more than could mean anything "
    "({low:.0f} to {high:.0f} of 100)."
)
CLOSER: Final = "Record again as the instruction says, with the phone straight in front of you."


@dataclass(frozen=True, kw_only=True)
class TechniquePart:
    """What one measure did to a repetition's score.

    value : of this repetition, the mean of both sides where each has one, in ``unit``
    usual_low, usual_high : between these lay 9 in 10 repetitions that were done well
    points : how much higher the score would be if this measure alone cost nothing
    """

    measure: str
    value: float
    usual_low: float
    usual_high: float
    unit: Unit
    points: float


@dataclass(frozen=True, kw_only=True)
class TechniqueScore:
    """How well one repetition was done, 0 to 100 points, with its 90 % interval.

    parts : the measures it was made of, the most costly first
    left_out : measures it should be made of but that could not be told; they widen the interval
    film : the video the repetition was seen in, where a test was filmed more than once
    """

    repetition: int
    value: float
    low: float
    high: float
    parts: tuple[TechniquePart, ...]
    left_out: tuple[str, ...] = ()
    film: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high <= 100:
            raise ValueError(f"Score {self.value} outside [{self.low}, {self.high}] or 0 to 100")


Technique = TechniqueScore | CannotTell


def score_technique(
    *, test: str, repetitions: tuple[int, ...], answers: tuple[Answer, ...]
) -> tuple[Technique, ...]:
    """Score each repetition of a recording from its measures.

    Parameters
    ----------
    test
        Name of the movement test.
    repetitions
        Numbers of the complete repetitions.
    answers
        What was told of the recording; a measure's interval goes into the score's.

    Returns
    -------
    tuple of TechniqueScore or CannotTell
        One for each repetition, or one for all where none can be scored; empty where the test has
        no score.
    """
    model = technique_model(test=test)
    if model is None:
        return ()
    scores = tuple(_score(model, number, answers) for number in repetitions)
    refusals = [score for score in scores if isinstance(score, CannotTell)]
    if refusals and len(refusals) == len(scores):
        first = refusals[0]
        return (CannotTell(name=TECHNIQUE, reason=first.reason, advice=first.advice),)
    return scores


def points_of(*, model: TechniqueModel, values: Mapping[str, float]) -> float:
    """Score one repetition from its bare measures by name; one left out is taken as usual."""
    costs = [
        _cost(rule, model.most, values[rule.measure])
        if rule.measure in values
        else _usual_cost(rule)
        for rule in model.rules
    ]
    return float(_points(model, np.array(costs)))


def _score(model: TechniqueModel, number: int, answers: tuple[Answer, ...]) -> Technique:
    told = [_of_repetition(answers, rule.measure, number) for rule in model.rules]
    pairs = list(zip(model.rules, told, strict=True))
    costs = np.array(
        [
            _usual_cost(rule) if measure is None else _cost(rule, model.most, measure.value)
            for rule, measure in pairs
        ]
    )
    drawn = [
        _drawn_costs(rule, model.most, measure, normal)
        for (rule, measure), normal in zip(pairs, _normals(len(pairs)), strict=True)
    ]
    value = float(_points(model, costs))
    low, high = np.quantile(_points(model, np.stack(drawn)), (0.05, 0.95))
    low, high = min(float(low), value), max(float(high), value)
    missing = {rule.measure: rule.weight for rule, measure in pairs if measure is None}
    if high - low > MOST_WIDTH:
        return _refusal(number, missing, answers, low, high)
    parts = (
        TechniquePart(
            measure=rule.measure,
            value=measure.value,
            usual_low=rule.usual[0],
            usual_high=rule.usual[1],
            unit=rule.unit,
            points=float(_points(model, np.delete(costs, at))) - value,
        )
        for at, (rule, measure) in enumerate(pairs)
        if measure is not None
    )
    return TechniqueScore(
        repetition=number,
        value=value,
        low=low,
        high=high,
        parts=tuple(sorted(parts, key=lambda part: -part.points)),
        left_out=tuple(missing),
    )


@dataclass(frozen=True)
class _Told:
    """A measure of a repetition, and the spread of its error."""

    value: float
    sd: float


def _of_repetition(answers: tuple[Answer, ...], name: str, number: int) -> _Told | None:
    """Mean over the sides that were told; what is wrong in one is taken to be wrong in both."""
    own = [
        answer
        for answer in answers
        if isinstance(answer, Measure) and answer.name == name and answer.repetition == number
    ]
    if not own:
        return None
    return _Told(
        value=float(np.mean([one.value for one in own])),
        sd=float(np.mean([(one.high - one.value) / Z_90 for one in own])),
    )


def _cost(rule: TechniqueRule, most: float, value: Floats | float) -> Floats:
    """Log odds that values cost: nothing up to the middle, and no more than ``most`` spreads do."""
    beyond = value - rule.middle if rule.costly is Costly.MORE else rule.middle - value
    return np.asarray(rule.weight * np.clip(beyond / rule.spread, 0, most))


def _usual_cost(rule: TechniqueRule) -> float:
    return rule.weight * float(np.median(rule.unseen))


def _drawn_costs(rule: TechniqueRule, most: float, told: _Told | None, normal: Floats) -> Floats:
    if told is not None:
        return _cost(rule, most, told.value + told.sd * normal)
    return np.asarray(rule.weight * np.quantile(rule.unseen, ndtr(normal)))


def _points(model: TechniqueModel, costs: Floats) -> Floats:
    """Points of 100 for costs ``(rule, ...)``."""
    return np.asarray(100 * expit(model.best - costs.sum(axis=0)))


@cache
def _normals(count: int) -> Floats:
    """Standard normal errors ``(count, draw)``: alike everywhere, so that equal is scored equal."""
    return np.random.default_rng(0).standard_normal((count, DRAWS))


def _refusal(
    number: int, missing: dict[str, float], answers: tuple[Answer, ...], low: float, high: float
) -> CannotTell:
    """Say what stood in the way: the missing measure that weighs most, else wide intervals."""
    causes = [
        answer
        for answer in answers
        if isinstance(answer, CannotTell)
        and answer.name in missing
        and answer.repetition in (None, number)
    ]
    if not causes:
        return CannotTell(
            name=TECHNIQUE,
            reason=TOO_OPEN.format(low=low, high=high),
            advice=CLOSER,
            repetition=number,
        )
    cause = max(causes, key=lambda answer: missing[answer.name])
    return CannotTell(name=TECHNIQUE, reason=cause.reason, advice=cause.advice, repetition=number)
