"""Everything the differential of one person came to."""

from dataclasses import dataclass
from typing import Final

from kneetrace.evidence import CareSetting
from kneetrace.explain.differential.impairments import ImpairmentGroup
from kneetrace.explain.differential.next_steps import NextStep
from kneetrace.explain.differential.outlook import Outlook
from kneetrace.explain.differential.weighing import Candidate, Standing
from kneetrace.terms import InvalidInput

DIFFERENTIAL_METHOD: Final = "kneetrace.differential/1"
"""Version of how conditions are weighed; stored with every result."""


class UnknownSetting(InvalidInput):
    """No ranges are held for a setting of this name."""


@dataclass(frozen=True, kw_only=True)
class Differential:
    """The conditions weighed for one person in one setting.

    candidates : those with a probability first, the likeliest first; then those that fit, those
        that cannot be told, those that do not fit
    next_best : what to ask or examine next, best first
    impairments : patellofemoral pain in the guideline's groups; empty where it does not fit
    outlook : how it went on in those followed; ``None`` where it does not fit
    """

    setting: CareSetting
    candidates: tuple[Candidate, ...]
    next_best: tuple[NextStep, ...]
    impairments: tuple[ImpairmentGroup, ...] = ()
    outlook: Outlook | None = None
    method: str = DIFFERENTIAL_METHOD

    def candidate(self, name: str, /) -> Candidate:
        """Give one condition's place by its name."""
        return next(one for one in self.candidates if one.name == name)

    def standing(self, what: Standing, /) -> tuple[Candidate, ...]:
        """Give the conditions that stand so, in order."""
        return tuple(one for one in self.candidates if one.standing is what)
