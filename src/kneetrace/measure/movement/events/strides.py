"""From foot strike to the next strike of the same foot: what a recording of gait is cut into."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from kneetrace.measure.body.motion import JOINTS, Motion
from kneetrace.measure.movement.events.gait_events import (
    FootPaths,
    GaitEvent,
    Touch,
    find_gait_events,
    forward_of,
    usual_stride_s,
)
from kneetrace.measure.movement.events.gait_picture import time_in_picture
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.terms import Side

Floats = NDArray[np.float64]

MOST_TURN_RAD: Final = float(np.radians(30))
"""Who turns further than this within a stride walks a curve or turns round: its feet do not do the
same. DESIGN"""

HEADING_S: Final = 0.3
"""Gaussian width that leaves of the pelvis' turning only what lasts longer than a step. DESIGN"""

FROM_BEHIND_RAD: Final = float(np.radians(120))
"""From here on a foot that swings goes up in the picture while it comes down to the floor: the
picture does not show it stop. DESIGN, see ``views.py``"""

LONGEST: Final = 1.6
"""Longer than this, in usual strides, somebody stopped or an event was missed. DESIGN"""


def strides_in(*, sight: Sight) -> tuple[Repetition, ...]:
    """Find the strides of both feet.

    Parameters
    ----------
    sight
        The person in the recording; without a fitted body no stride is found.

    Returns
    -------
    tuple of Repetition
        In order of time, each with its side: foot strike, foot off, next strike of the same foot.
        Not complete are those that the recording cuts off, that stop half way, and those in which
        the person turns.
    """
    motion = sight.motion
    if motion is None:
        return ()
    events = find_gait_events(paths=paths_of(motion=motion))
    if not sight.source.solid and abs(motion.camera.yaw_rad) < FROM_BEHIND_RAD:
        events = time_in_picture(events=events, time_s=sight.clip.time_s, track=sight.track)
    heading_rad = _heading_rad(motion)
    usual_s = usual_stride_s(events=events)
    last_s = float(motion.time_s[-1])
    strides = sorted(
        (each for side in Side for each in _strides_of(events, side, usual_s, last_s)),
        key=lambda stride: stride.start_s,
    )
    return tuple(
        Repetition(
            number=number,
            start_s=each.start_s,
            peak_s=each.peak_s,
            end_s=each.end_s,
            side=each.side,
            complete=each.complete and _straight_on(motion.time_s, heading_rad, each),
        )
        for number, each in enumerate(strides, start=1)
    )


def paths_of(*, motion: Motion) -> FootPaths:
    """Take the paths of feet and hips from the fitted body."""
    place_m = {name: motion.joints_m[:, JOINTS.index(name)] for name in JOINTS}
    return FootPaths(
        time_s=motion.time_s,
        heel_m={side: place_m[f"heel_{side.suffix}"] for side in Side},
        toe_m={side: place_m[f"toe_{side.suffix}"] for side in Side},
        mid_hip_m=place_m["mid_hip"],
        across_m=place_m["hip_r"] - place_m["hip_l"],
    )


def _strides_of(
    events: tuple[GaitEvent, ...], side: Side, usual_s: float, last_s: float
) -> Iterator[Repetition]:
    own = [event for event in events if event.side is side]
    strikes = [event.time_s for event in own if event.touch is Touch.STRIKE]
    offs = [event.time_s for event in own if event.touch is Touch.OFF]
    for start_s, end_s in pairwise([*strikes, math.inf]):
        within = [off_s for off_s in offs if start_s < off_s < end_s]
        seen_to_s = min(end_s, last_s)
        yield Repetition(
            number=0,
            start_s=start_s,
            peak_s=within[0] if within else seen_to_s,
            end_s=seen_to_s,
            side=side,
            complete=len(within) == 1 and end_s - start_s < LONGEST * usual_s,
        )


def _heading_rad(motion: Motion) -> Floats:
    """Where the person faces, ``(time,)``, without jumps at a full turn; NaN unseen."""
    place_m = {name: motion.joints_m[:, JOINTS.index(name)] for name in ("hip_r", "hip_l")}
    forward = forward_of(across_m=place_m["hip_r"] - place_m["hip_l"])
    heading = np.full(len(forward), np.nan)
    known = np.isfinite(forward).all(axis=1)
    if known.sum() > 1:
        rate_hz = (known.sum() - 1) / float(np.ptp(motion.time_s[known]))
        turned = np.unwrap(np.arctan2(forward[known, 2], forward[known, 0]))
        heading[known] = gaussian_filter1d(turned, HEADING_S * rate_hz)
    return heading


def _straight_on(time_s: Floats, heading_rad: Floats, stride: Repetition) -> bool:
    inside = (time_s >= stride.start_s) & (time_s <= stride.end_s) & np.isfinite(heading_rad)
    return bool(inside.any() and np.ptp(heading_rad[inside]) < MOST_TURN_RAD)
