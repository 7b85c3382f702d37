"""Where each repetition of a movement starts, turns and ends."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, median_filter
from scipy.signal import butter, find_peaks, sosfiltfilt

from kneetrace.measure.body.motion import JOINTS, Motion
from kneetrace.measure.body.upright_lab import LEG_SHARE, leg_length_m
from kneetrace.measure.movement.events.counting import LEAST_KNEE_EXCURSION_RAD
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Legs, MovementTest, TestedLeg, movement_test
from kneetrace.measure.pose.landmarks import INDEX, CleanTrack
from kneetrace.terms import InvalidInput, Side

Floats = NDArray[np.float64]


class UnusableSignal(InvalidInput):
    """The signal given cannot be cut into repetitions."""


@dataclass(frozen=True, kw_only=True)
class RepetitionSettings:
    """How repetitions are told from everything else; shares are of the person's own excursion.

    grid_hz : the signal is put on this even grid, so that frame rate plays no part. DESIGN
    spike_s : median window that takes out single wrong frames. DESIGN
    smooth_hz : zero-phase Butterworth cut-off; squats and chair stands run below 1 Hz, tremor
        and landmark jitter above 3 Hz. DESIGN
    candidate_share : a turn counts as a candidate from this share of the largest on. DESIGN
    full_share : a candidate this deep, as a share of the person's median one, is a repetition
        wherever it stands; a shallower one is a fidget or a failed attempt, unless it goes from
        rest to rest between two full ones and the test counts shallow repetitions. DESIGN
    rest_share : back within this share of the excursion is back at rest; start and end are
        looked for there, so a pause half way does not end a repetition. DESIGN
    onset_velocity_share : start and end lie where speed falls below this share of the
        repetition's peak speed. The threshold rule is that of Teasdale et al. 1993 (J Mot
        Behav 25:97-106) as described by Botzer and Karniel 2009
        (doi 10.3389/neuro.20.002.2009); both use 5-10 % on clean data, we use 20 % because
        the start moves less under the slow error of a camera-based angle.
    turn_smooth_s : Gaussian width under which the turning point is the extreme, so that on a
        plateau it lies near the middle. DESIGN
    """

    grid_hz: float = 60.0
    spike_s: float = 0.15
    smooth_hz: float = 3.0
    candidate_share: float = 0.3
    full_share: float = 0.6
    rest_share: float = 0.25
    onset_velocity_share: float = 0.2
    turn_smooth_s: float = 0.2


SETTINGS: Final = RepetitionSettings()

MOST_TRAVEL: Final = 0.12
"""A foot that travels further than this share of the person's height in the picture steps; planted
feet wander by up to 0.03 in a sit-to-stand, stepping ones by 0.08 to 0.5. DESIGN"""

AT_THE_TURN_S: Final = 0.25
"""Where feet may be set and taken back, they stay this long before and after the turn. DESIGN"""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One excursion away from rest and back: ``start_s`` to ``end_s``, turning at ``peak_s``.

    ``leaves`` and ``returns`` tell whether the way out and the way back are in the signal.
    """

    start_s: float
    peak_s: float
    end_s: float
    leaves: bool
    returns: bool


def find_repetitions(
    *, time_s: Floats, knee_flexion_rad: Floats, test: str
) -> tuple[Repetition, ...]:
    """Find the repetitions of a movement test in one knee-flexion curve.

    Parameters
    ----------
    time_s
        ``(time,)``, s, increasing; need not be even.
    knee_flexion_rad
        ``(time,)``, rad, flexion positive; NaN where not measured. See :func:`both_knees`.
    test
        Name of the movement test; it says which way a repetition goes.

    Returns
    -------
    tuple of Repetition
        As :func:`repetitions_in` gives them.

    Raises
    ------
    UnusableSignal
        For arrays of different length, or times that do not increase.
    UnknownMovementTest
        For a name that is no movement test.
    """
    return repetitions_in(
        time_s=time_s,
        bend=knee_flexion_rad,
        test=movement_test(name=test),
        least=LEAST_KNEE_EXCURSION_RAD,
    )


def repetitions_in(
    *,
    time_s: Floats,
    bend: Floats,
    test: MovementTest,
    least: float,
    settings: RepetitionSettings = SETTINGS,
) -> tuple[Repetition, ...]:
    """Find the repetitions of a movement test in the one curve that is counted.

    Parameters
    ----------
    time_s
        ``(time,)``, s, increasing; need not be even.
    bend
        ``(time,)``, any unit, larger = more bent; NaN where not measured. See ``counting.py``.
    test
        It says which way a repetition goes, and what counts.
    least
        Turns smaller than this are none, in the unit of ``bend``.

    Returns
    -------
    tuple of Repetition
        In order of time. Those that the clip cuts off have ``complete=False`` and are not to be
        counted. Standing before a sit-to-stand test is no repetition; a last rise counts even
        when the clip ends standing, where the test says so, and then ends with the clip.

    Raises
    ------
    UnusableSignal
        For arrays of different length, or times that do not increase.
    """
    turns = find_turns(
        time_s=time_s,
        signal=test.excursion.sign * np.asarray(bend, dtype=np.float64),
        least_excursion=least,
        counts_shallow=test.counts_shallow,
        settings=settings,
    )
    # What a chair stand lacks before its rise is the first sitting down, not a repetition.
    own = [turn for turn in turns if turn.leaves or not test.counts_without_return]
    return tuple(
        Repetition(
            number=number,
            start_s=turn.start_s,
            peak_s=turn.peak_s,
            end_s=turn.end_s,
            complete=turn.leaves and (turn.returns or test.counts_without_return),
        )
        for number, turn in enumerate(own, start=1)
    )


def on_the_spot(
    *,
    repetitions: tuple[Repetition, ...],
    test: MovementTest,
    side: Side | None,
    time_s: Floats,
    track: CleanTrack,
) -> tuple[Repetition, ...]:
    """Mark as not complete what was done walking: in these tests the feet stay where they are.

    Of a test on one leg the other foot may go where it likes; the front foot of a lunge may be
    set there and taken back in every repetition.

    Parameters
    ----------
    repetitions
        As found from the knees or the hips, which bend in walking too.
    side
        The tested leg.
    time_s
        ``(frame,)``, s, of the clip.
    track
        The chosen person.

    Returns
    -------
    tuple of Repetition
        The same, ``complete=False`` where an ankle travels more than ``MOST_TRAVEL`` of the
        person's height in the picture.
    """
    ankles = track.xy_px[:, [INDEX["left_ankle"], INDEX["right_ankle"]]]
    tall_px = np.linalg.norm(ankles.mean(axis=1) - track.xy_px[:, INDEX["nose"]], axis=1)
    if not np.isfinite(tall_px).any():
        return repetitions
    paths = [track.xy_px[:, INDEX[f"{each}_ankle"]] for each in _staying(test, side)]
    most_px = MOST_TRAVEL * float(np.nanquantile(tall_px, 0.9))
    return _without_steps(repetitions, test, time_s, paths, most_px)


def on_the_spot_in_space(
    *, repetitions: tuple[Repetition, ...], test: MovementTest, side: Side | None, motion: Motion
) -> tuple[Repetition, ...]:
    """Mark as not complete what was done walking, as :func:`on_the_spot` does, by places in space.

    Parameters
    ----------
    motion
        Of a body known in space.
    """
    leg_m = leg_length_m(joints_m=motion.joints_m)
    if not np.isfinite(leg_m):
        return repetitions
    paths = [
        motion.joints_m[:, JOINTS.index(f"ankle_{each.suffix}")] for each in _staying(test, side)
    ]
    return _without_steps(repetitions, test, motion.time_s, paths, MOST_TRAVEL * leg_m / LEG_SHARE)


def _staying(test: MovementTest, side: Side | None) -> tuple[Side, ...]:
    """The feet that have to stay where they are; none where the tested leg is not known."""
    if test.legs is not Legs.ONE or test.tested_leg is TestedLeg.FRONT:
        return tuple(Side)
    return () if side is None else (side,)


def _without_steps(
    repetitions: tuple[Repetition, ...],
    test: MovementTest,
    time_s: Floats,
    paths: list[Floats],
    most: float,
) -> tuple[Repetition, ...]:
    def stepped(each: Repetition) -> bool:
        inside = (time_s >= each.start_s) & (time_s <= each.end_s)
        if test.tested_leg is TestedLeg.FRONT:
            inside &= np.abs(time_s - each.peak_s) <= AT_THE_TURN_S
        for path in paths:
            seen = path[inside & np.isfinite(path).all(axis=1)]
            if len(seen) and np.ptp(np.quantile(seen, (0.05, 0.95), axis=0), axis=0).max() > most:
                return True
        return False

    return tuple(
        replace(each, complete=each.complete and not stepped(each)) for each in repetitions
    )


def find_turns(
    *,
    time_s: Floats,
    signal: Floats,
    least_excursion: float = 0.0,
    counts_shallow: bool = True,
    settings: RepetitionSettings = SETTINGS,
) -> tuple[Turn, ...]:
    """Find every excursion of a signal away from its resting level and back.

    Parameters
    ----------
    time_s
        ``(time,)``, s, increasing.
    signal
        ``(time,)``, any unit, larger = further from rest (knee flexion of a squat, how far the
        hips or a barbell have come down). NaN where not measured.
    least_excursion
        Turns smaller than this are ignored, in the signal's unit.
    counts_shallow
        Whether a shallow turn between two full ones, from rest to rest, is one of them.

    Returns
    -------
    tuple of Turn
        In order of time; those as deep as the person's own repetitions are.

    Raises
    ------
    UnusableSignal
        For arrays of different length, or times that do not increase.
    """
    grid_s, level = settled(time_s=time_s, signal=signal, settings=settings)
    if not len(grid_s):
        return ()
    peaks, depths = _turning_points(level, least_excursion, counts_shallow, settings)
    bounds = [0, *peaks, len(level) - 1]
    return tuple(
        _turn(grid_s, level, bounds[i : i + 3], depths[i], settings) for i in range(len(peaks))
    )


def settled(
    *, time_s: Floats, signal: Floats, settings: RepetitionSettings = SETTINGS
) -> tuple[Floats, Floats]:
    """Put a signal on an even grid, gaps bridged, single wrong frames and jitter taken out.

    Parameters
    ----------
    time_s, signal
        ``(time,)``, s and any unit; NaN where not measured.

    Returns
    -------
    grid_s, level
        ``(grid,)`` each; empty when too little was measured to hold a movement.

    Raises
    ------
    UnusableSignal
        For arrays of different length, or times that do not increase.
    """
    if time_s.ndim != 1 or time_s.shape != signal.shape:
        raise UnusableSignal(
            f"Times {time_s.shape} and signal {signal.shape} do not belong together: "
            "give one value for each time."
        )
    if len(time_s) > 1 and not np.all(np.diff(time_s) > 0):
        raise UnusableSignal("The times do not increase: sort the samples by time first.")
    known = np.isfinite(signal)
    if known.sum() < 2 or np.ptp(time_s[known]) < 4 * settings.turn_smooth_s:
        return np.empty(0), np.empty(0)
    grid_s = np.arange(time_s[known][0], time_s[known][-1], 1 / settings.grid_hz)
    even = np.interp(grid_s, time_s[known], signal[known])
    window = 2 * int(settings.spike_s * settings.grid_hz / 2) + 1
    sos = butter(2, settings.smooth_hz, fs=settings.grid_hz, output="sos")
    steady = median_filter(even, size=window, mode="nearest")
    return grid_s, np.asarray(sosfiltfilt(sos, steady, padtype="even"))


def _turning_points(
    level: Floats, least_excursion: float, counts_shallow: bool, settings: RepetitionSettings
) -> tuple[list[int], list[float]]:
    """Samples where the repetitions turn, and their depths; the person's median is the scale."""
    rest = np.quantile(level, 0.1)
    framed = np.concatenate([[min(rest, level[0])], level, [min(rest, level[-1])]])
    peaks, found = find_peaks(framed, prominence=max(least_excursion, np.finfo(float).tiny))
    if not len(peaks):
        return [], []
    depths = found["prominences"]
    candidate = depths >= settings.candidate_share * depths.max()
    peaks, depths = peaks[candidate] - 1, depths[candidate]
    kept = depths >= settings.full_share * np.median(depths)
    if counts_shallow:
        kept |= _shallow_repetitions(level, peaks, depths, kept, settings)
    return [int(peak) for peak in peaks[kept]], [float(depth) for depth in depths[kept]]


def _shallow_repetitions(
    level: Floats,
    peaks: NDArray[np.intp],
    depths: Floats,
    full: NDArray[np.bool_],
    settings: RepetitionSettings,
) -> NDArray[np.bool_]:
    """Which candidates go from rest to rest between two full repetitions."""
    depth = np.median(depths[full])
    at_rest = np.median(level[peaks[full]]) - (1 - settings.rest_share) * depth
    valleys = [level[a : b + 1].min() for a, b in pairwise(peaks)]
    from_rest = np.concatenate([[False], np.asarray(valleys) <= at_rest])
    to_rest = np.concatenate([from_rest[1:], [False]])
    first, last = np.flatnonzero(full)[[0, -1]]
    order = np.arange(len(peaks))
    return np.asarray(from_rest & to_rest & (order > first) & (order < last))


def _turn(
    grid_s: Floats, level: Floats, bounds: list[int], depth: float, settings: RepetitionSettings
) -> Turn:
    """Cut one repetition out of the stretch between its neighbours' turning points."""
    first, peak, last = bounds
    before = _flank(level[first : peak + 1][::-1], depth, first > 0, settings)
    after = _flank(level[peak : last + 1], depth, last < len(level) - 1, settings)
    start = first if before is None else peak - before
    end = last if after is None else peak + after
    width = settings.turn_smooth_s * settings.grid_hz
    turn = start + int(np.argmax(gaussian_filter1d(level[start : end + 1], width, mode="nearest")))
    return Turn(
        start_s=float(grid_s[start]),
        peak_s=float(grid_s[turn]),
        end_s=float(grid_s[end]),
        leaves=before is not None,
        returns=after is not None,
    )


def _flank(
    way: Floats, depth: float, next_to_another: bool, settings: RepetitionSettings
) -> int | None:
    """Steps from the peak until the movement is at rest; None when the clip ends before.

    ``way`` runs from the peak outwards. Rest is the level at which it stays down there, so a
    fidget or a jump further out does not shift it. Towards another repetition the movement
    turns back somewhere, even if it never comes quite to rest.
    """
    if next_to_another:
        depth = min(depth, way[0] - way.min())
    low = way <= way[0] - (1 - settings.rest_share) * depth
    if not low.any():
        return None
    rest = float(np.median(way[low]))
    near = int(np.argmax(way <= rest + settings.rest_share * (way[0] - rest)))
    speed = -np.gradient(way)
    slow = speed[near:] < settings.onset_velocity_share * speed[: near + 1].max()
    return near + int(np.argmax(slow)) if slow.any() else len(way) - 1
