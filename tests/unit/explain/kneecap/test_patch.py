import numpy as np
import pytest

from kneetrace.explain.kneecap.patch import closed_shares, pressed_in

SIDE_MM = 0.8


@pytest.mark.parametrize("edge_mm", [3.3, 3.4, 3.73, 4.01])
def test_area_ends_where_the_gap_opens_not_at_whole_pieces(edge_mm: float) -> None:
    middles_mm = np.linspace(0.4, 15.6, 20)
    slope = 0.2
    gaps = slope * (middles_mm - edge_mm)
    shares = closed_shares(gaps, np.full(20, slope * SIDE_MM))
    assert SIDE_MM * shares.sum() == pytest.approx(edge_mm)


def test_what_lies_flat_touches_whole_or_not_at_all() -> None:
    shares = closed_shares(np.array([-0.1, 0.1]), np.zeros(2))
    assert shares.tolist() == [1.0, 0.0]


def test_a_kneecap_is_pressed_in_until_it_carries_its_load() -> None:
    gaps, areas = np.array([-0.4, -0.2, 0.3]), np.array([100.0, 50.0, 50.0])
    wanted_n = -19 * (100 * np.log(1 - 0.43 / 6) + 50 * np.log(1 - 0.23 / 6))
    assert pressed_in(gaps, areas, wanted_n, 19.0, 6.0) == pytest.approx(0.03, abs=1e-6)
