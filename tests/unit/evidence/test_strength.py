import pytest

from kneetrace import evidence
from kneetrace.evidence import Confidence
from kneetrace.terms import Sex, Unit


def retest(
    action: str, *, holding: str = "belt", position: str = "supine", torque: bool = False
) -> evidence.StrengthRetest:
    found = evidence.strength_retest(
        action=action, holding=holding, position=position, torque_known=torque
    )
    assert found is not None
    return found


def test_the_smallest_change_follows_from_the_published_variation() -> None:
    found = retest("hip_abduction")
    assert found.low == pytest.approx(2.772 * 0.03, abs=1e-4)
    assert found.high == pytest.approx(2.772 * 0.05, abs=1e-4)
    assert found.confidence is Confidence.DERIVED
    assert found.sources[0] == "thorborg2010"


def test_a_torque_figure_serves_only_its_own_test() -> None:
    def prone(*, torque: bool) -> float | None:
        return retest(
            "hip_extension", holding="hand", position="prone_standing", torque=torque
        ).torque_nm

    assert prone(torque=True) == 14.8
    assert prone(torque=False) is None
    assert retest("hip_extension", holding="hand", torque=True).torque_nm is None


def test_what_is_assumed_drives_no_conclusion() -> None:
    assert not retest("knee_extension").drives_conclusions


def test_a_luggage_scale_has_the_widest_change() -> None:
    scale = retest("hip_abduction", holding="luggage_scale")
    assert scale.high == pytest.approx(0.31)
    assert not scale.drives_conclusions


def test_what_nobody_measured_has_none() -> None:
    assert (
        evidence.strength_retest(
            action="ankle_dorsiflexion", holding="belt", position="supine", torque_known=False
        )
        is None
    )


def test_norms_are_in_the_unit_inside() -> None:
    abduction = next(one for one in evidence.strength_norms() if one.action == "hip_abduction")
    assert abduction.unit is Unit.BODY_WEIGHT
    assert abduction.low < abduction.mean_low < 0.1685 < abduction.mean_high < abduction.high
    assert abduction.low == pytest.approx(0.1603 - 1.645 * 0.042)


def test_nobody_is_judged_by_a_position_that_was_not_seen() -> None:
    assert all(
        not one.positions for one in evidence.strength_norms() if "alvarenga2019" in one.sources
    )


def test_a_home_reference_needs_its_sex_and_its_conditions() -> None:
    conditions = {"heel_on_60_cm_box", "active"}
    found = evidence.home_reference(test="single_leg_bridge", sex=Sex.MALE, conditions=conditions)
    assert (found.mean, found.sd) == (27, 7)
    for sex, given in ((Sex.FEMALE, conditions), (Sex.MALE, {"active"}), (None, conditions)):
        with pytest.raises(evidence.NoReference, match="first result"):
            evidence.home_reference(test="single_leg_bridge", sex=sex, conditions=given)


def test_chair_stands_are_not_compared_and_it_says_why() -> None:
    with pytest.raises(evidence.NoReference, match=r"2\.5-fold"):
        evidence.home_reference(test="chair_stand_30s", sex=Sex.FEMALE, conditions=())
