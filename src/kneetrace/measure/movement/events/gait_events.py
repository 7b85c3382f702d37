"""When each foot meets the ground and leaves it, from how heels and toes move."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import butter, find_peaks, sosfiltfilt

from kneetrace.terms import Side

Floats = NDArray[np.float64]
Frames = NDArray[np.int64]


class Touch(StrEnum):
    """What happens between a foot and the ground."""

    STRIKE = "strike"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class GaitEvent:
    """One foot meets the ground or leaves it, at ``time_s``.

    ``foot_angle_rad`` is the angle of the sole then, against the same foot standing flat: toes up
    is positive.
    """

    side: Side
    touch: Touch
    time_s: float
    foot_angle_rad: float


@dataclass(frozen=True, eq=False, kw_only=True)
class FootPaths:
    """Where both feet and the hips were, in one frame of the room.

    time_s : ``(time,)``, s, increasing
    heel_m, toe_m : side -> ``(time, xyz)``, m, Y up; NaN where not seen. Any point at the back of
        a foot and any at its front will do: what counts is how the line between them turns
    mid_hip_m : ``(time, xyz)``, m, between the hips
    across_m : ``(time, xyz)``, m, from the left hip to the right one; its length does not matter
    """

    time_s: Floats
    heel_m: dict[Side, Floats]
    toe_m: dict[Side, Floats]
    mid_hip_m: Floats
    across_m: Floats


@dataclass(frozen=True, kw_only=True)
class GaitSettings:
    """How events are found; stretches of time are shares of a stride, so that pace plays no part.

    most_hz, rate_share : cut-off of the zero-phase Butterworth filter, and its most as a share of
        the frame rate. DESIGN, between the 6 Hz usual in walking and the 20 Hz of running
    swing_hz : cut-off under which a leg swings forward once in a stride. DESIGN
    heading_s : Gaussian width that takes the turning of the pelvis within a stride out of the
        direction a person faces. DESIGN
    least_swing : a foot that swings less than this, in leg lengths, does not walk. DESIGN
    shortest_stride_s, usual_stride_s : no stride is shorter; taken where only one is seen. DESIGN
    strike_from, strike_to : the strike is looked for from before to after the foot is furthest
        ahead of the hips. DESIGN
    slap : from the hardest to the fastest turn of the foot takes at most this. DESIGN
    struck : the strike lies this share of the way from the one to the other; calibrated on force
        plates, held out one trial at a time in ``validation/sections/gait.py``
    off_from, off_to : foot off is looked for from before to after the toes are furthest behind
        the hips. DESIGN
    push : from the fastest roll to the hardest lift of the toes takes at most this. DESIGN
    toes_down_rad : a foot that lands with its toes lower than this lands on them. DESIGN
    swing : a foot comes forward in at most this. DESIGN
    toes_up_rad : a foot that was not seen to come forward, at the start of a recording, strikes
        only with its toes at least so high: else it may already stand. DESIGN
    heel_up_rad : a foot leaves the ground with its heel at least so high. DESIGN
    most_toes_down_rad : no foot lands with its toes lower than this. DESIGN
    """

    most_hz: float = 15.0
    rate_share: float = 0.25
    swing_hz: float = 4.0
    heading_s: float = 0.25
    least_swing: float = 0.2
    shortest_stride_s: float = 0.4
    usual_stride_s: float = 1.1
    strike_from: float = 0.05
    strike_to: float = 0.16
    slap: float = 0.15
    struck: float = 1 / 3
    off_from: float = 0.22
    off_to: float = 0.04
    push: float = 0.12
    toes_down_rad: float = -0.09
    swing: float = 0.7
    toes_up_rad: float = 0.14
    heel_up_rad: float = -0.17
    most_toes_down_rad: float = -0.7


SETTINGS: Final = GaitSettings()


def find_gait_events(
    *, paths: FootPaths, settings: GaitSettings = SETTINGS
) -> tuple[GaitEvent, ...]:
    """Find every foot strike and foot off, in walking and running, on the ground or a treadmill.

    A belt moves feet and hips alike, so everything is read against the hips. A foot strikes when
    it is furthest ahead and leaves when it is furthest behind, roughly (Zeni, Richards, Higginson
    2008, Gait Posture 27:710-714). Its own turning tells exactly when, as gyroscopes on feet are
    read (Jasiewicz et al. 2006, Gait Posture 24:502-509). At the strike the ground turns the foot
    down onto its flat, hardest first and fastest a little later; the strike lies in between. The
    foot is off where its front accelerates upward most after the foot has rolled forward fastest
    (after Hreljac and Marshall 2000, J Biomech 33:783-786, who take the forward acceleration).

    How we differ: the strike is a fixed share of the way between two extremes rather than one of
    them, because that hardly moves with speed, filter and frame rate. Valid for walking and for
    running on the heel; a landing on the toes is found by the same rule turned over, which no
    force plate has checked yet.

    Parameters
    ----------
    paths
        At 24 frames a second or more; gaps are bridged by straight lines.

    Returns
    -------
    tuple of GaitEvent
        In order of time. Events so near an end of the recording that they cannot be told are left
        out.
    """
    seen = _evenly(paths, settings)
    if seen is None:
        return ()
    events: list[GaitEvent] = []
    heels = {side: _swings(seen, seen.heel_ahead_m[side], settings) for side in Side}
    toes = {side: _swings(seen, -seen.toe_ahead_m[side], settings) for side in Side}
    stride = _stride_frames(heels, seen, settings)
    for side in Side:
        foot = _Foot.of(seen, side, settings)
        strikes = (foot.strike(int(frame), stride, settings) for frame in heels[side])
        offs = (foot.off(int(frame), stride, settings) for frame in toes[side])
        events += [event for event in (*strikes, *offs) if event is not None]
    return tuple(sorted(events, key=lambda event: event.time_s))


def usual_stride_s(*, events: tuple[GaitEvent, ...]) -> float:
    """Say how long the usual stride is, s: from a strike to the next one of the same foot.

    Where no foot strikes twice, it is twice the time between the feet; where only one strikes, the
    usual stride of a person walking (DESIGN).
    """
    strikes = [event for event in events if event.touch is Touch.STRIKE]
    own = [np.diff([event.time_s for event in strikes if event.side is side]) for side in Side]
    gaps_s = np.concatenate(own)
    if not len(gaps_s):
        gaps_s = 2 * np.diff([event.time_s for event in strikes])
    return float(np.median(gaps_s)) if len(gaps_s) else SETTINGS.usual_stride_s


def forward_of(*, across_m: Floats) -> Floats:
    """Say where the person faces: level, and square to the line of the hips.

    Parameters
    ----------
    across_m
        ``(time, xyz)``, from the left hip to the right one.

    Returns
    -------
    ``(time, xyz)``, of length one.
    """
    ahead = np.cross([0.0, 1.0, 0.0], across_m * [1.0, 0.0, 1.0])
    return np.asarray(ahead / np.linalg.norm(ahead, axis=1, keepdims=True))


@dataclass(frozen=True, eq=False, kw_only=True)
class _Seen:
    """The paths on an even grid; ``*_ahead_m`` of the hips, the way the person faces."""

    time_s: Floats
    rate_hz: float
    leg_m: float
    heel_ahead_m: dict[Side, Floats]
    toe_ahead_m: dict[Side, Floats]
    heel_height_m: dict[Side, Floats]
    toe_height_m: dict[Side, Floats]


def _evenly(paths: FootPaths, settings: GaitSettings) -> _Seen | None:
    step_s = float(np.median(np.diff(paths.time_s))) if len(paths.time_s) > 1 else 0.0
    everything = [paths.mid_hip_m, paths.across_m, *paths.heel_m.values(), *paths.toe_m.values()]
    if step_s <= 0 or not all(np.isfinite(path).all(axis=1).any() for path in everything):
        return None
    time_s = np.arange(paths.time_s[0], paths.time_s[-1] + step_s / 2, step_s)

    def even(path_m: Floats) -> Floats:
        known = np.isfinite(path_m).all(axis=1)
        columns = path_m[known].T
        return np.stack([np.interp(time_s, paths.time_s[known], each) for each in columns], axis=1)

    hips_m = even(paths.mid_hip_m)
    across_m = gaussian_filter1d(even(paths.across_m), settings.heading_s / step_s, axis=0)
    forward = forward_of(across_m=across_m)
    heel_m, toe_m = (
        {side: even(path[side]) for side in Side} for path in (paths.heel_m, paths.toe_m)
    )
    lower_m = np.minimum(heel_m[Side.RIGHT][:, 1], heel_m[Side.LEFT][:, 1])

    def ahead(path_m: Floats) -> Floats:
        return np.asarray(np.sum((path_m - hips_m) * forward, axis=1))

    return _Seen(
        time_s=time_s,
        rate_hz=1 / step_s,
        leg_m=float(np.median(hips_m[:, 1] - lower_m)),
        heel_ahead_m={side: ahead(heel_m[side]) for side in Side},
        toe_ahead_m={side: ahead(toe_m[side]) for side in Side},
        heel_height_m={side: heel_m[side][:, 1] for side in Side},
        toe_height_m={side: toe_m[side][:, 1] for side in Side},
    )


def _smooth(values: Floats, hz: float, rate_hz: float) -> Floats:
    sos = butter(2, hz, fs=rate_hz, output="sos")
    return np.asarray(sosfiltfilt(sos, values, padlen=min(len(values) - 1, round(rate_hz))))


def _swings(seen: _Seen, ahead_m: Floats, settings: GaitSettings) -> Frames:
    """Frames in which a foot is furthest ahead, was so before the first one, or stays so."""
    hz = min(settings.swing_hz, settings.rate_share * seen.rate_hz)
    swing_m = _smooth(ahead_m, hz, seen.rate_hz)
    frames, _ = find_peaks(
        np.concatenate([[swing_m.min()], swing_m, [swing_m.min()]]),
        prominence=settings.least_swing * seen.leg_m,
        distance=max(1.0, settings.shortest_stride_s * seen.rate_hz),
    )
    still_coming = frames == len(swing_m)
    return np.asarray(frames[~still_coming] - 1)


def _stride_frames(heels: dict[Side, Frames], seen: _Seen, settings: GaitSettings) -> float:
    """Length of the usual stride, in frames: twice what lies between one foot and the other."""
    own = np.concatenate([np.diff(frames) for frames in heels.values()])
    if len(own):
        return float(np.median(own))
    both = np.diff(np.sort(np.concatenate(list(heels.values()))))
    return 2.0 * float(both[0]) if len(both) else settings.usual_stride_s * seen.rate_hz


@dataclass(frozen=True, eq=False, kw_only=True)
class _Foot:
    """One foot: how its sole is tilted and turns, and how its front accelerates upward.

    ahead_legs : ``(time,)``, how far the heel is ahead of the hips, in leg lengths
    low_m : ``(time,)``, height of heel and toes together, m
    sole_rad, turn, turning_up : ``(time,)``, toes up positive: angle, and its first and second
        change per frame
    lift : ``(time,)``, upward acceleration of the toes, m per frame squared
    """

    side: Side
    time_s: Floats
    ahead_legs: Floats
    low_m: Floats
    sole_rad: Floats
    turn: Floats
    turning_up: Floats
    lift: Floats

    @classmethod
    def of(cls, seen: _Seen, side: Side, settings: GaitSettings) -> "_Foot":
        hz = min(settings.most_hz, settings.rate_share * seen.rate_hz)
        rise_m = seen.toe_height_m[side] - seen.heel_height_m[side]
        reach_m = seen.toe_ahead_m[side] - seen.heel_ahead_m[side]
        sole_rad = _smooth(np.unwrap(np.arctan2(rise_m, reach_m)), hz, seen.rate_hz)
        turn = np.gradient(sole_rad)
        return cls(
            side=side,
            time_s=seen.time_s,
            ahead_legs=seen.heel_ahead_m[side] / seen.leg_m,
            low_m=seen.toe_height_m[side] + seen.heel_height_m[side],
            sole_rad=sole_rad,
            turn=turn,
            turning_up=np.gradient(turn),
            lift=np.gradient(np.gradient(_smooth(seen.toe_height_m[side], hz, seen.rate_hz))),
        )

    def strike(self, ahead: int, stride: float, settings: GaitSettings) -> GaitEvent | None:
        """Find the strike near the frame in which the foot is furthest ahead."""
        first = max(0, round(ahead - settings.strike_from * stride))
        last = min(len(self.turn) - 1, round(ahead + settings.strike_to * stride))
        flat_rad = self._flat_rad(ahead, round(ahead + stride / 2))
        way = -1.0 if self.sole_rad[ahead] - flat_rad < settings.toes_down_rad else 1.0
        fastest = first + int(np.argmin(way * self.turn[first : last + 1]))
        before = max(first, round(fastest - settings.slap * stride))
        hardest = before + int(np.argmin(way * self.turning_up[before : fastest + 1]))
        if fastest in (first, len(self.turn) - 1):
            return None
        toes_up = before < hardest and self.sole_rad[hardest] - flat_rad > settings.toes_up_rad
        if not toes_up and not self._swung(ahead, stride, settings):
            return None
        ends = (_extreme(-way * self.turning_up, hardest), _extreme(-way * self.turn, fastest))
        event = self._event(Touch.STRIKE, float(np.interp(settings.struck, (0, 1), ends)), flat_rad)
        return event if event.foot_angle_rad > settings.most_toes_down_rad else None

    def _swung(self, ahead: int, stride: float, settings: GaitSettings) -> bool:
        """Tell whether the foot was seen to come forward, as one that stands does not."""
        before_m = self.ahead_legs[max(0, round(ahead - settings.swing * stride)) : ahead + 1]
        return bool(before_m[-1] - before_m.min() > settings.least_swing)

    def off(self, behind: int, stride: float, settings: GaitSettings) -> GaitEvent | None:
        """Find foot off near the frame in which the toes are furthest behind."""
        first = max(0, round(behind - settings.off_from * stride))
        last = min(len(self.turn) - 1, round(behind + settings.off_to * stride))
        fastest = first + int(np.argmin(self.turn[first : last + 1]))
        if fastest in (0, len(self.turn) - 1):
            return None
        frame = _extreme(-self.turn, fastest)
        until = min(len(self.lift) - 1, round(fastest + settings.push * stride))
        lifts, _ = find_peaks(self.lift[fastest : until + 1])
        if len(lifts):
            lifts += fastest
            frame = _extreme(self.lift, int(lifts[np.argmax(self.lift[lifts])]))
        event = self._event(Touch.OFF, frame, self._flat_rad(round(behind - stride / 2), behind))
        return event if event.foot_angle_rad < settings.heel_up_rad else None

    def _flat_rad(self, first: int, last: int) -> float:
        """Angle of the line from heel to toes where the whole foot is lowest: it stands flat."""
        first, last = max(first, 0), min(max(last, 1), len(self.low_m))
        return float(self.sole_rad[first + int(np.argmin(self.low_m[first:last]))])

    def _event(self, touch: Touch, frame: float, flat_rad: float) -> GaitEvent:
        frames = np.arange(len(self.time_s))
        return GaitEvent(
            side=self.side,
            touch=touch,
            time_s=float(np.interp(frame, frames, self.time_s)),
            foot_angle_rad=float(np.interp(frame, frames, self.sole_rad)) - flat_rad,
        )


def _extreme(values: Floats, frame: int) -> float:
    """Where between the frames a peak lies: top of the parabola through it and its neighbours."""
    if not 0 < frame < len(values) - 1:
        return float(frame)
    before, at, after = values[frame - 1 : frame + 2]
    bend = before - 2 * at + after
    return frame if bend >= 0 else frame + float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))
