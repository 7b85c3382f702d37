from dataclasses import replace
from datetime import date

import pytest

from kneetrace.measure.strength.entries import StrengthEntry
from kneetrace.measure.strength.examination import examine_strength, joined_trials
from kneetrace.measure.strength.home import HomeEntry
from kneetrace.measure.strength.protocols import Holding
from kneetrace.measure.strength.units import Quantity
from kneetrace.terms import Person, Side

PERSON = Person(height_m=1.65, mass_kg=60)
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


def entry(
    *trials: float,
    side: Side = Side.RIGHT,
    on: date | None = None,
    lever_arm_m: float | None = 0.4,
    position: str = "supine",
) -> StrengthEntry:
    return StrengthEntry(
        test="hip_abduction",
        side=side,
        trials=trials,
        quantity=Quantity.FORCE,
        holding=Holding.BELT,
        position=position,
        lever_arm_m=lever_arm_m,
        tested_on=on,
    )


def test_both_legs_of_a_day_are_compared() -> None:
    (found,) = examine_strength(
        person=PERSON, entries=[entry(80, side=Side.LEFT), entry(120)]
    ).tests
    assert [leg.side for leg in found.legs] == [Side.RIGHT, Side.LEFT]
    assert found.difference is not None
    assert found.difference.weaker is Side.LEFT


def test_one_leg_says_that_the_other_is_missing() -> None:
    (found,) = examine_strength(person=PERSON, entries=[entry(120)]).tests
    assert found.difference is None
    assert "right leg only" in found.difference_note
    assert found.leg(Side.LEFT) is None


def test_legs_of_different_days_are_not_compared() -> None:
    (found,) = examine_strength(
        person=PERSON, entries=[entry(80, side=Side.LEFT, on=MARCH), entry(120, on=JUNE)]
    ).tests
    assert found.difference is None
    assert "different days" in found.difference_note


@pytest.mark.parametrize("turned", [False, True])
def test_the_first_by_day_is_the_own_baseline_in_whatever_order(turned: bool) -> None:
    entries = [entry(100, on=MARCH), entry(150, on=JUNE)]
    (found,) = examine_strength(
        person=PERSON, entries=reversed(entries) if turned else entries
    ).tests
    (leg,) = found.legs
    assert leg.change is not None
    assert leg.change.difference == pytest.approx(0.5)
    assert leg.change.sentence.startswith("A real change")


def test_an_earlier_assessment_comes_before_everything() -> None:
    earlier = examine_strength(person=PERSON, entries=[entry(100)], home=[chair(10)])
    now = examine_strength(
        person=PERSON,
        entries=[entry(105)],
        home=[chair(14)],
        earlier=earlier.results,
        earlier_home=earlier.home_results,
    )
    change = now.tests[0].legs[0].change
    assert change is not None
    assert change.sentence.startswith("No reliable change")
    assert now.home[0].first is not None
    assert now.home[0].first.entry.value == 10


def test_another_position_is_another_test() -> None:
    found = examine_strength(
        person=PERSON, entries=[entry(100, on=MARCH), entry(130, on=JUNE, position="standing")]
    )
    assert len(found.tests) == 2
    assert all(one.legs[0].first is None for one in found.tests)


def test_a_change_that_cannot_be_told_says_why() -> None:
    torque = StrengthEntry(
        test="hip_abduction",
        side=Side.RIGHT,
        trials=(40.0,),
        quantity=Quantity.TORQUE,
        holding=Holding.BELT,
        position="supine",
        tested_on=MARCH,
    )
    (found,) = examine_strength(
        person=PERSON, entries=[torque, entry(100, on=JUNE, lever_arm_m=None)]
    ).tests
    assert found.legs[0].change is None
    assert "give the lever arm" in found.legs[0].change_note


def test_what_nobody_can_reach_loses_only_itself() -> None:
    found = examine_strength(
        person=PERSON, entries=[entry(9000), entry(100, side=Side.LEFT)], problems=["Said before."]
    )
    assert len(found.results) == 1
    assert found.problems[0] == "Said before."
    assert "9000 N is more than a person of 60 kg" in found.problems[1]


def test_trials_entered_one_by_one_are_one_test() -> None:
    (joined,), refused = joined_trials([entry(100), entry(110), entry(105)])
    assert joined.trials == (100, 110, 105)
    assert not refused
    assert len(joined_trials([entry(100), entry(110, side=Side.LEFT)])[0]) == 2


def test_trials_that_do_not_go_together_are_refused_and_the_rest_kept() -> None:
    in_pounds = replace(entry(100, side=Side.LEFT), unit_typed="lb", places=("cell D5",))
    in_newtons = replace(in_pounds, unit_typed="N", places=("cell D6",))
    found = examine_strength(person=PERSON, entries=[in_pounds, in_newtons, entry(90)])
    assert len(found.results) == 1
    assert found.problems == (
        "cell D6: the trials of hip abduction (left) are in lbf and in N: give all trials of one "
        "test in one unit.",
    )
    _, refused = joined_trials([entry(100), entry(100, lever_arm_m=0.3)])
    assert "different lever arms" in refused[0]
    _, refused = joined_trials([entry(100)] * 11)
    assert "11 trials" in refused[0]


def test_the_best_of_a_day_counts_at_home() -> None:
    found = examine_strength(person=PERSON, home=[chair(12), chair(15), chair(11)])
    assert [one.result.entry.value for one in found.home] == [15]


def chair(count: int) -> HomeEntry:
    return HomeEntry(test="chair_stand_30s", value=count)
