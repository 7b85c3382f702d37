"""What changed between two recordings of the same test, against what measuring alone makes."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

from kneetrace.measure.movement.clinical import is_real
from kneetrace.terms import Answer, Measure, Quality

_DERIVED = ("_difference", "_spread")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One measure then and now.

    ``difference`` is now less before, with its interval and the smallest change that is real.
    """

    before: Measure
    now: Measure
    difference: Measure

    @property
    def real(self) -> bool:
        """Whether it is more than measuring can explain, and neither was only coarse."""
        return is_real(difference=self.difference) and self.difference.quality is Quality.MEASURED


def changes_between(*, before: Iterable[Answer], now: Iterable[Answer]) -> tuple[Change, ...]:
    """Compare two recordings of one test measure by measure, where a smallest change is known.

    A measure is taken over the whole test where it is told so, else its middle repetition. The
    smallest real change is the larger of the two recordings'.

    Parameters
    ----------
    before, now
        Answers of the two recordings.

    Returns
    -------
    tuple of Change
        In the order of ``now``; what either recording could not tell is left out.
    """
    earlier = {(one.name, one.side): one for one in _over_the_test(before)}
    return tuple(
        _change(earlier[one.name, one.side], one)
        for one in _over_the_test(now)
        if (one.name, one.side) in earlier and earlier[one.name, one.side].unit is one.unit
    )


def _over_the_test(answers: Iterable[Answer]) -> Iterator[Measure]:
    groups: dict[object, list[Measure]] = {}
    for one in answers:
        if isinstance(one, Measure) and one.mdc is not None and not one.name.endswith(_DERIVED):
            groups.setdefault((one.name, one.side), []).append(one)
    for group in groups.values():
        whole = [one for one in group if one.repetition is None]
        yield whole[0] if whole else _middle(group)


def _middle(group: list[Measure]) -> Measure:
    coarse = any(one.quality is Quality.COARSE for one in group)
    return replace(
        group[0],
        value=median(one.value for one in group),
        low=median(one.low for one in group),
        high=median(one.high for one in group),
        mdc=median(one.mdc for one in group if one.mdc is not None),
        quality=Quality.COARSE if coarse else Quality.MEASURED,
        repetition=None,
    )


def _change(before: Measure, now: Measure) -> Change:
    assert before.mdc is not None  # only such were taken
    assert now.mdc is not None
    value = now.value - before.value
    half = math.hypot(now.high - now.low, before.high - before.low) / 2
    coarse = Quality.COARSE in (before.quality, now.quality)
    larger = max((before, now), key=lambda one: one.mdc or 0.0)
    return Change(
        before=before,
        now=now,
        difference=replace(
            now,
            value=value,
            low=value - half,
            high=value + half,
            quality=Quality.COARSE if coarse else Quality.MEASURED,
            mdc=larger.mdc,
            mdc_origin=larger.mdc_origin,
        ),
    )
