"""Numbers as people read them: degrees, seconds, and no more digits than were measured."""

import math
from collections.abc import Iterable
from statistics import median
from typing import Final

from kneetrace.terms import Measure, Unit

_DECIMALS: Final = {
    Unit.RADIAN: 0,
    Unit.METRE: 2,
    Unit.SECOND: 1,
    Unit.RATIO: 2,
    Unit.COUNT: 0,
    Unit.PER_MINUTE: 0,
    Unit.CLASS: 0,
    Unit.BODY_HEIGHT: 1,
    Unit.NEWTON: 0,
    Unit.NEWTON_METRE: 0,
    Unit.NEWTON_METRE_PER_KILOGRAM: 2,
    Unit.BODY_WEIGHT: 1,
    Unit.BODY_WEIGHT_HEIGHT: 1,
}
_ENDING: Final = {
    Unit.RADIAN: "°",
    Unit.METRE: " m",
    Unit.SECOND: " s",
    Unit.RATIO: "",
    Unit.COUNT: "",
    Unit.PER_MINUTE: " a minute",
    Unit.CLASS: "",
    Unit.BODY_HEIGHT: " % of height",
    Unit.NEWTON: " N",
    Unit.NEWTON_METRE: " Nm",
    Unit.NEWTON_METRE_PER_KILOGRAM: " Nm/kg",
    Unit.BODY_WEIGHT: " %BW",
    Unit.BODY_WEIGHT_HEIGHT: " %BW·h",
}
SHORT_S: Final = 1.0
MINUS: Final = "\N{MINUS SIGN}"


def shown(value: float, unit: Unit) -> float:
    """Convert a value to the unit people read: degrees for radians, % of body weight or height."""
    if unit is Unit.RADIAN:
        return math.degrees(value)
    shares = (Unit.BODY_WEIGHT, Unit.BODY_WEIGHT_HEIGHT, Unit.BODY_HEIGHT)
    return 100 * value if unit in shares else value


def _decimals(value: float, unit: Unit) -> int:
    """Digits after the point; a step's time is a fraction of a second and is timed finer. DESIGN"""
    return 2 if unit is Unit.SECOND and abs(value) < SHORT_S else _DECIMALS[unit]


def text(value: float, unit: Unit, *, decimals: int | None = None) -> str:
    """Write a value with its unit, rounded to what a phone video can carry, or to ``decimals``.

    Examples
    --------
    >>> text(1.8151, Unit.RADIAN)
    '104°'
    >>> text(1.25, Unit.SECOND)
    '1.2 s'
    """
    digits = _decimals(value, unit) if decimals is None else decimals
    rounded = f"{shown(value, unit):.{digits}f}"
    if float(rounded) == 0:
        rounded = rounded.removeprefix("-")
    return rounded.replace("-", MINUS) + _ENDING[unit]


def text_at_most(value: float, unit: Unit) -> str:
    """Write a bound rounded up, so that it never claims to be finer than it is."""
    decimals = _decimals(value, unit)
    step = 10.0**-decimals
    up = math.ceil(shown(value, unit) / step - 1e-9) * step
    return f"{up:.{decimals}f}{_ENDING[unit]}"


def interval_text(low: float, high: float, unit: Unit) -> tuple[str, str]:
    """Write both ends of an interval, rounded outward so that it never claims too much."""
    decimals = _decimals(max(abs(low), abs(high)), unit)
    step = 10.0**-decimals
    ending = _ENDING[unit]
    ends = (
        math.floor(shown(low, unit) / step + 1e-9) * step,
        math.ceil(shown(high, unit) / step - 1e-9) * step,
    )
    first, second = (f"{end + 0.0:.{decimals}f}".replace("-", MINUS) + ending for end in ends)
    return first, second


def bare(written: str, unit: Unit) -> str:
    """Take the unit off what was written, where it stands once for several numbers."""
    return written.removesuffix(_ENDING[unit])


def typical(measures: Iterable[Measure]) -> Measure:
    """Sum up one measure's repetitions by the middle one.

    The interval is the middle of the repetitions' intervals, not narrowed by their number: what
    is wrong in a view is wrong in every repetition alike (DESIGN).

    Parameters
    ----------
    measures
        At least one, all of one name, side and unit.
    """
    them = tuple(measures)
    first = them[0]
    # The mean of medians stays in order: median is monotone in each of its arguments.
    return Measure(
        name=first.name,
        value=median(one.value for one in them),
        low=median(one.low for one in them),
        high=median(one.high for one in them),
        unit=first.unit,
        quality=max((one.quality for one in them), key=lambda quality: quality == "coarse"),
        side=first.side,
        repetition=None,
        mdc=_median_of(one.mdc for one in them),
        mdc_origin=first.mdc_origin,
        film=first.film,
    )


def _median_of(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None
