"""What a strength test without a device came to: a count, a holding time, or a pass."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from kneetrace.evidence import HomeReference, NoReference, home_reference
from kneetrace.measure.strength.protocols import Kind, strength_test
from kneetrace.terms import InvalidInput, Person, Side


class ImpossibleResult(InvalidInput):
    """A count or time that nobody reaches, or the wrong kind of result."""


@dataclass(frozen=True, kw_only=True)
class HomeResult:
    """What one home test came to.

    ``value`` is a count, seconds, or 1 for passed and 0 for not. ``reference`` is there only where
    a verified group of the same sex did the same test in the same way.
    """

    test: str
    side: Side | None
    value: float
    reference: HomeReference | None
    sentence: str


def record_home_test(
    *,
    test: str,
    value: float,
    person: Person,
    side: Side | None = None,
    conditions: Collection[str] = (),
) -> HomeResult:
    """Check the result of a home test and set it beside what is known.

    No repeatability of these tests is held in the evidence, so no change is called real from one
    pair of results.

    Parameters
    ----------
    test
        Name of the test, e.g. ``"chair_stand_30s"``.
    value
        Count, seconds, or 1 (passed) and 0 (not).
    side
        Leg or lower side, for a test done on each.
    conditions
        How it was done, by the names the test knows, e.g. ``"heel_on_60_cm_box"``.

    Raises
    ------
    ImpossibleResult
        When the value cannot be a result of this test.
    """
    found = strength_test(name=test)
    title = found.title["en"]
    if found.kind is Kind.FORCE:
        raise ImpossibleResult(f"{title} is measured with a device: enter its trials.")
    if found.sides and side is None:
        raise ImpossibleResult(f"{title} is done on each side: say which one this was.")
    if not found.sides and side is not None:
        raise ImpossibleResult(f"{title} is done with both legs: leave the side out.")
    if strange := sorted(set(conditions) - set(found.conditions)):
        raise ImpossibleResult(f"{title} knows no condition {strange[0]!r}: leave it out.")
    _check_value(kind=found.kind, value=value, largest=found.largest, title=title)
    try:
        reference = home_reference(test=test, sex=person.sex, conditions=conditions)
    except NoReference as none:
        return HomeResult(test=test, side=side, value=value, reference=None, sentence=str(none))
    return HomeResult(
        test=test,
        side=side,
        value=value,
        reference=reference,
        sentence=(
            f"{reference.people} {reference.sex} people who did it in this way reached "
            f"{reference.mean:g} ± {reference.sd:g} ({', '.join(reference.sources)})."
        ),
    )


def _check_value(*, kind: Kind, value: float, largest: float | None, title: str) -> None:
    if kind is Kind.PASS_FAIL:
        if value not in (0, 1):
            raise ImpossibleResult(f"{title} is passed or not: enter 1 or 0.")
        return
    highest = math.inf if largest is None else largest
    if not (math.isfinite(value) and 0 <= value <= highest):
        what = "seconds" if kind is Kind.HOLD else "repetitions"
        raise ImpossibleResult(
            f"{value:g} {what} cannot be right for {title}: enter between 0 and {highest:g}."
        )
    if kind is Kind.COUNT and value != int(value):
        raise ImpossibleResult(f"{title} counts whole repetitions: {value:g} is none.")
