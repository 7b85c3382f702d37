import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneetrace.measure.movement.seen.picture_measures import (
    frontal_plane_projection_angle,
    knee_ankle_separation_ratio,
    noise_of,
    pelvic_list,
    trunk_lean_sideways,
    weight_shift,
)
from kneetrace.terms import Side

Floats = NDArray[np.float64]

STRAIGHT = np.array([[300.0, 600.0], [300.0, 800.0], [300.0, 1000.0]])
LEVEL = np.array([[320.0, 600.0], [400.0, 600.0]])
STANCE = np.array([[310.0, 800.0], [410.0, 800.0], [310.0, 1000.0], [410.0, 1000.0]])
angles = st.floats(-0.4, 0.4)


def rolled(places_px: Floats, roll_rad: float) -> Floats:
    """What a camera sees whose right side hangs down: the picture turns the other way."""
    turn = np.array(
        [[math.cos(roll_rad), math.sin(roll_rad)], [-math.sin(roll_rad), math.cos(roll_rad)]]
    )
    return np.asarray(places_px @ turn.T)


def test_a_straight_leg_has_no_projection_angle() -> None:
    for side in Side:
        assert frontal_plane_projection_angle(STRAIGHT, side=side) == pytest.approx(0.0)


def test_a_knee_towards_the_middle_is_valgus_on_either_side() -> None:
    inward = STRAIGHT + np.array(
        [[0, 0], [30, 0], [0, 0]]
    )  # the person's right is on the picture's left
    expected = 2 * math.atan(30 / 200)
    assert frontal_plane_projection_angle(inward, side=Side.RIGHT) == pytest.approx(expected)
    assert frontal_plane_projection_angle(inward, side=Side.LEFT) == pytest.approx(-expected)


@given(roll_rad=angles)
def test_the_projection_angle_needs_no_level_camera(roll_rad: float) -> None:
    inward = STRAIGHT + np.array([[0, 0], [30, 0], [0, 0]])
    assert frontal_plane_projection_angle(
        rolled(inward, roll_rad), side=Side.RIGHT
    ) == pytest.approx(float(frontal_plane_projection_angle(inward, side=Side.RIGHT)))


@given(roll_rad=angles)
def test_a_rolled_camera_is_taken_into_account(roll_rad: float) -> None:
    lower_right = LEVEL + np.array([[0, 15], [0, 0]])
    assert pelvic_list(rolled(lower_right, roll_rad), roll_rad=roll_rad) == pytest.approx(
        math.atan(15 / 80)
    )
    trunk = np.concatenate([LEVEL, LEVEL + np.array([-50, -250])])
    assert trunk_lean_sideways(rolled(trunk, roll_rad), roll_rad=roll_rad) == pytest.approx(
        math.atan(50 / 250)
    )
    assert knee_ankle_separation_ratio(
        rolled(STANCE, roll_rad), roll_rad=roll_rad
    ) == pytest.approx(1.0)


def test_hips_over_the_right_foot_are_a_shift_to_the_right() -> None:
    hips = LEVEL + np.array([-40, 0])
    places = np.concatenate([hips, STANCE[2:]])
    assert weight_shift(places, roll_rad=0.0) == pytest.approx(0.5)


def test_noise_is_carried_as_a_simulation_carries_it() -> None:
    rng = np.random.default_rng(0)
    noise_px = np.array([1.0, 2.0, 1.5])
    drawn = STRAIGHT + rng.normal(size=(20_000, 3, 2)) * noise_px[:, None]

    def measure(leg_px: Floats) -> Floats:
        return frontal_plane_projection_angle(leg_px, side=Side.RIGHT)

    expected = measure(drawn).std()
    sd = noise_of(measure=measure, places_px=STRAIGHT, noise_px=noise_px)
    assert sd == pytest.approx(expected, rel=0.03)
