import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.measure.pose.orientation import Orientation

FLIPS = [(1, 0, 0, 1), (-1, 0, 0, 1), (1, 0, 0, -1)]
orientations = st.builds(
    lambda matrix, turns: Orientation(matrix=matrix).turned(quarter_turns=turns),
    st.sampled_from(FLIPS),
    st.integers(-4, 4),
)


@given(orientations)
def test_four_quarter_turns_change_nothing(orientation: Orientation) -> None:
    assert orientation.turned(quarter_turns=4) == orientation


@given(st.integers(0, 3))
def test_a_quarter_turn_is_numpy_s(turns: int) -> None:
    picture = np.arange(24, dtype=np.uint8).reshape(4, 6)
    turned = Orientation().turned(quarter_turns=turns).upright(picture)
    assert np.array_equal(turned, np.rot90(picture, turns))
    assert turned.flags.c_contiguous


@given(orientations)
def test_a_mirror_mirrored_is_no_mirror(orientation: Orientation) -> None:
    picture = np.arange(24, dtype=np.uint8).reshape(4, 6)
    mirrored = orientation.mirrored()
    assert np.array_equal(mirrored.upright(picture), orientation.upright(picture)[:, ::-1])
    assert mirrored.mirrored() == orientation


@given(orientations, st.integers(1, 6), st.integers(1, 6))
def test_positions_and_pictures_turn_alike(
    orientation: Orientation, width_px: int, height_px: int
) -> None:
    stored = np.arange(width_px * height_px, dtype=np.uint8).reshape(height_px, width_px)
    upright = orientation.upright(stored)
    assert upright.shape[::-1] == orientation.upright_size(width_px=width_px, height_px=height_px)
    affine = orientation.stored_from_upright(width_px=width_px, height_px=height_px)
    for y, x in np.ndindex(upright.shape):
        column, row = affine @ (x, y, 1)
        assert upright[y, x] == stored[round(row), round(column)]


@pytest.mark.parametrize(
    ("numbers", "matrix"),
    [
        ((65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30), (1, 0, 0, 1)),
        ((0, -65536, 0, 65536, 0, 0, 0, 0, 1 << 30), (0, 1, -1, 0)),
        ((-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30), (-1, 0, 0, 1)),
        ((0,) * 9, (1, 0, 0, 1)),
    ],
)
def test_display_matrices_of_containers(numbers: tuple[int, ...], matrix: tuple[int, ...]) -> None:
    read = Orientation.from_display_matrix(np.array(numbers, dtype=np.int32))
    assert read.matrix == matrix
