from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import JOINTS, MotionTable
from kneetrace.measure.body.angles_motion import AnglesImpossible, AnglesMissing, motion_of_angles
from kneetrace.measure.body.fitted_motion import joint_places
from kneetrace.measure.body.residuals import PRIOR_MEAN
from kneetrace.measure.body.skeleton import pose_body
from tests.unit.measure.marked_bodies import HEIGHT_M, squats, table_of


def without(table: MotionTable, *names: str) -> MotionTable:
    return replace(table, values={n: v for n, v in table.values.items() if n not in names})


def test_the_body_is_posed_as_the_angles_say() -> None:
    dofs = squats(heading_rad=0.0)
    body = pose_body(dofs=dofs, constants=PRIOR_MEAN, height_m=HEIGHT_M)
    truth = joint_places(body.origins_m, body.points_m)
    motion = motion_of_angles(table=table_of(dofs), height_m=HEIGHT_M)
    for joint in ("knee_r", "ankle_l", "neck", "toe_r"):
        from_hip = [
            places[:, JOINTS.index(joint)] - places[:, JOINTS.index("mid_hip")]
            for places in (truth, motion.joints_m)
        ]
        np.testing.assert_allclose(from_hip[1], from_hip[0], atol=1e-9)


def test_knees_that_count_flexion_negative_are_turned() -> None:
    table = table_of(squats())
    turned = {
        name: -values if name.startswith("knee") else values
        for name, values in table.values.items()
    }
    one = motion_of_angles(table=table, height_m=HEIGHT_M)
    other = motion_of_angles(table=replace(table, values=turned), height_m=HEIGHT_M)
    for side in "rl":
        knee = f"knee_angle_{side}"
        np.testing.assert_array_equal(other.values[knee], one.values[knee])
    np.testing.assert_array_equal(other.joints_m, one.joints_m)


def test_a_knee_that_goes_a_little_beyond_straight_is_not_turned() -> None:
    table = table_of(squats())
    values = {**table.values, "knee_angle_r": table.values["knee_angle_r"] - np.radians(12)}
    motion = motion_of_angles(table=replace(table, values=values), height_m=HEIGHT_M)
    np.testing.assert_array_equal(motion.values["knee_angle_r"], values["knee_angle_r"])


def test_paths_are_names() -> None:
    table = table_of(squats())
    paths = {f"/jointset/a/{name}/value": values for name, values in table.values.items()}
    speeds = {f"/jointset/a/{name}/speed": 9 * values for name, values in table.values.items()}
    one = motion_of_angles(table=table, height_m=HEIGHT_M)
    other = motion_of_angles(table=replace(table, values=paths | speeds), height_m=HEIGHT_M)
    np.testing.assert_array_equal(other.joints_m, one.joints_m)


def test_what_hangs_on_a_missing_angle_is_not_known() -> None:
    table = without(table_of(squats()), "hip_adduction_r", "pelvis_ty")
    motion = motion_of_angles(table=table, height_m=HEIGHT_M)
    assert np.isnan(motion.joints_m[:, JOINTS.index("knee_r")]).all()
    assert np.isfinite(motion.joints_m[:, JOINTS.index("knee_l")]).all()
    assert "hip_adduction_r" in motion.unseen
    assert "hip_adduction_r" not in motion.reported
    assert motion.joints_m[:, JOINTS.index("heel_l"), 1].min() == pytest.approx(0, abs=0.02)


def test_every_angle_has_an_assumed_spread() -> None:
    motion = motion_of_angles(table=table_of(squats()), height_m=HEIGHT_M)
    assert all(
        (motion.sd[name] > 0).all() == np.isfinite(values).all()
        for name, values in motion.values.items()
    )


def test_degrees_called_radians_are_refused() -> None:
    table = table_of(squats())
    values = {name: np.degrees(values) for name, values in table.values.items()}
    with pytest.raises(AnglesImpossible, match="inDegrees"):
        motion_of_angles(table=replace(table, values=values), height_m=HEIGHT_M)


def test_a_file_of_forces_is_refused() -> None:
    table = MotionTable(time_s=np.arange(9.0), values={"ground_force_vy": np.ones(9)})
    with pytest.raises(AnglesMissing, match="hip_flexion_r"):
        motion_of_angles(table=table, height_m=HEIGHT_M)
