import numpy as np
import pytest

from kneetrace.explain.kneecap.shapes import KneecapShape, groove_field, kneecap


def test_the_kneecap_has_the_published_measures() -> None:
    shape = KneecapShape()
    surface = kneecap(shape=shape)
    low, high = surface.points_mm.min(axis=0), surface.points_mm.max(axis=0)
    assert high[2] - low[2] == pytest.approx(shape.width_mm, abs=1.7)
    assert high[1] - low[1] == pytest.approx(shape.length_mm, abs=1.7)
    assert high[2] / (high[2] - low[2]) == pytest.approx(0.54, abs=0.01)
    assert low[0] == pytest.approx(-shape.thickness_mm / 2, abs=0.1)
    flat = np.pi / 4 * shape.width_mm * shape.length_mm
    assert flat < surface.areas_mm2.sum() < 1.12 * flat


def test_the_groove_has_the_published_radius_and_depth() -> None:
    shape = KneecapShape()
    field = groove_field(shape=shape)
    axis = np.array([*shape.axis_mm, shape.axis_z_mm])
    turns = np.radians([-60, 0, 60])
    floor = axis + shape.groove_radius_mm * np.column_stack(
        [np.cos(turns), np.sin(turns), np.zeros(3)]
    )
    distances, slopes = field.at(points_mm=floor)
    assert distances == pytest.approx([0, 0, 0], abs=0.1)
    assert np.linalg.norm(slopes, axis=1) == pytest.approx([1, 1, 1], abs=0.15)
    # From above, the highest place across is the shoulder: as high as the groove is deep.
    across = np.linspace(0, 26, 53)
    above = axis + np.column_stack(
        [np.full(53, shape.groove_radius_mm + 6.04 + 1e-9), np.zeros(53), across]
    )
    assert field.at(points_mm=above)[0].min() == pytest.approx(0, abs=0.1)


def test_the_groove_is_the_same_on_both_sides() -> None:
    shape = KneecapShape()
    field = groove_field(shape=shape)
    off = np.array([[50.0, 10.0, 8.0], [48.0, -12.0, 14.0]])
    sides = [off * [1, 1, sign] + [0, 0, shape.axis_z_mm] for sign in (1, -1)]
    one, other = (field.at(points_mm=side)[0] for side in sides)
    assert one == pytest.approx(other, abs=0.02)
