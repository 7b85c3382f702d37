"""Fair shares of a difference among causes that act together (Shapley 1953)."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def shapley_shares(values: Array, /) -> Array:
    """Share what all players together make of a value among them.

    Parameters
    ----------
    values : (..., subset), of every subset of n players; bit k of a subset's number says whether
        player k is in it, so there are 2**n

    Returns
    -------
    Array
        (..., player): the mean of what a player adds over all orders in which players may come. The
        shares sum to the value of all less the value of none; who never adds anything gets 0.
    """
    subsets = values.shape[-1]
    players = subsets.bit_length() - 1
    if subsets != 1 << players:
        raise ValueError(f"{subsets} is not the number of subsets of anything.")
    numbers = np.arange(subsets)
    sizes = np.array([number.bit_count() for number in range(subsets)])
    shares = np.empty((*values.shape[:-1], players))
    for player in range(players):
        without = numbers[numbers >> player & 1 == 0]
        weights = 1 / (players * np.array([math.comb(players - 1, n) for n in sizes[without]]))
        shares[..., player] = (values[..., without | 1 << player] - values[..., without]) @ weights
    return shares


def gray_code(players: int, /) -> NDArray[np.int64]:
    """All subsets in an order in which each differs from the one before by one player."""
    numbers = np.arange(1 << players)
    return np.asarray(numbers ^ numbers >> 1)


def quick_subsets(players: int, /) -> list[int]:
    """The subsets that ``quick_shares`` needs: none, each alone, all, all but each."""
    every = (1 << players) - 1
    alone = [1 << player for player in range(players)]
    return [0, *alone, every, *(every - one for one in alone)]


def quick_shares(values: Array, /) -> Array:
    """Share as ``shapley_shares`` does, from 2n + 2 subsets: exact where players act in pairs.

    Each gets the mean of what it adds first and last (Grabisch 1997: 2-additive games). What is
    left goes to all by how much they add, so that the sum holds and who adds nothing gets 0.

    Parameters
    ----------
    values : (2n + 2,), of ``quick_subsets``

    Returns
    -------
    Array
        (player,)
    """
    players = len(values) // 2 - 1
    none, alone, every, without = np.split(values, [1, 1 + players, 2 + players])
    first, last = alone - none, every - without
    shares = (first + last) / 2
    size = np.abs(first) + np.abs(last)
    left = (every - none) - shares.sum()
    return np.asarray(shares + left * size / max(size.sum(), np.finfo(float).tiny))
