"""The same probabilities, computed by going through possibilities one by one; shares no code."""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import stats

Ratio = tuple[float, float, float]  # value, low, high (95 %)
STEPS = 61


def enumerate_probability(
    *, prior: tuple[float, float], groups: Sequence[Sequence[Ratio]]
) -> tuple[float, float, float]:
    """Give value and 5th and 95th percentile of a probability.

    Every prior of a grid is combined with every value of every ratio of a grid, each as likely as
    the other; where a group holds two ratios that disagree, each counts half.
    """
    odds = np.array(prior) / (1 - np.array(prior))
    shares = (np.arange(STEPS) + 0.5) / STEPS
    grid_prior = odds[0] * (odds[1] / odds[0]) ** shares
    reached, central = [], []
    for chosen in itertools.product(*groups):
        values = grid_prior
        middle = math.sqrt(odds[0] * odds[1])
        for value, low, high in chosen:
            spread = (math.log(high) - math.log(low)) / (2 * 1.96)
            grid = value * np.exp(spread * stats.norm.ppf(shares))
            values = np.multiply.outer(values, grid).ravel()
            middle *= value
        reached.append(values / (1 + values))
        central.append(middle / (1 + middle))
    sizes = [len(one) for one in reached]
    pooled = np.concatenate([np.repeat(one, max(sizes) // len(one)) for one in reached])
    low, high = np.quantile(pooled, [0.05, 0.95])
    return float(np.mean(central)), float(low), float(high)


def enumerate_bits(
    *,
    before: float,
    findings: Sequence[tuple[float, float]],
    after: Callable[[tuple[bool, ...]], float],
) -> float:
    """Give the information that findings are expected to bring, from the joint table of results.

    findings : of each the part that shows it with and without the condition
    after : the probability once the results are known
    """
    total = 0.0
    for results in itertools.product((True, False), repeat=len(findings)):
        joint = {True: before, False: 1 - before}
        for holds, (with_it, without_it) in zip(results, findings, strict=True):
            joint[True] *= with_it if holds else 1 - with_it
            joint[False] *= without_it if holds else 1 - without_it
        share, moved = sum(joint.values()), after(results)
        divergence: Any = stats.entropy([moved, 1 - moved], [before, 1 - before], base=2)
        total += share * float(divergence)
    return total
