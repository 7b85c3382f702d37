"""The differential computed again by going through possibilities one by one.

It shares no code with the program, only the cited figures: which finding counts when is written
out here by hand.
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy import stats

from kneetrace.evidence import accuracy

Ratio = tuple[float, float, float]  # value, low, high (95 %)
Answers = Mapping[str, Any]
Finding = tuple[str, tuple[str, ...], Callable[..., bool]]  # figures, questions, does it hold

STEPS: Final = 61


def _is_so(answer: bool) -> bool:
    return answer


def _at_least_two(*answers: bool) -> bool:
    return sum(answers) >= 2


GROUPS: Final[dict[str, list[list[Finding]]]] = {
    "patellofemoral_pain": [
        [
            (
                "pfp_stairs_and_sitting",
                ("pain_stairs_down", "pain_sitting"),
                lambda stairs, sitting: stairs >= 3 and sitting >= 6,
            ),
            (
                "pfp_two_of_three",
                (
                    "exam_resisted_quadriceps_pain",
                    "exam_squat_pain",
                    "exam_palpation_facets",
                ),
                _at_least_two,
            ),
            ("pfp_resisted_contraction", ("exam_resisted_quadriceps_pain",), _is_so),
        ]
    ],
    "meniscal_tear": [
        [
            ("meniscus_mcmurray", ("exam_mcmurray",), _is_so),
            ("meniscus_joint_line", ("exam_joint_line_tender",), lambda side: side != "none"),
        ]
    ],
    "acl_tear": [
        [
            ("acl_lachman", ("exam_lachman",), _is_so),
            ("acl_pivot_shift", ("exam_pivot_shift",), _is_so),
            ("acl_anterior_drawer", ("exam_anterior_drawer",), _is_so),
        ]
    ],
    "patellar_instability": [
        [("instability_moving_apprehension", ("exam_moving_apprehension",), _is_so)]
    ],
    "hip_osteoarthritis": [
        [
            ("hip_oa_adduction", ("exam_hip_adduction_less",), _is_so),
            ("hip_oa_abductor_weak", ("exam_hip_abductor_weak",), _is_so),
            ("hip_oa_groin_pain", ("exam_hip_groin_pain_abd_add",), _is_so),
            ("hip_oa_squat_pain", ("exam_hip_squat_posterior_pain",), _is_so),
        ]
    ],
}
"""Of people with hip or groin pain; findings of a group in the order in which they count."""


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


def ratios_by_hand(*, condition: str, answers: Answers) -> list[list[Ratio]]:
    """Give the ratios that count for a condition, by group, of what was answered."""
    found = []
    for group in GROUPS[condition]:
        known = [ratio for finding in group if (ratio := _ratio(finding, answers))]
        if not known:
            continue
        first = known[0]
        other_way = [one for one in known if (one[0] > 1) != (first[0] > 1)]
        found.append([first, *other_way[:1]])
    return found


def bits_by_hand(
    *,
    condition: str,
    names: frozenset[str],
    answers: Answers,
    prior: tuple[float, float],
) -> float:
    """Give what answering these questions is expected to tell about a condition, in bits."""
    findings = []
    for group in GROUPS[condition]:
        open_ones = [
            one
            for one in group
            if _holds(one, answers) is None
            and {name for name in one[1] if name not in answers} <= names
        ]
        findings += open_ones[:1]
    if not findings:
        return 0.0
    return enumerate_bits(
        before=_central(condition, answers, prior, {}),
        findings=[_shares(figures) for figures, _, _ in findings],
        after=lambda results: _central(
            condition,
            answers,
            prior,
            {one[0]: holds for one, holds in zip(findings, results, strict=True)},
        ),
    )


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


def _holds(finding: Finding, answers: Answers) -> bool | None:
    """Tell whether a finding holds: where answers are missing, by every way they may turn out."""
    _, names, rule = finding
    ways = [
        [answers[name]]
        if name in answers
        else ["none", "medial"]
        if name == "exam_joint_line_tender"
        else range(11)
        if name.startswith("pain_")
        else [False, True]
        for name in names
    ]
    results = {rule(*way) for way in itertools.product(*ways)}
    return results.pop() if len(results) == 1 else None


def _ratio(
    finding: Finding, answers: Answers, told: Mapping[str, bool] | None = None
) -> Ratio | None:
    holds = (told or {}).get(finding[0], _holds(finding, answers))
    if holds is None:
        return None
    figures = accuracy(finding[0])
    ratio = figures.present if holds else figures.absent
    return (ratio.value, ratio.low, ratio.high) if ratio else None


def _central(
    condition: str, answers: Answers, prior: tuple[float, float], told: Mapping[str, bool]
) -> float:
    middle = math.sqrt(math.prod(part / (1 - part) for part in prior))
    sums = [middle]
    for group in GROUPS[condition]:
        known = [ratio for one in group if (ratio := _ratio(one, answers, told))]
        if not known:
            continue
        other_way = [one for one in known if (one[0] > 1) != (known[0][0] > 1)]
        sums = [odds * one[0] for odds in sums for one in (known[0], *other_way[:1])]
    return sum(odds / (1 + odds) for odds in sums) / len(sums)


def _shares(figures: str) -> tuple[float, float]:
    known = accuracy(figures)
    with_it = 0.5 if known.sensitivity is None else known.sensitivity
    if known.present is None:
        raise ValueError(figures)
    return with_it, with_it / known.present.value
