import math

import numpy as np
import pytest

from kneetrace.measure.body.typical import UnknownJoint, pose_typical_body


def test_an_ankle_that_is_not_named_keeps_its_sole_level() -> None:
    pose = pose_typical_body(
        joints_rad={"tilt": -0.4, "hip_flexion": 1.5, "knee_angle": 1.6}, height_m=1.7
    )
    np.testing.assert_allclose(pose.rotations["foot_r"][0], np.eye(3), atol=1e-12)


def test_a_name_without_its_side_holds_for_both() -> None:
    pose = pose_typical_body(joints_rad={"knee_angle": math.pi / 2}, height_m=1.7)
    right, left = (pose.point_m(f"{side}_ankle")[0] for side in ("right", "left"))
    np.testing.assert_allclose(right, [1, 1, -1] * left, atol=1e-12)


def test_an_unknown_joint_is_named() -> None:
    with pytest.raises(UnknownJoint, match="elbow"):
        pose_typical_body(joints_rad={"elbow": 1.0}, height_m=1.7)
