"""Small pieces of SVG, escaped, that take their colours from the page.

Places along x are in percent, so a drawing fills any width while its writing keeps its size.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

NICE_STEPS = (1.0, 2.0, 5.0)


def tag(name: str, content: str | Markup = "", /, **attributes: object) -> Markup:
    """Make one element; an underscore in an attribute's name stands for a hyphen."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), _number(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, escape(content))


def joined(pieces: Iterable[Markup]) -> Markup:
    """Put pieces one after the other."""
    return Markup("").join(pieces)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From a value to a place along an axis, 0 to 100."""

    low: float
    high: float

    def percent(self, value: float) -> float:
        """Place of a value, in percent of the axis."""
        return 100 * (value - self.low) / (self.high - self.low)

    def clamped(self, value: float) -> float:
        """Place of a value, kept within the axis."""
        return min(100.0, max(0.0, self.percent(value)))

    def ticks(self, *, about: int = 5) -> tuple[float, ...]:
        """Round numbers along the axis, at most ``about`` + 1 of them."""
        step = nice_step(self.high - self.low, about=about)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(step * k for k in range(first, last + 1))


def nice_step(span: float, *, about: int = 5) -> float:
    """Choose a round step (1, 2 or 5 times a power of ten) that cuts a span into few parts."""
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        (nice * power for nice in NICE_STEPS if nice * power >= rough - 1e-12), 10.0 * power
    )


def scale_around(
    values: Iterable[float], *, least_span: float, about: int = 5, round_to: float | None = None
) -> Scale:
    """Make an axis that holds all values with round ends.

    Parameters
    ----------
    values
        What must fit.
    least_span
        The axis is never shorter, so that small differences do not look large.
    about
        Into how many parts ticks will cut it.
    round_to
        The ends are multiples of this; of the ticks' step when not given.
    """
    them = tuple(values)
    low, high = min(them), max(them)
    missing = max(0.0, least_span - (high - low)) / 2
    low, high = low - missing, high + missing
    step = round_to or nice_step(high - low, about=about)
    return Scale(low=math.floor(low / step) * step, high=math.ceil(high / step) * step)


def tick_text(value: float) -> str:
    """Write a tick: no needless decimals, a true minus."""
    return f"{value + 0.0:.4g}".replace("-", "\N{MINUS SIGN}")


def percent(value: float) -> str:
    """Write a place in percent."""
    return f"{value:.2f}%"


def _attribute(name: str) -> str:
    return {"class_": "class", "viewbox": "viewBox", "ratio": "preserveAspectRatio"}.get(
        name, name.replace("_", "-")
    )


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
