"""All strength tests of one person together: each leg beside the other, others, and before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kneetrace.measure.strength.comparison import (
    NormComparison,
    StrengthDifference,
    compare_sides,
    compare_with_first,
    compare_with_norm,
)
from kneetrace.measure.strength.entries import (
    MOST_TRIALS,
    StrengthEntry,
    StrengthResult,
    measure_strength,
)
from kneetrace.measure.strength.force_trace import Effort
from kneetrace.measure.strength.home import HomeEntry, HomeResult, record_home_test
from kneetrace.measure.strength.protocols import Holding, WrongProtocol
from kneetrace.measure.strength.units import MixedUnits, unit_name
from kneetrace.terms import InvalidInput, Person, Side

STRENGTH_METHOD: Final = "kneetrace.strength/1"
"""Version of how strength is read; stored with every result."""


@dataclass(frozen=True, kw_only=True)
class ExaminedLeg:
    """One leg's latest result of a test.

    ``first`` is this person's own first result of the same leg in the same way, where there is an
    earlier one; ``change`` is what lies between, or why nothing can be said.
    """

    result: StrengthResult
    norm: NormComparison
    first: StrengthResult | None = None
    change: StrengthDifference | None = None
    change_note: str = ""

    @property
    def side(self) -> Side:
        """Which leg."""
        return self.result.entry.side


@dataclass(frozen=True, kw_only=True)
class ExaminedTest:
    """One force test done in one way: its legs, and the difference between them.

    ``difference`` is ``None`` where the legs cannot be compared; ``difference_note`` says why.
    """

    test: str
    position: str
    holding: Holding
    legs: tuple[ExaminedLeg, ...]
    difference: StrengthDifference | None
    difference_note: str = ""

    def leg(self, side: Side, /) -> ExaminedLeg | None:
        """Give one leg's result; ``None`` where it was not tested."""
        return next((leg for leg in self.legs if leg.side is side), None)


@dataclass(frozen=True, kw_only=True)
class ExaminedHome:
    """The latest result of one home test, and the first where there is an earlier one."""

    result: HomeResult
    first: HomeResult | None = None


@dataclass(frozen=True, kw_only=True)
class StrengthExamination:
    """Everything that was entered about one person's strength, and what it came to.

    ``results`` hold every entry in the order of time; ``tests`` the latest of each. ``problems``
    are sentences on what was entered and could not be used; ``efforts`` what raw recordings held.
    """

    person: Person
    results: tuple[StrengthResult, ...]
    tests: tuple[ExaminedTest, ...]
    home_results: tuple[HomeResult, ...]
    home: tuple[ExaminedHome, ...]
    problems: tuple[str, ...] = ()
    efforts: tuple[Effort, ...] = ()
    method: str = STRENGTH_METHOD

    @property
    def shows_anything(self) -> bool:
        """Whether anything that was entered could be used."""
        return bool(self.tests or self.home)


def examine_strength(
    *,
    person: Person,
    entries: Iterable[StrengthEntry] = (),
    home: Iterable[HomeEntry] = (),
    problems: Iterable[str] = (),
    efforts: Iterable[Effort] = (),
    earlier: Sequence[StrengthResult] = (),
    earlier_home: Sequence[HomeResult] = (),
) -> StrengthExamination:
    """Tell what all strength tests of one person came to.

    Parameters
    ----------
    person
        Whose body scales the results.
    entries, home
        In any order; the day of a test decides which is the first and which the latest. Trials
        of the same leg, test and day are one test.
    problems
        What was already found unusable, in sentences; kept in front of what is found here.
    efforts
        What raw recordings held, where entries were read from them.
    earlier, earlier_home
        Results of an earlier assessment of the same person.

    Returns
    -------
    StrengthExamination
        An entry that cannot be right for this person becomes a problem; the others are whole.
    """
    found: list[StrengthResult] = []
    joined, refused = joined_trials(entries)
    wrong = [*problems, *refused]
    for entry in sorted(joined, key=_day):
        try:
            found.append(measure_strength(entry=entry, person=person))
        except InvalidInput as impossible:
            wrong.append(str(impossible))
    at_home = [
        record_home_test(entry=one, person=person) for one in sorted(_best_of_day(home), key=_day)
    ]
    return StrengthExamination(
        person=person,
        results=tuple(found),
        tests=tuple(_tests(found, earlier=earlier)),
        home_results=tuple(at_home),
        home=tuple(_home(at_home, earlier=earlier_home)),
        problems=tuple(wrong),
        efforts=tuple(efforts),
    )


def joined_trials(
    entries: Iterable[StrengthEntry], /
) -> tuple[tuple[StrengthEntry, ...], tuple[str, ...]]:
    """Put trials of the same leg, test and day together, where each was entered by itself.

    Returns
    -------
    tuple
        The entries, and a sentence for each whose trials do not go together.
    """
    together: dict[object, list[StrengthEntry]] = {}
    for entry in entries:
        way = (entry.test, entry.side, entry.position, entry.holding, entry.tested_on)
        together.setdefault(way, []).append(entry)
    joined, refused = [], []
    for of_one in together.values():
        try:
            joined.append(_joined(of_one))
        except InvalidInput as wrong:
            refused.append(str(wrong))
    return tuple(joined), tuple(refused)


def _joined(entries: Sequence[StrengthEntry]) -> StrengthEntry:
    first, *others = entries
    for one in others:
        where = f"{one.place_of(0)}the trials of {one.test.replace('_', ' ')} ({one.side})"
        units = [_unit_of(first), _unit_of(one)]
        if units[0] != units[1]:
            raise MixedUnits(
                f"{where} are in {units[0]} and in {units[1]}: give all trials of one test in "
                "one unit."
            )
        if None not in (arms := {first.lever_arm_m, one.lever_arm_m}) and len(arms) > 1:
            raise WrongProtocol(
                f"{where} have different lever arms on one day: keep the device in one place, or "
                "give each day's tests their date."
            )
    trials = tuple(trial for one in entries for trial in one.trials)
    if len(trials) > MOST_TRIALS:
        raise WrongProtocol(
            f"{first.place_of(0)}there are {len(trials)} trials of {first.test.replace('_', ' ')} "
            f"({first.side}) on one day: keep {MOST_TRIALS} at most, or give each day's tests "
            "their date."
        )
    return replace(
        first,
        trials=trials,
        lever_arm_m=next((one.lever_arm_m for one in entries if one.lever_arm_m), None),
        note="; ".join(dict.fromkeys(one.note for one in entries if one.note)),
        places=tuple(place for one in entries for place in one.places),
    )


def _unit_of(entry: StrengthEntry) -> str:
    return unit_name(unit=entry.unit_typed) if entry.unit_typed else entry.unit.value


def _best_of_day(home: Iterable[HomeEntry]) -> Iterable[HomeEntry]:
    best: dict[object, HomeEntry] = {}
    for one in home:
        same = (one.test, one.side, one.conditions, one.tested_on)
        if same not in best or one.value > best[same].value:
            best[same] = one
    return best.values()


def _day(entry: StrengthEntry | HomeEntry) -> date:
    # An entry without a day counts as the latest: it is what the person was just asked for.
    return entry.tested_on or date.max


def _way(result: StrengthResult) -> tuple[str, str, Holding]:
    return result.entry.test, result.entry.position, result.entry.holding


def _tests(
    results: Sequence[StrengthResult], *, earlier: Sequence[StrengthResult]
) -> Iterable[ExaminedTest]:
    for way in dict.fromkeys(map(_way, results)):
        legs = []
        for side in Side:
            here = [one for one in results if _way(one) == way and one.entry.side is side]
            before = [one for one in earlier if _way(one) == way and one.entry.side is side]
            if here:
                legs.append(_leg(here[-1], first=next(iter([*before, *here[:-1]]), None)))
        difference, note = _between(legs)
        test, position, holding = way
        yield ExaminedTest(
            test=test,
            position=position,
            holding=holding,
            legs=tuple(legs),
            difference=difference,
            difference_note=note,
        )


def _leg(latest: StrengthResult, *, first: StrengthResult | None) -> ExaminedLeg:
    change, note = None, ""
    if first is not None:
        try:
            change = compare_with_first(first=first, now=latest)
        except InvalidInput as refused:
            note = str(refused)
    return ExaminedLeg(
        result=latest,
        norm=compare_with_norm(result=latest),
        first=first,
        change=change,
        change_note=note,
    )


def _between(legs: Sequence[ExaminedLeg]) -> tuple[StrengthDifference | None, str]:
    if len(legs) < 2:
        return None, f"There is a result of the {legs[0].side} leg only: test both to compare them."
    right, left = (leg.result for leg in legs)
    if right.entry.tested_on != left.entry.tested_on:
        return None, "The legs were tested on different days: test both on one day to compare them."
    try:
        return compare_sides(right=right, left=left), ""
    except InvalidInput as refused:
        return None, str(refused)


def _home(
    results: Sequence[HomeResult], *, earlier: Sequence[HomeResult]
) -> Iterable[ExaminedHome]:
    for what in dict.fromkeys((one.entry.test, one.entry.side) for one in results):
        here = [one for one in results if (one.entry.test, one.entry.side) == what]
        before = [one for one in earlier if (one.entry.test, one.entry.side) == what]
        yield ExaminedHome(result=here[-1], first=next(iter([*before, *here[:-1]]), None))
