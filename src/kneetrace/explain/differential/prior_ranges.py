"""How common a condition is among those who come, as the therapist sees and may move it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kneetrace.evidence import Confidence, Prior, priors
from kneetrace.intake import Values, statement
from kneetrace.terms import InvalidInput


class UnusablePrior(InvalidInput):
    """A range somebody gave cannot be one."""


@dataclass(frozen=True, kw_only=True)
class PriorRange:
    """The range of a prior (0 to 1) that was used, and where it comes from.

    ``moved`` says that the therapist set it.
    """

    low: float
    high: float
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""
    moved: bool = False


def prior_range(
    *,
    condition: str,
    setting: str,
    values: Values,
    moved: Mapping[str, tuple[float, float]],
) -> PriorRange:
    """Give the range that holds for this person, or for people of whom that is not known.

    Raises
    ------
    UnusablePrior
        When the range that was set is none between 0 and 1.
    """
    if condition in moved:
        low, high = moved[condition]
        if not 0 < low <= high < 1:
            raise UnusablePrior(
                f"{condition}: {low:g} to {high:g} is no range of probabilities: give the lower "
                "and the upper end, above 0 and below 1."
            )
        return PriorRange(
            low=low,
            high=high,
            confidence=Confidence.DESIGN,
            sources=(),
            note="Set by the therapist.",
            moved=True,
        )
    possible = _possible(priors(condition=condition, setting=setting), values)
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
        note="Answers are missing that would narrow it: the range spans all that may hold.",
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
