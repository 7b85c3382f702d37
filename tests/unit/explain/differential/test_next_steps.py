from collections.abc import Mapping
from typing import Any

import pytest

from kneetrace.evidence import accuracy
from kneetrace.explain import weigh_conditions
from kneetrace.explain.differential.next_steps import ASSUMED_SENSITIVITY, minutes_for
from tests.unit.explain.stories import story_of
from validation.possibilities import enumerate_bits

INJURED = {"onset": "injury", "age_years": 25, "places": ["inner_joint"]}
# Written out by hand: what each of these would tell, and whom it would decide on.
DECIDES = {
    ("exam_lachman",): ("acl_tear", "acl_lachman", {"exam_lachman": True}),
    ("exam_pivot_shift",): ("acl_tear", "acl_pivot_shift", {"exam_pivot_shift": True}),
    ("exam_anterior_drawer",): ("acl_tear", "acl_anterior_drawer", {"exam_anterior_drawer": True}),
    ("exam_mcmurray",): ("meniscal_tear", "meniscus_mcmurray", {"exam_mcmurray": True}),
    ("exam_joint_line_tender",): (
        "meniscal_tear",
        "meniscus_joint_line",
        {"exam_joint_line_tender": "medial"},
    ),
    ("exam_moving_apprehension",): (
        "patellar_instability",
        "instability_moving_apprehension",
        {"exam_moving_apprehension": True},
    ),
}


def chance(condition: str, answers: Mapping[str, Any]) -> float:
    found = weigh_conditions(story=story_of(**answers)).candidate(condition).probability
    assert found is not None
    return found.value


def opposite(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: False if value is True else "none" for name, value in answer.items()}


@pytest.mark.parametrize("known", [{}, {"exam_anterior_drawer": True}, {"exam_lachman": False}])
def test_the_order_is_that_of_brute_force(known: dict[str, Any]) -> None:
    answers = {**INJURED, **known}
    expected = {}
    for names, (condition, id_, answer) in DECIDES.items():
        if set(names) & set(known):
            continue
        figures = accuracy(id_)
        with_it = figures.sensitivity or ASSUMED_SENSITIVITY
        assert figures.present
        expected[names] = enumerate_bits(
            before=chance(condition, answers),
            findings=[(with_it, with_it / figures.present.value)],
            after=lambda results, condition=condition, answer=answer: chance(  # type: ignore[misc]
                condition, {**answers, **(answer if results[0] else opposite(answer))}
            ),
        )
    steps = [
        step
        for step in weigh_conditions(story=story_of(**answers)).next_best
        if step.questions in DECIDES
    ]
    found = {step.questions: step.bits for step in steps}
    for names, bits in expected.items():
        assert found.get(names, 0.0) == pytest.approx(bits, abs=1e-3)
    ranked = sorted(expected, key=lambda names: -expected[names] / minutes_for(names))
    assert [step.questions for step in steps] == [
        names for names in ranked if expected[names] >= 0.001
    ]


def test_a_cluster_is_asked_as_a_whole() -> None:
    best = weigh_conditions(story=story_of(places=["kneecap"])).next_best[0]
    assert best.questions == ("pain_sitting", "pain_stairs_down")
    assert best.minutes == pytest.approx(0.5)
    assert best.bits_per_minute == pytest.approx(best.bits / 0.5)


def test_what_is_decided_already_is_not_asked() -> None:
    told = weigh_conditions(story=story_of(places=["kneecap"], pain_sitting=2))
    assert not any("pain_stairs_down" in step.questions for step in told.next_best)
