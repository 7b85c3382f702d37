"""A measured value never travels without its interval, and "cannot tell" is an answer."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.terms.sides import Side

INTERVAL_LEVEL: Final = 0.90
"""Probability that every interval in the program claims to hold."""

INTERVAL_SDS: Final = 1.645
"""Half of such an interval of a normal error, in standard deviations."""


class Unit(StrEnum):
    """Units inside the program; the doors show radians as degrees, body shares as %."""

    RADIAN = "rad"
    METRE = "m"
    SECOND = "s"
    RATIO = "1"
    COUNT = "count"
    PER_MINUTE = "1/min"
    CLASS = "class"  # one of a few named kinds, by the number that the measure's words give it
    BODY_HEIGHT = "height"  # shares of the person's height
    NEWTON = "N"
    NEWTON_METRE = "N m"
    NEWTON_METRE_PER_KILOGRAM = "N m/kg"
    BODY_WEIGHT = "BW"  # force as part of the body's weight
    BODY_WEIGHT_HEIGHT = "BW h"  # torque as part of weight times height


class Quality(StrEnum):
    """How far a measure may be trusted in the view it was seen from."""

    MEASURED = "measured"
    COARSE = "coarse"  # good for a band (low, typical, high), not for a single degree


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One clinical measure of one repetition (or of the whole test, ``repetition=None``).

    ``low`` and ``high`` bound the 90 % interval, in ``unit``. ``mdc`` is the smallest change
    between two recordings that is real (minimal detectable change, 95 %), and ``mdc_origin``
    says where that figure comes from: an evidence source id or ``"measured"`` when it follows
    from this recording's own interval. ``film`` names the video it was seen in, where a test was
    filmed more than once.
    """

    name: str
    value: float
    low: float
    high: float
    unit: Unit
    quality: Quality = Quality.MEASURED
    side: Side | None = None
    repetition: int | None = None
    mdc: float | None = None
    mdc_origin: str | None = None
    film: str | None = None

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.value, self.low, self.high))):
            raise ValueError(f"{self.name}: value and interval must be finite")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.name}: {self.value} outside [{self.low}, {self.high}]")


@dataclass(frozen=True, kw_only=True)
class CannotTell:
    """A measure that was asked for and could not be answered: why, and what would help."""

    name: str
    reason: str
    advice: str
    side: Side | None = None
    repetition: int | None = None
    film: str | None = None


Answer = Measure | CannotTell
