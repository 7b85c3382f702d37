"""What to ask or examine next: most information for a minute.

The information of a finding is what it is expected to change, in bits: for each way it may turn
out, how far the probability would move (Kullback and Leibler's divergence), weighted by how likely
that is; summed over the conditions it speaks about.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

from kneetrace.evidence import Accuracy
from kneetrace.explain.differential.odds import central
from kneetrace.explain.differential.weighing import (
    Candidate,
    Standing,
    counted_findings,
    ratio_of,
)
from kneetrace.intake import Asker, Truth, Values, question

ASSUMED_SENSITIVITY: Final = 0.5
"""DESIGN: of a finding whose ratio is known but not how many with the condition show it. It
decides which question comes first, never a probability."""

_LEAST_BITS: Final = 0.001  # below this a question is not worth naming


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing to ask or examine; several questions where only together they tell something.

    ``bits`` are expected over all conditions named; ``minutes`` are ours.
    """

    questions: tuple[str, ...]
    asked: Asker
    minutes: float
    bits: float
    conditions: tuple[str, ...]

    @property
    def bits_per_minute(self) -> float:
        """By which steps are ordered."""
        return self.bits / self.minutes


def next_steps(
    *,
    candidates: Sequence[Candidate],
    values: Values,
    refused: Iterable[str] = (),
    asked: Asker | None = None,
) -> tuple[NextStep, ...]:
    """Give the open questions that would tell most, best first.

    Parameters
    ----------
    candidates
        Weighed with ``values``.
    refused
        Questions that were answered "I do not know".
    asked
        Only questions to one of the two.
    """
    open_candidates = [
        one for one in candidates if one.prior and one.standing is not Standing.DOES_NOT_FIT
    ]
    sets = {
        frozenset(finding.open_questions)
        for one in open_candidates
        for finding in one.open
        if finding.rule.drives
    }
    steps = [
        _step(names, open_candidates, values)
        for names in sets
        if names.isdisjoint(refused) and _may_be_asked(names, values, asked)
    ]
    return tuple(
        sorted(
            (step for step in steps if step.bits >= _LEAST_BITS),
            key=lambda step: (-step.bits_per_minute, step.questions),
        )
    )


def minutes_for(names: Iterable[str], /) -> float:
    """Give how long it takes to ask or examine these."""
    special, usual = _minutes()
    return sum(special.get(name, usual[question(name=name).asked.value]) for name in names)


def expected_bits(*, candidate: Candidate, names: frozenset[str], values: Values) -> float:
    """Give what answering these questions is expected to tell about one condition, in bits."""
    condition, prior = candidate.condition, candidate.prior
    if prior is None or candidate.probability is None:
        return 0.0
    truths = [one.truth for one in candidate.findings]
    decided = _decided(candidate, names, values)
    before = candidate.probability.value
    bits = 0.0
    for outcome in product((True, False), repeat=len(decided)):
        changed: list[Truth] = list(truths)
        share_with, share_without = 1.0, 1.0
        for place, holds in zip(decided, outcome, strict=True):
            changed[place] = holds
            with_it, without_it = _rates(condition.findings[place].accuracy)
            share_with *= with_it if holds else 1 - with_it
            share_without *= without_it if holds else 1 - without_it
        counted = counted_findings(condition=condition, truths=changed, values=values)
        contributions = [
            [
                ratio
                for place in group
                if (ratio := ratio_of(condition.findings[place], changed[place]))
            ]
            for group in counted
        ]
        after = central(low=prior.low, high=prior.high, contributions=contributions)
        share = before * share_with + (1 - before) * share_without
        bits += share * _moved_bits(after, before)
    return bits


def _step(names: frozenset[str], candidates: Sequence[Candidate], values: Values) -> NextStep:
    bits = {
        one.name: expected_bits(candidate=one, names=names, values=values) for one in candidates
    }
    by_therapist = any(question(name=name).asked is Asker.THERAPIST for name in names)
    return NextStep(
        questions=tuple(sorted(names)),
        asked=Asker.THERAPIST if by_therapist else Asker.PERSON,
        minutes=minutes_for(names),
        bits=sum(bits.values()),
        conditions=tuple(name for name, told in bits.items() if told >= _LEAST_BITS),
    )


def _decided(candidate: Candidate, names: frozenset[str], values: Values) -> list[int]:
    """Give the places of the findings that these questions decide, the first of each group."""
    first: dict[str, int] = {}
    for place, one in enumerate(candidate.findings):
        rule = one.rule
        studied = rule.studied is None or rule.studied.truth(values=values)
        if one.truth is None and rule.drives and studied and set(one.open_questions) <= names:
            first.setdefault(rule.group, place)
    return list(first.values())


def _rates(accuracy: Accuracy | None) -> tuple[float, float]:
    """Give how many with and without the condition show the finding."""
    if accuracy is None:
        return 0.5, 0.5
    with_it = ASSUMED_SENSITIVITY if accuracy.sensitivity is None else accuracy.sensitivity
    if accuracy.present:
        return with_it, min(with_it / accuracy.present.value, 1.0)
    absent = accuracy.absent.value if accuracy.absent else 1.0
    return with_it, max(1 - (1 - with_it) / absent, 0.0)


def _moved_bits(after: float, before: float) -> float:
    return after * math.log2(after / before) + (1 - after) * math.log2((1 - after) / (1 - before))


def _may_be_asked(names: frozenset[str], values: Values, asked: Asker | None) -> bool:
    for name in names:
        each = question(name=name)
        if asked not in (None, each.asked):
            return False
        if each.asked_when and each.asked_when.truth(values=values) is False:
            return False
    return True


@cache
def _minutes() -> tuple[Mapping[str, float], Mapping[str, float]]:
    text = files("kneetrace.explain.differential").joinpath("minutes.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return table["minutes"], table["default"]
