import numpy as np

from kneetrace.measure.body.projection import project
from kneetrace.measure.body.skeleton import CONSTANTS, DOF, DOFS, MARK_NAMES, pose_body

MEANS = np.array([c.mean for c in CONSTANTS])


def _some_pose() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    dofs = rng.normal(0, 0.5, (2, len(DOFS)))
    dofs[:, DOF["pelvis_tz"]] -= 4.0
    return dofs, MEANS + rng.normal(0, 0.01, len(CONSTANTS))


def _picture(dofs: np.ndarray, constants: np.ndarray) -> np.ndarray:
    body = pose_body(dofs=dofs, constants=constants, height_m=1.7)
    view = project(
        points_m=body.points_m, constants=constants, focal_px=900.0, centre_px=(360.0, 640.0)
    )
    return np.concatenate([view.xy_px, view.depth_m[..., None]], axis=-1)


def test_slopes_match_small_steps() -> None:
    dofs, constants = _some_pose()
    body = pose_body(dofs=dofs, constants=constants, height_m=1.7)
    view = project(
        points_m=body.points_m, constants=constants, focal_px=900.0, centre_px=(360.0, 640.0)
    )
    by_dof = np.concatenate(
        [view.by_point @ body.by_dof, (view.depth_by_point @ body.by_dof)[:, :, None]], axis=2
    )
    by_constant = np.concatenate(
        [
            view.by_point @ body.by_constant + view.by_constant,
            (view.depth_by_point @ body.by_constant + view.depth_by_constant)[:, :, None],
        ],
        axis=2,
    )
    step = 1e-6
    for i in range(len(DOFS)):
        nudge = step * (np.arange(len(DOFS)) == i)
        slope = (_picture(dofs + nudge, constants) - _picture(dofs - nudge, constants)) / (2 * step)
        np.testing.assert_allclose(by_dof[..., i], slope, atol=2e-3, err_msg=DOFS[i])
    for i, constant in enumerate(CONSTANTS):
        nudge = step * (np.arange(len(CONSTANTS)) == i)
        slope = (_picture(dofs, constants + nudge) - _picture(dofs, constants - nudge)) / (2 * step)
        np.testing.assert_allclose(by_constant[..., i], slope, atol=2e-3, err_msg=constant.name)


def test_signs_follow_opensim() -> None:
    def moved(dof: str, mark: str) -> np.ndarray:
        dofs = np.zeros((2, len(DOFS)))
        dofs[1, DOF[dof]] = 0.3
        points = pose_body(dofs=dofs, constants=MEANS, height_m=1.7).points_m
        return np.asarray(np.diff(points[:, MARK_NAMES.index(mark)], axis=0)[0])

    assert moved("hip_flexion_r", "right_knee")[0] > 0.05
    assert moved("knee_angle_l", "left_ankle")[0] < -0.05
    assert moved("hip_adduction_r", "right_knee")[2] < -0.05
    assert moved("hip_adduction_l", "left_knee")[2] > 0.05
    assert moved("hip_rotation_r", "right_foot_index")[2] < -0.01
    assert moved("hip_rotation_l", "left_foot_index")[2] > 0.01
    assert moved("ankle_angle_r", "right_foot_index")[1] > 0.02
    assert moved("lumbar_extension", "left_shoulder")[0] < -0.05
    assert moved("lumbar_bending", "left_shoulder")[2] > 0.05
    assert moved("list", "right_hip")[1] < -0.01
