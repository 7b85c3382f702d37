"""People made up from the very figures the differential is computed with.

They show whether the arithmetic holds and how far it drifts when the truth lies elsewhere in the
published intervals; nothing about real people.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.evidence import Accuracy, LikelihoodRatio
from kneetrace.explain import Condition, conditions
from kneetrace.explain.differential.odds import Posterior, central, posterior
from kneetrace.explain.differential.prior_ranges import PriorRange, prior_range
from kneetrace.explain.differential.weighing import counted_findings, ratio_of
from kneetrace.intake import Truth

ANSWERS: Final = (
    {"age_years": 24, "sex": "female", "onset": "gradual", "pain_elsewhere": ("nowhere",)},
    {"age_years": 31, "sex": "male", "onset": "injury", "pain_elsewhere": ("nowhere",)},
    {"age_years": 63, "sex": "female", "onset": "gradual", "pain_elsewhere": ("hip_groin",)},
)
"""Three kinds of people, so that the figures were studied in some of them."""

Floats = NDArray[np.float64]

KNOWN: Final = 0.6  # the part of findings that are known
_ONE_SIDED_SENSITIVITY: Final = 0.5


class World(StrEnum):
    """Where the true ratios lie."""

    CITED = "cited"  # at the published values
    DRAWN = "drawn"  # anywhere in their intervals
    WEAK = "weak_ends"  # all at the end next to one
    STRONG = "strong_ends"  # all at the end far from one


class Kinship(StrEnum):
    """How findings of one group hang together in those with, and those without, the condition."""

    INDEPENDENT = "independent"
    ALIKE = "alike"


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """One person and one condition: whether it is there, and what is told.

    ``truly`` is the probability that the true prior and the true ratios of what counts give;
    ``None`` where findings contradict each other.
    """

    condition: str
    is_there: bool
    told: Posterior
    alone: float
    counted: int
    truly: float | None


def make_up(
    *, people: int, world: World, kinship: Kinship, generator: np.random.Generator
) -> Iterator[MadeUp]:
    """Make up people, each weighed for every condition that gets a probability."""
    with_chance = [one for one in conditions() if one.has_chance]
    for number in range(people):
        values = ANSWERS[number % len(ANSWERS)]
        for condition in with_chance:
            yield _made_up(condition, values, world, kinship, generator)


def _made_up(
    condition: Condition,
    values: dict[str, Any],
    world: World,
    kinship: Kinship,
    generator: np.random.Generator,
) -> MadeUp:
    prior = prior_range(condition=condition.name, setting="knee_clinic", values=values, moved={})
    true_prior = _drawn_prior(prior, world, generator)
    is_there = bool(generator.random() < true_prior)
    true_ratios: dict[int, tuple[float, float | None]] = {}
    truths: list[Truth] = []
    luck: dict[str, float] = {}
    for place, rule in enumerate(condition.findings):
        if not rule.drives or rule.accuracy is None:
            truths.append(None)
            continue
        true_ratios[place] = _true_ratios(rule.accuracy, world, generator)
        with_it, without_it = _rates(*true_ratios[place])
        drawn = generator.random()
        if kinship is Kinship.ALIKE:
            drawn = luck.setdefault(rule.group, drawn)
        holds = bool(drawn < (with_it if is_there else without_it))
        truths.append(holds if generator.random() < KNOWN else None)
    counted = counted_findings(condition=condition, truths=truths, values=values)
    contributions = [
        [ratio for place in group if (ratio := ratio_of(condition.findings[place], truths[place]))]
        for group in counted
    ]
    told = posterior(low=prior.low, high=prior.high, contributions=contributions)
    return MadeUp(
        condition=condition.name,
        is_there=is_there,
        told=told,
        alone=central(low=prior.low, high=prior.high, contributions=[]),
        counted=len(counted),
        truly=_truly(true_prior, counted, truths, true_ratios),
    )


def _drawn_prior(prior: PriorRange, world: World, generator: np.random.Generator) -> float:
    ends = [math.log(part / (1 - part)) for part in (prior.low, prior.high)]
    at = generator.uniform(ends[0], ends[1]) if world is World.DRAWN else sum(ends) / 2
    return 1 / (1 + math.exp(-at))


def _true_ratios(
    accuracy: Accuracy, world: World, generator: np.random.Generator
) -> tuple[float, float | None]:
    present = _true(accuracy.present, world, generator)
    absent = _true(accuracy.absent, world, generator)
    if present is None:
        raise ValueError(f"{accuracy.id} has no ratio where the finding is there")
    return present, absent


def _true(
    ratio: LikelihoodRatio | None, world: World, generator: np.random.Generator
) -> float | None:
    if ratio is None or world is World.CITED:
        return None if ratio is None else ratio.value
    if world is World.DRAWN:
        spread = math.log(ratio.high / ratio.low) / (2 * 1.96)
        return ratio.value * math.exp(spread * generator.standard_normal())
    far = ratio.high if ratio.value > 1 else ratio.low
    near = ratio.low if ratio.value > 1 else ratio.high
    return far if world is World.STRONG else near


def _rates(present: float, absent: float | None) -> tuple[float, float]:
    """Give how many with and without the condition show a finding of these ratios.

    Ratios on the same side of one cannot both be true: that of the absence is then taken as one.
    """
    if absent is None or (present - 1) * (absent - 1) >= 0:
        with_it = min(_ONE_SIDED_SENSITIVITY, present)
        return with_it, with_it / present
    with_it = present * (1 - absent) / (present - absent)
    return with_it, with_it / present


def _truly(
    prior: float,
    counted: Sequence[tuple[int, ...]],
    truths: Sequence[Truth],
    true_ratios: dict[int, tuple[float, float | None]],
) -> float | None:
    if any(len(group) > 1 for group in counted):
        return None
    odds = prior / (1 - prior)
    for (place,) in counted:
        present, absent = true_ratios[place]
        odds *= present if truths[place] else absent or 1.0
    return odds / (1 + odds)


def reliability_gap(*, told: Floats, is_there: Floats, bins: int = 10) -> float:
    """Give how far what is told lies from what happens, over bins of equally many people."""
    order = np.argsort(told, kind="stable")
    return float(
        sum(
            len(part) / len(told) * abs(told[part].mean() - is_there[part].mean())
            for part in np.array_split(order, bins)
        )
    )
