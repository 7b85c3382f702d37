"""What a strength test without a device came to: a count, a holding time, or a pass."""

import math
from dataclasses import dataclass
from datetime import date

from kneetrace.evidence import HomeReference, NoReference, home_reference
from kneetrace.measure.strength.protocols import Kind, StrengthTest, strength_test
from kneetrace.terms import InvalidInput, Person, Side


class ImpossibleResult(InvalidInput):
    """A count or time that nobody reaches, or the wrong kind of result."""


@dataclass(frozen=True, kw_only=True)
class HomeEntry:
    """One result of a home test.

    ``value`` is a count, seconds, or 1 for passed and 0 for not; ``side`` the leg or lower side
    of a test done on each; ``conditions`` how it was done, by the names the test knows, e.g.
    ``"heel_on_60_cm_box"``.

    Raises
    ------
    ImpossibleResult
        When the value cannot be a result of this test.
    """

    test: str
    value: float
    side: Side | None = None
    conditions: tuple[str, ...] = ()
    tested_on: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        test = strength_test(name=self.test)
        title = test.title["en"]
        if test.kind is Kind.FORCE:
            raise ImpossibleResult(f"{title} is measured with a device: enter its trials.")
        if test.sides and self.side is None:
            raise ImpossibleResult(f"{title} is done on each side: say which one this was.")
        if not test.sides and self.side is not None:
            raise ImpossibleResult(f"{title} is done with both legs: leave the side out.")
        if strange := sorted(set(self.conditions) - set(test.conditions)):
            raise ImpossibleResult(f"{title} knows no condition {strange[0]!r}: leave it out.")
        _check_value(value=self.value, test=test)


@dataclass(frozen=True, kw_only=True)
class HomeResult:
    """What one home test came to.

    ``reference`` is there only where a verified group of the same sex did the same test in the
    same way; ``sentence`` says what it can be compared with.
    """

    entry: HomeEntry
    reference: HomeReference | None
    sentence: str


def record_home_test(*, entry: HomeEntry, person: Person) -> HomeResult:
    """Set the result of a home test beside what is known.

    No repeatability of these tests is held in the evidence, so no change is called real from one
    pair of results.
    """
    try:
        reference = home_reference(test=entry.test, sex=person.sex, conditions=entry.conditions)
    except NoReference as none:
        return HomeResult(entry=entry, reference=None, sentence=str(none))
    return HomeResult(
        entry=entry,
        reference=reference,
        sentence=(
            f"{reference.people} {reference.sex} people who did it in this way reached "
            f"{reference.mean:g} ± {reference.sd:g} ({', '.join(reference.sources)})."
        ),
    )


def _check_value(*, value: float, test: StrengthTest) -> None:
    title = test.title["en"]
    if test.kind is Kind.PASS_FAIL:
        if value not in (0, 1):
            raise ImpossibleResult(f"{title} is passed or not: enter 1 or 0.")
        return
    highest = math.inf if test.largest is None else test.largest
    if not (math.isfinite(value) and 0 <= value <= highest):
        what = "seconds" if test.kind is Kind.HOLD else "repetitions"
        raise ImpossibleResult(
            f"{value:g} {what} cannot be right for {title}: enter between 0 and {highest:g}."
        )
    if test.kind is Kind.COUNT and value != int(value):
        raise ImpossibleResult(f"{title} counts whole repetitions: {value:g} is none.")
