"""How sure the shares of what a person lacks are: the same question asked of believable persons."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.attribution.posture_shares import CounterfactualNotFound, subset_cases
from kneetrace.explain.attribution.shapley import quick_shares, quick_subsets
from kneetrace.explain.posture.answers import PostureAnswers, answer
from kneetrace.explain.posture.deficits import PLAYERS, Deficits
from kneetrace.explain.posture.standing_person import (
    LegOutsideTables,
    PostureNotHeld,
    StandingPerson,
)
from kneetrace.explain.posture.uncertainty import PostureErrors, drawn_person

Array = NDArray[np.float64]

DRAWS: Final = 200
MIDDLE: Final = (0.05, 0.95)

TOO_WIDE: Final = 10.0
"""DESIGN: an interval whose far end is so many times the near one does not tell a size."""

SURE: Final = 0.9
"""DESIGN: the share of draws in which a cause has to be the greatest to be called so."""

MOST: Final = 0.5
"""DESIGN: where more of the believable persons than that could not stand so, those who could are
too odd a choice to name a source by."""

_TRIES: Final = 30


@dataclass(frozen=True, kw_only=True)
class ShareInterval:
    """What one player makes of a quantity, and how sure that is.

    share, low, high : mean of all draws, and where nine in ten lie; None: not measured, so it
        cannot be blamed
    """

    share: float | None
    low: float | None
    high: float | None

    @property
    def measured(self) -> bool:
        """Whether the player was measured at all."""
        return self.share is not None

    @property
    def told(self) -> bool:
        """Whether the interval keeps its sign and is narrow enough to say how much."""
        if self.low is None or self.high is None:
            return False
        near, far = sorted((abs(self.low), abs(self.high)))
        return near == far == 0 or (self.low * self.high > 0 and far <= TOO_WIDE * near)


@dataclass(frozen=True, eq=False, kw_only=True)
class ShareIntervals:
    """What every player makes of a quantity.

    total : of all together; its share is the sum of the players'
    players : player -> its share, all of ``PLAYERS``
    source : the player that raises the quantity most, if one does in nearly all draws
    drawn : (draw, player), NaN: not measured
    fallen : share of believable persons who could not stand as measured, and are in no draw
    """

    total: ShareInterval
    players: Mapping[str, ShareInterval]
    source: str | None
    drawn: Array
    fallen: float = 0.0

    @property
    def most_fell(self) -> bool:
        """Whether most could not, so that measured posture and strengths hardly go together."""
        return self.fallen > MOST


@dataclass(frozen=True, eq=False, kw_only=True)
class DrawnShares:
    """Believable persons behind a measured one, each with and without what they lack.

    measured : what was measured of the person
    players : of each draw, those in which the person differs from healthy
    answers : of each draw, (case,), in the order of ``quick_subsets``
    persons : how many had to be drawn for these, for not everybody could stand as measured
    """

    measured: Deficits
    players: tuple[tuple[str, ...], ...]
    answers: tuple[PostureAnswers, ...]
    persons: int

    @property
    def fallen(self) -> float:
        """Share of the persons drawn who could not stand as measured."""
        return 1 - len(self.answers) / self.persons

    def intervals(
        self, quantity: Callable[[PostureAnswers], Array], /, *, relative: bool = True
    ) -> ShareIntervals:
        """Share the difference of a quantity between measured and healthy, with intervals.

        Parameters
        ----------
        relative : shares in percent of the quantity with nothing lacking, else in its own unit
        """
        drawn = np.where([self.measured.measured(player) for player in PLAYERS], 0.0, np.nan)
        drawn = np.tile(drawn, (len(self.answers), 1))
        for row, players, answers in zip(drawn, self.players, self.answers, strict=True):
            values = quantity(answers)
            scale = 100.0 / values[0] if relative else 1.0
            row[[PLAYERS.index(player) for player in players]] = quick_shares(values) * scale
        blamed = np.nan_to_num(drawn)
        greatest = (blamed == blamed.max(axis=1, keepdims=True)) & (blamed > 0)
        found = {player: _interval(drawn[:, at]) for at, player in enumerate(PLAYERS)}
        sure = dict(zip(PLAYERS, greatest.mean(axis=0) >= SURE, strict=True))
        source = next((one for one in PLAYERS if sure[one] and found[one].told), None)
        return ShareIntervals(
            total=_interval(blamed.sum(axis=1)),
            players=found,
            source=None if self.fallen > MOST else source,
            drawn=drawn,
            fallen=self.fallen,
        )


def draw_shares(
    person: StandingPerson,
    /,
    *,
    random: np.random.Generator,
    errors: PostureErrors | None = None,
    draws: int = DRAWS,
    threads: int = 2,
    progress: Callable[[float], None] | None = None,
) -> DrawnShares:
    """Solve the postures of believable persons behind a measured one.

    Parameters
    ----------
    random : every draw gets a generator of its own from it, so threads change nothing
    progress : called with the share that is done, 0 to 1

    Raises
    ------
    CounterfactualNotFound
        When what was measured is so unsure that hardly any believable person stands so.
    """
    errors = errors or PostureErrors()
    found = []
    with ThreadPoolExecutor(threads) as pool:
        asked = pool.map(lambda own: _one(person, errors, own), random.spawn(draws))
        for done, one in enumerate(asked, start=1):
            found.append(one)
            if progress is not None:
                progress(done / draws)
    players, answers, persons = zip(*found, strict=True)
    return DrawnShares(
        measured=person.deficits, players=players, answers=answers, persons=sum(persons)
    )


def _one(
    person: StandingPerson, errors: PostureErrors, random: np.random.Generator
) -> tuple[tuple[str, ...], PostureAnswers, int]:
    """Draw until somebody stands (who falls over is not who was measured), and count."""
    for persons in range(1, _TRIES + 1):
        try:
            drawn = drawn_person(person, errors=errors, random=random)
        except (PostureNotHeld, LegOutsideTables):
            continue
        players = tuple(player for player in PLAYERS if drawn.deficits.differs(player))
        answers = answer(drawn, subset_cases(drawn, players, quick_subsets(len(players))))
        if answers.found.all():
            return players, answers, persons
    raise CounterfactualNotFound(
        "Of believable persons hardly any stands as measured: check posture and strengths, or "
        "measure them more exactly."
    )


def _interval(drawn: Array) -> ShareInterval:
    if np.isnan(drawn).any():
        return ShareInterval(share=None, low=None, high=None)
    low, high = np.quantile(drawn, MIDDLE)
    return ShareInterval(share=float(drawn.mean()), low=float(low), high=float(high))
