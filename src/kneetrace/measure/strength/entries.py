"""What a dynamometer entry came to: force, torque, both scaled to the body, each with interval."""

import math
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean, stdev
from typing import Final

from kneetrace.evidence import StrengthRetest, strength_retest
from kneetrace.measure.strength.protocols import Holding, Kind, WrongProtocol, strength_test
from kneetrace.measure.strength.units import Quantity
from kneetrace.terms import INTERVAL_SDS, InvalidInput, Measure, Person, Quality, Side, Unit

_TWO_TESTS_95: Final = 1.96 * math.sqrt(2)
LARGEST_FORCE_BODY_WEIGHTS: Final = 4.0
LARGEST_TORQUE_NM_PER_KG: Final = 8.0
LEVER_ARM_M: Final = (0.05, 1.10)  # as far as from the hip to a strap round the ankle
MOST_TRIALS: Final = 10
UNSTEADY_SPREAD: Final = 0.15
"""DESIGN, these five: beyond what people do, so that a slip in unit or comma is caught; and a
spread between trials that asks for another trial."""


class ImpossibleStrength(InvalidInput):
    """A force, torque or lever arm that no person has."""


@dataclass(frozen=True, kw_only=True)
class StrengthEntry:
    """One leg's trials of one force test.

    ``trials`` are N or N m, as ``quantity`` says. ``lever_arm_m`` is the distance from the joint
    to the device; with it, a force is a torque too. ``unit_typed`` is the unit as it was
    written, and ``places`` where each trial was (``"cell D5"``), for sentences about them.
    """

    test: str
    side: Side
    trials: tuple[float, ...]
    quantity: Quantity
    holding: Holding
    position: str
    lever_arm_m: float | None = None
    tested_on: date | None = None
    note: str = ""
    unit_typed: str = field(default="", compare=False)
    places: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        test = strength_test(name=self.test)
        if test.kind is not Kind.FORCE:
            raise WrongProtocol(
                f"{test.title['en']} is not measured with a device: enter its result as it is."
            )
        if self.holding not in test.holdings:
            raise WrongProtocol(
                f"{test.title['en']} is not done with {_plain(self.holding)}: choose "
                f"{_choice(test.holdings)}."
            )
        if self.position not in test.positions:
            raise WrongProtocol(
                f"{test.title['en']} is not done in the position {self.position!r}: choose "
                f"{_choice(test.positions)}."
            )
        if not 1 <= len(self.trials) <= MOST_TRIALS:
            raise WrongProtocol(
                f"There are {len(self.trials)} trials: enter between one and {MOST_TRIALS}, "
                "best three."
            )
        for index, trial in enumerate(self.trials):
            if not (math.isfinite(trial) and trial > 0):
                raise ImpossibleStrength(
                    f"{self.place_of(index)}A trial of {trial:.4g} {self.unit} cannot be right: "
                    "enter what the device showed as a positive number, and leave a failed trial "
                    "out."
                )
        low_m, high_m = LEVER_ARM_M
        if self.lever_arm_m is not None and not low_m <= self.lever_arm_m <= high_m:
            hint = " Is it in centimetres?" if 5 <= self.lever_arm_m <= 110 else ""
            raise ImpossibleStrength(
                f"A lever arm of {self.lever_arm_m:g} m cannot be right: measure from the joint to "
                f"the device, in metres.{hint}"
            )

    @property
    def unit(self) -> Unit:
        """Unit of the trials: N or N m."""
        return Unit.NEWTON if self.quantity is Quantity.FORCE else Unit.NEWTON_METRE

    def place_of(self, index: int, /) -> str:
        """Say where a trial was written, as the beginning of a sentence; empty when not known."""
        return f"{self.places[index]}: " if self.places else ""


@dataclass(frozen=True, kw_only=True)
class StrengthResult:
    """What one entry came to.

    ``measures``: best and mean of the trials as force (N), torque (N m), both per body weight,
    per body mass and per body weight times height, as far as the entry carries them, and
    ``trial_spread`` (largest less smallest, as part of the best). ``retest`` is how far two tests
    differ by measurement alone, as part of the best; ``notes`` are sentences for the reader.
    """

    entry: StrengthEntry
    person: Person
    measures: tuple[Measure, ...]
    retest_share: float | None
    retest: StrengthRetest | None
    notes: tuple[str, ...]

    def measure(self, name: str, /) -> Measure | None:
        """Give one measure by its name; ``None`` where the entry does not carry it."""
        return next((one for one in self.measures if one.name == name), None)


def measure_strength(*, entry: StrengthEntry, person: Person) -> StrengthResult:
    """Tell what a dynamometer entry came to.

    The interval (90 %) holds the published standard error of repeated tests, or the spread of
    these trials where that is wider; the mean's spread shrinks with the number of trials.

    Parameters
    ----------
    entry
        Checked trials of one leg.
    person
        Whose weight and height scale the result.

    Returns
    -------
    StrengthResult

    Raises
    ------
    ImpossibleStrength
        When no person of this mass is that strong.
    """
    best = max(entry.trials)
    _check_possible(entry=entry, best=best, person=person)
    retest, share = _retest(entry=entry, best=best)
    scales = _scales(entry=entry, person=person)
    measures = [
        _measure(
            name=name, statistic=statistic, unit=unit, factor=factor, entry=entry,
            retest=retest, share=share,
        )
        for statistic in ("best", "mean")
        for name, unit, factor in scales
    ]  # fmt: skip
    spread = (best - min(entry.trials)) / best
    if len(entry.trials) > 1:
        measures.append(
            Measure(
                name="trial_spread",
                value=spread,
                low=spread,
                high=spread,
                unit=Unit.RATIO,
                side=entry.side,
            )
        )
    return StrengthResult(
        entry=entry,
        person=person,
        measures=tuple(measures),
        retest_share=share,
        retest=retest,
        notes=_notes(entry=entry, spread=spread, retest=retest, share=share),
    )


def action_of(*, entry: StrengthEntry) -> str:
    """Give the joint action an entry tests, by which evidence is looked up."""
    action = strength_test(name=entry.test).action
    assert action is not None  # every force test has one
    return action


def _check_possible(*, entry: StrengthEntry, best: float, person: Person) -> None:
    if entry.quantity is Quantity.FORCE:
        too_much = best > LARGEST_FORCE_BODY_WEIGHTS * person.weight_n
        torque_nm = best * entry.lever_arm_m if entry.lever_arm_m else 0.0
    else:
        too_much, torque_nm = False, best
    if too_much or torque_nm > LARGEST_TORQUE_NM_PER_KG * person.mass_kg:
        place = entry.place_of(entry.trials.index(best))
        raise ImpossibleStrength(
            f"{place}{best:.0f} {entry.unit} is more than a person of {person.mass_kg:g} kg can "
            "reach: check the unit, the decimal mark and the lever arm."
        )


def _retest(*, entry: StrengthEntry, best: float) -> tuple[StrengthRetest | None, float | None]:
    lever = _torque_factor(entry)
    retest = strength_retest(
        action=action_of(entry=entry),
        holding=entry.holding,
        position=entry.position,
        torque_known=lever is not None,
    )
    if retest is None:
        return None, None
    if retest.torque_nm is not None and lever is not None:
        return retest, retest.torque_nm / (best * lever)
    return retest, retest.high


def _torque_factor(entry: StrengthEntry) -> float | None:
    return 1.0 if entry.quantity is Quantity.TORQUE else entry.lever_arm_m


def _scales(*, entry: StrengthEntry, person: Person) -> list[tuple[str, Unit, float]]:
    """Give name, unit and factor of every quantity the trials can be shown as."""
    found: list[tuple[str, Unit, float]] = []
    if entry.quantity is Quantity.FORCE:
        to_force: float | None = 1.0
    else:
        to_force = 1 / entry.lever_arm_m if entry.lever_arm_m else None
    if to_force is not None:
        found += [
            ("force", Unit.NEWTON, to_force),
            ("force_per_body_weight", Unit.BODY_WEIGHT, to_force / person.weight_n),
        ]
    to_torque = _torque_factor(entry)
    if to_torque is not None:
        found += [
            ("torque", Unit.NEWTON_METRE, to_torque),
            ("torque_per_mass", Unit.NEWTON_METRE_PER_KILOGRAM, to_torque / person.mass_kg),
            (
                "torque_per_body_weight_and_height",
                Unit.BODY_WEIGHT_HEIGHT,
                to_torque / (person.weight_n * person.height_m),
            ),
        ]
    return found


def _measure(
    *,
    name: str,
    statistic: str,
    unit: Unit,
    factor: float,
    entry: StrengthEntry,
    retest: StrengthRetest | None,
    share: float | None,
) -> Measure:
    trials = [trial * factor for trial in entry.trials]
    value = max(trials) if statistic == "best" else fmean(trials)
    own = stdev(trials) if len(trials) > 1 else 0.0
    if statistic == "mean":
        own /= math.sqrt(len(trials))
    published = (share or 0.0) / _TWO_TESTS_95 * value
    half = INTERVAL_SDS * max(own, published)
    judged = retest is not None and retest.drives_conclusions
    return Measure(
        name=f"{statistic}_{name}",
        value=value,
        low=max(0.0, value - half),
        high=value + half,
        unit=unit,
        quality=Quality.MEASURED if judged else Quality.COARSE,
        side=entry.side,
        mdc=None if share is None else share * value,
        mdc_origin=None if retest is None else next(iter(retest.sources), "DESIGN"),
    )


def _notes(
    *, entry: StrengthEntry, spread: float, retest: StrengthRetest | None, share: float | None
) -> tuple[str, ...]:
    notes = []
    if len(entry.trials) == 1:
        notes.append("There is one trial only: make three and the best of them counts.")
    elif spread > UNSTEADY_SPREAD:
        notes.append(
            f"The trials differ by {spread:.0%}, more than {UNSTEADY_SPREAD:.0%} (our own limit): "
            "rest and make another."
        )
    if entry.holding is Holding.HAND:
        notes.append(
            "The device was held by hand: a strong leg measures the tester, so fix it with a belt "
            "where you can."
        )
    if entry.quantity is Quantity.FORCE and entry.lever_arm_m is None:
        notes.append("Without the lever arm there is no torque: measure from joint to device.")
    if retest is None or share is None:
        notes.append("How far two such tests differ by measurement alone is not known.")
    else:
        ours = "" if retest.drives_conclusions else " (our own assumption)"
        notes.append(f"Only a change beyond {share:.0%} is real{ours}: {retest.condition}.")
    return tuple(notes)


def _choice(names: tuple[str, ...]) -> str:
    return " or ".join(_plain(name) for name in names)


def _plain(name: str) -> str:
    return name if name.startswith("seated_knee") else name.replace("_", " ")
