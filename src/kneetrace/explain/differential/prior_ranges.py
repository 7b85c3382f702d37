"""How common a condition is among those who come, as the therapist sees and may move it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from kneetrace.evidence import Confidence, Prior, priors
from kneetrace.explain.differential.conditions import conditions
from kneetrace.explain.differential.reasons import reason
from kneetrace.intake import Values, statement
from kneetrace.terms import ByLanguage, InvalidInput

Range = tuple[float, float]
"""Lower and upper end of a probability, above 0 and below 1."""

_TYPED, _FILED = "0.1..0.3", "[0.1, 0.3]"
"""How a range is written on the command line and in a file, in any language."""


class UnusablePrior(InvalidInput):
    """A range somebody gave cannot be one."""


@dataclass(frozen=True, kw_only=True)
class PriorRange:
    """The range of a prior (0 to 1) that was used, and where it comes from.

    ``moved_from`` is the range that would have been used, where the therapist set another.
    """

    low: float
    high: float
    confidence: Confidence
    sources: tuple[str, ...]
    note: ByLanguage = field(default_factory=dict)
    moved_from: Range | None = None


def given_ranges(given: Mapping[str, Any], /) -> dict[str, Range]:
    """Take the ranges that a therapist sets, by condition: ``"0.1..0.3"`` or ``[0.1, 0.3]``.

    Raises
    ------
    UnusablePrior
        When a condition gets no probability, or what is set for it is no range between 0 and 1.
    """
    return {name: _range(_known(name), ends) for name, ends in given.items()}


def _known(name: str) -> str:
    known = [one.name for one in conditions() if one.has_chance]
    if name in known:
        return name
    near = get_close_matches(name, known, n=1)
    meant = reason("meant", name=near[0]) if near else ""
    raise UnusablePrior(reason("no_probability", name=name, meant=meant, known=", ".join(known)))


def _range(name: str, ends: Any) -> Range:
    try:
        low, high = (float(one) for one in (ends.split("..") if isinstance(ends, str) else ends))
    except (TypeError, ValueError):
        raise UnusablePrior(
            reason("no_range", name=name, ends=repr(ends), typed=_TYPED, filed=_FILED)
        ) from None
    if not 0 < low <= high < 1:
        raise UnusablePrior(
            reason("no_range_of_probabilities", name=name, low=low, high=high, typed=_TYPED)
        )
    return low, high


def prior_range(
    *, condition: str, setting: str, values: Values, moved: Mapping[str, Range]
) -> PriorRange:
    """Give the range that holds for this person, or for people of whom that is not known."""
    usual = _usual(_possible(priors(condition=condition, setting=setting), values))
    if condition not in moved:
        return usual
    low, high = moved[condition]
    return replace(
        usual,
        low=low,
        high=high,
        confidence=Confidence.DESIGN,
        sources=(),
        note={},
        moved_from=(usual.low, usual.high),
    )


def _usual(possible: list[Prior]) -> PriorRange:
    if len(possible) == 1:
        (only,) = possible
        return PriorRange(
            low=only.low,
            high=only.high,
            confidence=only.confidence,
            sources=only.sources,
            note=only.note,
        )
    return PriorRange(
        low=min(one.low for one in possible),
        high=max(one.high for one in possible),
        confidence=Confidence.DESIGN,
        sources=tuple(dict.fromkeys(each for one in possible for each in one.sources)),
        note=reason("answers_missing"),
    )


def _possible(tried: tuple[Prior, ...], values: Values) -> list[Prior]:
    possible: list[Prior] = []
    for one in (each for each in tried if not each.while_open):
        holds = statement(text=one.when).truth(values=values) if one.when else True
        if holds is not False:
            possible.append(one)
        if holds:
            break
    unknown = [one for one in tried if one.while_open]
    return unknown if unknown and len(possible) > 1 else possible
