import numpy as np
import pytest
from scipy.interpolate import make_interp_spline

from kneetrace.explain.kneecap.grid_spline import read_spline, spline_through

VALUES = np.random.default_rng(1).normal(size=(7, 5, 6, 5, 5, 2))
COEFFICIENTS = spline_through(VALUES)


@pytest.mark.parametrize("node", [(0, 0, 0, 0, 0), (2, 3, 4, 1, 0), (6, 4, 5, 4, 4)])
def test_the_spline_goes_through_every_node(node: tuple[int, ...]) -> None:
    told = read_spline(np.array([node], dtype=np.float64), COEFFICIENTS)
    assert told[0] == pytest.approx(VALUES[node], abs=1e-12)


@pytest.mark.parametrize("place", [0.3, 1.7, 3.5, 5.9])
def test_between_nodes_it_is_the_usual_cubic_spline(place: float) -> None:
    usual = make_interp_spline(np.arange(7), VALUES[:, 3, 4, 1, 0], k=3)
    told = read_spline(np.array([[place, 3, 4, 1, 0]]), COEFFICIENTS)
    assert told[0] == pytest.approx(usual(place), abs=1e-12)
