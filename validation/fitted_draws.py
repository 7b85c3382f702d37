"""Could intervals of shares come from fitted draws instead of solved ones?

All that is drawn of a person (angles, strengths, limits, settings) is the input, every share an
output; a smooth fit through 300 solved draws is asked about 200 others that were solved for too.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

from kneetrace.explain import (
    POSTURE_PLAYERS,
    POSTURE_PRIORS,
    LegOutsideTables,
    PostureNotHeld,
    StandingPerson,
    drawn_person,
)
from kneetrace.explain.attribution.posture_shares import subset_cases
from kneetrace.explain.attribution.shapley import quick_shares, quick_subsets
from kneetrace.explain.attribution.share_intervals import MIDDLE
from kneetrace.explain.posture.answers import answer
from validation.simulated_shares import errors_of, measured_person, stress, true_persons

Array = NDArray[np.float64]

FITTED: Final = 300
ASKED: Final = 200
SAME: Final = 1e-9
NO_WIDTH: Final = 0.01
"""An interval narrower than that, percent of stress, has no ends to be off by."""


@dataclass(frozen=True, kw_only=True)
class FittedShare:
    """One share of one person.

    explained : part of the variance of the 200 that the fit follows
    gap : how far the ends of their interval lie off, over its width, mean of both
    other_gap : likewise, where the interval is that of the 300 solved ones instead
    """

    explained: float
    gap: float
    other_gap: float


@dataclass(frozen=True, kw_only=True)
class FittedPerson:
    """All shares of one person, and how long 300 solutions and the fit took, and 200, of CPU."""

    shares: tuple[FittedShare, ...]
    fitted_s: float
    solved_s: float


def fitted_people(random: np.random.Generator, *, people: int) -> Iterator[FittedPerson]:
    """Fit the draws of made-up people, and compare."""
    for true, _ in islice(true_persons(random), people):
        person = measured_person(true, random)
        started = time.process_time()
        inputs, shares = _solved(person, random, draws=FITTED)
        spread = inputs.std(axis=0)
        drawn = spread > SAME
        varied = np.ptp(np.quantile(shares, MIDDLE, axis=0), axis=0) > NO_WIDTH
        scale = spread[drawn]
        fit = RBFInterpolator(
            inputs[:, drawn] / scale, shares[:, varied], kernel="thin_plate_spline", smoothing=1.0
        )
        fitted = time.process_time()
        other_inputs, others = _solved(person, random, draws=ASKED)
        solved = time.process_time()
        told = fit(other_inputs[:, drawn] / scale)
        columns = zip(told.T, others[:, varied].T, shares[:, varied].T, strict=True)
        yield FittedPerson(
            shares=tuple(_compared(*column) for column in columns),
            fitted_s=fitted - started + time.process_time() - solved,
            solved_s=solved - fitted,
        )


def _compared(told: Array, true: Array, others: Array) -> FittedShare:
    ends = np.quantile(true, MIDDLE)
    width = np.ptp(ends)
    return FittedShare(
        explained=float(1 - np.mean((told - true) ** 2) / true.var()),
        gap=float(np.abs(np.quantile(told, MIDDLE) - ends).mean() / width),
        other_gap=float(np.abs(np.quantile(others, MIDDLE) - ends).mean() / width),
    )


def _solved(
    person: StandingPerson, random: np.random.Generator, *, draws: int
) -> tuple[Array, Array]:
    """All that was drawn, (draw, input), and shares, percent of stress, (draw, player)."""
    inputs: list[list[float]] = []
    shares: list[Array] = []
    while len(shares) < draws:
        try:
            drawn = drawn_person(person, errors=errors_of(person), random=random)
        except (PostureNotHeld, LegOutsideTables):
            continue
        players = [player for player in POSTURE_PLAYERS if drawn.deficits.differs(player)]
        answers = answer(drawn, subset_cases(drawn, players, quick_subsets(len(players))))
        if answers.found.all():
            values, row = stress(answers), np.zeros(len(POSTURE_PLAYERS))
            row[[POSTURE_PLAYERS.index(p) for p in players]] = (
                100 * quick_shares(values) / values[0]
            )
            inputs.append(_inputs(drawn))
            shares.append(row)
    return np.array(inputs), np.array(shares)


def _inputs(drawn: StandingPerson) -> list[float]:
    deficits = drawn.deficits
    settings = (
        np.log(value) if prior.by_ratio else value
        for name, prior in POSTURE_PRIORS.items()
        for value in [getattr(drawn.method, name)]
    )
    return [
        *drawn.stance.angles_rad,
        *(np.log(now) for now, _ in deficits.strengths.values()),
        deficits.dorsiflexion_rad[0] if deficits.dorsiflexion_rad else 0.0,
        deficits.pronation_rad or 0.0,
        *settings,
    ]
