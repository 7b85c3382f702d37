"""Smooth coordinates and their rates from a recorded motion."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, sosfiltfilt

from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.notes import load_note
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

LOW_PASS_HZ: Final = 6.0
"""Cut-off in everyday movement: OpenSim's own examples of walking and squatting use 6 Hz."""

CUT_HZ: Final = (2.0, 12.0)
"""DESIGN: least and most cut-off told by a movement."""

POWER_SHARE: Final = 0.99
TIMES: Final = 2.0
"""DESIGN: the cut-off is twice the frequency below which 99 % of the power of the knees' and hips'
bending lies. Noise hardly moves that frequency, and where people walk at their usual speed the
rule gives the usual 6 Hz (after Winter 1974, doi:10.1016/0021-9290(74)90056-6, who found nearly
all power of gait within seven harmonics of the stride)."""

STRETCH_S: Final = 4.0
MOVES: Final = 0.25
"""DESIGN: the quickest stretch of this length counts, of those with at least this share of the
power of the one that moves most: a jump among squats stays a jump."""

STILL_RAD: Final = 0.09
"""DESIGN: joints that move less (standard deviation, mean of all) may tell noise, no movement."""

BENDING: Final = ("knee_angle_r", "knee_angle_l", "hip_flexion_r", "hip_flexion_l")

ORDER: Final = 3
"""Of the Butterworth filter, run both ways, so that nothing is delayed (as OpenSim's is)."""

SHORTEST: Final = 12
"""Frames; fewer cannot be differentiated twice."""

LEAST_RATE: Final = 2.5
"""DESIGN: frames a second over the filter's cut-off; with fewer there is nothing to take out."""


class GapInMotion(InvalidInput):
    """A coordinate has no value in some frames, or there are too few frames or a second."""


def low_pass(values: Array, *, rate_hz: float, cutoff_hz: float) -> Array:
    """Take out what moves faster than ``cutoff_hz``, without delay: (time, ...) as given."""
    sos = butter(ORDER, cutoff_hz, fs=rate_hz, output="sos")
    padding = min(len(values) - 1, round(rate_hz))
    return np.asarray(sosfiltfilt(sos, values, axis=0, padlen=padding))


def cut_off_hz(*, time_s: Array, values: Mapping[str, Array]) -> float:
    """Tell from a movement how fast its quickest part is, and so where noise begins.

    Parameters
    ----------
    time_s : (time,), s, evenly spaced
    values : coordinate -> (time,), rad or m, without gaps

    Returns
    -------
    float
        For the low-pass filter, within ``CUT_HZ``. Accelerations are forces, and noise that is
        differentiated twice grows with the square of the cut-off.
    """
    columns = [values[name] for name in BENDING if name in values]
    rate_hz = (len(time_s) - 1) / float(time_s[-1] - time_s[0])
    length = min(len(time_s), round(STRETCH_S * rate_hz))
    if not columns or length < SHORTEST or not np.isfinite(columns).all():
        return LOW_PASS_HZ  # what is missing is refused where it is filtered
    starts = range(0, len(time_s) - length + 1, max(1, length // 2))
    hz = np.fft.rfftfreq(length, 1 / rate_hz)
    powers = [_power(np.column_stack(columns)[start : start + length]) for start in starts]
    most = max(power.sum() for power in powers)
    quickest = [
        np.interp(POWER_SHARE, np.cumsum(power) / power.sum(), hz)
        for power in powers
        if power.sum() >= max(MOVES * most, STILL_RAD**2)
    ]
    return float(np.clip(TIMES * max(quickest, default=0.0), *CUT_HZ))


def _power(table: Array) -> Array:
    """Variance by frequency, mean of all columns: (frequency,), rad^2."""
    frames = len(table)
    line = np.linspace(table[0], table[-1], frames)
    window = np.hanning(frames)
    inner = table - line
    found = np.fft.rfft((inner - inner.mean(axis=0)) * window[:, None], axis=0)
    return np.asarray(2 * (np.abs(found) ** 2).mean(axis=1) / (frames * (window**2).sum()))


def coordinates_of(
    *, time_s: Array, values: dict[str, Array], cutoff_hz: float | None = LOW_PASS_HZ
) -> Coordinates:
    """Filter coordinates and differentiate them twice.

    Parameters
    ----------
    time_s : (time,), s, evenly spaced
    values : coordinate -> (time,), rad or m
    cutoff_hz : of the low-pass filter; None where the values are smooth already

    Returns
    -------
    Coordinates
        Values, speeds and accelerations of one quintic spline through the filtered values.

    Raises
    ------
    GapInMotion
        When a value is missing or the motion is too short: what lies in a gap is not guessed here.
    """
    _check_whole(time_s, values)
    table = np.column_stack(list(values.values()))
    if cutoff_hz is not None:
        rate_hz = (len(time_s) - 1) / float(time_s[-1] - time_s[0])
        if rate_hz < LEAST_RATE * cutoff_hz:
            raise GapInMotion(
                load_note("too_slow", rate=round(rate_hz, 1), least=LEAST_RATE * cutoff_hz)
            )
        table = low_pass(table, rate_hz=rate_hz, cutoff_hz=cutoff_hz)
    spline = make_interp_spline(time_s, table, k=5)
    first, second = spline.derivative(1)(time_s), spline.derivative(2)(time_s)
    return Coordinates(
        time_s=time_s,
        values=dict(zip(values, table.T, strict=True)),
        speeds=dict(zip(values, first.T, strict=True)),
        accelerations=dict(zip(values, second.T, strict=True)),
    )


def _check_whole(time_s: Array, values: dict[str, Array]) -> None:
    if len(time_s) < SHORTEST:
        raise GapInMotion(load_note("too_few_frames", frames=len(time_s), least=SHORTEST))
    for name, column in values.items():
        if missing := int((~np.isfinite(column)).sum()):
            raise GapInMotion(
                load_note(
                    "gap",
                    name=name,
                    some=missing,
                    all=len(column),
                    first=round(float(time_s[np.argmin(np.isfinite(column))]), 2),
                )
            )
