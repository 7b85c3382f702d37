import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.kneecap.energy import STIFFEST_SHARE, add_tendons, press


@pytest.mark.parametrize("share", [0.1, 0.5, 0.89, 0.95, 1.2])
def test_pressure_is_the_slope_of_the_energy(share: float) -> None:
    step = 1e-6
    higher, lower = press(share + step, 19.0, 6.0)[1], press(share - step, 19.0, 6.0)[1]
    assert press(share, 19.0, 6.0)[0] == pytest.approx((higher - lower) / (2 * step * 6), rel=1e-6)


def test_pressure_follows_the_published_law_and_goes_on_beyond() -> None:
    assert press(0.3, 19.0, 6.0)[0] == pytest.approx(-19 * np.log(0.7))
    assert press(-0.1, 19.0, 6.0) == (0.0, 0.0)
    before, after = (press(STIFFEST_SHARE + side, 19.0, 6.0)[0] for side in (-1e-9, 1e-9))
    assert before == pytest.approx(after)


def pulled(end_mm: list[float]) -> tuple[float, NDArray[np.float64]]:
    slope = np.zeros(6)
    length = add_tendons(
        np.eye(3), np.array(end_mm), np.array([[0.0, 100.0, 0.0]]), np.zeros((1, 3)),
        np.ones(1), np.zeros(2), 20.0, slope,
    )  # fmt: skip
    return length, slope[3:]


def test_a_tendon_is_straight_where_nothing_is_in_its_way() -> None:
    length, slope = pulled([60.0, 20.0, 0.0])
    assert length == pytest.approx(100.0)
    assert slope == pytest.approx([0.6, -0.8, 0.0])


def test_a_tendon_lies_on_the_cylinder_in_front_of_it() -> None:
    length, slope = pulled([0.0, -100.0, 0.0])
    free, turn = np.sqrt(100**2 - 20**2), np.pi - 2 * np.arccos(0.2)
    assert length == pytest.approx(2 * free + 20 * turn)
    assert slope == pytest.approx([-0.2, -np.sqrt(1 - 0.04), 0.0])
