import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.measure.strength.entries import (
    ImpossibleStrength,
    StrengthEntry,
    measure_strength,
)
from kneetrace.measure.strength.protocols import Holding, WrongProtocol
from kneetrace.measure.strength.units import Quantity
from kneetrace.terms import Measure, Person, Quality, Side, Unit

PERSON = Person(height_m=1.65, mass_kg=60)
ENTRY = StrengthEntry(
    test="hip_abduction",
    side=Side.RIGHT,
    trials=(100.0, 110.0, 105.0),
    quantity=Quantity.FORCE,
    holding=Holding.BELT,
    position="supine",
    lever_arm_m=0.4,
)


def found(name: str, entry: StrengthEntry = ENTRY) -> Measure:
    measure = measure_strength(entry=entry, person=PERSON).measure(name)
    assert measure is not None
    return measure


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("best_force", 110, Unit.NEWTON),
        ("mean_force", 105, Unit.NEWTON),
        ("best_force_per_body_weight", 110 / (60 * 9.80665), Unit.BODY_WEIGHT),
        ("best_torque", 44, Unit.NEWTON_METRE),
        ("best_torque_per_mass", 44 / 60, Unit.NEWTON_METRE_PER_KILOGRAM),
        (
            "best_torque_per_body_weight_and_height",
            44 / (60 * 9.80665 * 1.65),
            Unit.BODY_WEIGHT_HEIGHT,
        ),
        ("trial_spread", 10 / 110, Unit.RATIO),
    ],
)
def test_a_force_with_a_lever_arm_is_told_in_every_scale(
    name: str, value: float, unit: Unit
) -> None:
    measure = found(name)
    assert measure.value == pytest.approx(value)
    assert (measure.unit, measure.side) == (unit, Side.RIGHT)


def test_a_torque_with_a_lever_arm_is_the_same_strength() -> None:
    torque = dataclasses.replace(ENTRY, trials=(40.0, 44.0, 42.0), quantity=Quantity.TORQUE)
    assert found("best_force", torque).value == pytest.approx(110)


def test_without_a_lever_arm_there_is_no_torque_and_it_says_so() -> None:
    result = measure_strength(entry=dataclasses.replace(ENTRY, lever_arm_m=None), person=PERSON)
    assert result.measure("best_torque") is None
    assert any("lever arm" in note for note in result.notes)


def test_the_smallest_change_carries_its_source() -> None:
    best = found("best_force")
    assert best.mdc == pytest.approx(110 * 1.96 * math.sqrt(2) * 0.05)
    assert best.mdc_origin == "thorborg2010"
    assert best.quality is Quality.MEASURED


def test_what_we_assume_is_shown_as_ours() -> None:
    knee = dataclasses.replace(ENTRY, test="knee_extension", position="seated_knee_60")
    best = found("best_force", knee)
    assert (best.mdc_origin, best.quality) == ("DESIGN", Quality.COARSE)
    notes = measure_strength(entry=knee, person=PERSON).notes
    assert any("our own assumption" in note for note in notes)


def test_a_torque_figure_becomes_a_part_of_this_torque() -> None:
    prone = dataclasses.replace(
        ENTRY, test="hip_extension", position="prone_standing", holding=Holding.HAND
    )
    best = found("best_torque", prone)
    assert best.mdc == pytest.approx(14.8)
    assert best.mdc_origin == "hhdext2016"


def test_the_interval_is_never_narrower_than_the_published_error() -> None:
    steady = dataclasses.replace(ENTRY, trials=(110.0, 110.0, 110.0))
    best = found("best_force", steady)
    assert best.high - best.value == pytest.approx(1.645 * 0.05 * 110)
    scattered = found("best_force", dataclasses.replace(ENTRY, trials=(60.0, 110.0, 85.0)))
    assert scattered.high - scattered.value > best.high - best.value


def test_unsteady_and_single_trials_are_named() -> None:
    for trials, says in (((60.0, 110.0), "make another"), ((110.0,), "one trial only")):
        notes = measure_strength(
            entry=dataclasses.replace(ENTRY, trials=trials), person=PERSON
        ).notes
        assert any(says in note for note in notes)


@pytest.mark.parametrize("trial", [-5.0, 0.0, math.nan, math.inf])
def test_a_trial_that_is_no_strength_is_refused(trial: float) -> None:
    with pytest.raises(ImpossibleStrength, match="positive number"):
        dataclasses.replace(ENTRY, trials=(100.0, trial))


@pytest.mark.parametrize("trials", [(3000.0,), (1300.0,)])
def test_more_than_a_person_can_is_refused(trials: tuple[float, ...]) -> None:
    with pytest.raises(ImpossibleStrength, match="check the unit"):
        measure_strength(entry=dataclasses.replace(ENTRY, trials=trials), person=PERSON)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lever_arm_m": 40.0}, "centimetres"),
        ({"lever_arm_m": 0.0}, "lever arm"),
    ],
)
def test_an_impossible_lever_arm_is_refused(change: dict[str, float], says: str) -> None:
    with pytest.raises(ImpossibleStrength, match=says):
        dataclasses.replace(ENTRY, lever_arm_m=change["lever_arm_m"])


def test_another_protocol_is_refused() -> None:
    with pytest.raises(WrongProtocol, match="choose hand or belt or rig"):
        dataclasses.replace(ENTRY, holding=Holding.LUGGAGE_SCALE)
    with pytest.raises(WrongProtocol, match="side lying or supine or standing"):
        dataclasses.replace(ENTRY, position="kneeling")
    with pytest.raises(WrongProtocol, match="not measured with a device"):
        dataclasses.replace(ENTRY, test="side_plank")
    with pytest.raises(WrongProtocol, match="0 trials"):
        dataclasses.replace(ENTRY, trials=())


@given(scale=st.floats(0.5, 2.0))
def test_twice_the_force_is_twice_every_measure(scale: float) -> None:
    scaled = dataclasses.replace(ENTRY, trials=tuple(scale * one for one in ENTRY.trials))
    once, more = (
        measure_strength(entry=entry, person=PERSON).measures for entry in (ENTRY, scaled)
    )
    for one, other in zip(once, more, strict=True):
        factor = 1.0 if one.name == "trial_spread" else scale
        assert other.value == pytest.approx(factor * one.value)
        assert other.high == pytest.approx(factor * one.high)
