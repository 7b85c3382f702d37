import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.posture.moved_stance import moved_stance
from kneetrace.explain.posture.stance import COORDINATES, Stance, stance_of
from kneetrace.explain.posture.weight import COUNT, standing, weigh
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat, squat_rad

Array = NDArray[np.float64]
SOME = np.random.default_rng(6).normal(0, 0.1, COUNT)
FOOT = COORDINATES.index("subtalar_angle")


def weighed(stance: Stance, moved: Array) -> tuple[Array, Array]:
    """Gravity's moments, and the centre of mass."""
    moments, growth, centre, going = (
        np.empty(shape) for shape in (COUNT, (COUNT, COUNT), 3, (COUNT, 3))
    )
    weigh(standing(stance), moved, moments, growth, centre, going)
    return moments, centre


def test_who_did_not_move_stands_as_before() -> None:
    before, after = one_leg_squat(), moved_stance(one_leg_squat(), np.zeros(COUNT))
    for name in ("angles_rad", "spins", "slides", "centres_m", "facing"):
        np.testing.assert_allclose(getattr(after, name), getattr(before, name), atol=1e-12)
    for name, (_, place_m) in before.points_m.items():
        np.testing.assert_allclose(after.points_m[name][1], place_m, atol=1e-12)


def test_the_foot_stays_and_what_lies_above_moves() -> None:
    before, after = one_leg_squat(), moved_stance(one_leg_squat(), SOME)
    np.testing.assert_allclose(after.spins[FOOT], before.spins[FOOT], atol=1e-12)
    np.testing.assert_allclose(after.slides[FOOT], before.slides[FOOT], atol=1e-12)
    assert np.linalg.norm(after.points_m["neck"][1] - before.points_m["neck"][1]) > 0.01


def test_gravity_asks_the_same_of_a_moved_stance_as_of_a_stance_that_moves() -> None:
    stance = one_leg_squat()
    for one, other in zip(
        weighed(moved_stance(stance, SOME), np.zeros(COUNT)), weighed(stance, SOME), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-9)


def test_moving_on_and_back_is_as_before() -> None:
    before, after = one_leg_squat(), moved_stance(moved_stance(one_leg_squat(), SOME), -SOME)
    np.testing.assert_allclose(after.centres_m, before.centres_m, atol=1e-12)
    np.testing.assert_allclose(after.angles_rad, before.angles_rad, atol=1e-12)


def test_a_moved_stance_is_that_of_the_moved_angles() -> None:
    """Up to where the pelvis is then, which follows from the foot."""
    hip = np.where(np.array(COORDINATES) == "hip_flexion", 0.1, 0.0)
    angles = squat_rad()
    # The pelvis tilts back by what the hip straightens.
    angles |= {
        "hip_flexion_r": angles["hip_flexion_r"] + 0.1,
        "pelvis_tilt": angles["pelvis_tilt"] - 0.1,
        "pelvis_list": 0.0,
        "hip_adduction_r": 0.0,
        "hip_rotation_r": 0.0,
    }
    before = squat_rad() | {"pelvis_list": 0.0, "hip_adduction_r": 0.0, "hip_rotation_r": 0.0}
    moved, given = (
        moved_stance(stance_of(PERSON, angles=before, side=Side.RIGHT), hip),
        stance_of(PERSON, angles=angles, side=Side.RIGHT),
    )
    np.testing.assert_allclose(moved.angles_rad, given.angles_rad, atol=1e-12)
    for name in ("knee", "other_hip", "neck"):
        np.testing.assert_allclose(
            moved.points_m[name][1] - moved.points_m["hip"][1],
            given.points_m[name][1] - given.points_m["hip"][1],
            atol=1e-9,
        )


def test_the_mirrored_person_moves_mirrored() -> None:
    left = moved_stance(stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT), SOME)
    right = moved_stance(one_leg_squat(), SOME)
    np.testing.assert_allclose(left.centres_m, right.centres_m, atol=1e-9)
