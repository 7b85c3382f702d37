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
