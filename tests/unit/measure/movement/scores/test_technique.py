import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.scores.technique import (
    MOST_WIDTH,
    TechniqueScore,
    points_of,
    score_technique,
)
from kneetrace.measure.movement.scores.technique_models import (
    Costly,
    TechniqueRule,
    technique_model,
    technique_models,
)
from kneetrace.terms import Answer, CannotTell, Measure, Side

SURE = 0.2
"""Half-width of an interval that leaves little open, in spreads of the measure."""


def rules(test: str) -> tuple[TechniqueRule, ...]:
    model = technique_model(test=test)
    assert model is not None
    return model.rules


def worse(rule: TechniqueRule, spreads: float) -> float:
    return rule.middle + spreads * rule.spread * (1 if rule.costly is Costly.MORE else -1)


def measure(
    rule: TechniqueRule, *, spreads: float = 0.0, half_width: float = SURE, side: Side | None = None
) -> Measure:
    value = worse(rule, spreads)
    reach = half_width * rule.spread
    return Measure(
        name=rule.measure,
        value=value,
        low=value - reach,
        high=value + reach,
        unit=rule.unit,
        side=side,
        repetition=1,
    )


def score(test: str, answers: list[Answer]) -> TechniqueScore:
    (one,) = score_technique(test=test, repetitions=(1,), answers=tuple(answers))
    assert isinstance(one, TechniqueScore)
    return one


@pytest.mark.parametrize("test", sorted(technique_models()))
def test_a_score_is_made_of_what_the_test_measures(test: str) -> None:
    assert {rule.measure for rule in rules(test)} <= set(movement_test(name=test).measures)


def test_a_test_without_data_has_no_score() -> None:
    assert score_technique(test="single_leg_bridge", repetitions=(1,), answers=()) == ()


@pytest.mark.parametrize("test", sorted(technique_models()))
def test_as_those_who_did_it_well_costs_nothing(test: str) -> None:
    well = score(test, [measure(rule) for rule in rules(test)])
    assert well.value > 85
    assert [part.points for part in well.parts] == pytest.approx([0.0] * len(rules(test)))


@pytest.mark.parametrize("test", sorted(technique_models()))
def test_better_than_usual_is_not_rewarded(test: str) -> None:
    usual, better = (
        score(test, [measure(rule, spreads=spreads) for rule in rules(test)])
        for spreads in (0.0, -1.5)
    )
    assert better.value == pytest.approx(usual.value)


@pytest.mark.parametrize("test", sorted(technique_models()))
def test_what_went_wrong_is_named_first(test: str) -> None:
    wrong, *others = sorted(rules(test), key=lambda rule: -rule.weight)
    bad = score(test, [measure(wrong, spreads=2), *(measure(rule) for rule in others)])
    assert bad.parts[0].measure == wrong.measure
    assert bad.parts[0].value == pytest.approx(worse(wrong, 2))
    as_usual = score(test, [measure(rule) for rule in rules(test)])
    assert bad.parts[0].points == pytest.approx(as_usual.value - bad.value)


@given(
    spreads=st.lists(st.floats(-3, 4), min_size=4, max_size=4),
    more=st.floats(0, 3),
    which=st.integers(0, 3),
)
def test_doing_worse_never_raises_a_score(spreads: list[float], more: float, which: int) -> None:
    model = technique_model(test="squat")
    assert model is not None
    now = {rule.measure: worse(rule, far) for rule, far in zip(model.rules, spreads, strict=True)}
    rule = model.rules[which]
    then = now | {rule.measure: worse(rule, spreads[which] + more)}
    assert points_of(model=model, values=then) <= points_of(model=model, values=now) + 1e-9


def test_the_bare_measures_give_the_same_score() -> None:
    model = technique_model(test="squat")
    assert model is not None
    answers: list[Answer] = [measure(rule, spreads=0.7) for rule in model.rules]
    values = {rule.measure: worse(rule, 0.7) for rule in model.rules}
    assert score("squat", answers).value == pytest.approx(points_of(model=model, values=values))


def test_a_mirror_changes_nothing() -> None:
    knee, *others = rules("squat")
    rest = [measure(rule) for rule in others]
    first, second = (
        score(
            "squat",
            [
                *rest,
                measure(knee, spreads=1.5, side=one),
                measure(knee, spreads=0.1, side=one.other),
            ],
        )
        for one in Side
    )
    assert first == second


def test_less_certain_measures_make_a_less_certain_score() -> None:
    sure, unsure = (
        score("squat", [measure(rule, spreads=0.5, half_width=wide) for rule in rules("squat")])
        for wide in (0.1, 0.6)
    )
    assert unsure.high - unsure.low > sure.high - sure.low
    assert unsure.value == pytest.approx(sure.value)


def test_a_measure_that_could_not_be_told_is_left_out_and_widens_the_interval() -> None:
    lightest, *others = sorted(rules("squat"), key=lambda rule: rule.weight)
    told: list[Answer] = [measure(rule) for rule in others]
    without = score("squat", told)
    whole = score("squat", [*told, measure(lightest)])
    assert without.left_out == (lightest.measure,)
    assert without.high - without.low > whole.high - whole.low


def test_when_what_matters_could_not_be_told_neither_can_the_score() -> None:
    answers: list[Answer] = [
        CannotTell(
            name=rule.measure,
            reason=f"{rule.measure} is hidden.",
            advice="Film from the front.",
        )
        for rule in rules("squat")
    ]
    (refused,) = score_technique(test="squat", repetitions=(1, 2, 3), answers=tuple(answers))
    heaviest = max(rules("squat"), key=lambda rule: rule.weight)
    assert isinstance(refused, CannotTell)
    assert refused.reason == f"{heaviest.measure} is hidden."
    assert refused.repetition is None


def test_intervals_that_leave_everything_open_give_no_score() -> None:
    answers = tuple(measure(rule, spreads=1, half_width=5) for rule in rules("squat"))
    (refused,) = score_technique(test="squat", repetitions=(1,), answers=answers)
    assert isinstance(refused, CannotTell)
    assert "open" in refused.reason


def test_one_repetition_that_cannot_be_scored_does_not_keep_the_others_back() -> None:
    told = [measure(rule) for rule in rules("squat")]
    scores = score_technique(test="squat", repetitions=(1, 2), answers=tuple(told))
    assert isinstance(scores[0], TechniqueScore)
    assert isinstance(scores[1], CannotTell)
    assert scores[1].repetition == 2


def test_a_score_outside_its_interval_is_no_score() -> None:
    good = score("squat", [measure(rule) for rule in rules("squat")])
    assert good.high - good.low <= MOST_WIDTH
    with pytest.raises(ValueError, match="outside"):
        replace(good, value=math.nextafter(good.high, 101.0))
