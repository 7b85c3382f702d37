"""One effort in a force-time recording: onset, peak, best second, rate, and what spoils it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from kneetrace.terms import InvalidInput, NotMeasurable

Floats = NDArray[np.float64]

BEST_WINDOW_S: Final = 1.0
RATE_WINDOW_S: Final = 0.2
"""DESIGN: the rate of force development is the mean rise in the first 0.2 s after the onset."""
REST_WINDOW_S: Final = 0.25
REST_SHARE: Final = 0.10
"""DESIGN: before the effort is rest where the force stays below a tenth of the best second."""
ONSET_NOISES: Final = 5.0
ONSET_SHARE: Final = 0.03
"""DESIGN: onset is where the force leaves rest by 3 % of the rise, and by 5 noises."""
OFFSET_SHARE: Final = 0.02
"""DESIGN: a reading at rest beyond 2 % of the best second is named."""
SMOOTHING_S: Final = 0.02
DEAD_BLOCK_S: Final = 0.1
DEAD_NOISES: Final = 2.0
"""DESIGN: no effort is in a channel whose 0.1 s means stay within 2 noises of each other."""
SPIKE_WINDOW_S: Final = 0.01
SPIKE_NOISES: Final = 10.0
SPIKE_SHARE: Final = 0.05
"""DESIGN: a spike leaves its 10 ms neighbourhood by 10 noises and 5 % of the peak."""
FLAT_S: Final = 0.02
FLAT_SAMPLES: Final = 10
LEAST_RATE_HZ: Final = 10.0
"""DESIGN: slower, a second holds too few samples to be judged."""


class UnusableTrace(InvalidInput):
    """A force recording that cannot be read as one: too short, too slow, or full of holes."""


class DeadChannel(NotMeasurable):
    """Nothing pulled on the sensor during the whole recording."""


class OverloadedSensor(NotMeasurable):
    """The sensor stood at its limit, so that the true peak is not in the recording."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ForceTrace:
    """One channel of a force recording.

    ``force_n``: (sample,), N, evenly sampled at ``rate_hz``; NaN where nothing was recorded.
    """

    name: str
    rate_hz: float
    force_n: Floats

    def __post_init__(self) -> None:
        if self.force_n.ndim != 1:
            raise ValueError("force_n must be (sample,)")
        if not self.rate_hz >= LEAST_RATE_HZ:
            raise UnusableTrace(
                f"{self.name} has {self.rate_hz:.3g} samples per second: record at least "
                f"{LEAST_RATE_HZ:g}."
            )


@dataclass(frozen=True, kw_only=True)
class Effort:
    """What one effort came to, in N as the device recorded it (nothing subtracted).

    ``rest_n`` is the reading before the effort; ``None``, like ``onset_s`` and ``rate_n_per_s``,
    where the recording begins under load. ``above_rest_n`` is then ``None`` too: it is the best
    second less the reading at rest. ``findings`` say in words what is wrong with the recording.
    """

    name: str
    peak_n: float
    peak_s: float
    best_second_n: float
    rest_n: float | None
    above_rest_n: float | None
    onset_s: float | None
    rate_n_per_s: float | None
    noise_n: float
    spikes: int
    findings: tuple[str, ...]


def find_effort(*, trace: ForceTrace) -> Effort:
    """Find the effort in one recorded channel and what it came to.

    Parameters
    ----------
    trace
        Pull or push positive.

    Returns
    -------
    Effort
        Peak (highest sample that is no spike), best mean of one second, onset and rate.

    Raises
    ------
    UnusableTrace
        When less than a second was recorded, or samples are missing in between.
    DeadChannel
        When the channel shows no effort at all, or only a negative one.
    OverloadedSensor
        When the force is cut off at the sensor's limit.
    """
    first, force_n = _recorded(trace=trace)
    spike = _spikes(force_n=force_n, rate_hz=trace.rate_hz)
    clean_n = _bridged(force_n=force_n, spike=spike)
    noise_n = _noise(force_n=clean_n)
    if _is_dead(force_n=clean_n, noise_n=noise_n, rate_hz=trace.rate_hz):
        raise DeadChannel(
            f"{trace.name} shows no effort in the whole recording: check the cable and the strap, "
            "then record again."
        )
    if _is_overloaded(force_n=clean_n, rate_hz=trace.rate_hz):
        raise OverloadedSensor(
            f"{trace.name} is cut off at {clean_n.max():.0f} N, the sensor's limit: use a sensor "
            "with a larger range or a longer lever arm."
        )
    best_second_n = float(_moving_mean(clean_n, _samples(BEST_WINDOW_S, trace.rate_hz)).max())
    if best_second_n <= 0:
        raise DeadChannel(
            f"{trace.name} never pulls in the positive direction: turn the sensor round or zero "
            "it, then record again."
        )
    peak = int(clean_n.argmax())
    rest_n, onset = _rest_and_onset(
        force_n=clean_n,
        noise_n=noise_n,
        best_n=best_second_n,
        peak=peak,
        rate_hz=trace.rate_hz,
    )
    rise_n_per_s = None
    if onset is not None:
        end = onset + _samples(RATE_WINDOW_S, trace.rate_hz)
        if end < clean_n.size:
            smooth_n = _moving_mean(clean_n, _samples(SMOOTHING_S, trace.rate_hz), same=True)
            rise_n_per_s = float(smooth_n[end] - smooth_n[onset]) / RATE_WINDOW_S
    return Effort(
        name=trace.name,
        peak_n=float(clean_n[peak]),
        peak_s=(first + peak) / trace.rate_hz,
        best_second_n=best_second_n,
        rest_n=rest_n,
        above_rest_n=None if rest_n is None else best_second_n - rest_n,
        onset_s=None if onset is None else (first + onset) / trace.rate_hz,
        rate_n_per_s=rise_n_per_s,
        noise_n=noise_n,
        spikes=_runs(spike),
        findings=_findings(
            rest_n=rest_n,
            best_n=best_second_n,
            spikes=_runs(spike),
            missing_s=(trace.force_n.size - force_n.size) / trace.rate_hz,
        ),
    )


def _recorded(*, trace: ForceTrace) -> tuple[int, Floats]:
    (there,) = np.nonzero(np.isfinite(trace.force_n))
    if there.size < _samples(BEST_WINDOW_S, trace.rate_hz):
        raise UnusableTrace(
            f"{trace.name} holds less than one second of force: record the whole effort."
        )
    force_n = trace.force_n[there[0] : there[-1] + 1].astype(np.float64)
    if not np.isfinite(force_n).all():
        raise UnusableTrace(
            f"Samples are missing in the middle of {trace.name}: export the recording again."
        )
    return int(there[0]), force_n


def _spikes(*, force_n: Floats, rate_hz: float) -> NDArray[np.bool_]:
    """Mark samples far off their close neighbourhood; a muscle cannot do that."""
    around_n = median_filter(force_n, 2 * max(2, _samples(SPIKE_WINDOW_S, rate_hz) // 2) + 1)
    off_n = np.abs(force_n - around_n)
    if rate_hz * SPIKE_WINDOW_S < 3:
        # At a slow rate the rise itself leaves its neighbours: only a lone sample is a spike.
        alone = np.zeros(force_n.size, dtype=np.bool_)
        before, after = np.diff(force_n)[:-1], np.diff(force_n)[1:]
        alone[1:-1] = (before * after < 0) & (
            np.minimum(np.abs(before), np.abs(after)) > np.abs(around_n[1:-1]) * 0.5
        )
        off_n = np.where(alone, off_n, 0.0)
    limit_n = max(
        SPIKE_NOISES * _noise(force_n=force_n), SPIKE_SHARE * float(np.abs(around_n).max())
    )
    return np.asarray(off_n > limit_n, dtype=np.bool_)


def _bridged(*, force_n: Floats, spike: NDArray[np.bool_]) -> Floats:
    if not spike.any():
        return force_n
    (good,) = np.nonzero(~spike)
    return np.asarray(np.interp(np.arange(force_n.size), good, force_n[good]), dtype=np.float64)


def _noise(*, force_n: Floats) -> float:
    """Estimate the noise of one sample from neighbouring samples, blind to slow change."""
    steps_n = np.diff(force_n)
    return float(1.4826 * np.median(np.abs(steps_n - np.median(steps_n))) / np.sqrt(2)) or float(
        np.std(steps_n) / np.sqrt(2)
    )


def _is_dead(*, force_n: Floats, noise_n: float, rate_hz: float) -> bool:
    block = _samples(DEAD_BLOCK_S, rate_hz)
    means_n = force_n[: force_n.size // block * block].reshape(-1, block).mean(axis=1)
    return float(np.ptp(means_n)) <= DEAD_NOISES * noise_n


def _is_overloaded(*, force_n: Floats, rate_hz: float) -> bool:
    starts = np.flatnonzero(np.concatenate(([True], np.diff(force_n) != 0)))
    lengths = np.diff(np.append(starts, force_n.size))
    at_top = force_n[starts] == force_n.max()
    longest_top = int(lengths[at_top].max())
    elsewhere = int(lengths[~at_top].max(initial=1))
    # A smooth device repeats values everywhere; a limit only at the top.
    return longest_top >= max(FLAT_SAMPLES, FLAT_S * rate_hz) and longest_top > 2 * elsewhere


def _rest_and_onset(
    *, force_n: Floats, noise_n: float, best_n: float, peak: int, rate_hz: float
) -> tuple[float | None, int | None]:
    window = _samples(REST_WINDOW_S, rate_hz)
    if peak <= window:
        return None, None
    before_n = _moving_mean(force_n[:peak], window)
    quietest = int(before_n.argmin())
    rest_n = float(before_n[quietest])
    spread_n = float(force_n[quietest : quietest + window].std())
    still = spread_n <= max(ONSET_NOISES * noise_n, ONSET_SHARE * best_n)
    if abs(rest_n) > REST_SHARE * best_n or not still:
        return None, None
    smooth_n = _moving_mean(force_n, _samples(SMOOTHING_S, rate_hz), same=True)
    threshold_n = rest_n + max(ONSET_NOISES * noise_n, ONSET_SHARE * (best_n - rest_n))
    below = np.flatnonzero(smooth_n[: peak + 1] <= threshold_n)
    return rest_n, int(below[-1]) + 1 if below.size else None


def _moving_mean(values: Floats, window: int, *, same: bool = False) -> Floats:
    if same:
        window += 1 - window % 2
        values = np.pad(values, window // 2, mode="edge")
    sums = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray((sums[window:] - sums[:-window]) / window, dtype=np.float64)


def _samples(span_s: float, rate_hz: float) -> int:
    return max(1, round(span_s * rate_hz))


def _runs(marked: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(np.diff(np.concatenate(([0], marked.astype(int)))) == 1))


def _findings(
    *, rest_n: float | None, best_n: float, spikes: int, missing_s: float
) -> tuple[str, ...]:
    found = []
    if rest_n is None:
        found.append(
            "The recording begins under load or the device was not zeroed: onset and rate cannot "
            "be told, so start recording a second before the effort."
        )
    elif abs(rest_n) > OFFSET_SHARE * best_n:
        found.append(f"The device shows {rest_n:.1f} N at rest: zero it before the next effort.")
    if spikes:
        found.append(f"{spikes} spike(s) no muscle makes were left out: check cable and strap.")
    if missing_s > 0:
        found.append(f"{missing_s:.1f} s at the beginning or the end hold no samples.")
    return tuple(found)
