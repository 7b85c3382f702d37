"""From how common a condition is, and what findings are worth, to its probability, exactly.

On the scale of log odds everything adds up. The prior is any value of its range alike (uniform); a
ratio is normal about its published value with the spread of its 95 % interval, as intervals of
ratios are computed; ratios of different groups are independent. The sum of a uniform and normals
has a distribution in closed form, so nothing is drawn at random and the same answers always give
the same probability. Where findings that should agree do not, either may be right: half and half.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist
from typing import Final

from kneetrace.evidence import LikelihoodRatio
from kneetrace.terms import INTERVAL_LEVEL

_MIDDLE_95: Final = 1.96
_STANDARD: Final = NormalDist()
_NARROW: Final = 1e-9  # keeps a spread of nought computable
_POINT: Final = 1e-4  # a range so many spreads wide is as good as a point

Contributions = Sequence[Sequence[LikelihoodRatio]]
"""What each group of findings contributes: one ratio, or those that disagree."""


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """What is known of a condition's presence after the findings, as probabilities (0 to 1).

    ``value`` is reached with every figure at its published value and the prior at the middle of
    its range (of the log odds); ``low`` and ``high`` bound 90 %.
    """

    value: float
    low: float
    high: float


def posterior(*, low: float, high: float, contributions: Contributions) -> Posterior:
    """Give the probability of a condition.

    Parameters
    ----------
    low, high
        Range of the prior, 0 to 1.
    contributions
        Of each group that counts.
    """
    ends = _log_odds(low), _log_odds(high)
    sums = [_summed(ratios) for ratios in product(*contributions)]
    tail = (1 - INTERVAL_LEVEL) / 2
    return Posterior(
        value=central(low=low, high=high, contributions=contributions),
        low=_quantile(tail, ends=ends, sums=sums),
        high=_quantile(1 - tail, ends=ends, sums=sums),
    )


def central(*, low: float, high: float, contributions: Contributions) -> float:
    """Give the probability with every figure at its published value."""
    middle = (_log_odds(low) + _log_odds(high)) / 2
    reached = [
        _probability(middle + sum(math.log(ratio.value) for ratio in ratios))
        for ratios in product(*contributions)
    ]
    return sum(reached) / len(reached)


def _summed(ratios: Sequence[LikelihoodRatio]) -> tuple[float, float]:
    """Give mean and spread of the sum of log ratios."""
    mean = sum(math.log(ratio.value) for ratio in ratios)
    spreads = [math.log(ratio.high / ratio.low) / (2 * _MIDDLE_95) for ratio in ratios]
    return mean, math.hypot(*spreads)


def _quantile(
    share: float, *, ends: tuple[float, float], sums: Sequence[tuple[float, float]]
) -> float:
    below = ends[0] + min(mean - 10 * spread for mean, spread in sums) - 1
    above = ends[1] + max(mean + 10 * spread for mean, spread in sums) + 1
    for _ in range(60):
        middle = (below + above) / 2
        reached = sum(_reached(middle, ends, *one) for one in sums) / len(sums)
        below, above = (middle, above) if reached < share else (below, middle)
    return _probability((below + above) / 2)


def _reached(at: float, ends: tuple[float, float], mean: float, spread: float) -> float:
    """Give the part of a uniform plus a normal that lies below ``at``."""
    spread = max(spread, _NARROW)
    width = ends[1] - ends[0]
    if width < _POINT * spread:
        return _STANDARD.cdf((at - mean - ends[0] - width / 2) / spread)
    start = (at - mean - ends[0]) / spread
    end = (at - mean - ends[0] - width) / spread
    return spread / width * (_integral(start) - _integral(end))


def _integral(at: float) -> float:
    """Integrate the standard normal's distribution function up to ``at``."""
    return at * _STANDARD.cdf(at) + _STANDARD.pdf(at)


def _log_odds(part: float) -> float:
    return math.log(part / (1 - part))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
