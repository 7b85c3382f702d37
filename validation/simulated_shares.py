"""People made up with known deficits, measured through noise: are their shares told rightly?

Their true settings come from the same priors, their noise from the same errors that the intervals
assume: this checks the arithmetic of intervals and how much they tell, not whether people are so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain import (
    CounterfactualNotFound,
    Deficits,
    LegOutsideTables,
    PostureAnswers,
    PostureErrors,
    PostureNotHeld,
    PostureShares,
    ShareIntervals,
    StandingPerson,
    draw_shares,
    drawn_person,
    posture_shares,
    stand,
)
from validation.one_leg_squat import one_leg_squat

Array = NDArray[np.float64]

ERRORS: Final = PostureErrors(
    strengths_log={
        "hip_abduction": 0.2,
        "hip_external_rotation": 0.2,
        "hip_extension": 0.2,
        "quadriceps": 0.15,
        "trunk": 0.4,
    }
)
"""Of strengths as wide as tests of the hip and the knee leave them."""

HEALTHY_POSTURE: Final = {"hip_adduction": float(np.radians(5.0)), "lumbar_bending": 0.0}
_STRENGTHS: Final = ("hip_abduction", "hip_external_rotation", "hip_extension", "quadriceps")
_HEALTHY_LIMIT_RAD: Final = float(np.radians(38.0))


@dataclass(frozen=True, eq=False, kw_only=True)
class Simulated:
    """A made-up person: true shares in percent of stress, and what was told of them."""

    truth: dict[str, float | None]
    told: ShareIntervals


def stress(answers: PostureAnswers) -> Array:
    """Peak stress on the kneecap, MPa."""
    return answers.contact.peak_mpa


def true_persons(random: np.random.Generator) -> Iterator[tuple[StandingPerson, PostureShares]]:
    """Make up people without end: some lack nothing in a strength, some were not measured in it."""
    exact = replace(ERRORS, strengths_log={}, dorsiflexion_rad=0.0, pronation_rad=0.0)
    while True:
        measured = {name: random.random() < 0.85 for name in _STRENGTHS}
        lacking = {
            name: float(random.uniform(0.5, 1.0)) if random.random() < 0.7 else 1.0
            for name in _STRENGTHS
        }
        limit_rad = float(np.radians(25.0 + random.choice([0.0, random.uniform(4.0, 13.0)])))
        deficits = Deficits(
            strengths={name: (lacking[name], 1.0) for name in _STRENGTHS if measured[name]},
            dorsiflexion_rad=(limit_rad, _HEALTHY_LIMIT_RAD),
            pronation_rad=float(np.radians(max(random.normal(3.0, 3.0), 0.0))),
            healthy_posture=HEALTHY_POSTURE if random.random() < 0.5 else None,
        )
        unsure = {name: 0.4 for name in ERRORS.strengths_log if name not in deficits.strengths}
        try:
            person = drawn_person(
                stand(one_leg_squat(), deficits=deficits),
                errors=replace(exact, strengths_log=unsure),
                random=random,
            )
            yield person, posture_shares(person)
        except (PostureNotHeld, LegOutsideTables, CounterfactualNotFound):
            continue


def simulate(random: np.random.Generator, *, people: int, draws: int) -> Iterator[Simulated]:
    """Measure made-up people through noise, and tell their shares."""
    for person, shares in true_persons(random):
        measured = measured_person(person, random)
        try:
            told = draw_shares(measured, random=random, errors=errors_of(measured), draws=draws)
        except CounterfactualNotFound:
            continue
        truth = shares.shares(stress, relative=True)
        yield Simulated(truth=truth, told=told.intervals(stress))
        people -= 1
        if not people:
            return


def measured_person(person: StandingPerson, random: np.random.Generator) -> StandingPerson:
    """Measure a true person through noise."""
    while True:
        try:
            noisy = drawn_person(person, errors=ERRORS, random=random)
            kept = {name: pair for name, pair in noisy.deficits.strengths.items() if pair[1] == 1.0}
            return stand(noisy.stance, deficits=replace(noisy.deficits, strengths=kept))
        except (PostureNotHeld, LegOutsideTables):
            continue


def errors_of(person: StandingPerson) -> PostureErrors:
    """How unsure a measured person is."""
    sds = ERRORS.strengths_log
    known = person.deficits.strengths
    return replace(
        ERRORS, strengths_log={name: sds[name] if name in known else 0.4 for name in sds}
    )


def covered(one: Simulated) -> list[bool]:
    """Whether each share that was measured lies in its interval."""
    return [
        found.low <= truth <= found.high
        for player, found in one.told.players.items()
        if (truth := one.truth[player]) is not None
        and found.low is not None
        and found.high is not None
    ]


def largest(one: Simulated) -> str | None:
    """The player that truly raises stress most."""
    shares = {player: share for player, share in one.truth.items() if share is not None}
    player = max(shares, key=shares.__getitem__)
    return player if shares[player] > 0 else None


def ranked_first(one: Simulated) -> str | None:
    """The player of the greatest share above 0 among those told."""
    shares = {
        player: found.share
        for player, found in one.told.players.items()
        if found.told and found.share is not None and found.share > 0
    }
    return max(shares, key=shares.__getitem__) if shares else None


def right_or_unsure(one: Simulated) -> bool:
    """Whether the largest true source is ranked first, or it or everything is not told."""
    true, first = largest(one), ranked_first(one)
    return first is None or first == true or (true is not None and not one.told.players[true].told)
