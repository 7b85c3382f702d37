"""Frames in which the network took the left leg for the right one."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_MOST_COST: Final = 0.3
"""DESIGN: one landmark's unsteadiness counts at most so much, in body sizes."""
_SWITCH_COST: Final = 0.15
"""DESIGN: price of a change between as-is and exchanged, in body sizes summed over landmarks."""
_EXCHANGED_COST: Final = 0.002
"""DESIGN: price per frame of being exchanged; the network is right more often than not."""
_TWIST_COST: Final = 0.5
"""DESIGN: weight of hips and shoulders pointing opposite ways."""
_LEAST_WIDTH: Final = 0.05
"""DESIGN: hips or shoulders narrower than this, in body sizes, are seen from the side: which way
they point is noise."""

# The four states of the search: (previous frame exchanged, this frame exchanged).
_STATES: Final = ((0, 0), (0, 1), (1, 0), (1, 1))


def exchanged_frames(
    xy: NDArray[np.float64],
    *,
    pairs: Sequence[tuple[int, int]],
    size_px: float,
    line: tuple[int, int] | None = None,
    guide: tuple[int, int] | None = None,
) -> NDArray[np.bool_]:
    """Find frames whose left and right must be exchanged for steady movement.

    The cheapest sequence of as-is and exchanged frames is sought (Viterbi), where a landmark
    pays for its acceleration; so limbs that cross, as in walking seen from the side, keep their
    names, and limbs that lie on one another are left as the network named them.

    Parameters
    ----------
    xy : (frame, landmark, xy), px; NaN where not found.
    pairs : (left, right) landmark numbers exchanged together.
    size_px : size of the body in the picture.
    line, guide : landmark pairs (left, right) whose directions agree in every posture, such as
        hips and shoulders.

    Returns
    -------
    (frame,), False where nothing was found.
    """
    both = np.array(pairs)
    straight, crossed = both.ravel(), both[:, ::-1].ravel()
    seen = np.asarray(np.isfinite(xy[:, straight]).all(axis=(1, 2)))
    lean = _twist(xy, line, guide, size_px) if line and guide else np.zeros(len(xy))
    views = np.stack([xy[:, straight], xy[:, crossed]]) / size_px
    result = np.zeros(len(xy), dtype=np.bool_)
    for start, stop in runs(seen):
        if stop - start > 2:
            result[start:stop] = _cheapest(views[:, start:stop], lean[start:stop])
    return result


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open index ranges where a mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _twist(
    xy: NDArray[np.float64], line: tuple[int, int], guide: tuple[int, int], size_px: float
) -> NDArray[np.float64]:
    """(frame,), above 0 where line and guide agree, by the width that shows it, 0 from the side."""
    one, other = (xy[:, pair[1]] - xy[:, pair[0]] for pair in (line, guide))
    lengths = np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1)
    cosine = (one * other).sum(axis=1) / np.maximum(lengths[0] * lengths[1], 1e-9)
    width = np.maximum(np.minimum(*lengths) / size_px - _LEAST_WIDTH, 0.0)
    return np.asarray(np.nan_to_num(cosine * width))


def _cheapest(views: NDArray[np.float64], lean: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Viterbi over pairs of states; views (exchanged, frame, landmark, xy) in body sizes."""
    frames = views.shape[1]
    unary = np.stack([-_TWIST_COST * lean, _EXCHANGED_COST + _TWIST_COST * lean])
    best = np.array([unary[a, 0] + unary[b, 1] + _SWITCH_COST * (a != b) for a, b in _STATES])
    best += [_cost(views[b, 1] - views[a, 0]) for a, b in _STATES]
    came_from = np.zeros((frames, 4), dtype=np.int8)
    unsteady = _unsteadiness(views)
    for t in range(2, frames):
        then = best
        best = np.empty(4)
        for k, (a, b) in enumerate(_STATES):
            options = [then[2 * before + a] + unsteady[t, before, a, b] for before in (0, 1)]
            came_from[t, k] = np.argmin(options)
            best[k] = options[came_from[t, k]] + unary[b, t] + _SWITCH_COST * (a != b)
    state = int(np.argmin(best))
    path = np.zeros(frames, dtype=np.bool_)
    for t in range(frames - 1, 0, -1):
        a, b = _STATES[state]
        path[t], path[t - 1] = b, a
        state = 2 * int(came_from[t, state]) + a
    return path


def _unsteadiness(views: NDArray[np.float64]) -> NDArray[np.float64]:
    """(frame, state two before, state before, state now): summed acceleration of the landmarks."""
    cost = np.zeros((views.shape[1], 2, 2, 2))
    for i, j, k in np.ndindex(2, 2, 2):
        cost[2:, i, j, k] = _cost(views[k, 2:] - 2 * views[j, 1:-1] + views[i, :-2])
    return cost


def _cost(change: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(change, axis=-1)
    return np.asarray(np.minimum(lengths, _MOST_COST).sum(axis=-1))
