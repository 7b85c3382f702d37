"""How much each thing a person lacks makes of how they stand and what the kneecap bears."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.attribution.shapley import gray_code, shapley_shares
from kneetrace.explain.posture.answers import PostureAnswers, answer
from kneetrace.explain.posture.deficits import PLAYERS
from kneetrace.explain.posture.standing_person import Case, StandingPerson, case_of
from kneetrace.terms import NotMeasurable

Array = NDArray[np.float64]


class CounterfactualNotFound(NotMeasurable):
    """For some combination of causes no posture was found."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PostureShares:
    """A person's posture with every combination of what they lack.

    players : those in which this person differs from healthy; the others' share is 0 if measured,
        and unknown if not
    answers : (subset,), by the number of the subset, whose bit k is player k: 0 is healthy in all,
        the last is as measured
    """

    person: StandingPerson
    players: tuple[str, ...]
    answers: PostureAnswers

    def shares(
        self, quantity: Callable[[PostureAnswers], Array], /, *, relative: bool = False
    ) -> dict[str, float | None]:
        """Share the difference of a quantity between measured and healthy among all players.

        None: it was not measured, and cannot be blamed.

        Parameters
        ----------
        relative : shares in percent of the quantity with nothing lacking, else in its own unit
        """
        values = quantity(self.answers)
        scale = 100.0 / values[0] if relative else 1.0
        found = dict(zip(self.players, shapley_shares(values) * scale, strict=True))
        return {
            player: float(found.get(player, 0.0)) if self.person.deficits.measured(player) else None
            for player in PLAYERS
        }


def posture_shares(person: StandingPerson, /, *, threads: int = 1) -> PostureShares:
    """Solve a person's posture with every combination of what they lack.

    Raises
    ------
    CounterfactualNotFound
        When one of them has no solution: then no share is told at all.
    """
    players = tuple(player for player in PLAYERS if person.deficits.differs(player))
    subsets = gray_code(len(players))
    found = answer(person, subset_cases(person, players, subsets), threads=threads)
    if not found.found.all():
        raise CounterfactualNotFound(
            "For some combination of strengths and limits no posture was found: what this person "
            "lacks may be too much at once for the model."
        )
    return PostureShares(person=person, players=players, answers=found.taken(np.argsort(subsets)))


def subset_cases(
    person: StandingPerson, players: Sequence[str], subsets: Iterable[int], /
) -> list[Case]:
    """Give the person only what the players of each subset lack; bit k stands for player k."""
    return [
        case_of(person, lacking=[p for k, p in enumerate(players) if subset >> k & 1])
        for subset in subsets
    ]
