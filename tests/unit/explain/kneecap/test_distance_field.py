import numpy as np
import pytest

from kneetrace.explain.kneecap.distance_field import DistanceField, smooth_field

RADIUS_MM = 10.0
NODES = np.arange(-15.0, 16.0)
ROUND = np.stack(np.meshgrid(NODES, NODES, NODES, indexing="ij"))
TURNED = np.stack(np.meshgrid(np.arange(0.0, 16.0), NODES, indexing="ij"))
CENTRE_MM = np.array([3.0, -2.0, 1.0])


def sphere(places: np.ndarray, *low_mm: float) -> DistanceField:
    signed_mm = np.sqrt((places**2).sum(axis=0)) - RADIUS_MM
    return smooth_field(signed_mm=signed_mm, low_mm=np.array(low_mm), spacing_mm=1.0)


FIELDS = [
    sphere(ROUND, *(CENTRE_MM - 15)),
    sphere(TURNED, CENTRE_MM[0], CENTRE_MM[1], 0.0, CENTRE_MM[2] - 15),
]


@pytest.mark.parametrize("field", FIELDS, ids=["grid", "turned"])
def test_tells_how_far_a_point_is_and_which_way(field: DistanceField) -> None:
    ways = np.random.default_rng(3).normal(size=(50, 3))
    ways /= np.linalg.norm(ways, axis=1)[:, None]
    off_mm = np.linspace(-1, 1, 50)
    distances, slopes = field.at(points_mm=CENTRE_MM + (RADIUS_MM + off_mm)[:, None] * ways)
    assert distances == pytest.approx(off_mm, abs=2e-3)
    assert slopes == pytest.approx(ways, abs=2e-2)


@pytest.mark.parametrize("field", FIELDS, ids=["grid", "turned"])
def test_is_far_from_everything_off_its_grid(field: DistanceField) -> None:
    distances, slopes = field.at(points_mm=CENTRE_MM + np.array([[0.0, 0.0, 40.0]]))
    assert distances[0] > 100
    assert not slopes.any()
