import math

import pytest

from kneetrace import evidence
from kneetrace.evidence import Group
from kneetrace.terms import OutsideEvidence, Sex, Unit

FPPA = "frontal_plane_projection_angle"


def test_published_degrees_come_out_as_radians() -> None:
    found = evidence.reference(measure=FPPA, test="single_leg_squat", sex=Sex.FEMALE)
    assert found.unit is Unit.RADIAN
    assert found.mean == pytest.approx(math.radians(8.4))
    assert found.sd == pytest.approx(math.radians(5.1))
    assert found.sources == ("herrington2014",)


def test_a_mixed_group_serves_either_sex_and_none() -> None:
    found = {
        evidence.reference(measure="hip_adduction", test="single_leg_squat", sex=sex)
        for sex in (Sex.FEMALE, Sex.MALE, None)
    }
    assert len(found) == 1


def test_figures_of_one_sex_are_not_lent_to_a_person_whose_sex_is_unknown() -> None:
    with pytest.raises(evidence.NoReference):
        evidence.reference(measure=FPPA, test="single_leg_squat")


def test_the_painful_group_is_another_group() -> None:
    healthy, painful = (
        evidence.reference(measure=FPPA, test="single_leg_squat", sex=Sex.FEMALE, group=group)
        for group in Group
    )
    assert painful.mean > healthy.mean


@pytest.mark.parametrize("test", ["squat", "sit_to_stand"])
@pytest.mark.parametrize("measure", [FPPA, "hip_adduction", "knee_flexion", "depth"])
def test_a_neighbouring_test_lends_nothing(test: str, measure: str) -> None:
    with pytest.raises(OutsideEvidence, match="first recording"):
        evidence.reference(measure=measure, test=test, sex=Sex.FEMALE)


def test_why_there_is_none_is_said_where_it_is_known() -> None:
    with pytest.raises(evidence.NoReference, match="another task"):
        evidence.reference(measure=FPPA, test="squat")


def test_no_reference_comes_up_twice() -> None:
    keys = [(one.measure, one.test, one.group, one.sex) for one in evidence.references()]
    assert len(keys) == len(set(keys))
