"""When a foot stops and when it starts, in the picture itself: finer than any fitted body."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from kneetrace.measure.movement.events.gait_events import GaitEvent, Touch, usual_stride_s
from kneetrace.measure.pose.landmarks import INDEX, CleanTrack

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PictureSettings:
    """Stretches of time are shares of a stride. All DESIGN.

    most_hz, rate_share : cut-off of the zero-phase Butterworth filter, and its most as a share of
        the frame rate
    near, far : the foot surely stands in between, counted from its event into the contact
    latest : an event is not moved further than this into the contact; out of it, not further than
        ``near``
    swing : the foot is fastest within this, counted from its event out of the contact
    arrested, departed : it has come to rest, or left, at this share of its fastest speed. On
        force plates a quarter is as early walking as it is late running
    """

    most_hz: float = 10.0
    rate_share: float = 0.25
    near: float = 0.12
    far: float = 0.35
    latest: float = 0.2
    swing: float = 0.35
    arrested: float = 0.25
    departed: float = 0.2


SETTINGS: Final = PictureSettings()
POINT: Final = {Touch.STRIKE: "heel", Touch.OFF: "foot_index"}


def time_in_picture(
    *,
    events: Iterable[GaitEvent],
    time_s: Floats,
    track: CleanTrack,
    settings: PictureSettings = SETTINGS,
) -> tuple[GaitEvent, ...]:
    """Move events of the fitted body to where the picture shows the foot stop and start.

    The body is fitted at fewer frames a second than the film has, and depth is its weak side;
    whether a foot moves is seen from anywhere. A foot strikes when its heel has slowed down to a
    share of its fastest, and leaves when its toes reach one, against the speed with which it
    stands: none on the ground, the belt's on a treadmill (foot velocity after O'Connor et al.
    2007, Gait Posture 25:469-474, who take its extremes).

    Parameters
    ----------
    events
        As :func:`~kneetrace.measure.movement.events.gait_events.find_gait_events` gives them.
    time_s
        ``(frame,)``, s, of the clip.
    track
        The chosen person.

    Returns
    -------
    tuple of GaitEvent
        In order of time. Where the foot is seen but its stop or start is not clear, an event
        keeps its time; where it is not seen, there is none.
    """
    them = tuple(events)
    stride_s = usual_stride_s(events=them)
    moved = [
        _timed(each, time_s, track, stride_s, settings)
        for each in them
        if _seen(each, time_s, track, stride_s, settings)
    ]
    return tuple(sorted(moved, key=lambda event: event.time_s))


def _seen(
    event: GaitEvent, time_s: Floats, track: CleanTrack, stride_s: float, settings: PictureSettings
) -> bool:
    near = np.abs(time_s - event.time_s) <= settings.near * stride_s
    return bool(near.any() and np.isfinite(_place_px(event, track)[near]).all(axis=1).mean() >= 0.5)


def _place_px(event: GaitEvent, track: CleanTrack) -> Floats:
    return track.xy_px[:, INDEX[f"{event.side.value}_{POINT[event.touch]}"]]


def _timed(
    event: GaitEvent, time_s: Floats, track: CleanTrack, stride_s: float, settings: PictureSettings
) -> GaitEvent:
    place_px = _place_px(event, track)
    away_s = time_s - event.time_s
    share = settings.arrested
    if event.touch is Touch.OFF:  # the same, seen backwards
        place_px, away_s, share = place_px[::-1], -away_s[::-1], settings.departed
    after_s = _arrest_s(away_s, place_px, stride_s, share, settings)
    if after_s is None:
        return event
    return replace(
        event, time_s=event.time_s + (after_s if event.touch is Touch.STRIKE else -after_s)
    )


def _arrest_s(
    away_s: Floats, place_px: Floats, stride_s: float, share: float, settings: PictureSettings
) -> float | None:
    """When a point comes to rest, s from its event; None where it is not followed."""
    near = (away_s > -2 * settings.swing * stride_s) & (away_s < 2 * settings.far * stride_s)
    seen = near & np.isfinite(place_px).all(axis=1)
    if seen.sum() < near.sum() / 2 or near.sum() < LEAST_FRAMES:
        return None
    at_s = away_s[near]
    path_px = np.stack([np.interp(at_s, away_s[seen], way) for way in place_px[seen].T], axis=1)
    rate_hz = 1 / float(np.median(np.diff(at_s)))
    hz = min(settings.most_hz, settings.rate_share * rate_hz)
    sos = butter(2, hz, fs=rate_hz, output="sos")
    padding = min(len(path_px) - 1, round(rate_hz))
    velocity_px = np.gradient(sosfiltfilt(sos, path_px, axis=0, padlen=padding), axis=0)
    stands = (at_s > settings.near * stride_s) & (at_s < settings.far * stride_s)
    swings = (at_s > -settings.swing * stride_s) & (at_s < settings.near * stride_s)
    if not stands.any() or not swings.any():
        return None
    speed = np.linalg.norm(velocity_px - np.median(velocity_px[stands], axis=0), axis=1)
    fastest = int(np.flatnonzero(swings)[np.argmax(speed[swings])])
    first = max(fastest, int(np.searchsorted(at_s, -settings.near * stride_s)))
    slow = speed[first:] < share * speed[fastest]
    after = first + int(np.argmax(slow))
    # Where it is slow already, it may have been so half way: from behind, lifting and going cancel.
    if not slow.any() or after == first or at_s[after] > settings.latest * stride_s:
        return None
    limit = share * speed[fastest]
    part = (speed[after - 1] - limit) / (speed[after - 1] - speed[after])
    return float(at_s[after - 1] + part * (at_s[after] - at_s[after - 1]))


LEAST_FRAMES: Final = 8
"""Fewer frames than this around an event cannot be filtered. DESIGN"""
