import math
from collections.abc import Iterator

import pytest

from kneetrace.evidence import source
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.scores.step_down_score import (
    Proposal,
    ScoreClass,
    ScoreSheet,
    WrongScore,
    answer_score,
    propose_score,
    score_sources,
)
from kneetrace.terms import Answer, CannotTell, Measure, Side, Unit

TEST = "lateral_step_down"


def told(
    name: str, value: float, reach: float, unit: Unit = Unit.RADIAN, side: Side = Side.RIGHT
) -> Iterator[Answer]:
    for repetition in (1, 2, 3):
        yield Measure(
            name=name,
            value=value,
            low=value - reach,
            high=value + reach,
            unit=unit,
            side=side,
            repetition=repetition,
        )


def sheet(*, lean_deg: float = 0, drop_deg: float = 0, knee_m: float = -0.1) -> ScoreSheet:
    answers = [
        *told("standing_trunk_lean", math.radians(lean_deg), math.radians(5)),
        *told("standing_pelvic_drop", math.radians(drop_deg), math.radians(5)),
        *told("knee_inside_toe", knee_m, 0.02, Unit.METRE),
    ]
    made = propose_score(test=TEST, answers=answers, side=Side.RIGHT, height_m=1.7)
    assert made is not None
    return made


def the(made: ScoreSheet, name: str) -> Proposal:
    (item,) = [one for one in made.items if one.name == name]
    return item.proposal


@pytest.mark.parametrize(
    ("lean_deg", "proposal"),
    [
        (0, Proposal.ABSENT),
        (8, Proposal.CANNOT_TELL),
        (16, Proposal.PRESENT),
        (-16, Proposal.PRESENT),  # to either side
    ],
)
def test_a_fault_is_proposed_only_where_the_interval_leaves_no_doubt(
    lean_deg: float, proposal: Proposal
) -> None:
    assert the(sheet(lean_deg=lean_deg), "trunk") is proposal


@pytest.mark.parametrize(
    ("knee_m", "points"), [(-0.1, (0, 0)), (0.03, (1, 2)), (0.1, (2, 2)), (0.0, (0, 1))]
)
def test_a_knee_further_inward_gives_more_points(knee_m: float, points: tuple[int, int]) -> None:
    (item,) = [one for one in sheet(knee_m=knee_m).items if one.name == "knee"]
    assert (item.low, item.high) == points


def test_the_total_is_a_range_until_the_therapist_has_answered() -> None:
    made = sheet()
    assert (made.low, made.high) == (0, 2)  # arms and steadiness are open
    assert made.called is None
    whole = answer_score(sheet=made, points={"arms": 0, "steadiness": 1})
    assert (whole.low, whole.high) == (1, 1)
    assert whole.called is ScoreClass.GOOD
    assert {one.name for one in whole.asked} == {"trunk", "pelvis", "knee"}


def test_the_therapist_may_overrule_the_camera() -> None:
    made = answer_score(sheet=sheet(lean_deg=30), points={"trunk": 0})
    assert (made.low, made.high) == (0, 2)


def test_a_class_is_given_as_soon_as_the_range_lies_in_one() -> None:
    assert sheet(lean_deg=30, drop_deg=30, knee_m=0.2).called is ScoreClass.POOR


@pytest.mark.parametrize("points", [{"arms": 2}, {"ears": 1}, {"knee": -1}])
def test_an_answer_the_sheet_does_not_have_is_refused(points: dict[str, int]) -> None:
    with pytest.raises(WrongScore, match=r"gives one of|has no item"):
        answer_score(sheet=sheet(), points=points)


def test_what_was_not_measured_is_asked_with_the_reason() -> None:
    refused = CannotTell(name="standing_trunk_lean", reason="It was dark.", advice="Add light.")
    made = propose_score(test=TEST, answers=[refused], side=Side.LEFT, height_m=1.7)
    assert made is not None
    assert (made.low, made.high) == (0, 6)
    assert all(one.proposal is Proposal.CANNOT_TELL for one in made.items)
    (trunk,) = [one for one in made.items if one.name == "trunk"]
    assert trunk.why == "It was dark."


def test_only_the_tested_leg_of_the_lateral_step_down_is_scored() -> None:
    assert propose_score(test="squat", answers=[], side=Side.LEFT, height_m=1.7) is None
    assert propose_score(test=TEST, answers=[], side=None, height_m=1.7) is None


def test_every_cue_speaks_both_languages_and_every_measure_is_asked_for() -> None:
    made = sheet()
    assert all(set(one.cue) == {"en", "es"} for one in made.items)
    asked = movement_test(name=TEST).measures
    assert {"standing_trunk_lean", "standing_pelvic_drop", "knee_inside_toe"} <= set(asked)
    assert all(source(one) for one in score_sources())
