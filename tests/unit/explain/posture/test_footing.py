import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from kneetrace.explain.posture.footing import UnevenStance
from kneetrace.explain.posture.stance import COORDINATES, NoPosture, stance_of
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON
from validation.two_leg_squat import both_legs_rad, two_leg_squat


def test_both_sides_get_the_mean_of_both_and_the_middle_no_side() -> None:
    stance = stance_of(
        PERSON,
        angles=both_legs_rad(hip_flexion_l=90.0, pelvis_list=1.0, lumbar_bending=2.0),
        side=Side.RIGHT,
        legs=2,
    )
    angles_deg = dict(zip(COORDINATES, np.degrees(stance.angles_rad), strict=True))
    assert angles_deg["hip_flexion"] == pytest.approx(91.0)
    assert angles_deg["lumbar_bending"] == 0.0


def test_either_side_gives_the_same_half() -> None:
    angles = both_legs_rad(hip_flexion_l=90.0, pelvis_list=1.0)
    one, other = (stance_of(PERSON, angles=angles, side=side, legs=2) for side in Side)
    np.testing.assert_allclose(one.centres_m, other.centres_m, atol=1e-12)
    np.testing.assert_allclose(one.spins, other.spins, atol=1e-12)
    assert one.footing == pytest.approx(other.footing, abs=1e-12)


def test_it_does_not_matter_where_somebody_stands_and_looks() -> None:
    angles = both_legs_rad()
    aside = Rotation.from_euler("y", 1.2) * Rotation.from_euler("z", angles["pelvis_tilt"])
    tilt, list_, rotation = aside.as_euler("ZXY")
    turned = angles | {
        "pelvis_tilt": tilt,
        "pelvis_list": list_,
        "pelvis_rotation": rotation,
        "pelvis_tx": 3.0,
        "pelvis_tz": -1.0,
    }
    here, there = (
        stance_of(PERSON, angles=one, side=Side.RIGHT, legs=2) for one in (angles, turned)
    )
    np.testing.assert_allclose(here.spins, there.spins, atol=1e-12)
    np.testing.assert_allclose(there.footing.beside_m, here.footing.beside_m, atol=1e-12)


def test_each_leg_bears_half_of_the_weight() -> None:
    stance = two_leg_squat()
    borne_kg = stance.masses_kg.sum() + stance.footing.foot_kg
    assert borne_kg == pytest.approx(PERSON.mass_kg / 2)


@pytest.mark.parametrize(
    ("angles_deg", "what"),
    [
        ({"pelvis_list": 12.0}, "the pelvis lists by 10 degrees"),
        ({"hip_rotation_r": 15.0, "hip_rotation_l": -35.0}, "turned over the feet by 12 degrees"),
        ({"lumbar_bending": 12.0}, "leans sideways by 11 degrees"),
        ({"knee_angle_r": 101.0}, "one knee is bent more by 11 degrees"),
        ({"pelvis_tilt": 0.0, "lumbar_extension": 10.0}, "behind the middle of the feet"),
        ({"hip_adduction_r": 0.0, "hip_adduction_l": -16.0}, "bears 78% of the weight"),
    ],
)
@pytest.mark.parametrize("side", Side)
def test_who_does_not_do_the_same_with_both_legs_is_refused(
    angles_deg: dict[str, float], what: str, side: Side
) -> None:
    with pytest.raises(UnevenStance, match=what):
        stance_of(PERSON, angles=both_legs_rad(**angles_deg), side=side, legs=2)


def test_plates_tell_better_whether_both_bear_the_same() -> None:
    for share in (0.46, 0.54):
        stance_of(PERSON, angles=both_legs_rad(), side=Side.LEFT, legs=2, weight_share=share)
    for share in (0.4, 0.6, np.nan):
        with pytest.raises(UnevenStance, match="weight"):
            stance_of(PERSON, angles=both_legs_rad(), side=Side.LEFT, legs=2, weight_share=share)


def test_both_legs_are_asked_for() -> None:
    angles = both_legs_rad()
    del angles["knee_angle_l"]
    with pytest.raises(NoPosture, match="knee_angle_l"):
        stance_of(PERSON, angles=angles, side=Side.RIGHT, legs=2)
    with pytest.raises(NoPosture, match="not on 3"):
        stance_of(PERSON, angles=angles, side=Side.RIGHT, legs=3)
