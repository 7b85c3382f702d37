import numpy as np
import pytest

from kneetrace.explain.load.inverse_dynamics import GroundReaction, MovingBody, joint_moments
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.shank_rotation import shank_rotation_moments
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.terms import Person

FRAMES = 12
UP = np.tile([0.0, 1.0, 0.0], (FRAMES, 1))


def standing(*, twist_nm: dict[str, float], push_n: float = 300.0) -> dict[str, np.ndarray]:
    """Moments about the shanks of somebody who stands upright, each foot twisted by the ground."""
    motion = coordinates_of(
        time_s=np.arange(FRAMES) / 20, values={"pelvis_ty": np.full(FRAMES, 0.95)}, cutoff_hz=None
    )
    body = MovingBody(skeleton=skeleton_of(Person(height_m=1.7, mass_kg=70.0)), motion=motion)
    ground = [
        GroundReaction(
            body=f"calcn_{side}",
            force_n=push_n * UP,
            point_m=body.placed.bodies[f"tibia_{side}"].place_m * [1, 0, 1],
            moment_nm=twist * UP,
        )
        for side, twist in twist_nm.items()
    ]
    return shank_rotation_moments(joint_moments(body, ground=ground))


def test_a_foot_that_the_ground_turns_outwards_is_held_inwards() -> None:
    still = standing(twist_nm={"r": 0.0, "l": 0.0})
    turned = standing(twist_nm={"r": -5.0, "l": 5.0})
    for side in "rl":
        more = turned[f"knee_rotation_{side}"] - still[f"knee_rotation_{side}"]
        assert more == pytest.approx(5.0, rel=0.02)


def test_both_sides_of_an_even_stance_are_alike() -> None:
    moments = standing(twist_nm={"r": 3.0, "l": -3.0})
    np.testing.assert_allclose(moments["knee_rotation_r"], moments["knee_rotation_l"], atol=0.05)
