import numpy as np
import pytest

from kneetrace.explain.load.ground_from_motion import NobodyOnTheGround, ground_from_motion
from kneetrace.explain.load.inverse_dynamics import MovingBody, joint_moments
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.terms import Side

SKELETON = reference_skeleton()
FRAMES = 60
EVER, NEVER = np.ones(FRAMES, dtype=bool), np.zeros(FRAMES, dtype=bool)
WEIGHT_N = SKELETON.mass_kg * 9.80665


def dipping(*, list_rad: float = 0.0, sway_rad: float = 0.0, wide_rad: float = 0.0) -> Coordinates:
    time_s = np.arange(FRAMES) / 50
    bend = 0.4 * np.sin(2 * np.pi * 0.5 * time_s)
    sway = sway_rad * np.cos(np.pi * time_s / time_s[-1])
    values = {
        "pelvis_ty": 0.9 - 0.05 * bend,
        "pelvis_list": np.full(FRAMES, list_rad),
        "hip_adduction_r": sway - wide_rad,
        "hip_adduction_l": -sway - wide_rad,
        **{f"knee_angle_{side}": 0.5 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.3 + 0.5 * bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.2 + 0.4 * bend for side in "rl"},
    }
    return coordinates_of(time_s=time_s, values=values, cutoff_hz=None)


@pytest.mark.parametrize(("right", "left"), [(EVER, EVER), (EVER, NEVER), (NEVER, EVER)])
def test_nothing_is_left_for_the_pelvis(right: np.ndarray, left: np.ndarray) -> None:
    motion = dipping(list_rad=0.05)
    found = ground_from_motion(
        MovingBody(skeleton=SKELETON, motion=motion), on_ground={Side.RIGHT: right, Side.LEFT: left}
    )
    moments = joint_moments(
        MovingBody(skeleton=SKELETON, motion=motion), ground=found.reactions
    ).moments
    for name in ("tx", "ty", "tz", "tilt", "list", "rotation"):
        np.testing.assert_allclose(moments[f"pelvis_{name}"], 0.0, atol=1e-6)


def test_a_symmetric_squat_rests_on_both_feet_alike() -> None:
    both = {Side.RIGHT: EVER, Side.LEFT: EVER}
    found = ground_from_motion(MovingBody(skeleton=SKELETON, motion=dipping()), on_ground=both)
    np.testing.assert_allclose(found.right_share, 0.5, atol=0.02)
    assert found.shared.all()
    assert np.mean([each.force_n[:, 1].mean() for each in found.reactions]) == pytest.approx(
        WEIGHT_N / 2, rel=0.05
    )


def test_a_shift_moves_load_from_foot_to_foot_only_while_both_stand() -> None:
    early = np.arange(FRAMES) < 30
    on_ground = {Side.RIGHT: early, Side.LEFT: early}
    found, shifted = (
        ground_from_motion(
            MovingBody(skeleton=SKELETON, motion=dipping()), on_ground=on_ground, shift=shift
        )
        for shift in (0.0, 0.1)
    )
    moved = (shifted.right_share - found.right_share)[early]
    np.testing.assert_allclose(moved, 0.1, atol=1e-9)


def test_load_goes_over_from_foot_to_foot_without_a_jump() -> None:
    swaying = dipping(sway_rad=0.2, wide_rad=0.15)
    frame = np.arange(FRAMES)
    on_ground = {Side.RIGHT: frame < 40, Side.LEFT: frame >= 20}
    body = MovingBody(skeleton=SKELETON, motion=swaying)
    found = ground_from_motion(body, on_ground=on_ground)
    assert np.abs(np.diff(found.right_share)).max() < 0.15
    moments = joint_moments(body, ground=found.reactions).moments
    np.testing.assert_allclose(moments["pelvis_list"], 0.0, atol=1e-6)


def test_feet_push_each_other_apart_as_if_their_pushes_met_above_the_body() -> None:
    both = {Side.RIGHT: EVER, Side.LEFT: EVER}
    body = MovingBody(skeleton=SKELETON, motion=dipping(wide_rad=0.15))
    right, left = ground_from_motion(body, on_ground=both).reactions
    assert (right.force_n[:, 2] < 0).all()
    np.testing.assert_allclose(right.force_n[:, 2], -left.force_n[:, 2], atol=0.05 * WEIGHT_N)
    wider = ground_from_motion(body, on_ground=both, apart=1.0).reactions[0]
    assert (wider.force_n[:, 2] < right.force_n[:, 2]).all()


def test_in_the_air_nothing_carries_and_it_is_said_how_much_is_missing() -> None:
    early = np.arange(FRAMES) < 30
    found = ground_from_motion(
        MovingBody(skeleton=SKELETON, motion=dipping()),
        on_ground={Side.RIGHT: early, Side.LEFT: early},
    )
    assert np.isnan(found.right_share[~early]).all()
    assert all((each.force_n[~early] == 0).all() for each in found.reactions)
    assert (found.unheld_n[~early] > 0.5 * WEIGHT_N).all()


def test_nobody_on_the_ground_is_refused() -> None:
    with pytest.raises(NobodyOnTheGround):
        ground_from_motion(
            MovingBody(skeleton=SKELETON, motion=dipping()),
            on_ground={Side.RIGHT: NEVER, Side.LEFT: NEVER},
        )
