import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneetrace.explain.load.muscles import (
    LEG_AXES,
    PoseOutsideTables,
    at_full_activation,
    inside_tables,
    muscles_of,
    reference_muscles,
    strengthened,
)
from kneetrace.terms import OutsideEvidence, Person

MUSCLES = reference_muscles()
STILL = np.zeros((1, len(LEG_AXES)))

shares = st.lists(st.floats(0.05, 0.95), min_size=len(LEG_AXES), max_size=len(LEG_AXES))


def pose(share: list[float]) -> np.ndarray:
    return np.array([MUSCLES.low_rad + np.array(share) * (MUSCLES.high_rad - MUSCLES.low_rad)])


def test_forty_muscles_and_the_deep_rotators_that_the_model_lacks() -> None:
    source = reference_muscles(deep_rotators=False)
    assert len(set(source.names)) == 40
    assert MUSCLES.names == (*source.names, "obtint", "obtext", "gemsup", "geminf", "quadfem")


@settings(max_examples=20)
@given(shares)
def test_the_deep_rotators_change_none_of_the_others(share: list[float]) -> None:
    source = reference_muscles(deep_rotators=False)
    angles = pose(share)
    alone, together = (
        at_full_activation(one, angles_rad=angles, speeds=STILL) for one in (source, MUSCLES)
    )
    np.testing.assert_array_equal(alone.torques_nm, together.torques_nm[..., :40])
    np.testing.assert_array_equal(alone.lengths_m, together.lengths_m[..., :40])


def test_deep_rotators_turn_a_straight_hip_outwards_and_open_a_bent_one() -> None:
    angles = np.zeros((2, len(LEG_AXES)))
    angles[1, LEG_AXES.index("hip_flexion")] = np.radians(90)
    arms_m = at_full_activation(MUSCLES, angles_rad=angles, speeds=np.zeros_like(angles)).arms_m
    rotation, adduction = (
        arms_m[:, LEG_AXES.index(axis), 40:] for axis in ("hip_rotation", "hip_adduction")
    )
    assert (rotation[0] < 0).all()  # outwards: hip_rotation is inward
    obturator, quadratus = MUSCLES.names.index("obtint") - 40, MUSCLES.names.index("quadfem") - 40
    assert -0.035 < rotation[0, obturator] < -0.025
    assert abs(rotation[1, obturator]) < 0.01
    assert rotation[1, quadratus] < -0.02
    assert adduction[1, obturator] < -0.02


@settings(max_examples=30)
@given(shares)
def test_moment_arms_are_the_slopes_of_lengths(share: list[float]) -> None:
    middle, step = pose(share), 1e-5
    found = at_full_activation(MUSCLES, angles_rad=middle, speeds=STILL)
    apart = {int(muscle) for muscle, _ in MUSCLES.apart}
    sloped = [at for at in range(len(MUSCLES.names)) if at not in apart]
    for axis in range(len(LEG_AXES)):
        moved = np.zeros_like(middle)
        moved[0, axis] = step
        longer, shorter = (
            at_full_activation(MUSCLES, angles_rad=middle + way * moved, speeds=STILL).lengths_m[0]
            for way in (1, -1)
        )
        slope = (longer - shorter) / (2 * step)
        np.testing.assert_allclose(-found.arms_m[0, axis, sloped], slope[sloped], atol=1e-6)


def test_muscles_turn_joints_the_way_their_names_say() -> None:
    angles = np.radians([[40.0, -5.0, 0.0, 45.0, 5.0, 0.0]])
    arms_m = at_full_activation(MUSCLES, angles_rad=angles, speeds=STILL).arms_m[0]

    def arm(muscle: str, axis: str) -> float:
        return float(arms_m[LEG_AXES.index(axis), MUSCLES.names.index(muscle)])

    assert arm("vasint", "knee_angle") < -0.02  # extends: knee_angle is flexion
    assert arm("bflh", "knee_angle") > 0.01
    assert arm("glmax2", "hip_flexion") < -0.02
    assert arm("psoas", "hip_flexion") > 0.01
    assert arm("glmed2", "hip_adduction") < -0.01  # abducts
    assert arm("addlong", "hip_adduction") > 0.02
    assert arm("soleus", "ankle_angle") < -0.02  # plantarflexes
    assert arm("tibant", "ankle_angle") > 0.02


def test_a_muscle_that_lengthens_gives_more_than_one_that_shortens() -> None:
    angles = np.radians([[20.0, 0.0, 0.0, 60.0, 0.0, 0.0]])
    bending = np.zeros((1, len(LEG_AXES)))
    bending[0, LEG_AXES.index("knee_angle")] = 3.0
    at = MUSCLES.names.index("vasint")
    slower, still, faster = (
        at_full_activation(MUSCLES, angles_rad=angles, speeds=way * bending).forces_n[0, at]
        for way in (-1, 0, 1)
    )
    assert slower < still < faster


def test_only_pennate_muscles_lose_along_the_tendon() -> None:
    angles = np.radians([[20.0, 0.0, 0.0, 60.0, 0.0, 0.0]])
    whole = at_full_activation(MUSCLES, angles_rad=angles, speeds=STILL).forces_n[0]
    part = at_full_activation(MUSCLES, angles_rad=angles, speeds=STILL, along_tendon=True).forces_n[
        0
    ]
    lost = 1 - part / whole
    assert lost[MUSCLES.names.index("glmin2")] == pytest.approx(0.0)
    assert 0.05 < lost[MUSCLES.names.index("vasmed")] < 0.25


def test_a_pose_beyond_the_tables_is_refused() -> None:
    angles = np.zeros((3, len(LEG_AXES)))
    angles[1, LEG_AXES.index("knee_angle")] = np.radians(140)
    assert inside_tables(MUSCLES, angles_rad=angles).tolist() == [True, False, True]
    with pytest.raises(
        PoseOutsideTables, match=r"knee_angle .*\N{MINUS SIGN}10 to 125.* 1 frame"
    ) as caught:
        at_full_activation(MUSCLES, angles_rad=angles, speeds=np.zeros_like(angles))
    assert isinstance(caught.value, OutsideEvidence)
    assert "leave those frames out" in str(caught.value)


def test_a_file_that_is_always_beyond_the_tables_is_asked_what_is_wrong_with_it() -> None:
    angles = np.zeros((3, len(LEG_AXES)))
    angles[:, LEG_AXES.index("hip_flexion")] = np.radians(-124)
    with pytest.raises(PoseOutsideTables) as caught:
        at_full_activation(MUSCLES, angles_rad=angles, speeds=np.zeros_like(angles))
    assert "hip_flexion is about \N{MINUS SIGN}124 degrees in 3 frames" in str(caught.value)
    assert "sign" in str(caught.value)


def test_a_larger_person_has_longer_and_stronger_muscles() -> None:
    large = muscles_of(Person(height_m=1.9, mass_kg=95.0), reference_height_m=1.7)
    angles = np.radians([[20.0, 0.0, 0.0, 60.0, 0.0, 0.0]])
    theirs = at_full_activation(large, angles_rad=angles, speeds=STILL)
    usual = at_full_activation(MUSCLES, angles_rad=angles, speeds=STILL)
    np.testing.assert_allclose(theirs.arms_m, usual.arms_m * 1.9 / 1.7)
    np.testing.assert_allclose(theirs.fibre_lengths, usual.fibre_lengths)
    np.testing.assert_allclose(theirs.forces_n, usual.forces_n * 95 / 75)


def test_measured_strength_scales_the_named_muscles_alone() -> None:
    weak = strengthened(MUSCLES, factors={"vaslat": 0.6})
    ratio = weak.isometric_force_n / MUSCLES.isometric_force_n
    assert ratio[MUSCLES.names.index("vaslat")] == pytest.approx(0.6)
    assert np.delete(ratio, MUSCLES.names.index("vaslat")) == pytest.approx(1.0)


def test_numbers_of_another_table_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda _: {"numbers_sha256": "other", "muscle": []})
    with pytest.raises(ValueError, match="make tables"):
        reference_muscles.__wrapped__()
