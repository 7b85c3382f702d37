import pytest

from kneetrace.measure.movement.movements import (
    Events,
    Excursion,
    UnknownMovementTest,
    movement_test,
    movement_tests,
)


def test_both_tests_of_the_first_step_are_there() -> None:
    assert {"squat", "sit_to_stand"} <= set(movement_tests())
    assert movement_test(name="squat").excursion is Excursion.INTO_FLEXION
    assert movement_test(name="sit_to_stand").excursion is Excursion.INTO_EXTENSION


@pytest.mark.parametrize("name", movement_tests())
def test_every_test_speaks_english_and_spanish(name: str) -> None:
    test = movement_test(name=name)
    assert test.name == name
    assert set(test.title) == set(test.instruction) == {"en", "es"}
    assert all("\n" not in text for text in test.instruction.values())
    assert test.shows["en"].endswith(".")
    assert test.for_whom["en"].endswith(".")


ON_THE_SPOT = [name for name, test in movement_tests().items() if test.events is not Events.STRIDES]


@pytest.mark.parametrize("name", ON_THE_SPOT)
def test_every_recording_on_the_spot_begins_with_standing_straight(name: str) -> None:
    assert "two seconds" in movement_test(name=name).instruction["en"]
    assert "dos segundos" in movement_test(name=name).instruction["es"]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownMovementTest, match="squat, sit_to_stand"):
        movement_test(name="handstand")
