"""Whether force plates and motion were recorded by one clock."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST_S: Final = 1.0
"""DESIGN: how far the plates are tried to come before or after the motion."""

LEAST_LATE_S: Final = 0.06
"""DESIGN: less is what filtering and a laboratory's own delay make up."""

LEAST_FELT_S: Final = 0.5
"""DESIGN: nothing is told from less."""

BETTER: Final = 0.5
"""DESIGN: a shift that leaves less than this of the disagreement is no chance."""


def plates_late_s(
    *, push_n: Array, asked_n: Array, felt: NDArray[np.bool_], time_s: Array
) -> float:
    """Tell how much later the plates feel a push than the motion asks for it.

    Parameters
    ----------
    push_n : (time,), N, upward, of all plates
    asked_n : (time,), N, what the motion asks of the ground
    felt : (time,), nothing but the plates held the person
    time_s : (time,), s, even

    Returns
    -------
    float
        s; negative where the plates come first; 0 where they are of one clock, or nobody can tell.
    """
    step_s = float(time_s[1] - time_s[0])
    most = min(round(LONGEST_S / step_s), len(time_s) // 3)
    at = np.flatnonzero(felt)
    if len(at) * step_s < LEAST_FELT_S:
        return 0.0
    lags, gaps_n = [], []
    for lag in range(-most, most + 1):
        both = at[(at + lag >= 0) & (at + lag < len(time_s))]
        if len(both) > len(at) / 2:
            lags.append(lag)
            gaps_n.append(float(np.sqrt(np.mean((push_n[both + lag] - asked_n[both]) ** 2))))
    best = int(np.argmin(gaps_n))
    late_s = lags[best] * step_s
    sure = gaps_n[best] < BETTER * gaps_n[lags.index(0)] and abs(late_s) > LEAST_LATE_S
    return late_s if sure else 0.0
