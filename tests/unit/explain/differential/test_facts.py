import math
from typing import Any

import pytest

from kneetrace.explain import Degree, Standing, conditions, weigh_conditions
from kneetrace.explain.differential.facts import (
    ACTIONS,
    INWARD_LIMITS_DEG,
    inward_facts,
    measured_facts,
    sore_side,
    step_down_facts,
)
from kneetrace.explain.differential.impairments import describe_impairments, impairment_seen
from kneetrace.explain.differential.weighing import weigh
from kneetrace.explain.differential.whole import known_values
from kneetrace.measure import (
    Holding,
    Quantity,
    ScoreItem,
    ScoreSheet,
    StrengthEntry,
    StrengthExamination,
    examine_strength,
)
from kneetrace.terms import CannotTell, Measure, Person, Quality, Sex, Side, Unit
from tests.unit.explain.stories import story_of

PERSON = Person(height_m=1.65, mass_kg=60, sex=Sex.FEMALE, age_years=24)
FACT = "weak_hip_abduction"


def hips(*, right_n: float, left_n: float) -> StrengthExamination:
    return examine_strength(
        person=PERSON,
        entries=[
            StrengthEntry(
                test="hip_abduction",
                side=side,
                trials=(force,),
                quantity=Quantity.FORCE,
                holding=Holding.BELT,
                position="supine",
                lever_arm_m=0.4,
            )
            for side, force in ((Side.RIGHT, right_n), (Side.LEFT, left_n))
        ],
    )


def angle(deg: float, *, wide: float = 1.0, side: Side = Side.RIGHT) -> Measure:
    low, middle, high = (math.radians(one) for one in (deg - wide, deg, deg + wide))
    return Measure(
        name="frontal_plane_projection_angle",
        value=middle,
        low=low,
        high=high,
        unit=Unit.RADIAN,
        quality=Quality.COARSE,
        side=side,
    )


def sheet(*, low: int, high: int) -> ScoreSheet:
    item = ScoreItem(name="arms", points=(0, 6), cue={}, low=low, high=high, why="")
    return ScoreSheet(test="lateral_step_down", side=Side.RIGHT, items=(item,))


@pytest.mark.parametrize(
    ("answers", "side"),
    [
        ({"which_knee": "left"}, Side.LEFT),
        ({"which_knee": "both", "worse_knee": "right"}, Side.RIGHT),
        ({"which_knee": "both", "worse_knee": "same"}, None),
        ({}, None),
    ],
)
def test_the_sore_leg_is_the_one_told(answers: dict[str, Any], side: Side | None) -> None:
    assert sore_side(values=answers) is side


@pytest.mark.parametrize(
    ("right_n", "left_n", "weak", "much"),
    [(60, 100, True, True), (100, 60, False, False), (98, 100, False, False)],
)
def test_a_leg_is_weak_where_it_really_is_the_weaker(
    right_n: float, left_n: float, weak: bool, much: bool
) -> None:
    facts = measured_facts(side=Side.RIGHT, sex=None, strength=hips(right_n=right_n, left_n=left_n))
    assert facts == {FACT: weak, "much_weaker_hip_abduction": much}


def test_left_and_right_change_places() -> None:
    one = measured_facts(side=Side.RIGHT, sex=None, strength=hips(right_n=60, left_n=100))
    other = measured_facts(side=Side.LEFT, sex=None, strength=hips(right_n=100, left_n=60))
    assert one == other


def test_a_strength_test_reaches_the_groups() -> None:
    told = weigh_conditions(
        story=story_of(which_knee="right", places=["kneecap"]),
        strength=hips(right_n=60, left_n=100),
    )
    muscles = next(one for one in told.impairments if one.group.name == "muscle_performance")
    assert muscles.least is Degree.MARKED
    assert any("15 %" in sign.words["en"] for sign in muscles.seen)


def test_of_an_unknown_leg_nothing_measured_is_said() -> None:
    assert measured_facts(side=None, sex=None, strength=hips(right_n=60, left_n=100)) == {}


@pytest.mark.parametrize(
    ("deg", "wide", "above_13", "above_17"),
    [
        (20, 2, True, True),
        (15, 1, True, False),
        (8, 2, False, False),
        (15, 4, None, None),
    ],
)
def test_an_angle_counts_with_its_whole_interval(
    deg: float, wide: float, above_13: bool | None, above_17: bool | None
) -> None:
    facts = inward_facts(answers=[angle(deg, wide=wide)], side=Side.RIGHT, sex=Sex.FEMALE)
    assert facts == {"knee_inward_13": above_13, "knee_inward_17": above_17}


def test_the_middle_repetition_decides() -> None:
    facts = inward_facts(answers=[angle(30), angle(9), angle(8)], side=Side.RIGHT, sex=Sex.FEMALE)
    assert facts["knee_inward_13"] is False


@pytest.mark.parametrize("sex", [Sex.MALE, None])
def test_men_are_not_measured_by_womens_figures(sex: Sex | None) -> None:
    assert inward_facts(answers=[angle(30)], side=Side.RIGHT, sex=sex) == {}


def test_what_could_not_be_measured_says_nothing() -> None:
    refused = CannotTell(name="frontal_plane_projection_angle", reason="", advice="")
    assert inward_facts(answers=[refused], side=Side.RIGHT, sex=Sex.FEMALE) == {}
    assert inward_facts(answers=[angle(30)], side=Side.LEFT, sex=Sex.FEMALE) == {}


@pytest.mark.parametrize(
    ("low", "high", "medium", "poor"),
    [(0, 1, False, False), (2, 3, True, False), (4, 5, True, True), (1, 4, None, None)],
)
def test_a_score_counts_as_far_as_it_was_answered(
    low: int, high: int, medium: bool | None, poor: bool | None
) -> None:
    facts = step_down_facts(score=sheet(low=low, high=high), side=Side.RIGHT)
    assert facts == {"step_down_medium": medium, "step_down_poor": poor}
    assert step_down_facts(score=sheet(low=low, high=high), side=Side.LEFT) == {}


def test_overload_alone_fits_where_nothing_else_is_found() -> None:
    values = {
        **known_values(story=story_of(load_change=["more"], onset="gradual")),
        **{f"weak_{action}": False for action in ACTIONS},
        **{f"much_weaker_{action}": False for action in ACTIONS},
        **{f"step_down_{name}": False for name in ("medium", "poor")},
        **{f"knee_inward_{limit}": False for limit in INWARD_LIMITS_DEG},
        "exam_hip_abductor_weak": False,
        "exam_quadriceps_wasting": False,
        "exam_short_muscles": ("none",),
        "exam_patellar_tilt": False,
        "exam_patellar_mobility": "usual",
        "exam_foot_posture_index": 2,
        "exam_midfoot_width_change_mm": 4,
    }
    seen = impairment_seen(groups=describe_impairments(values=values))
    overload = next(one for one in conditions() if one.name == "overload")
    found = weigh(condition=overload, values={**values, "impairment_seen": seen}, prior=None)
    assert seen is False
    assert found.standing is Standing.FITS
