import math

import numpy as np
import pytest

from kneetrace.report.pictures.posture import frames_of, read_posture


def test_arms_hang_beside_the_trunk_and_reach_forward() -> None:
    hanging = frames_of(read_posture({"arms": {}}))
    forward = frames_of(read_posture({"arms": {"raised_deg": 90}}))
    assert hanging["forearm_r"].origin_m[1] < hanging["upper_arm_r"].origin_m[1] - 0.25
    assert forward["forearm_r"].origin_m[0] > forward["upper_arm_r"].origin_m[0] + 0.25


@pytest.mark.parametrize("arms", ["down", "forward", "crossed", "hips", "sideways"])
def test_both_arms_are_held_alike(arms: str) -> None:
    frames = frames_of(read_posture({"arms": arms}))
    mirror = np.array([1.0, 1.0, -1.0])
    np.testing.assert_allclose(
        frames["forearm_r"].origin_m, mirror * frames["forearm_l"].origin_m, atol=1e-9
    )


def test_a_posture_mirrored_is_the_mirrored_body() -> None:
    right = frames_of(read_posture({"joints_deg": {"hip_flexion_r": 50, "knee_angle_r": 70}}))
    left = frames_of(read_posture({"joints_deg": {"hip_flexion_l": 50, "knee_angle_l": 70}}))
    np.testing.assert_allclose(
        right["foot_r"].origin_m, np.array([1, 1, -1]) * left["foot_l"].origin_m, atol=1e-9
    )


def test_the_head_nods_forward() -> None:
    straight, nodding = (frames_of(read_posture({"nod_deg": nod}))["head"] for nod in (0, 30))
    assert nodding.place((0.0, 0.1, 0.0))[0] > straight.place((0.0, 0.1, 0.0))[0]


def test_angles_are_read_in_degrees() -> None:
    assert read_posture({"joints_deg": {"tilt": 90}}).joints_rad["tilt"] == math.pi / 2
