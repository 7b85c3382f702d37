"""One set of answers from several films of the same test: each measure from the better one."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kneetrace.measure.movement.clinical import SMALLEST_CHANGE, Z_90
from kneetrace.measure.movement.measurement import Disagreement, Measurement, ViewFinding
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.scores.step_down_score import propose_score
from kneetrace.measure.movement.scores.technique import TechniqueScore
from kneetrace.measure.movement.seen.sight import Source
from kneetrace.measure.movement.views import view_rule
from kneetrace.terms import Answer, CannotTell, Measure, Quality, Side, Unit

COUNTED: Final = "repetition_count"

ERR_ALIKE: Final = 0.5
"""Correlation that the errors of two films are taken to have: one body, one network, one set of
beliefs. DESIGN"""

_NEVER_JOINED: Final = (Unit.COUNT, Unit.CLASS)
"""Whole numbers and kinds have no mean."""

_SIDES: Final = (None, *Side)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What one film tells of one measure of one side.

    typical : the value of the whole test, or the middle of its repetitions
    """

    answers: tuple[Answer, ...]
    typical: Measure

    @property
    def rank(self) -> tuple[bool, float]:
        """How well its view carries it, then how narrow it is: less is better."""
        one = self.typical
        return one.quality is Quality.COARSE, one.high - one.low


def join_films(*, films: Sequence[Measurement]) -> Measurement:
    """Put what several films of the same test came to into one measurement.

    A measure is told from the film whose view carries it better, then from the one with the
    narrower interval. Where two carry it alike and agree within their intervals, the value of the
    whole test is the mean of both, weighed by their precision; repetitions stay those of the better
    film.

    Parameters
    ----------
    films
        Each film's own measurement, the one to look at first.

    Returns
    -------
    Measurement
        With the films themselves in it; every answer names the film it was taken from.
    """
    named = tuple(_named(film) for film in films)
    first = named[0]
    disagreements: list[Disagreement] = []
    answers = tuple(
        answer
        for name in movement_test(name=first.test).measures
        for answer in _answers_to(name, named, disagreements)
    )
    return replace(
        first,
        source=Source.IN_TURN,
        answers=answers,
        findings=tuple(_findings(named)),
        technique=max(named, key=_scored).technique,
        score=propose_score(
            test=first.test, answers=answers, side=first.side, height_m=first.person.height_m
        ),
        films=named,
        disagreements=tuple(disagreements),
    )


def _named(film: Measurement) -> Measurement:
    """Write the film's name on everything it tells."""
    name = film.clip.name
    return replace(
        film,
        source=Source.IN_TURN,
        answers=tuple(replace(each, film=name) for each in film.answers),
        findings=tuple(replace(each, film=name) for each in film.findings),
        technique=tuple(replace(each, film=name) for each in film.technique),
    )


def _scored(film: Measurement) -> int:
    return sum(isinstance(each, TechniqueScore) for each in film.technique)


def _findings(films: Sequence[Measurement]) -> Iterator[ViewFinding]:
    """What was noticed in each film; of views only what all of them miss, and that once."""
    for film in films:
        yield from _nothing_told(film)
    whats = [{finding.what for finding in film.findings} for film in films]
    for film in films:
        for finding in film.findings:
            if not finding.what.startswith("view_"):
                yield finding
            elif film is films[0] and all(finding.what in there for there in whats):
                yield replace(finding, film=None)


def _nothing_told(film: Measurement) -> Iterator[ViewFinding]:
    """Say that a film was of no use, and why; not where something in its way is said anyway."""
    blocked = any(finding.blocking for finding in film.findings)
    asked = [each for each in film.answers if each.name != COUNTED]
    if asked and not blocked and all(isinstance(each, CannotTell) for each in asked):
        why = next(each for each in asked if isinstance(each, CannotTell))
        yield ViewFinding(
            what="film_tells_nothing",
            sentence=f"Nothing could be told from {film.clip.name}. {why.reason}",
            advice=why.advice,
        )


def _answers_to(
    name: str, films: Sequence[Measurement], disagreements: list[Disagreement]
) -> Iterator[Answer]:
    own = [tuple(each for each in film.answers if each.name == name) for film in films]
    if name == COUNTED:  # each film has repetitions of its own
        yield from (answer for answers in own for answer in answers)
        return
    test = films[0].test
    told = {side: [each for answers in own if (each := _told(answers, side))] for side in _SIDES}
    if not any(told.values()):
        yield from _refused(test, name, own)
        return
    for side, by_film in told.items():
        if not by_film:
            both = [tuple(a for a in answers if a.side is side is not None) for answers in own]
            yield from _refused(test, name, both)
            continue
        best = min(by_film, key=lambda one: one.rank)
        mean = best.typical
        for other in by_film:
            if other is best:
                continue
            if not _agree(best.typical, other.typical):
                disagreements.append(Disagreement(told=best.typical, other=other.typical))
            elif best.typical.quality is other.typical.quality:
                mean = _joined(mean, other.typical, names=[film.clip.name for film in films])
        yield from (mean if each is best.typical else each for each in best.answers)
        yield from _with_ending("_spread", name, side, films, best.typical.film)
    yield from _differences(name, films)


def _told(answers: Sequence[Answer], side: Side | None) -> _Told | None:
    own = tuple(each for each in answers if each.side is side)
    measures = [each for each in own if isinstance(each, Measure)]
    if not measures:
        return None
    whole = next((each for each in measures if each.repetition is None), None)
    return _Told(answers=own, typical=whole or _middle(measures))


def _middle(measures: Sequence[Measure]) -> Measure:
    """Stand for single repetitions by their middle; this is compared, never told."""
    value, low, high = np.median([(one.value, one.low, one.high) for one in measures], axis=0)
    coarse = any(one.quality is Quality.COARSE for one in measures)
    return replace(
        measures[0],
        value=float(value),
        low=float(low),
        high=float(high),
        quality=Quality.COARSE if coarse else Quality.MEASURED,
        repetition=None,
    )


def _half(one: Measure) -> float:
    return max(one.high - one.value, one.value - one.low)


def _agree(one: Measure, other: Measure) -> bool:
    return abs(one.value - other.value) <= math.hypot(_half(one), _half(other))


def _joined(one: Measure, other: Measure, *, names: Sequence[str]) -> Measure:
    """Mean of two films' values, by precision; the surer one where that is no better."""
    ours, theirs = _half(one) ** 2, _half(other) ** 2
    both = ERR_ALIKE * _half(one) * _half(other)
    if one.unit in _NEVER_JOINED or not 0 < both < min(ours, theirs):
        return one
    share = (ours - both) / (ours + theirs - 2 * both)  # of the other one, so that least is open
    value = (1 - share) * one.value + share * other.value
    half = math.sqrt((ours * theirs - both**2) / (ours + theirs - 2 * both))
    own_mdc = SMALLEST_CHANGE * half / Z_90
    published = one.mdc if one.mdc_origin not in (None, "measured") else None
    larger = published is not None and published > own_mdc
    return replace(
        one,
        value=value,
        low=max(value - half, 0.0) if min(one.low, other.low) >= 0 else value - half,
        high=value + half,
        mdc=published if larger else own_mdc,
        mdc_origin=one.mdc_origin if larger else "measured",
        film=" and ".join(name for name in names if name in (one.film, other.film)),
    )


def _with_ending(
    ending: str, name: str, side: Side | None, films: Sequence[Measurement], film: str | None
) -> Iterator[Answer]:
    for each in films:
        if each.clip.name == film:
            yield from (
                one for one in each.answers if one.name == f"{name}{ending}" and one.side is side
            )


def _differences(name: str, films: Sequence[Measurement]) -> Iterator[Answer]:
    """Right minus left, from the film that tells both and tells it best."""
    told = [
        found
        for film in films
        if (found := _told([a for a in film.answers if a.name == f"{name}_difference"], None))
    ]
    if told:
        yield from min(told, key=lambda one: one.rank).answers


def _refused(test: str, name: str, by_film: Sequence[tuple[Answer, ...]]) -> tuple[Answer, ...]:
    """Why no film tells it: of a film whose view would show it, where there is one."""
    not_shown = view_rule(test=test, measure=name).reason

    def of_the_view(answers: tuple[Answer, ...]) -> bool:
        reasons = [each.reason for each in answers if isinstance(each, CannotTell)]
        return all(reason.startswith(not_shown) for reason in reasons)

    return min((answers for answers in by_film if answers), key=of_the_view, default=())
