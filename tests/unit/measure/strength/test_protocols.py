from pathlib import Path

import pytest

from kneetrace.evidence import strength_retest
from kneetrace.measure.strength.protocols import (
    Holding,
    Kind,
    StrengthTest,
    UnknownStrengthTest,
    strength_test,
    strength_tests,
)

FORCE_TESTS = [test for test in strength_tests().values() if test.kind is Kind.FORCE]


@pytest.mark.parametrize("test", strength_tests().values(), ids=lambda test: test.name)
def test_every_test_speaks_english_and_spanish(test: StrengthTest) -> None:
    assert set(test.title) == set(test.instruction) == {"en", "es"}
    assert all(text.endswith(".") for text in (*test.instruction.values(), test.records))
    assert "\n" not in "".join(test.instruction.values())


def test_the_home_tests_are_there() -> None:
    assert {
        "chair_stand_30s",
        "single_leg_bridge",
        "side_plank",
        "single_leg_sit_to_stand",
        "luggage_hip_abduction",
        "luggage_hip_external_rotation",
        "luggage_hip_extension",
    } <= set(strength_tests())


@pytest.mark.parametrize("test", FORCE_TESTS, ids=lambda test: test.name)
def test_every_force_test_knows_how_far_two_of_it_differ(test: StrengthTest) -> None:
    assert test.action
    for holding in test.holdings:
        for position in test.positions:
            # Without it, an interval of one trial would have no width.
            assert strength_retest(
                action=test.action, holding=holding, position=position, torque_known=False
            )


def test_only_a_test_made_for_it_takes_a_luggage_scale() -> None:
    for test in FORCE_TESTS:
        assert (Holding.LUGGAGE_SCALE in test.holdings) == test.name.startswith("luggage")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownStrengthTest, match="chair_stand_30s"):
        strength_test(name="arm_wrestling")


def test_every_test_is_in_the_page_on_strength() -> None:
    page = (Path(__file__).parents[4] / "docs" / "strength.md").read_text("utf-8").lower()
    titles = {test.title["en"].lower() for test in strength_tests().values()}
    assert not [name for name in titles if name.removesuffix(" with a luggage scale") not in page]
