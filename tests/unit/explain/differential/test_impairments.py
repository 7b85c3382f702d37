from dataclasses import replace
from typing import Any

import pytest

from kneetrace.explain import Degree
from kneetrace.explain.differential.impairments import (
    describe_impairments,
    impairment_groups,
    impairment_seen,
    read_sign,
)

SIGN = {
    "when": "limp",
    "degree": "slight",
    "en": "Limps",
    "es": "Cojea",
    "from": "story",
    "confidence": "V",
    "sources": ["willy2019"],
}


def degrees(**values: Any) -> dict[str, tuple[Degree, Degree]]:
    return {one.group.name: (one.least, one.most) for one in describe_impairments(values=values)}


def test_nothing_looked_at_leaves_every_degree_open() -> None:
    assert set(degrees().values()) == {(Degree.NONE_SEEN, Degree.MARKED)}


def test_weakness_is_seen_where_strength_says_so() -> None:
    found = degrees(weak_hip_abduction=True, much_weaker_hip_abduction=True)
    assert found["muscle_performance"] == (Degree.MARKED, Degree.MARKED)


def test_what_was_looked_at_and_not_found_is_none_seen() -> None:
    found = degrees(
        exam_short_muscles=("none",),
        exam_patellar_tilt=False,
        exam_patellar_mobility="usual",
        exam_foot_posture_index=2,
        exam_midfoot_width_change_mm=5,
    )
    assert found["mobility"] == (Degree.NONE_SEEN, Degree.NONE_SEEN)


def test_a_slight_sign_says_what_may_still_show_more() -> None:
    (coordination,) = (
        one
        for one in describe_impairments(values={"step_down_medium": True})
        if one.group.name == "movement_coordination"
    )
    assert (coordination.least, coordination.most) == (Degree.SLIGHT, Degree.MARKED)
    assert "might show more" in coordination.words["en"]


def test_overload_alone_needs_the_others_to_be_looked_at() -> None:
    groups = describe_impairments(values={"load_change": ("more",)})
    assert impairment_seen(groups=groups) is None
    seen = [
        replace(one, least=Degree.SLIGHT) if one.group.name == "mobility" else one for one in groups
    ]
    assert impairment_seen(groups=seen) is True
    none = [replace(one, most=Degree.NONE_SEEN) for one in groups if one.group.name != "overload"]
    assert impairment_seen(groups=none) is False


def test_groups_are_told_in_both_languages() -> None:
    for group in impairment_groups():
        assert set(group.title) == set(group.says) == {"en", "es"}


@pytest.mark.parametrize("missing", ["confidence", "sources"])
def test_a_sign_without_origin_is_refused(missing: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  both the confidence's and ours
        read_sign(entry={key: value for key, value in SIGN.items() if key != missing})
