import numpy as np
import pytest
from PIL import Image

from kneetrace.measure import JOINTS, Measurement
from kneetrace.report.drawing import Skeleton, draw_skeleton, skeleton_of


def test_joints_stand_between_the_nearest_samples() -> None:
    joints = np.zeros((2, len(JOINTS), 2))
    joints[1] = 10.0
    skeleton = Skeleton(time_s=np.array([0.0, 1.0]), joints_px=joints)
    assert skeleton.at(0.25)["knee_r"] == pytest.approx((2.5, 2.5))


def test_nothing_is_drawn_long_before_or_after_the_motion() -> None:
    skeleton = Skeleton(time_s=np.array([1.0, 2.0]), joints_px=np.zeros((2, len(JOINTS), 2)))
    assert skeleton.at(0.5) == {}
    assert skeleton.at(2.5) == {}


def test_a_joint_that_was_not_seen_is_left_out() -> None:
    joints = np.zeros((2, len(JOINTS), 2))
    joints[:, JOINTS.index("toe_l")] = np.nan
    assert "toe_l" not in Skeleton(time_s=np.array([0.0, 1.0]), joints_px=joints).at(0.5)


def test_a_skeleton_outside_the_picture_changes_nothing() -> None:
    picture = Image.new("RGB", (50, 50))
    draw_skeleton(picture, {"knee_r": (500, 500), "hip_r": (500, 400)}, thickness_px=3)
    assert picture.getbbox() is None


def test_the_person_is_bounded(squat_measurement: Measurement) -> None:
    skeleton = skeleton_of(squat_measurement)
    assert skeleton is not None
    assert skeleton.bounds_px is not None
    left, top, right, bottom = skeleton.bounds_px
    assert 0 < left < right < 180
    assert 0 < top < bottom < 320
