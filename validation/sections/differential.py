"""Is the differential's arithmetic right, and how far does it drift when the figures are off?

People are made up from the cited figures themselves: this checks arithmetic and robustness. It is
no clinical calibration, which would need real people with a known outcome.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from kneetrace.explain import Differential, weigh_conditions
from validation.condition_vignettes import read_condition_vignettes, story_of
from validation.made_up_people import Kinship, MadeUp, World, make_up, reliability_gap
from validation.possibilities import (
    GROUPS,
    bits_by_hand,
    enumerate_probability,
    ratios_by_hand,
)
from validation.row import Row

STORIES: Final = 60
PEOPLE: Final = 1500
SEED: Final = 20260302
_FIXED: Final = {
    "age_years": 42,
    "onset": "injury",
    "places": ["kneecap", "inner_joint"],
    "pain_elsewhere": ["hip_groin"],
    "kneecap_went_out": False,
    "kneecap_out_before": False,
    "giving_way": "none",
}


def rows() -> Iterator[Row]:
    """Return the figures of the differential."""
    yield from _vignettes()
    yield from _against_brute_force()
    yield from _made_up_cohorts()


def _vignettes() -> Iterator[Row]:
    vignettes = read_condition_vignettes()
    others = sum(not one.is_as_written for one in vignettes)
    where = "written cases, typical ones and near misses of every condition"
    yield Row("differential.vignettes", len(vignettes), "count", ">= 40", None, where)
    yield Row("differential.vignettes_otherwise", others, "vignettes", "<= 0", None, where)


def _against_brute_force() -> Iterator[Row]:
    generator = np.random.default_rng(SEED)
    gaps, bits, same = [], [], []
    for _ in range(STORIES):
        answers = _random_answers(generator)
        told = weigh_conditions(story=story_of({**_FIXED, **answers}), setting="knee_clinic")
        gaps += [_probability_gap(told, condition, answers) for condition in GROUPS]
        found, by_hand = _steps(told, answers)
        bits += [abs(found[names] - by_hand[names]) for names in found]
        best = [max(bits_of, key=_per_minute(bits_of, told)) for bits_of in (found, by_hand)]
        same.append(best[0] == best[1])
    data = f"{STORIES} random stories, every possibility gone through by other code"
    for name, value, unit, must in (
        ("probability_gap", max(gaps), "probability", "<= 0.005"),
        ("next_best_gap_bits", max(bits), "bits", "<= 0.001"),
        ("next_best_same", float(np.mean(same)), "share of stories", ">= 1"),
    ):
        yield Row(
            name=f"differential.{name}", value=value, unit=unit, must=must, goal=None, data=data
        )


def _random_answers(generator: np.random.Generator) -> dict[str, Any]:
    findings = [one for groups in GROUPS.values() for group in groups for one in group]
    names = sorted({name for _, questions, _ in findings for name in questions})
    answers: dict[str, Any] = {}
    for name in names:
        if generator.random() < 0.5:
            continue
        if name.startswith("pain_"):
            answers[name] = int(generator.integers(0, 11))
        elif name == "exam_joint_line_tender":
            answers[name] = str(generator.choice(["none", "medial"]))
        else:
            answers[name] = bool(generator.random() < 0.5)
    return answers


def _probability_gap(told: Differential, condition: str, answers: dict[str, Any]) -> float:
    found = told.candidate(condition)
    if found.prior is None or found.probability is None:
        return float("nan")
    expected = enumerate_probability(
        prior=(found.prior.low, found.prior.high),
        groups=ratios_by_hand(condition=condition, answers=answers),
    )
    reached = found.probability
    pairs = zip((reached.value, reached.low, reached.high), expected, strict=True)
    return max(abs(one - other) for one, other in pairs)


def _steps(
    told: Differential, answers: dict[str, Any]
) -> tuple[dict[tuple[str, ...], float], dict[tuple[str, ...], float]]:
    """Give the bits of every step offered, as found and by hand."""
    found = {step.questions: step.bits for step in told.next_best if _by_hand(step.conditions)}
    by_hand = dict.fromkeys(found, 0.0)
    for names in found:
        for condition in GROUPS:
            prior = told.candidate(condition).prior
            if prior:
                by_hand[names] += bits_by_hand(
                    condition=condition,
                    names=frozenset(names),
                    answers=answers,
                    prior=(prior.low, prior.high),
                )
    return found, by_hand


def _by_hand(conditions: Sequence[str]) -> bool:
    return set(conditions) <= set(GROUPS)


def _per_minute(bits: dict[tuple[str, ...], float], told: Differential) -> Any:
    minutes = {step.questions: step.minutes for step in told.next_best}
    return lambda names: bits[names] / minutes[names]


def _made_up_cohorts() -> Iterator[Row]:
    for world in World:
        generator = np.random.default_rng(SEED)
        people = [
            one
            for kinship in Kinship
            for one in make_up(
                people=PEOPLE // 2, world=world, kinship=kinship, generator=generator
            )
        ]
        yield from _judged(people, world=world)


def _judged(people: Sequence[MadeUp], *, world: World) -> Iterator[Row]:
    told = np.array([one.told.value for one in people])
    alone = np.array([one.alone for one in people])
    is_there = np.array([float(one.is_there) for one in people])
    data = (
        f"{PEOPLE} people made up, 6 conditions each, ratios {_WHERE[world]}; "
        "arithmetic and robustness, not clinical calibration"
    )
    cited = world is World.CITED
    figures: list[tuple[str, float, str, str | None]] = [
        (
            "reliability_gap",
            reliability_gap(told=told, is_there=is_there),
            "probability",
            "<= 0.03" if cited else None,
        ),
        ("brier", float(np.mean((told - is_there) ** 2)), "score", None),
        (
            "brier_gain",
            1 - float(np.mean((told - is_there) ** 2) / np.mean((alone - is_there) ** 2)),
            "part of the prior's score",
            "> 0" if cited else None,
        ),
    ]
    if world is World.DRAWN:
        held = [one.told.low <= one.truly <= one.told.high for one in people if one.truly]
        figures.append(("interval_coverage_percent", 100 * float(np.mean(held)), "%", "85..95"))
    for name, value, unit, must in figures:
        yield Row(
            name=f"differential.{world}_{name}",
            value=value,
            unit=unit,
            must=must,
            goal=None,
            data=data,
        )


_WHERE: Final = {
    World.CITED: "as cited",
    World.DRAWN: "drawn from their intervals, priors from their ranges",
    World.WEAK: "all at the weak end of their intervals",
    World.STRONG: "all at the strong end of their intervals",
}
