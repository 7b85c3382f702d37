import pytest

from kneetrace.report.comparison import compare, find_sources, published_errors
from kneetrace.terms import Measure, Person, Sex, Unit

WOMAN = Person(height_m=1.7, mass_kg=60, sex=Sex.FEMALE)


def frontal() -> Measure:
    return Measure(
        name="frontal_plane_projection_angle", value=0.1, low=0.0, high=0.2, unit=Unit.RADIAN
    )


def test_a_reference_is_shown_for_the_very_test_only() -> None:
    assert compare(frontal(), test="squat", person=WOMAN) is None
    found = compare(frontal(), test="single_leg_squat", person=WOMAN)
    assert found is not None
    assert found.band is not None
    assert found.sources


def test_an_origin_that_is_no_publication_has_no_source() -> None:
    assert find_sources(("measured",)) == ()


def test_published_errors_name_their_sources() -> None:
    assert all(one.sources for one in published_errors(test="squat"))


@pytest.mark.parametrize(
    ("measure", "method"),
    [
        ("frontal_plane_projection_angle", "2-D video"),
        ("standing_pelvic_drop", "3-D motion capture"),
        ("standing_trunk_lean", "3-D motion capture"),
        ("hip_adduction", "3-D motion capture"),
    ],
)
def test_a_single_leg_squat_is_compared_by_the_method_that_was_used(
    measure: str, method: str
) -> None:
    told = Measure(name=measure, value=0.1, low=0.0, high=0.2, unit=Unit.RADIAN)
    found = compare(told, test="single_leg_squat", person=WOMAN)
    assert found is not None
    assert found.reference.method == method
    assert compare(told, test="lateral_step_down", person=WOMAN) is None


def test_men_are_not_held_against_women() -> None:
    man = Person(height_m=1.8, mass_kg=80, sex=Sex.MALE)
    found = compare(frontal(), test="single_leg_squat", person=man)
    assert found is not None
    assert found.reference.sex is Sex.MALE
    assert found.band is None  # its spread was not seen
    nobody_said = Person(height_m=1.8, mass_kg=80)
    assert compare(frontal(), test="single_leg_squat", person=nobody_said) is None
