"""What the body fit has to explain: landmarks of one or several cameras on one time grid."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline
from scipy.ndimage import label
from scipy.signal import butter, sosfiltfilt

from kneetrace.measure.body.residuals import (
    CONTACTS,
    DEPTH_PAIRS,
    FitSettings,
    Look,
    Observed,
)
from kneetrace.measure.body.skeleton import MARK_NAMES, Array
from kneetrace.measure.body.standing_feet import held_up_feet
from kneetrace.measure.body.stillness import (
    body_height_px,
    fill_gaps,
    planted_points,
    standing_straight,
)
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.measure.refusals import refusal
from kneetrace.terms import NotMeasurable, Person, Side

FOCAL_OF_LONG_SIDE: Final = 0.70
"""Focal length of a phone's main video camera, share of the picture's long side (measured on
calibrated phones: 0.67-0.72 of the height in portrait)."""

_LOW_PASS_HZ: Final = 8.0
_SHORTEST_S: Final = 1.0

View = tuple[Clip, CleanTrack]


class BodyNotSeen(NotMeasurable):
    """Too little of the body shows for too short a time to fit a skeleton."""


def observe(
    *,
    views: Sequence[View],
    person: Person,
    level_floor: bool,
    settings: FitSettings,
    shifts_s: Sequence[float] = (0.0,),
) -> tuple[Observed, list[Array]]:
    """Bring every view's landmarks onto one regular grid.

    Parameters
    ----------
    views : each camera's clip and the person's track in it
    shifts_s : a view's own time minus the grid's, which is the first view's

    Returns
    -------
    Observed
    list of (time, landmark, xyz), m : each view's 3-D guess of the network

    Raises
    ------
    BodyNotSeen
        when the legs show for less than a second
    """
    for clip, track in views:
        _refuse_a_glimpse(clip, track)
    ends = [
        (clip.time_s[0] - shift, clip.time_s[-1] - shift)
        for (clip, _), shift in zip(views, shifts_s, strict=True)
    ]
    start_s, end_s = min(start for start, _ in ends), max(end for _, end in ends)
    most_hz = settings.most_times / (end_s - start_s)
    rate_hz = min(settings.rate_hz, *(clip.rate_hz for clip, _ in views), most_hz)
    times = np.arange(int((end_s - start_s) * rate_hz) + 1) / rate_hz + start_s

    seen = [
        _look(view, times + shift, rate_hz, level_floor, settings)
        for view, shift in zip(views, shifts_s, strict=True)
    ]
    looks, worlds, stances, standings = zip(*seen, strict=True)
    covered = [(times >= start - 1e-9) & (times <= end + 1e-9) for start, end in ends]
    observed = Observed(
        time_s=times,
        looks=tuple(looks),
        stance=_number_stances(_agreed(stances, covered), most=settings.most_stances),
        standing=np.all([s | ~c for s, c in zip(standings, covered, strict=True)], axis=0),
        height_m=person.height_m,
        level_floor=level_floor,
    )
    return observed, list(worlds)


def _refuse_a_glimpse(clip: Clip, track: CleanTrack) -> None:
    seen = np.isfinite(track.xy_px[:, [INDEX[m] for m in MARK_NAMES], 0]).mean(axis=1) > 0.5
    duration_s = float(clip.time_s[-1] - clip.time_s[0]) if clip.frames > 1 else 0.0
    if seen.sum() * duration_s < _SHORTEST_S * max(clip.frames, 1):
        raise BodyNotSeen(refusal("legs_hardly_seen"))


def _look(
    view: View, times: Array, rate_hz: float, level_floor: bool, settings: FitSettings
) -> tuple[Look, Array, NDArray[np.int64], NDArray[np.bool_]]:
    """One camera's look at these times of its own clock; its 3-D guess, stances and standing."""
    clip, track = view
    duration_s = float(clip.time_s[-1] - clip.time_s[0])
    even = np.linspace(clip.time_s[0], clip.time_s[-1], clip.frames)
    cutoff_hz = min(_LOW_PASS_HZ, 0.45 * rate_hz)
    low_pass = butter(2, cutoff_hz, fs=(clip.frames - 1) / duration_s, output="sos")
    inside = times.clip(clip.time_s[0], clip.time_s[-1])
    outside = np.abs(times - inside) > 1e-9

    def smooth(values: Array) -> Array:
        steady = make_interp_spline(clip.time_s, fill_gaps(values), k=1)(even)
        passed = sosfiltfilt(low_pass, steady, axis=0, padlen=min(30, len(steady) - 1))
        return np.asarray(make_interp_spline(even, passed, k=1)(inside))

    marks = [INDEX[m] for m in MARK_NAMES]
    nearest = np.searchsorted(clip.time_s, times).clip(0, clip.frames - 1)
    shown = np.isfinite(track.xy_px[nearest][:, marks, 0]) & ~outside[:, None]
    trust = np.clip(np.nan_to_num(track.visibility[nearest][:, marks]), 0.05, 1.0) * shown
    deep = bool(np.isfinite(track.world_m).any())
    world = smooth(track.world_m) if deep else np.full((len(times), len(LANDMARKS), 3), np.nan)
    stances = _stances(clip, track, level_floor)
    standing = standing_straight(xy_px=track.xy_px, world_m=track.world_m, rate_hz=clip.rate_hz)
    xy_px = smooth(track.xy_px)[:, marks]
    look = Look(
        xy_px=xy_px,
        speed_px_s=np.gradient(xy_px, times, axis=0),
        trust=trust,
        depth_m=np.stack(
            [world[:, INDEX[a], 2] - world[:, INDEX[b], 2] for a, b, _ in DEPTH_PAIRS], axis=1
        ),
        sd_px=settings.landmark_error * body_height_px(track.xy_px),
        focal_px=clip.focal_px or FOCAL_OF_LONG_SIDE * max(clip.width_px, clip.height_px),
        centre_px=(clip.width_px / 2, clip.height_px / 2),
    )
    stance = np.stack([stances[c] for c in CONTACTS], axis=1)[nearest]
    return look, world, np.where(outside[:, None], -1, stance), standing[nearest] & ~outside


def _stances(clip: Clip, track: CleanTrack, level_floor: bool) -> dict[str, NDArray[np.int64]]:
    """Number the stances of heels and toes; a foot held still in the air stands on no floor."""
    stances = planted_points(xy_px=track.xy_px, rate_hz=clip.rate_hz)
    if level_floor:
        held = held_up_feet(xy_px=track.xy_px, world_m=track.world_m, time_s=clip.time_s)
        for name, numbers in stances.items():
            up = held[Side(name.split("_")[0])]
            for number in range(numbers.max(initial=-1) + 1):
                if 2 * up[numbers == number].sum() > np.sum(numbers == number):
                    numbers[numbers == number] = -1
    return stances


def _agreed(
    stances: Sequence[NDArray[np.int64]], covered: Sequence[NDArray[np.bool_]]
) -> NDArray[np.int64]:
    """Stances that every camera sees that is running: a foot coming straight at one looks still."""
    if len(stances) == 1:
        return stances[0]
    still = (
        np.all(
            [
                (stance >= 0) | ~there[:, None]
                for stance, there in zip(stances, covered, strict=True)
            ],
            axis=0,
        )
        & np.any(covered, axis=0)[:, None]
    )
    return np.stack([label(column)[0] - 1 for column in still.T], axis=1).astype(np.int64)


def _number_stances(stances: NDArray[np.int64], *, most: int) -> NDArray[np.int64]:
    """Number the stances of all contacts together, the longest first; more than ``most`` lapse."""
    columns = np.arange(stances.shape[1]) * (stances.max(initial=0) + 1)
    keys = np.where(stances >= 0, stances + columns, -1)
    names, lengths = np.unique(keys[keys >= 0], return_counts=True)
    numbers = np.full(keys.max(initial=0) + 1, -1)
    longest = names[np.argsort(-lengths, kind="stable")][:most]
    numbers[longest] = np.arange(len(longest))
    return np.where(keys >= 0, numbers[keys], -1)
