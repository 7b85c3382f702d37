"""What young adults reach in a strength test, against which a person's result is read.

The model's muscles cannot be the yardstick: fully active they give 5.3 N m/kg about a knee bent by
90 degrees, while young adults show 2.0 to 3.1 (sarabon2021), and no such factor is the same for two
tests.
"""

import math
from dataclasses import dataclass
from typing import Final

from kneetrace.evidence import StrengthNorm, strength_norms
from kneetrace.measure import Quantity, StrengthEntry, strength_test
from kneetrace.terms import INTERVAL_SDS, Person, Sex, Unit

YOUNGEST_OLD: Final = 40
"""DESIGN: years; the muscle table is of young adults (Handsfield 2014), so norms of people of this
age or older are no yardstick for it."""

WOMEN_TO_MEN: Final = 0.75
"""Of knee extension for body mass (sarabon2021: 2.08 to 2.74 against 2.92 to 3.45 N m/kg); taken
over (DESIGN) where only one sex was studied, so that the reference is of both, as the model is."""

OTHER_POSITION: Final = 1.30
"""Lying on the side reads up to 30 % more than other positions (fem2018, hip abduction); taken over
(DESIGN) for every test in another position than the source's, or where that was not seen."""

OTHER_HOLDING: Final = 1.30
"""DESIGN: as much again where the device was held otherwise than in the source."""

LEVER_OF_HEIGHT: Final = {"hip": (0.22, 0.46), "shank": (0.17, 0.24)}
"""DESIGN, shares of stature: where a device may stand when nobody says where. On a straight leg
from above the knee to above the ankle; of knee and hip rotation, on the lower shank (segments of
Drillis & Contini 1966)."""

_ON_SHANK: Final = frozenset(
    {"knee_extension", "knee_flexion", "hip_external_rotation", "hip_internal_rotation"}
)


@dataclass(frozen=True, kw_only=True)
class StrengthReference:
    """What a young adult of a person's height and mass reaches in a test.

    torque_nm : typical, N m
    lever_m : where the device is taken to be when nobody says, m
    log_sd : how far the typical may be off, as the standard deviation of its logarithm
    sources : of the figures
    """

    torque_nm: float
    lever_m: float
    log_sd: float
    sources: tuple[str, ...]


def young_adults_in(entry: StrengthEntry, /, *, person: Person) -> StrengthReference:
    """Look up what young adults reach in the test of an entry, scaled to a person's body."""
    action = strength_test(name=entry.test).action
    young = [
        norm
        for norm in strength_norms()
        if norm.action == action and norm.age_years[1] < YOUNGEST_OLD
    ]
    norms = [norm for norm in young if entry.position in norm.positions] or young
    low, high = _both_sexes(norms)
    lever_low_m, lever_high_m = (
        share * person.height_m
        for share in LEVER_OF_HEIGHT["shank" if action in _ON_SHANK else "hip"]
    )
    lever_m = math.sqrt(lever_low_m * lever_high_m)
    by_force = norms[0].unit is Unit.BODY_WEIGHT
    scale = person.weight_n * lever_m if by_force else person.mass_kg
    torque_known = entry.quantity is Quantity.TORQUE or entry.lever_arm_m is not None
    spreads = [_sd_of(low, high)]
    if by_force or not torque_known:
        spreads.append(_sd_of(lever_low_m, lever_high_m))
    if entry.position not in norms[0].positions:
        spreads.append(_sd_of(1 / OTHER_POSITION, OTHER_POSITION))
    if entry.holding not in norms[0].holdings:
        spreads.append(_sd_of(1 / OTHER_HOLDING, OTHER_HOLDING))
    return StrengthReference(
        torque_nm=math.sqrt(low * high) * scale,
        lever_m=lever_m,
        log_sd=math.hypot(*spreads),
        sources=norms[0].sources,
    )


def _both_sexes(norms: list[StrengthNorm]) -> tuple[float, float]:
    low, high = min(norm.mean_low for norm in norms), max(norm.mean_high for norm in norms)
    sexes = {norm.sex for norm in norms}
    if Sex.FEMALE not in sexes:
        low *= WOMEN_TO_MEN
    if Sex.MALE not in sexes:
        high /= WOMEN_TO_MEN
    return low, high


def _sd_of(low: float, high: float) -> float:
    """Standard deviation of a logarithm nine in ten of which lie between two values."""
    return math.log(high / low) / (2 * INTERVAL_SDS)
