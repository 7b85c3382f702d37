import pytest

from kneetrace.measure.strength.home import HomeEntry, ImpossibleResult, record_home_test
from kneetrace.terms import Person, Sex, Side

MAN = Person(height_m=1.8, mass_kg=80, sex=Sex.MALE, age_years=25)
WOMAN = Person(height_m=1.65, mass_kg=60, sex=Sex.FEMALE, age_years=25)
AS_STUDIED = ("heel_on_60_cm_box", "active")


def test_chair_stands_stay_with_the_own_first_result_and_say_why() -> None:
    found = record_home_test(entry=HomeEntry(test="chair_stand_30s", value=22), person=WOMAN)
    assert found.reference is None
    assert "2.5-fold" in found.sentence
    assert "own first result" in found.sentence


def test_a_bridge_is_compared_only_where_it_was_studied() -> None:
    def bridge(person: Person, conditions: tuple[str, ...] = AS_STUDIED) -> bool:
        found = record_home_test(
            entry=HomeEntry(
                test="single_leg_bridge", value=25, side=Side.LEFT, conditions=conditions
            ),
            person=person,
        )
        return found.reference is not None

    assert bridge(MAN)
    assert not bridge(WOMAN)
    assert not bridge(MAN, ("active",))


@pytest.mark.parametrize(
    ("test", "value", "side", "says"),
    [
        ("chair_stand_30s", -1, None, "cannot be right"),
        ("chair_stand_30s", 500, None, "cannot be right"),
        ("chair_stand_30s", 12.5, None, "whole repetitions"),
        ("chair_stand_30s", 12, Side.LEFT, "leave the side out"),
        ("side_plank", 60, None, "say which one"),
        ("side_plank", float("nan"), Side.LEFT, "seconds cannot be right"),
        ("single_leg_sit_to_stand", 2, Side.LEFT, "passed or not"),
        ("hip_abduction", 100, Side.LEFT, "enter its trials"),
    ],
)
def test_what_cannot_be_a_result_is_refused(
    test: str, value: float, side: Side | None, says: str
) -> None:
    with pytest.raises(ImpossibleResult, match=says):
        HomeEntry(test=test, value=value, side=side)


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(ImpossibleResult, match="on_the_moon"):
        HomeEntry(test="side_plank", value=60, side=Side.LEFT, conditions=("on_the_moon",))
