from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneetrace.explain.attribution.shapley import (
    gray_code,
    quick_shares,
    quick_subsets,
    shapley_shares,
)

Array = NDArray[np.float64]


@st.composite
def games(draw: st.DrawFn) -> Array:
    """Values of every subset of up to five players."""
    players = draw(st.integers(0, 5))
    floats = st.floats(-100, 100, width=32)
    return np.array(draw(st.lists(floats, min_size=2**players, max_size=2**players)))


@given(games())
def test_shares_sum_to_what_all_make_together(values: Array) -> None:
    assert shapley_shares(values).sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@given(games(), st.randoms())
def test_the_order_of_players_changes_nothing(values: Array, random: object) -> None:
    players = len(values).bit_length() - 1
    order = list(range(players))
    random.shuffle(order)  # type: ignore[attr-defined]
    renumbered = [
        sum(1 << new for new, old in enumerate(order) if subset >> old & 1)
        for subset in range(len(values))
    ]
    shuffled = np.empty_like(values)
    shuffled[renumbered] = values
    np.testing.assert_allclose(shapley_shares(shuffled), shapley_shares(values)[order], atol=1e-9)


@given(games())
def test_who_never_adds_anything_gets_exactly_nothing(values: Array) -> None:
    assert shapley_shares(np.concatenate([values, values]))[-1] == 0.0


@given(games())
def test_identical_players_get_equal_shares(values: Array) -> None:
    """Two players more, of whom only the number counts."""
    one = values + 3.0 * np.arange(len(values))
    both = np.concatenate([values, one, one, 2 * one - values + 1.0])
    shares = shapley_shares(both)
    assert shares[-1] == pytest.approx(shares[-2], abs=1e-9)


def test_three_gloves() -> None:
    """One left glove and two right ones: a pair is worth 1 (a textbook game)."""
    values = np.array([float(subset & 1 and subset > 1) for subset in range(8)])
    np.testing.assert_allclose(shapley_shares(values), [2 / 3, 1 / 6, 1 / 6])


def test_a_number_of_values_that_no_subsets_have_is_refused() -> None:
    with pytest.raises(ValueError, match="is not the number of subsets"):
        shapley_shares(np.zeros(6))


def test_neighbours_in_gray_code_differ_by_one_player() -> None:
    subsets = gray_code(6)
    assert sorted(subsets) == list(range(64))
    assert all(int(a ^ b).bit_count() == 1 for a, b in pairwise(subsets))


@given(st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.floats(-9, 9))
def test_the_quick_route_is_exact_where_players_act_in_pairs(
    each: list[float], both: float
) -> None:
    values = np.array(
        [
            sum(one for k, one in enumerate(each) if subset >> k & 1) + both * (subset & 3 == 3)
            for subset in range(16)
        ]
    )
    quick = quick_shares(values[quick_subsets(4)])
    np.testing.assert_allclose(quick, shapley_shares(values), atol=1e-9)
