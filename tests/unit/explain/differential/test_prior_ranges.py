from typing import Any

import pytest

from kneetrace.evidence import Confidence
from kneetrace.explain.differential.prior_ranges import PriorRange, prior_range


def range_of(condition: str, setting: str, **values: Any) -> PriorRange:
    return prior_range(condition=condition, setting=setting, values=values, moved={})


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [({"sex": "female"}, 0.19, 0.30), ({"sex": "male"}, 0.13, 0.24), ({}, 0.13, 0.30)],
)
def test_a_range_is_that_of_people_like_this_or_spans_all(
    values: dict[str, str], low: float, high: float
) -> None:
    found = range_of("patellofemoral_pain", "running_clinic", **values)
    assert (found.low, found.high) == (low, high)


def test_a_range_that_spans_several_says_so() -> None:
    found = range_of("patellofemoral_pain", "running_clinic")
    assert found.confidence is Confidence.DESIGN
    assert "missing" in found.note["en"]
    assert "esculier2020" in found.sources


def test_a_range_somebody_set_is_theirs() -> None:
    found = prior_range(
        condition="acl_tear", setting="knee_clinic", values={}, moved={"acl_tear": (0.3, 0.5)}
    )
    assert (found.low, found.high, found.sources) == (0.3, 0.5, ())
    usual = range_of("acl_tear", "knee_clinic")
    assert found.moved_from == (usual.low, usual.high)


def test_people_of_whom_it_is_not_known_may_have_a_range_of_their_own() -> None:
    unknown = range_of("patellar_instability", "knee_clinic")
    twice = range_of(
        "patellar_instability", "knee_clinic", kneecap_went_out=True, kneecap_out_before=True
    )
    assert (unknown.low, unknown.high) == (0.01, 0.15)
    assert unknown.high < twice.low
