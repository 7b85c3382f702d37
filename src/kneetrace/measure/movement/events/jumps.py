"""When feet land, leave the floor and land again in a drop jump."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.body.stillness import body_height_px, fill_gaps
from kneetrace.measure.body.upright_lab import LEG_SHARE, leg_length_m
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class JumpSettings:
    """When feet are off the floor, and what is a drop jump. All DESIGN; heights x stature.

    off_floor : feet this much above where they stand are in the air; the moment they left or met
        the floor is reckoned back from there by how fast they go
    least_hop : feet come up at least so high in a jump; less is a step or a heel that rises
    flight_s : shortest and longest flight; a jump of 1.2 m lasts one second
    same_floor : a jump ends this share of its own height within where it began, or it is a hop
        down from the box
    most_contact_s : from landing to take-off; whoever rests longer has not rebounded
    least_fall : the feet come down from at least so high before they land
    smoothing_s : of the path of a foot
    most_back_s : by no more is a moment reckoned back
    """

    off_floor: float = 0.02
    least_hop: float = 0.04
    flight_s: tuple[float, float] = (0.1, 1.0)
    same_floor: float = 0.6
    most_contact_s: float = 1.5
    least_fall: float = 0.05
    smoothing_s: float = 0.012
    most_back_s: float = 0.03


SETTINGS: Final = JumpSettings()

FOOT: Final = ("heel", "foot_index")
BODY_FOOT: Final = ("heel", "toe")


@dataclass(frozen=True, kw_only=True)
class Jump:
    """One drop jump, video times, s.

    contact_s : the first foot meets the floor; ``None`` where no fall before it was seen
    deepest_s : the hips are lowest
    take_off_s, landing_s : the last foot leaves the floor, the first meets it again; ``None``
        where the recording ends in the air
    """

    contact_s: float | None
    deepest_s: float
    take_off_s: float
    landing_s: float | None


def find_jumps(*, sight: Sight, settings: JumpSettings = SETTINGS) -> tuple[Jump, ...]:
    """Find the jumps of a recording by how high feet and hips are.

    Parameters
    ----------
    sight
        The person in the recording. Of a body known in space its own places are taken, else the
        picture's, which come more often than the fitted body's.

    Returns
    -------
    tuple of Jump
        In order of time.
    """
    time_s, feet, hips = _heights(sight)
    if len(time_s) < 3 or not np.isfinite(feet).any():
        return ()
    step_s = float(np.median(np.diff(time_s)))
    feet = gaussian_filter1d(fill_gaps(feet), settings.smoothing_s / step_s, axis=0)
    hips = gaussian_filter1d(fill_gaps(hips[:, None])[:, 0], 2 * settings.smoothing_s / step_s)
    mean = feet.mean(axis=1)
    framed = np.concatenate([[mean.min() - 1], mean, [mean.min() - 1]])  # also at the very ends
    tops, _ = find_peaks(framed, prominence=settings.least_hop)
    found = [_jump(time_s, feet, hips, top - 1, settings) for top in tops]
    return _each_once([jump for jump in found if jump is not None])


def _each_once(jumps: list[Jump]) -> tuple[Jump, ...]:
    """Two tops of one flight are one jump."""
    kept = jumps[:1]
    kept += [
        two
        for one, two in pairwise(jumps)
        if one.landing_s is not None and two.take_off_s >= one.landing_s
    ]
    return tuple(kept)


def _heights(sight: Sight) -> tuple[Floats, Floats, Floats]:
    """Times, heights of heels and toes ``(time, point)`` and of the hips, x stature."""
    if sight.source.solid and sight.motion is not None:
        place_m = sight.motion.joints_m[..., 1]
        names = [f"{part}_{side}" for side in "rl" for part in BODY_FOOT]
        tall_m = leg_length_m(joints_m=sight.motion.joints_m) / LEG_SHARE
        feet = place_m[:, [JOINTS.index(name) for name in names]] / tall_m
        return sight.motion.time_s, feet, place_m[:, JOINTS.index("mid_hip")] / tall_m
    xy_px, tall_px = sight.track.xy_px, body_height_px(sight.track.xy_px)
    names = [f"{side.value}_{part}" for side in Side for part in FOOT]
    feet = -xy_px[:, [INDEX[name] for name in names], 1] / tall_px
    hips = -xy_px[:, [INDEX["right_hip"], INDEX["left_hip"]], 1].mean(axis=1) / tall_px
    return sight.clip.time_s, feet, hips


def _jump(
    time_s: Floats, feet: Floats, hips: Floats, top: int, settings: JumpSettings
) -> Jump | None:
    """Follow one flight from its top outwards; None where it is none."""
    shortest, longest = settings.flight_s
    before = (time_s >= time_s[top] - longest) & (time_s <= time_s[top])
    after = (time_s >= time_s[top]) & (time_s <= time_s[top] + longest)
    floor, next_floor = (np.quantile(feet[each], 0.1, axis=0) for each in (before, after))
    height = feet[top].mean() - floor.mean()
    left, met = _clearance(feet, floor), _clearance(feet, next_floor)
    take_off = _crossing(time_s, left, top, -1, settings)
    if take_off is None:
        return None
    landing = None
    if (left[top:] <= settings.off_floor).any():
        landing = _crossing(time_s, met, top, 1, settings)
        uneven = abs(next_floor.mean() - floor.mean()) > settings.same_floor * height
        if uneven or landing is None or landing - take_off < shortest:
            return None
    if (time_s[-1] if landing is None else landing) - take_off > longest:
        return None
    contact = _contact(time_s, left, take_off, settings)
    from_s = take_off - settings.most_contact_s if contact is None else contact
    stance = (time_s >= from_s) & (time_s <= take_off)
    if not stance.any():
        return None
    return Jump(
        contact_s=contact,
        deepest_s=float(time_s[stance][np.argmin(hips[stance])]),
        take_off_s=take_off,
        landing_s=landing,
    )


def _clearance(feet: Floats, floor: Floats) -> Floats:
    """Height over the floor of whatever is lowest of the feet: (time,)."""
    return np.asarray((feet - floor).min(axis=1))


def _crossing(
    time_s: Floats, clear: Floats, start: int, step: int, settings: JumpSettings
) -> float | None:
    """Moment at which the feet left the floor (step -1) or meet it (1), from the air outwards."""
    if clear[start] <= settings.off_floor:
        return None
    at = start
    while 0 <= at + step < len(clear) and clear[at + step] > settings.off_floor:
        at += step
    beyond = at + step
    if not 0 <= beyond < len(clear):
        return None
    rise = clear[at] - clear[beyond]
    share = (clear[at] - settings.off_floor) / rise
    crossed_s = time_s[at] + share * (time_s[beyond] - time_s[at])
    speed = _speed(time_s, clear, at, step)
    on_s = min(settings.off_floor / speed, settings.most_back_s)
    return float(crossed_s + step * on_s)


def _speed(time_s: Floats, clear: Floats, at: int, step: int) -> float:
    """Speed of the feet through the height that counts as off the floor, heights per second."""
    inner, outer = max(min(at - step, len(clear) - 1), 0), at + step
    return float(
        max(abs(clear[inner] - clear[outer]) / max(abs(time_s[inner] - time_s[outer]), 1e-9), 1e-3)
    )


def _contact(
    time_s: Floats, clear: Floats, take_off_s: float, settings: JumpSettings
) -> float | None:
    """Moment of the landing before a take-off; None where no fall was seen to come before it."""
    on_floor = int(np.searchsorted(time_s, take_off_s)) - 1
    while on_floor > 0 and clear[on_floor] > settings.off_floor:
        on_floor -= 1
    at = on_floor
    while at > 0 and clear[at] <= settings.off_floor:
        at -= 1
    if at == 0 or take_off_s - time_s[at] > settings.most_contact_s:
        return None
    fallen = clear[max(int(np.searchsorted(time_s, time_s[at] - 0.5)), 0) : at + 1].max()
    begun_in_the_air = bool((clear[: at + 1] > settings.off_floor).all())
    if fallen < settings.least_fall and not begun_in_the_air:
        return None
    return _crossing(time_s, clear, at, 1, settings)
