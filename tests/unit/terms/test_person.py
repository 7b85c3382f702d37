import pytest

from kneetrace.terms import InvalidInput, Person, Sex


def test_a_person_needs_only_height_and_mass() -> None:
    person = Person(height_m=1.75, mass_kg=70)
    assert person.sex is None
    assert person.age_years is None


def test_height_in_centimetres_is_pointed_out() -> None:
    with pytest.raises(InvalidInput, match="centimetres"):
        Person(height_m=175, mass_kg=70)


@pytest.mark.parametrize(
    ("height_m", "mass_kg", "age_years"),
    [(0.5, 70, 40), (float("nan"), 70, 40), (1.75, 5, 40), (1.75, 70, 200), (1.75, 70, -1)],
)
def test_what_no_person_has_is_refused(height_m: float, mass_kg: float, age_years: int) -> None:
    with pytest.raises(InvalidInput):
        Person(height_m=height_m, mass_kg=mass_kg, age_years=age_years, sex=Sex.FEMALE)
