"""What the drawn person is made of: parts of balls, each ball fixed in a segment."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.report.pictures.posture import FOREARM, HEIGHT_M, UPPER_ARM, Frame
from kneetrace.terms import Side

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Ball:
    """A ball fixed in a segment; offset and radius in shares of stature."""

    segment: str
    at: tuple[float, float, float]
    radius: float


_HEM: Final = 0.006

Link = tuple[Ball, ...]
"""Balls that one outline is drawn around."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Links painted in one colour, by its name in ``picture.css``."""

    paint: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Layers painted one over the other; a ``limb`` may be the near or the far one."""

    layers: tuple[Layer, ...]
    limb: bool = False
    of_leg: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Solid:
    """A part where the posture puts it: paint and balls ``(ball, [x, y, z, radius]), m``."""

    layers: tuple[tuple[str, tuple[Array, ...]], ...]
    limb: bool = False
    of_leg: bool = False

    @property
    def balls_m(self) -> Array:
        """Every ball of every layer."""
        return np.concatenate([link for _, links in self.layers for link in links])


def _ball(segment: str, x: float, y: float, z: float, radius: float) -> Ball:
    return Ball(segment=segment, at=(x, y, z), radius=radius)


def _cuff(segment: str, x: float, y: float, radius: float) -> Link:
    """A flat hem: small balls in a ring about the bone."""
    ring = radius - _HEM
    return tuple(
        _ball(segment, x + ring * math.cos(angle), y, ring * math.sin(angle), _HEM)
        for angle in (math.tau * k / 10 for k in range(10))
    )


def _chain(*balls: Ball) -> tuple[Link, ...]:
    return tuple(pairwise(balls))


def _leg(side: Side) -> Part:
    femur, tibia, foot = (f"{bone}_{side.suffix}" for bone in ("femur", "tibia", "foot"))
    hip = _ball(femur, 0.0, -0.012, 0.0, 0.054)
    half_way = _ball(femur, 0.004, -0.125, 0.0, 0.043)
    knee = _ball(femur, 0.004, -0.234, 0.0, 0.030)
    calf = _ball(tibia, -0.006, -0.080, 0.0, 0.0315)
    shin = _ball(tibia, -0.002, -0.150, 0.0, 0.024)
    ankle = _ball(tibia, -0.001, -0.225, 0.0, 0.0175)
    shoe = (
        _ball(foot, -0.004, -0.014, 0.0, 0.0205),
        _ball(foot, -0.022, -0.020, 0.0, 0.0190),
        _ball(foot, 0.062, -0.024, -0.008, 0.0150),
        _ball(foot, 0.062, -0.024, 0.008, 0.0150),
        _ball(foot, 0.094, -0.0265, 0.0, 0.0125),
    )
    return Part(
        limb=True,
        of_leg=True,
        layers=(
            Layer(paint="skin", links=_chain(hip, half_way, knee, calf, shin, ankle)),
            Layer(paint="shoe", links=(shoe,)),
            Layer(
                paint="shorts",
                links=(
                    (_ball(femur, 0.0, -0.008, 0.0, 0.058), *_cuff(femur, 0.004, -0.145, 0.051)),
                ),
            ),
        ),
    )


def _arm(side: Side) -> Part:
    upper, fore = f"upper_arm_{side.suffix}", f"forearm_{side.suffix}"
    inward = -0.010 if side is Side.RIGHT else 0.010
    shoulder = _ball(upper, 0.0, -0.012, inward, 0.031)
    elbow = _ball(upper, 0.0, -UPPER_ARM, 0.0, 0.0205)
    wrist = _ball(fore, 0.0, -0.125, 0.0, 0.0145)
    hand = _ball(fore, 0.0, -FOREARM, 0.0, 0.0185)
    finger = _ball(fore, 0.004, -FOREARM - 0.022, 0.0, 0.0130)
    sleeve = ((_ball(upper, 0.0, -0.010, inward, 0.033), *_cuff(upper, 0.0, -0.095, 0.033)),)
    return Part(
        limb=True,
        layers=(
            Layer(paint="skin", links=_chain(shoulder, elbow, wrist, hand, finger)),
            Layer(paint="shirt", links=sleeve),
        ),
    )


def _both(segment: str, x: float, y: float, z: float, radius: float) -> Link:
    return (_ball(segment, x, y, z, radius), _ball(segment, x, y, -z, radius))


_HIPS: Final = _both("pelvis", -0.004, 0.006, 0.034, 0.060)
_HEM_LINE: Final = (
    *_both("pelvis", 0.044, 0.052, 0.034, 0.012),
    *_both("pelvis", -0.050, 0.052, 0.034, 0.012),
    *_both("pelvis", 0.0, 0.052, 0.076, 0.012),
)
_WAIST: Final = _both("trunk", 0.014, 0.050, 0.028, 0.054)
_CHEST: Final = _both("trunk", 0.008, 0.135, 0.042, 0.062)
_SHOULDERS: Final = _both("trunk", -0.002, 0.194, 0.078, 0.033)

_TRUNK: Final = Part(
    layers=(
        Layer(paint="shorts", links=(_HIPS + _HEM_LINE,)),
        Layer(paint="shirt", links=(_HEM_LINE + _WAIST, _WAIST + _CHEST, _CHEST + _SHOULDERS)),
    ),
)

_NECK: Final = _chain(
    _ball("trunk", -0.004, 0.208, 0.0, 0.029), _ball("head", 0.002, 0.050, 0.0, 0.026)
)
_FACE: Final = (
    _ball("head", 0.008, 0.103, 0.0, 0.055),
    _ball("head", 0.024, 0.060, 0.0, 0.032),
    _ball("head", 0.064, 0.082, 0.0, 0.007),
)
_FRINGE: Final = (
    *_both("head", 0.014, 0.137, 0.022, 0.029),
    *_both("head", -0.020, 0.128, 0.022, 0.034),
    _ball("head", 0.046, 0.134, 0.0, 0.015),
)
_HAIR: Final = Part(
    layers=(
        Layer(
            paint="hair",
            links=(
                (
                    _ball("head", -0.008, 0.112, 0.0, 0.058),
                    _ball("head", -0.022, 0.078, 0.0, 0.040),
                ),
            ),
        ),
    ),
)
_HEAD: Final = Part(
    layers=(
        Layer(paint="skin", links=(*_NECK, _FACE)),
        Layer(paint="hair", links=(_FRINGE,)),
    ),
)

PARTS: Final = (
    _TRUNK,
    _HAIR,
    _HEAD,
    *(_leg(side) for side in Side),
    *(_arm(side) for side in Side),
)


def build(frames: Mapping[str, Frame]) -> tuple[Solid, ...]:
    """Put every part of the drawn person where the posture has it."""
    return tuple(
        Solid(
            limb=part.limb,
            of_leg=part.of_leg,
            layers=tuple(
                (
                    layer.paint,
                    tuple(
                        np.array(
                            [
                                [*frames[ball.segment].place(ball.at), ball.radius * HEIGHT_M]
                                for ball in link
                            ]
                        )
                        for link in layer.links
                    ),
                )
                for layer in part.layers
            ),
        )
        for part in PARTS
    )
