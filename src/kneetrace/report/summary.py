"""The answers of one recording, sorted the way a reader looks for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kneetrace.report.dots import DotRow
from kneetrace.report.figures import typical
from kneetrace.terms import Answer, CannotTell, Measure, Side, Unit

DIFFERENCE: Final = "_difference"
"""Ending of the names of left-right differences (right minus left)."""

SPREAD: Final = "_spread"
"""Ending of the names of repetition-to-repetition spreads (standard deviations)."""

COUNT: Final = "repetition_count"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One recording's answers.

    ``rows`` maps each measure to its sides (right, left, or one without a side), ``differences``
    each measure to its left-right difference, ``spreads`` each measure to how much it varied from
    repetition to repetition (by side), ``cannot`` holds what could not be told, each reason once.
    ``counts`` are the repetitions counted, in each film.
    """

    rows: Mapping[str, tuple[DotRow, ...]]
    differences: Mapping[str, Measure]
    spreads: Mapping[str, tuple[Measure, ...]]
    cannot: tuple[CannotTell, ...]
    counts: tuple[Measure, ...]

    def row(self, name: str, side: Side | None = None) -> DotRow | None:
        """Find one side of one measure."""
        return next((row for row in self.rows.get(name, ()) if row.typical.side is side), None)


def summarise(answers: Iterable[Answer]) -> Summary:
    """Sort a recording's answers by measure and side."""
    them = tuple(answers)
    measures = [one for one in them if isinstance(one, Measure)]
    plain = [one for one in measures if one.name != COUNT and _ending(one) is None]
    # Angles first, in the test's own order; times follow.
    plain.sort(key=lambda one: one.unit is Unit.SECOND)
    return Summary(
        rows={name: _rows(of_name) for name, of_name in _by_name(plain).items()},
        differences={
            name.removesuffix(DIFFERENCE): typical(of_name)
            for name, of_name in _by_name(_ending_in(measures, DIFFERENCE)).items()
        },
        spreads={
            name.removesuffix(SPREAD): tuple(of_name)
            for name, of_name in _by_name(_ending_in(measures, SPREAD)).items()
        },
        cannot=_each_once(one for one in them if isinstance(one, CannotTell)),
        counts=tuple(one for one in measures if one.name == COUNT),
    )


def _ending(measure: Measure) -> str | None:
    return next((ending for ending in (DIFFERENCE, SPREAD) if measure.name.endswith(ending)), None)


def _ending_in(measures: Iterable[Measure], ending: str) -> list[Measure]:
    return [one for one in measures if _ending(one) == ending]


def _named(measures: Iterable[Measure], name: str) -> list[Measure]:
    return [one for one in measures if one.name == name]


def _by_name(measures: list[Measure]) -> dict[str, list[Measure]]:
    return {name: _named(measures, name) for name in dict.fromkeys(one.name for one in measures)}


def _rows(measures: list[Measure]) -> tuple[DotRow, ...]:
    """One row for each side: the mean over the test where there is one, else its repetition."""
    rows = []
    for side in (Side.RIGHT, Side.LEFT, None):
        here = [one for one in measures if one.side is side]
        whole = [one for one in here if one.repetition is None]
        single = tuple(one for one in here if one.repetition is not None)
        if here:
            rows.append(
                DotRow(
                    typical=whole[0] if whole else typical(single),
                    single=single if len(single) > 1 else (),
                )
            )
    return tuple(rows)


def _each_once(them: Iterable[CannotTell]) -> tuple[CannotTell, ...]:
    """One entry for each measure and reason; sides and repetitions are folded together."""
    folded: dict[tuple[str, str], CannotTell] = {}
    for one in them:
        key = (one.name, one.reason)
        if key not in folded:
            folded[key] = one
        elif folded[key].side is not one.side:
            folded[key] = CannotTell(name=one.name, reason=one.reason, advice=one.advice)
    return tuple(folded.values())
