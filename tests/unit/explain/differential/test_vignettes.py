import pytest

from kneetrace.explain import Standing, conditions
from validation.condition_vignettes import ConditionVignette, read_condition_vignettes

VIGNETTES = read_condition_vignettes()


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda each: each.text[:40])
def test_a_case_stands_where_it_was_written_to_stand(vignette: ConditionVignette) -> None:
    assert vignette.is_as_written, vignette.weighed()


def test_every_condition_has_cases_that_stand_differently() -> None:
    for condition in conditions():
        written = [one for one in VIGNETTES if one.condition == condition.name]
        assert len({(one.stands, one.at_least > 0) for one in written}) > 1, condition.name


def test_a_condition_without_a_chance_has_a_case_that_fits() -> None:
    fitting = {one.condition for one in VIGNETTES if one.stands is Standing.FITS}
    without = {one.name for one in conditions() if not one.has_chance}
    # Overload alone needs strength and movement to be measured: see test_facts.
    assert without - fitting == {"overload"}
