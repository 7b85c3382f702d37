"""How strong each muscle of a person is, against the model's young adult, and how sure that is.

A strength test is read against what young adults reach in it, for the model's own maximum is no
yardstick (see ``strength_references``). From all tests together follow the units of muscles
(``strength_postures.UNITS``) by least squares of their logarithms: those that a test asks together
share what it shows, by what each gives in the test's posture. What was not tested stays at 1, wide.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.strength_postures import (
    GROUP_OF_ACTION,
    UNITS,
    shares_in_test,
    usual_shares,
)
from kneetrace.explain.load.strength_references import (
    YOUNGEST_OLD,
    StrengthReference,
    young_adults_in,
)
from kneetrace.measure import StrengthResult, strength_test
from kneetrace.terms import INTERVAL_SDS, ByLanguage, InvalidInput, Measure, Person, Side

Array = NDArray[np.float64]

STRENGTH_RANGE: Final = (0.05, 5.0)
"""DESIGN: no muscle of a person who stands is weaker or stronger than that, against the model's."""

UNMEASURED_LOG_SD: Final = 0.4
ELDER_LOG_SD: Final = 0.65
"""How far a unit of muscles that nobody tested may be from the young adult's, as the standard
deviation of the logarithm; the second from 40 years on. So that nine in ten of the weaker sex lie
above the low end: means of young women 0.88, of women over 65 0.57 of the reference (sarabon2021),
and people of one sex and age differ by 30 % (benfica2018). A group of several units is somewhat
surer, for not all of them are off the same way, but no surer than the 20 % benfica2018 has too."""

LEAST_LOG_SD: Final = 0.05
"""DESIGN: no test of strength repeats better than that."""

OTHER_HEIGHT_M: Final = 0.03
OTHER_MASS: Final = 0.15
"""DESIGN, both: beyond them, strength and movement are not of the same person, or years apart."""

SHARED: Final = 0.05
"""DESIGN: below that much in common, a test says too little of another group to be named there."""

_STEPS: Final = 30


class ImpossibleStrengthFactor(InvalidInput):
    """A muscle is said to be weaker or stronger than anybody's."""


class StrengthOfAnother(InvalidInput):
    """A strength examination is of another person than the movement."""


@dataclass(frozen=True, kw_only=True)
class GroupStrength:
    """How strong one leg's muscles are in one direction of a joint.

    group : as in ``capacity.GROUPS``
    factor, low, high : over the model's young adult of the same mass and height; nine in ten
        believable values lie between ``low`` and ``high``
    measured : a test asked this very group of this leg. Where it is false, the factor is 1 or what
        tests of other groups say about muscles they share, and no finding may rest on it.
    origin : a sentence on where the factor is from
    """

    side: Side
    group: str
    factor: float
    low: float
    high: float
    measured: bool
    origin: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Strengths:
    """How strong both legs are.

    groups : every muscle group of both legs
    log_factors : (side, unit), logarithms over the young adult, in the order of ``Side`` and of
        ``strength_postures.UNITS``
    covariance : (side and unit, side and unit), of those
    group_slopes : (group, side and unit), how the logarithm of each group's factor goes with those
    """

    groups: tuple[GroupStrength, ...]
    log_factors: Array
    covariance: Array
    group_slopes: Array

    def group(self, side: Side, name: str, /) -> GroupStrength:
        """Give one leg's group by its name."""
        return next(one for one in self.groups if (one.side, one.group) == (side, name))

    def log_covariance(
        self, side: Side, names: Sequence[str], /, *, over_other: Collection[str] = ()
    ) -> Array:
        """Tell how unsure some of one leg's groups are together: (group, group), of logarithms.

        Of those ``over_other`` it is that of the ratio to the other leg: what makes a test unsure
        on both legs alike is not in it.
        """
        slopes = self._slopes(side, names)
        beside = self._slopes(side.other, names)
        beside[[name not in over_other for name in names]] = 0.0
        slopes -= beside
        return np.asarray(slopes @ self.covariance @ slopes.T)

    def _slopes(self, side: Side, names: Sequence[str]) -> Array:
        return self.group_slopes[[self.groups.index(self.group(side, name)) for name in names]]

    @property
    def muscles(self) -> dict[Side, dict[str, float]]:
        """Factor of every muscle: side -> muscle -> strength over the young adult's."""
        return _by_muscle(self.log_factors)

    def drawn(self, random: np.random.Generator, /) -> dict[Side, dict[str, float]]:
        """Draw believable factors of every muscle, those that belong together drawn together."""
        spread = random.multivariate_normal(self.log_factors.ravel(), self.covariance)
        return _by_muscle(spread.reshape(self.log_factors.shape))


def usual_strengths(person: Person, /) -> Strengths:
    """Give the strengths of a person who was never tested: the young adult's, each very unsure."""
    return _estimated([], person=person)


def strengths_from_tests(results: Iterable[StrengthResult], /, *, person: Person) -> Strengths:
    """Tell how strong a person's muscles are from strength tests.

    Parameters
    ----------
    results : in the order of time; of tests done in the same way of the same leg the last counts
    person : who moves

    Returns
    -------
    Strengths
        Both legs are estimated together: what is uncertain about a test (its posture, where the
        device stood) is the same for both, so that a difference between the legs stays one.

    Raises
    ------
    StrengthOfAnother
        When a result is of somebody of another height, mass or sex.
    ImpossibleStrengthFactor
        When a result is that of no muscle.
    """
    latest: dict[object, StrengthResult] = {}
    for result in results:
        _refuse_another(result.person, person)
        entry = result.entry
        latest[entry.test, entry.position, entry.holding, entry.side] = result
    return _estimated([_read(result, person=person) for result in latest.values()], person=person)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Reading:
    """A test against its reference: the logarithm of their ratio, what makes it unsure, shares."""

    side: Side
    action: str
    ratio: float
    log_sd: float
    reference: StrengthReference
    shares: Array
    words: str


def _read(result: StrengthResult, *, person: Person) -> _Reading:
    entry = result.entry
    reference = young_adults_in(entry, person=person)
    torque = result.measure("best_torque")
    best, lever_m = torque, 1.0
    if best is None:
        best, lever_m = _needed(result.measure("best_force")), reference.lever_m
    ratio = best.value * lever_m / reference.torque_nm
    action = str(strength_test(name=entry.test).action)
    low, high = STRENGTH_RANGE
    if not low <= ratio <= high:
        raise ImpossibleStrengthFactor(
            load_note(
                "impossible_strength",
                action={"en": action.replace("_", " ").capitalize(), "es": action},
                side=load_note(entry.side.value),
                best=round(best.value),
                unit=entry.unit,
                ratio=float(f"{ratio:.2g}"),
            )
        )
    return _Reading(
        side=entry.side,
        action=action,
        ratio=ratio,
        log_sd=max(LEAST_LOG_SD, (best.high / best.value - 1) / INTERVAL_SDS),
        reference=reference,
        shares=shares_in_test(action=action, position=entry.position),
        words=f"{action.replace('_', ' ')}, {entry.position.replace('_', ' ')}",
    )


def _needed(measure: Measure | None) -> Measure:
    assert measure is not None  # a force test has a force or a torque
    return measure


def _estimated(readings: Sequence[_Reading], *, person: Person) -> Strengths:
    """Find the likeliest logarithms by Gauss and Newton (Bayesian, all of them normal).

    Unknown are the units of both legs, each 0 within what people differ by, and of each action how
    far its reference is off, in its standard deviations.
    """
    units = len(UNITS)
    actions = list(dict.fromkeys(one.action for one in readings))
    elder = person.age_years is not None and person.age_years >= YOUNGEST_OLD
    usual_sd = ELDER_LOG_SD if elder else UNMEASURED_LOG_SD
    prior = np.diag([usual_sd**2] * (2 * units) + [1.0] * len(actions))
    seen = np.log([one.ratio for one in readings])
    noise = np.diag([one.log_sd**2 for one in readings]).reshape(len(readings), len(readings))
    found = np.zeros(len(prior))
    for _ in range(_STEPS):
        expected, slopes = _expected(found, readings=readings, actions=actions)
        gain = np.linalg.solve(slopes @ prior @ slopes.T + noise, slopes @ prior).T
        found = gain @ (seen - expected + slopes @ found)
    covariance = (prior - gain @ slopes @ prior)[: 2 * units, : 2 * units]
    log_factors = found[: 2 * units].reshape(2, units)
    groups, group_slopes = zip(*_groups(log_factors, covariance, readings=readings), strict=True)
    return Strengths(
        groups=groups,
        log_factors=log_factors,
        covariance=covariance,
        group_slopes=np.stack(group_slopes),
    )


def _expected(
    found: Array, *, readings: Sequence[_Reading], actions: Sequence[str]
) -> tuple[Array, Array]:
    """What the tests should show, and how that changes with each unknown: (reading, unknown)."""
    units = len(UNITS)
    expected, slopes = np.zeros(len(readings)), np.zeros((len(readings), len(found)))
    for row, one in enumerate(readings):
        own = slice(units * _at(one.side), units * (_at(one.side) + 1))
        off = 2 * units + actions.index(one.action)
        strength, slopes[row, own] = _together(found[own], one.shares)
        slopes[row, off] = one.reference.log_sd
        expected[row] = strength + one.reference.log_sd * found[off]
    return expected, slopes


def _together(log_factors: Array, shares: Array) -> tuple[float, Array]:
    """Logarithm of what units give together, and its slope along each."""
    parts = shares * np.exp(log_factors)
    return float(np.log(parts.sum())), parts / parts.sum()


def _groups(
    log_factors: Array, covariance: Array, *, readings: Sequence[_Reading]
) -> Iterator[tuple[GroupStrength, Array]]:
    """Tell every group's strength, and its slope along all units: (side and unit,)."""
    units = len(UNITS)
    for side in Side:
        own = slice(units * _at(side), units * (_at(side) + 1))
        here = [one for one in readings if one.side is side]
        for group in GROUPS:
            tests = [one for one in here if GROUP_OF_ACTION[one.action] == group]
            shares = tests[0].shares if tests else usual_shares(group=group)
            slope = np.zeros(len(covariance))
            log, slope[own] = _together(log_factors[_at(side)], shares)
            half = INTERVAL_SDS * float(np.sqrt(slope @ covariance @ slope))
            group_strength = GroupStrength(
                side=side,
                group=group,
                factor=float(np.exp(log)),
                low=float(np.exp(log - half)),
                high=float(np.exp(log + half)),
                measured=bool(tests),
                origin=_origin(tests, others=[one for one in here if one.shares @ shares > SHARED]),
            )
            yield group_strength, slope


def _origin(tests: Sequence[_Reading], *, others: Sequence[_Reading]) -> str:
    if tests:
        return "Measured: " + "; ".join(
            f"{one.words}, {one.ratio:.2f} times what young adults reach "
            f"({', '.join(one.reference.sources)})"
            for one in tests
        )
    if others:
        words = "; ".join(dict.fromkeys(one.words for one in others))
        return f"Not measured; muscles in it were, by other tests ({words})."
    return "Not measured: taken for a young adult's, within what people differ by."


def _by_muscle(log_factors: Array) -> dict[Side, dict[str, float]]:
    return {
        side: {
            muscle: float(factor)
            for muscles, factor in zip(UNITS.values(), np.exp(log_factors[_at(side)]), strict=True)
            for muscle in muscles
        }
        for side in Side
    }


def _at(side: Side) -> int:
    return list(Side).index(side)


def _refuse_another(tested: Person, moving: Person) -> None:
    if (
        abs(tested.height_m - moving.height_m) > OTHER_HEIGHT_M
        or abs(tested.mass_kg / moving.mass_kg - 1) > OTHER_MASS
        or (None not in (tested.sex, moving.sex) and tested.sex is not moving.sex)
    ):
        raise StrengthOfAnother(
            load_note(
                "another_person",
                **_described(tested, as_="tested"),
                **_described(moving, as_="moving"),
            )
        )


def _described(person: Person, *, as_: str) -> dict[str, ByLanguage | str | float]:
    return {
        f"{as_}_m": round(person.height_m, 2),
        f"{as_}_kg": person.mass_kg,
        f"{as_}_sex": "" if person.sex is None else load_note(person.sex.value),
    }


def check_factors(factors: Mapping[Side, Mapping[str, float]]) -> None:
    """Refuse strengths that no muscle has.

    Raises
    ------
    ImpossibleStrengthFactor
        For the first of them.
    """
    low, high = STRENGTH_RANGE
    for side, muscles in factors.items():
        for name, factor in muscles.items():
            if not low <= factor <= high:
                raise ImpossibleStrengthFactor(
                    f"{name} ({side}) is said to have {factor:g} times the usual strength: give a "
                    f"factor between {low:g} and {high:g}."
                )
