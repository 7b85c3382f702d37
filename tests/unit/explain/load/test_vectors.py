import numpy as np

from kneetrace.explain.load.vectors import cross


def test_it_is_the_cross_product() -> None:
    one, other = np.random.default_rng(0).normal(size=(2, 20, 3))
    np.testing.assert_allclose(cross(one, other), np.cross(one, other))
    np.testing.assert_allclose(cross(one[0], other), np.cross(one[0], other))
