"""Smooth coordinates and their rates from a recorded motion."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, sosfiltfilt

from kneetrace.explain.load.movement import Coordinates
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

LOW_PASS_HZ: Final = 6.0
"""Cut-off in everyday movement: OpenSim's own examples of walking and squatting use 6 Hz."""

SLOW_PASS_HZ: Final = 3.0
"""DESIGN: cut-off where the ground reaction is told by the motion of a slow movement (a squat, a
rise from a chair). There accelerations are forces, and twice differentiated noise grows with the
square of the cut-off; a squat of two seconds lies below 2 Hz. Walking and faster: 6 Hz."""

ORDER: Final = 3
"""Of the Butterworth filter, run both ways, so that nothing is delayed (as OpenSim's is)."""


SHORTEST: Final = 12
"""Frames; fewer cannot be differentiated twice."""


class GapInMotion(InvalidInput):
    """A coordinate has no value in some frames, or there are too few frames."""


def low_pass(values: Array, *, rate_hz: float, cutoff_hz: float) -> Array:
    """Take out what moves faster than ``cutoff_hz``, without delay: (time, ...) as given."""
    sos = butter(ORDER, cutoff_hz, fs=rate_hz, output="sos")
    padding = min(len(values) - 1, round(rate_hz))
    return np.asarray(sosfiltfilt(sos, values, axis=0, padlen=padding))


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
        raise GapInMotion(
            f"{len(time_s)} frames are too few to tell loads: give {SHORTEST} or more."
        )
    for name, column in values.items():
        if missing := int((~np.isfinite(column)).sum()):
            raise GapInMotion(
                f"{name} is missing in {missing} of {len(column)} frames: cut the motion to a part "
                "without gaps."
            )
