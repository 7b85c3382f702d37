"""One figure, what it must reach, and on which data it was measured."""

import math
import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_COMPARISON: Final = re.compile(rf"(<=|>=|<|>|==)\s*({_NUMBER})")
_RANGE: Final = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What a figure is held to: every value from ``low`` to ``high``, ends in or out."""

    low: float = -math.inf
    high: float = math.inf
    ends_included: bool = True

    def holds(self, *, value: float) -> bool:
        """Tell whether a value keeps the bound; what is not a number never does."""
        if math.isnan(value):
            return False
        if self.ends_included:
            return self.low <= value <= self.high
        return self.low < value < self.high


def parse_bound(*, text: str) -> Bound:
    """Read ``"<= 5"``, ``">= 0.98"``, ``"< 3"``, ``"> 0"``, ``"== 24"`` or ``"85..95"``."""
    if found := _COMPARISON.fullmatch(text.strip()):
        sign, number = found[1], float(found[2])
        ends_included = "=" in sign
        if sign == "==":
            return Bound(low=number, high=number)
        if sign.startswith("<"):
            return Bound(high=number, ends_included=ends_included)
        return Bound(low=number, ends_included=ends_included)
    if found := _RANGE.fullmatch(text.strip()):
        low, high = float(found[1]), float(found[2])
        if low <= high:
            return Bound(low=low, high=high)
    raise ValueError(f"{text!r} is no bound: write '<= 5', '>= 0.98', '== 24' or '85..95'")


@dataclass(frozen=True)
class Row:
    """One measured figure of the validation or speed table.

    ``must`` and ``goal`` are bounds as :func:`parse_bound` reads them; ``None`` where nothing
    was promised (a figure printed for comparison). A value that could not be measured is NaN.
    """

    name: str
    value: float
    unit: str
    must: str | None
    goal: str | None
    data: str

    def __post_init__(self) -> None:
        for bound in (self.must, self.goal):
            if bound is not None:
                parse_bound(text=bound)

    @property
    def holds(self) -> bool | None:
        """Whether ``must`` is kept; ``None`` where nothing was promised."""
        return _judge(value=self.value, bound=self.must)

    @property
    def reaches_goal(self) -> bool | None:
        """Whether ``goal`` is kept; ``None`` where there is none."""
        return _judge(value=self.value, bound=self.goal)


def _judge(*, value: float, bound: str | None) -> bool | None:
    return None if bound is None else parse_bound(text=bound).holds(value=float(value))
