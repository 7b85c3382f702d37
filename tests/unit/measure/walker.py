"""A made-up walker whose foot strikes and foot offs are known."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from kneetrace.measure.movement.gait_events import FootPaths
from kneetrace.terms import Side

Floats = NDArray[np.float64]

STANCE = 0.6
"""Share of a stride in which a foot is on the ground."""


def walk(
    *,
    stride_s: float = 1.1,
    strides: float = 5.0,
    rate_hz: float = 100.0,
    belt: bool = False,
    stance: float = STANCE,
    land_deg: float = 20.0,
    swing_m: float = 0.6,
) -> FootPaths:
    """Walk: the right foot strikes at 0.3 strides and then every stride, the left half way between.

    ``land_deg`` is the angle of the sole at the strike, toes up positive; on a belt the hips stay
    where they are. A ``swing_m`` of nothing stands.
    """
    time_s = np.arange(0, strides * stride_s, 1 / rate_hz)
    hips = np.stack([0 * time_s, 0.9 + 0 * time_s, 0 * time_s], axis=1)
    if not belt:
        hips[:, 0] = swing_m / stance * time_s / stride_s
    heel, toe = {}, {}
    for side, begin in ((Side.RIGHT, 0.3), (Side.LEFT, 0.8)):
        phase = (time_s / stride_s - begin) % 1.0
        rolled = np.clip((phase - 0.6 * stance) / (0.4 * stance), 0, None)
        stands = _cyclic([0, 0.08, 0.6 * stance, stance], [land_deg, 0, 0, 0])(phase)
        swings = _cyclic([stance, 0.5 + stance / 2, 0.97, 1], [-60, -30, land_deg + 2, land_deg])(
            phase
        )
        sole = np.radians(np.where(phase < stance, stands - 60 * rolled**2, swings))
        ahead = np.where(
            phase < stance,
            0.3 - 0.6 * phase / stance,
            -0.3
            + 0.6 * np.sin(np.pi / 2 * np.minimum((phase - stance) / (0.98 - stance), 1.0)) ** 2,
        )
        swinging = np.clip((phase - stance) / (1 - stance), 0, 1)
        lift = 0.05 * np.sign(swing_m) * np.sin(np.pi * swinging)
        ahead *= swing_m
        sole *= np.sign(swing_m)
        across = np.full_like(phase, 0.1 if side is Side.RIGHT else -0.1)
        ball = np.stack([ahead + 0.1, 0.03 + lift, across], axis=1)
        along = np.stack([np.cos(sole), np.sin(sole), 0 * sole], axis=1)
        pivot = np.where(sole < 0, 0.1, -0.08)[:, None]  # rolls over the ball, lands on the heel
        heel[side] = hips * [1, 0, 1] + ball + pivot * [1, 0, 0] - (0.08 + pivot) * along
        toe[side] = heel[side] + 0.18 * along
    return FootPaths(
        time_s=time_s,
        heel_m=heel,
        toe_m=toe,
        mid_hip_m=hips,
        across_m=np.tile([0.0, 0.0, 0.2], (len(time_s), 1)),
    )


def turned(paths: FootPaths, *, heading_rad: float) -> FootPaths:
    """Turn everything about the vertical."""
    c, s = np.cos(heading_rad), np.sin(heading_rad)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T
    return replace(
        paths,
        heel_m={side: path @ turn for side, path in paths.heel_m.items()},
        toe_m={side: path @ turn for side, path in paths.toe_m.items()},
        mid_hip_m=paths.mid_hip_m @ turn,
        across_m=paths.across_m @ turn,
    )


def mirrored(paths: FootPaths) -> FootPaths:
    """Swap right and left."""
    flip = np.array([1.0, 1.0, -1.0])
    return replace(
        paths,
        heel_m={side: paths.heel_m[side.other] * flip for side in Side},
        toe_m={side: paths.toe_m[side.other] * flip for side in Side},
        mid_hip_m=paths.mid_hip_m * flip,
        across_m=-paths.across_m * flip,
    )


def _cyclic(phase: list[float], value: list[float]) -> PchipInterpolator:
    """Draw a smooth curve through points of one stride that repeats itself."""
    again = [(p + turn, v) for turn in (-1, 0, 1) for p, v in zip(phase, value, strict=True)]
    return PchipInterpolator(*map(np.array, zip(*again, strict=True)))
