"""Landmarks that for a moment are somewhere else, and how much the others tremble."""

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter
from scipy.signal import butter, sosfiltfilt

from kneetrace.measure.pose.legswaps import runs

_TREND_S: Final = 0.05
"""DESIGN: half window of the local trend; so short that a foot setting down stays on it."""
_SPREAD_S: Final = 1.0
"""DESIGN: half window of the local spread."""
_HAMPEL: Final = 4.5
"""DESIGN: rejected beyond this many robust standard deviations (Hampel identifier: Pearson 2002,
doi:10.1109/87.974338, uses 3; wider, so as to lose no fast movement)."""
_LEAST_SPREAD: Final = 0.005
"""DESIGN: no spread is taken to be smaller, in body sizes."""
_LEAP: Final = (0.06, 4.0)
"""DESIGN: a landmark that moves more, in body sizes and body sizes per second, has leapt."""
_LONGEST_LEAP_S: Final = 0.4
"""DESIGN: a leap that comes back within this time is an error all along."""
_NOISE_ABOVE_HZ: Final = 6.0
"""Edge of human movement in these tests (Winter 2009, Biomechanics and Motor Control)."""
_MAD_TO_SD: Final = 1.4826


def outlying(xy: NDArray[np.float64], *, rate_hz: float, size_px: float) -> NDArray[np.bool_]:
    """Find landmarks that leave their own path for a moment.

    Parameters
    ----------
    xy : (frame, landmark, xy), px; NaN where not found.
    rate_hz : frames a second.
    size_px : size of the body in the picture.

    Returns
    -------
    (frame, landmark), True for outliers; frames where nothing was found are not.
    """
    result = np.zeros(xy.shape[:2], dtype=np.bool_)
    found = np.asarray(np.isfinite(xy).all(axis=(1, 2)))
    for start, stop in runs(found):
        part = xy[start:stop]
        leapt = _leaps(part, rate_hz, size_px)
        result[start:stop] = leapt | _off_trend(_bridged(part, leapt), rate_hz, size_px)
    return result


def noise(xy: NDArray[np.float64], *, rate_hz: float) -> NDArray[np.float64]:
    """Estimate each landmark's noise from what a body cannot do.

    Parameters
    ----------
    xy : (frame, landmark, xy), px; NaN where not found or rejected.
    rate_hz : frames a second.

    Returns
    -------
    (landmark,), px, robust standard deviation of one coordinate above 6 Hz; where the clip is
    too slow or too short for that filter, the one that second differences show; NaN for a
    landmark seen in fewer than five consecutive frames.
    """
    return np.array([_noise_of(xy[:, i], rate_hz) for i in range(xy.shape[1])])


def _noise_of(path: NDArray[np.float64], rate_hz: float) -> float:
    seen = np.asarray(np.isfinite(path).all(axis=1))
    filterable = rate_hz > 2.5 * _NOISE_ABOVE_HZ
    shortest = max(int(rate_hz / 2), 16)
    fast, second = [], []
    for start, stop in runs(seen):
        part = path[start:stop]
        if filterable and stop - start >= shortest:
            passing = butter(4, _NOISE_ABOVE_HZ, "highpass", fs=rate_hz, output="sos")
            fast.append(sosfiltfilt(passing, part, axis=0, padlen=min(15, len(part) - 1)).ravel())
        elif stop - start >= 5:
            second.append(np.diff(part, 2, axis=0).ravel() / np.sqrt(6))
    rest = np.concatenate(fast or second or [np.array([np.nan])])
    return float(_MAD_TO_SD * np.median(np.abs(rest)))


def _leaps(xy: NDArray[np.float64], rate_hz: float, size_px: float) -> NDArray[np.bool_]:
    """Stretches between a leap away and a leap back."""
    base, per_second = _LEAP
    step = np.linalg.norm(np.diff(xy, axis=0), axis=2)
    leapt = step > size_px * (base + per_second / rate_hz)
    longest = max(1, round(_LONGEST_LEAP_S * rate_hz))
    result = np.zeros(xy.shape[:2], dtype=np.bool_)
    for landmark in np.flatnonzero(leapt.any(axis=0)):
        places = np.flatnonzero(leapt[:, landmark]) + 1
        for away, back in itertools.pairwise(places):
            home = np.linalg.norm(xy[back, landmark] - xy[away - 1, landmark])
            if back - away <= longest and home < step[away - 1, landmark] / 2:
                result[away:back, landmark] = True
    return result


def _bridged(xy: NDArray[np.float64], gone: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Lay a straight line over what is already known to be wrong."""
    result = xy.copy()
    frames = np.arange(len(xy))
    for landmark in np.flatnonzero(gone.any(axis=0)):
        good = ~gone[:, landmark]
        for axis in range(2):
            result[:, landmark, axis] = np.interp(frames, frames[good], xy[good, landmark, axis])
    return result


def _off_trend(xy: NDArray[np.float64], rate_hz: float, size_px: float) -> NDArray[np.bool_]:
    reach = max(2, round(_TREND_S * rate_hz))
    if len(xy) < 2 * reach + 1:
        return np.zeros(xy.shape[:2], dtype=np.bool_)
    trend = _running_median(xy, 2 * reach + 1)
    away = np.linalg.norm(xy - trend, axis=2)
    wide = 2 * min(max(reach, round(_SPREAD_S * rate_hz)), len(xy) // 2) + 1
    spread = _MAD_TO_SD * _running_median(away, wide)
    return np.asarray(away > _HAMPEL * np.maximum(spread, _LEAST_SPREAD * size_px))


def _running_median(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Median over the first axis, column by column: far faster than over many axes at once."""
    columns = np.ascontiguousarray(values.reshape(len(values), -1).T)
    medians = [median_filter(column, size=width, mode="nearest") for column in columns]
    return np.stack(medians, axis=1).reshape(values.shape)
