"""Is a leg weaker than the other, than before, or than people like this person?"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.evidence import StrengthNorm, strength_norms
from kneetrace.measure.strength.entries import StrengthResult, action_of
from kneetrace.terms import InvalidInput, Measure, Person, Side, Unit

NOTABLE_ASYMMETRY: Final = 0.15
"""DESIGN: beyond one tester's noise, and like the 15 to 20 % found in one-sided kneecap pain
(magalhaes2010); no study says that it matters from here on."""


class NotComparable(InvalidInput):
    """Two results that come from different tests, positions or devices."""


class Judgement(StrEnum):
    """What a difference may be called."""

    NO_RELIABLE_DIFFERENCE = "no_reliable_difference"
    REAL = "real"
    REAL_AND_NOTABLE = "real_and_notable"
    NOT_JUDGED = "not_judged"


class Standing(StrEnum):
    """Where a person stands among the people who were studied."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    UNCLEAR = "unclear"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, kw_only=True)
class StrengthDifference:
    """A difference between two results, as part of the larger one.

    ``difference`` is positive where the right leg (or the later test) is the stronger;
    ``smallest`` is the smallest that is real, ``None`` where it is not known.
    """

    difference: float
    smallest: float | None
    weaker: Side | None
    judgement: Judgement
    sentence: str


@dataclass(frozen=True, kw_only=True)
class NormComparison:
    """A result beside the people who were studied; ``norm`` is ``None`` where there are none."""

    standing: Standing
    norm: StrengthNorm | None
    measure: Measure | None
    sentence: str


def compare_sides(*, right: StrengthResult, left: StrengthResult) -> StrengthDifference:
    """Judge the difference between the legs against what measurement alone makes.

    Raises
    ------
    NotComparable
        When the sides were tested differently.
    """
    if (right.entry.side, left.entry.side) != (Side.RIGHT, Side.LEFT):
        raise NotComparable("Both results are of the same leg: give one of each.")
    right_value, left_value = _same_measure(right, left)
    difference = _difference(right_value.value, left_value.value)
    weaker = None if difference == 0 else (Side.LEFT if difference > 0 else Side.RIGHT)
    smallest, judged = _smallest(right, left)
    size = abs(difference)
    if smallest is None:
        judgement = Judgement.NOT_JUDGED
        sentence = f"The legs differ by {size:.0%}; {_UNKNOWN}"
    elif not judged:
        judgement = Judgement.NOT_JUDGED
        side = "more" if size > smallest else "less"
        sentence = (
            f"The legs differ by {size:.0%}, {side} than the {smallest:.0%} we assume for "
            "measurement alone; nothing published carries a conclusion."
        )
    elif size <= smallest:
        judgement = Judgement.NO_RELIABLE_DIFFERENCE
        sentence = (
            f"No reliable difference between the legs: {size:.0%}, and measurement alone makes up "
            f"to {smallest:.0%}."
        )
    elif size <= NOTABLE_ASYMMETRY:
        judgement = Judgement.REAL
        sentence = (
            f"The {weaker} leg is {size:.0%} weaker, more than the {smallest:.0%} that measurement "
            f"alone makes, but below the {NOTABLE_ASYMMETRY:.0%} we call notable (our own limit)."
        )
    else:
        judgement = Judgement.REAL_AND_NOTABLE
        sentence = (
            f"The {weaker} leg is {size:.0%} weaker, more than the {smallest:.0%} that measurement "
            f"alone makes and than the {NOTABLE_ASYMMETRY:.0%} we call notable (our own limit)."
        )
    return StrengthDifference(
        difference=difference,
        smallest=smallest,
        weaker=weaker,
        judgement=judgement,
        sentence=sentence,
    )


def compare_with_first(*, first: StrengthResult, now: StrengthResult) -> StrengthDifference:
    """Judge the change since this person's first test of the same leg.

    Raises
    ------
    NotComparable
        When test, leg, position or device differ.
    """
    if first.entry.side is not now.entry.side:
        raise NotComparable("The two tests are of different legs: compare a leg with itself.")
    before, after = _same_measure(first, now)
    change = (after.value - before.value) / before.value
    smallest, judged = _smallest(first, now)
    if smallest is None:
        judgement, sentence = Judgement.NOT_JUDGED, f"Changed by {change:+.0%}; {_UNKNOWN}"
    elif not judged:
        judgement = Judgement.NOT_JUDGED
        sentence = (
            f"Changed by {change:+.0%}; we assume {smallest:.0%} for measurement alone, and "
            "nothing published carries a conclusion."
        )
    elif abs(change) <= smallest:
        judgement = Judgement.NO_RELIABLE_DIFFERENCE
        sentence = (
            f"No reliable change: {change:+.0%}, and measurement alone makes up to {smallest:.0%}."
        )
    else:
        judgement = Judgement.REAL
        sentence = f"A real change: {change:+.0%}, and measurement makes up to {smallest:.0%}."
    return StrengthDifference(
        difference=change,
        smallest=smallest,
        weaker=None,
        judgement=judgement,
        sentence=sentence,
    )


def compare_with_norm(*, result: StrengthResult) -> NormComparison:
    """Set a result beside a studied group, where sex, age, build, position and device match.

    Force per body weight is never set beside a torque. Where the source's position was not seen,
    the group is shown and nobody is judged by it.
    """
    action = action_of(entry=result.entry)
    known = [one for one in strength_norms() if one.action == action]
    fitting = [one for one in known if _is_of_group(person=result.person, norm=one)]
    by_device = [one for one in fitting if result.entry.holding in one.holdings]
    for norm in by_device:
        value = result.measure(_MEASURE_IN[norm.unit])
        if value is None:
            return _own_baseline("the published figures are torques, and the lever arm is missing")
        if result.entry.position in norm.positions:
            return _judged(norm=norm, value=value)
        if not norm.positions:
            return NormComparison(
                standing=Standing.NOT_JUDGED,
                norm=norm,
                measure=value,
                sentence=(
                    f"{norm.people or 'Some'} {norm.sex} people of {_ages(norm)} reached "
                    f"{_shown(norm.mean_low, norm.unit)} to {_shown(norm.mean_high, norm.unit)} on "
                    f"average, in a position that is not known ({norm.sources[0]}): this is "
                    f"{_shown(value.value, norm.unit)}, and only {_BASELINE}"
                ),
            )
    if by_device:
        return _own_baseline("the published figures are for another position")
    if fitting:
        return _own_baseline("the published figures are for another kind of device")
    if known:
        return _own_baseline("no verified figures cover this sex, age and build")
    return _own_baseline("no verified figures are held for this action")


_UNKNOWN: Final = "how far two such tests differ by measurement alone is not known."
_BASELINE: Final = "this person's own first test is the yardstick."
_MEASURE_IN: Final = {
    Unit.BODY_WEIGHT: "best_force_per_body_weight",
    Unit.NEWTON_METRE_PER_KILOGRAM: "best_torque_per_mass",
}


def _same_measure(one: StrengthResult, other: StrengthResult) -> tuple[Measure, Measure]:
    for what, differs in (
        ("tests", one.entry.test != other.entry.test),
        ("positions", one.entry.position != other.entry.position),
        ("devices", one.entry.holding is not other.entry.holding),
    ):
        if differs:
            raise NotComparable(f"The two results come from different {what}: repeat one of them.")
    # Torque is free of where the device was put; force is only when it was put at the same place.
    for name in ("best_torque", "best_force"):
        pair = (one.measure(name), other.measure(name))
        if pair[0] and pair[1]:
            return pair[0], pair[1]
    raise NotComparable("One result is a force and the other a torque: give the lever arm.")


def _difference(right: float, left: float) -> float:
    return (right - left) / max(right, left)


def _smallest(one: StrengthResult, other: StrengthResult) -> tuple[float | None, bool]:
    if one.retest_share is None or other.retest_share is None:
        return None, False
    judged = all(result.retest and result.retest.drives_conclusions for result in (one, other))
    return max(one.retest_share, other.retest_share), judged


def _is_of_group(*, person: Person, norm: StrengthNorm) -> bool:
    low_years, high_years = norm.age_years
    if person.sex is not norm.sex or person.age_years is None:
        return False
    bmi = person.mass_kg / person.height_m**2
    low_bmi, high_bmi = norm.bmi_kg_per_m2 or (0.0, 1000.0)
    return low_years <= person.age_years <= high_years and low_bmi <= bmi <= high_bmi


def _judged(*, norm: StrengthNorm, value: Measure) -> NormComparison:
    if value.high < norm.low:
        standing = Standing.BELOW
    elif value.low > norm.high:
        standing = Standing.ABOVE
    elif norm.low <= value.low and value.high <= norm.high:
        standing = Standing.WITHIN
    else:
        standing = Standing.UNCLEAR
    where = {
        Standing.BELOW: "is below",
        Standing.ABOVE: "is above",
        Standing.WITHIN: "lies within",
        Standing.UNCLEAR: "may or may not lie within",
    }[standing]
    return NormComparison(
        standing=standing,
        norm=norm,
        measure=value,
        sentence=(
            f"{_shown(value.value, norm.unit)} {where} what nine in ten {norm.sex} people of "
            f"{_ages(norm)} reach, {_shown(norm.low, norm.unit)} to "
            f"{_shown(norm.high, norm.unit)} ({', '.join(norm.sources)})."
        ),
    )


def _own_baseline(why: str) -> NormComparison:
    return NormComparison(
        standing=Standing.NOT_JUDGED,
        norm=None,
        measure=None,
        sentence=f"No comparison with others: {why}; {_BASELINE}",
    )


def _ages(norm: StrengthNorm) -> str:
    low, high = norm.age_years
    return f"{low} years and older" if high >= 100 else f"{low} to {high} years"


def _shown(value: float, unit: Unit) -> str:
    return f"{value:.1%} of body weight" if unit is Unit.BODY_WEIGHT else f"{value:.2f} Nm/kg"
