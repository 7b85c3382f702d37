"""What people can hold and push, and how far two tests of one person differ."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kneetrace.evidence.confidence import Confidence, drives_conclusions
from kneetrace.evidence.norms import NoReference
from kneetrace.evidence.reading import read_confidence, read_sources, read_table
from kneetrace.terms import INTERVAL_SDS, Sex, Unit

_TWO_TESTS_95: Final = 1.96 * math.sqrt(2)


@dataclass(frozen=True, kw_only=True)
class StrengthNorm:
    """What one studied group reached in one action.

    ``low`` and ``high`` bound the middle 90 % of people in ``unit`` (body weights, or
    N m/kg): from the lower end of the group's mean less 1.645 of the widest spread
    published to the upper end plus as much. ``positions`` are those the source is known to have
    used; none where they were not seen, so that nobody can be judged by it.
    """

    action: str
    unit: Unit
    sex: Sex
    age_years: tuple[int, int]
    bmi_kg_per_m2: tuple[float, float] | None
    positions: tuple[str, ...]
    holdings: tuple[str, ...]
    mean_low: float
    mean_high: float
    low: float
    high: float
    people: int | None
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class StrengthRetest:
    """How far two tests of the same person must differ to mean a change (95 %).

    ``low`` and ``high`` are parts of the value (0.14 = 14 %), from the best and the worst figure
    published; both ``None`` where the source gives ``torque_nm`` instead.
    """

    low: float | None
    high: float | None
    torque_nm: float | None
    condition: str
    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def drives_conclusions(self) -> bool:
        """Whether a difference may be judged by this figure."""
        return drives_conclusions(confidence=self.confidence)


@dataclass(frozen=True, kw_only=True)
class HomeReference:
    """What one studied group reached in a test without a dynamometer, in the test's own unit."""

    test: str
    sex: Sex
    mean: float
    sd: float
    people: int
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""


@cache
def strength_norms() -> tuple[StrengthNorm, ...]:
    """Give every group whose strength is known."""
    return tuple(_read_norm(entry=entry) for entry in read_table(name="strength")["norm"])


def strength_retest(
    *, action: str, holding: str, position: str, torque_known: bool
) -> StrengthRetest | None:
    """Look up how far two tests of one person differ by measurement alone.

    Parameters
    ----------
    action, holding, position
        As the strength test names them: ``"hip_abduction"``, ``"belt"``, ``"supine"``.
    torque_known
        Whether the test has a torque; a figure published as torque serves only then.

    Returns
    -------
    StrengthRetest or None
        The first entry that fits; ``None`` where not even an assumption of ours is held.
    """
    for entry in read_table(name="strength")["retest"]:
        if (
            action in entry["actions"]
            and holding in entry["holdings"]
            and position in entry.get("positions", [position])
            and (torque_known or "mdc_nm" not in entry)
        ):
            return _read_retest(entry=entry)
    return None


def home_reference(*, test: str, sex: Sex | None, conditions: Collection[str]) -> HomeReference:
    """Look up what a studied group reached in a home test done under these conditions.

    Raises
    ------
    NoReference
        When no verified group of this sex did the test in this way; the sentence says why.
    """
    table = read_table(name="strength")
    for entry in table["home"]:
        found = _read_home(entry=entry)
        if (
            (found.test, found.sex) == (test, sex)
            and set(entry["conditions"]) <= set(conditions)
            and drives_conclusions(confidence=found.confidence)
        ):
            return found
    why = next((gap["sentence"] for gap in table["home_gap"] if gap["test"] == test), "")
    raise NoReference(
        f"{why or 'No verified reference was found.'} Compare with this person's own first result."
    )


def _read_norm(*, entry: Mapping[str, Any]) -> StrengthNorm:
    unit, scale = {
        "force_per_body_weight_pct": (Unit.BODY_WEIGHT, 0.01),
        "torque_nm_per_kg": (Unit.NEWTON_METRE_PER_KILOGRAM, 1.0),
    }[entry["scale"]]
    mean_low, mean_high = (scale * mean for mean in entry["mean"])
    if "sd" in entry:
        spread_low = spread_high = scale * max(entry["sd"])
    else:
        widest = max(entry["cv_pct"]) / 100
        spread_low, spread_high = widest * mean_low, widest * mean_high
    bmi = entry.get("bmi_kg_per_m2")
    return StrengthNorm(
        action=entry["action"],
        unit=unit,
        sex=Sex(entry["sex"]),
        age_years=(entry["age_years"][0], entry["age_years"][1]),
        bmi_kg_per_m2=(bmi[0], bmi[1]) if bmi else None,
        positions=tuple(entry["positions"]),
        holdings=tuple(entry["holdings"]),
        mean_low=mean_low,
        mean_high=mean_high,
        low=mean_low - INTERVAL_SDS * spread_low,
        high=mean_high + INTERVAL_SDS * spread_high,
        people=entry.get("people"),
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
        note=entry.get("note", ""),
    )


def _read_retest(*, entry: Mapping[str, Any]) -> StrengthRetest:
    low = high = None
    if "sem_pct" in entry:
        low, high = (_TWO_TESTS_95 * percent / 100 for percent in entry["sem_pct"])
    elif "mdc_pct" in entry:
        low, high = (percent / 100 for percent in entry["mdc_pct"])
    confidence = read_confidence(entry=entry)
    if "sem_pct" in entry and confidence is Confidence.VERIFIED:
        confidence = Confidence.DERIVED
    return StrengthRetest(
        low=low,
        high=high,
        torque_nm=entry.get("mdc_nm"),
        condition=entry["condition"],
        confidence=confidence,
        sources=read_sources(entry=entry),
    )


def _read_home(*, entry: Mapping[str, Any]) -> HomeReference:
    return HomeReference(
        test=entry["test"],
        sex=Sex(entry["sex"]),
        mean=entry["mean"],
        sd=entry["sd"],
        people=entry["people"],
        confidence=read_confidence(entry=entry),
        sources=read_sources(entry=entry),
        note=entry.get("note", ""),
    )
