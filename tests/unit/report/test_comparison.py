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
