"""Whether two recordings show the same moments, and how far apart their clocks are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.signal import butter, sosfiltfilt

from kneetrace.measure.body.observing import View
from kneetrace.measure.body.skeleton import Array
from kneetrace.measure.body.stillness import body_height_px, fill_gaps
from kneetrace.measure.pose.landmarks import INDEX

LEAST_ALIKE: Final = 0.6
"""Recordings in which the body moves up and down less alike than this show different moments.
DESIGN: four steep cameras around one person agree to 0.6 at worst, level ones to 0.9; a second
performance of the same five squats to 0.4."""

LEAST_OVERLAP_S: Final = 1.0
LEAST_OVERLAP_SHARE: Final = 0.5
"""How much of the shorter recording the other one has to cover. DESIGN"""

_RATE_HZ: Final = 60.0
_LOW_PASS_HZ: Final = 5.0
_HIPS: Final = [INDEX[f"{side}_hip"] for side in ("left", "right")]
_FOLLOWED: Final = [
    INDEX[f"{side}_{part}"]
    for side in ("left", "right")
    for part in ("shoulder", "elbow", "wrist", "knee", "ankle", "heel", "foot_index")
]


@dataclass(frozen=True, kw_only=True)
class Synchrony:
    """How well two recordings fit together in time.

    shift_s : time in the second recording minus time in the first, at the same moment
    alike : correlation of how fast the body's parts move up and down, -1 to 1
    """

    shift_s: float
    alike: float

    @property
    def together(self) -> bool:
        """Whether both recordings may show the same moments."""
        return self.alike >= LEAST_ALIKE


def find_synchrony(*, first: View, second: View, rolls_rad: tuple[float, float]) -> Synchrony:
    """Find the shift of clocks at which a person moves most alike in two recordings.

    Up and down, against the hips, looks much the same from every side.

    Parameters
    ----------
    rolls_rad : roll of each camera, as in CameraPlacement

    Returns
    -------
    Synchrony
        ``alike`` is -1 where the recordings are too short to be laid over each other
    """
    one, two = (_rises(view, roll) for view, roll in zip((first, second), rolls_rad, strict=True))
    shorter = min(len(one), len(two))
    least = max(round(LEAST_OVERLAP_S * _RATE_HZ), round(LEAST_OVERLAP_SHARE * shorter))
    if shorter < least:
        return Synchrony(shift_s=0.0, alike=-1.0)
    shifts = np.arange(least - len(one), len(two) - least + 1)  # second index minus first index
    met = np.array([_met(one, two, int(shift)) for shift in shifts])
    best = int(np.argmax(met[:, 0]))  # what is not overlaid counts against a shift
    alike = met[best, 0] / np.sqrt(max(met[best, 1] * met[best, 2], 1e-12))
    start_s = float(second[0].time_s[0] - first[0].time_s[0])
    shift_s = start_s + float(shifts[best] + _peak(met[:, 0], best)) / _RATE_HZ
    return Synchrony(shift_s=shift_s, alike=float(alike))


def _rises(view: View, roll_rad: float) -> Array:
    """Speeds upward of the body's parts against the hips, (time, part), statures per second."""
    clip, track = view
    from_hips = track.xy_px[:, _FOLLOWED] - track.xy_px[:, _HIPS].mean(axis=1, keepdims=True)
    above = -(from_hips @ np.array([np.sin(roll_rad), np.cos(roll_rad)]))
    above = fill_gaps(above) / body_height_px(track.xy_px)
    even = np.arange(clip.time_s[0], clip.time_s[-1], 1 / _RATE_HZ)
    heights = np.stack([np.interp(even, clip.time_s, column) for column in above.T], axis=1)
    low_pass = butter(2, _LOW_PASS_HZ, fs=_RATE_HZ, output="sos")
    steady = sosfiltfilt(low_pass, heights, axis=0, padlen=min(30, len(heights) - 1))
    return np.asarray(np.gradient(steady, axis=0) * _RATE_HZ)


def _met(one: Array, two: Array, shift: int) -> tuple[float, float, float]:
    """Product of both, and the energy of each, where they lie over each other."""
    start, end = max(0, -shift), min(len(one), len(two) - shift)
    left, right = one[start:end], two[start + shift : end + shift]
    return float((left * right).sum()), float((left**2).sum()), float((right**2).sum())


def _peak(values: Array, at: int) -> float:
    """Where the parabola through a maximum and its neighbours peaks, in steps from it."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2 * here + after
    return float(0.5 * (before - after) / bend) if bend < 0 else 0.0
