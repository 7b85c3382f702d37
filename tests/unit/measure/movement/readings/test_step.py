import numpy as np
import pytest

from kneetrace.measure.movement.readings.step import inside_toe
from kneetrace.terms import Side


def test_a_knee_towards_the_other_leg_is_inward_on_either_side() -> None:
    # knee, ankle, toes in a picture of somebody who faces the camera: the right leg is on the left
    leg_px = np.array([[110.0, 100.0], [100.0, 200.0], [100.0, 220.0]])
    right = inside_toe(leg_px, side=Side.RIGHT, roll_rad=0.0)
    left = inside_toe(leg_px, side=Side.LEFT, roll_rad=0.0)
    assert right == pytest.approx(8.7)
    assert left == pytest.approx(-8.7)


def test_a_tilted_phone_moves_no_knee() -> None:
    turn = 0.1
    leg_px = np.array([[100.0, 100.0], [100.0, 200.0], [100.0, 220.0]])
    c, s = np.cos(turn), np.sin(turn)
    rolled_px = leg_px @ np.array([[c, -s], [s, c]])
    assert inside_toe(rolled_px, side=Side.RIGHT, roll_rad=turn) == pytest.approx(0.0, abs=1e-9)
