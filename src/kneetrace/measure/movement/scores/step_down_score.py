"""The lateral step-down score: the camera proposes what it can see, the therapist decides."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np

from kneetrace.terms import Answer, CannotTell, InvalidInput, Measure, Side, Unit

TEST: Final = "lateral_step_down"

NOT_MEASURED: Final = "This recording does not show it."


class WrongScore(InvalidInput):
    """An answer to a score's item is none that the item has."""


class Proposal(StrEnum):
    """What the camera says about an item."""

    PRESENT = "present"
    ABSENT = "absent"
    CANNOT_TELL = "cannot_tell"


class Origin(StrEnum):
    """Whom an item's points are from."""

    THERAPIST = "therapist"
    CAMERA = "camera"
    OPEN = "open"


class ScoreClass(StrEnum):
    """What a total is called."""

    GOOD = "good"
    MEDIUM = "medium"
    POOR = "poor"


@dataclass(frozen=True, kw_only=True)
class ScoreItem:
    """One item of a score, as the camera leaves it and as the therapist answers it.

    points : what the item can give, fewest first
    cue : what to look at, by language
    low, high : fewest and most points that the camera leaves open; all where it cannot tell
    why : what that rests on, with the measured value and its interval
    answered : the therapist's points; ``None`` until asked
    """

    name: str
    points: tuple[int, ...]
    cue: dict[str, str]
    low: int
    high: int
    why: str
    answered: int | None = None

    @property
    def proposal(self) -> Proposal:
        """Whether the camera sees the fault, sees that there is none, or cannot tell."""
        if self.low > 0:
            return Proposal.PRESENT
        return Proposal.ABSENT if self.high == 0 else Proposal.CANNOT_TELL

    @property
    def origin(self) -> Origin:
        """Whom its points are from: the therapist, the camera, or nobody yet."""
        if self.answered is not None:
            return Origin.THERAPIST
        return Origin.OPEN if self.proposal is Proposal.CANNOT_TELL else Origin.CAMERA

    @property
    def overruled(self) -> bool:
        """Whether the therapist answered otherwise than the camera proposed."""
        return self.answered is not None and not self.low <= self.answered <= self.high


@dataclass(frozen=True, kw_only=True)
class ScoreSheet:
    """A score of one leg in one recording; until every item is answered its total is a range."""

    test: str
    side: Side
    items: tuple[ScoreItem, ...]

    @property
    def low(self) -> int:
        """Fewest points in all: the therapist's where answered, else what the camera leaves."""
        return sum(one.low if one.answered is None else one.answered for one in self.items)

    @property
    def high(self) -> int:
        """Most points in all."""
        return sum(one.high if one.answered is None else one.answered for one in self.items)

    @property
    def asked(self) -> tuple[ScoreItem, ...]:
        """The items that the therapist has not answered."""
        return tuple(one for one in self.items if one.answered is None)

    @property
    def called(self) -> ScoreClass | None:
        """What the total is called; ``None`` while the range reaches over more than one class."""
        lowest, highest = _class_of(self.low), _class_of(self.high)
        return lowest if lowest is highest else None


def propose_score(
    *, test: str, answers: Sequence[Answer], side: Side | None, height_m: float
) -> ScoreSheet | None:
    """Propose points for each item from what was measured.

    Parameters
    ----------
    answers
        Of the recording; the median repetition decides.
    side
        The tested leg.
    height_m
        Stature of the person.

    Returns
    -------
    ScoreSheet
        An item is present or absent only where the whole 90 % interval lies on one side of its
        limit. ``None`` for a test that has no score, or without a leg to score.
    """
    if test != TEST or side is None:
        return None
    items = tuple(_proposed(item, answers, side, height_m) for item in _sheet()["item"])
    return ScoreSheet(test=test, side=side, items=items)


def empty_score(*, test: str) -> ScoreSheet | None:
    """Give a test's sheet before anything was seen, to be filled in; ``None`` for one without."""
    return propose_score(test=test, answers=(), side=Side.RIGHT, height_m=1.0)


def answer_score(*, sheet: ScoreSheet, points: Mapping[str, int]) -> ScoreSheet:
    """Fill in what the therapist saw.

    Parameters
    ----------
    points
        Item -> points, of any of the items; what was answered before stays.

    Returns
    -------
    ScoreSheet

    Raises
    ------
    WrongScore
        For an item the score does not have, or points the item cannot give.
    """
    names = [one.name for one in sheet.items]
    for name in points:
        if name not in names:
            raise WrongScore(f'The score has no item "{name}": its items are {", ".join(names)}.')
    return replace(
        sheet,
        items=tuple(
            _answered(one, points[one.name]) if one.name in points else one for one in sheet.items
        ),
    )


def _answered(item: ScoreItem, points: int) -> ScoreItem:
    if points not in item.points:
        given = ", ".join(str(each) for each in item.points)
        raise WrongScore(f'The item "{item.name}" gives one of {given} points, not {points}.')
    return replace(item, answered=points)


def score_sources() -> tuple[str, ...]:
    """Name the evidence sources of the score."""
    return tuple(_sheet()["sources"])


def _proposed(
    row: Mapping[str, Any], answers: Sequence[Answer], side: Side, height_m: float
) -> ScoreItem:
    most = max(row["points"])
    if "measure" not in row:
        return _item(row, low=0, high=most, why=row["why"])
    about = [one for one in answers if one.name == row["measure"] and one.side in (side, None)]
    seen = [one for one in about if isinstance(one, Measure) and one.repetition is not None]
    if not seen:
        reasons = [one.reason for one in about if isinstance(one, CannotTell)]
        return _item(row, low=0, high=most, why=next(iter(reasons), NOT_MEASURED))
    value, low, high = np.median([(one.value, one.low, one.high) for one in seen], axis=0)
    nearest, furthest = (low, high) if row.get("one_sided") else _away_from_zero(low, high)
    limits = _limits(row, height_m)
    return _item(
        row,
        low=_points(row, limits, nearest),
        high=_points(row, limits, furthest),
        why=_why(seen[0], (value, low, high), limits),
    )


def _item(row: Mapping[str, Any], *, low: int, high: int, why: str) -> ScoreItem:
    return ScoreItem(
        name=row["name"],
        points=tuple(row["points"]),
        cue=dict(row["cue"]),
        low=low,
        high=high,
        why=why,
    )


def _away_from_zero(low: float, high: float) -> tuple[float, float]:
    nearest = 0.0 if low < 0 < high else min(abs(low), abs(high))
    return nearest, max(abs(low), abs(high))


def _limits(row: Mapping[str, Any], height_m: float) -> tuple[float, ...]:
    if "limits_deg" in row:
        return tuple(math.radians(each) for each in row["limits_deg"])
    return tuple(each * height_m for each in row["limits_height"])


def _points(row: Mapping[str, Any], limits: Sequence[float], value: float) -> int:
    return int(row["points"][sum(value > limit for limit in limits)])


def _why(like: Measure, middle: tuple[float, float, float], limits: Sequence[float]) -> str:
    value, low, high = middle
    times, ending = (math.degrees(1), "°") if like.unit is Unit.RADIAN else (100.0, " cm")
    where = f" in {like.film}" if like.film else ""
    told = ", ".join(f"{times * each:.0f}{ending}" for each in limits)
    return (
        f"Measured{where} {times * value:.0f}{ending} ({times * low:.0f} to {times * high:.0f}); "
        f"points are due from {told} on, a limit of ours."
    )


def _class_of(points: int) -> ScoreClass:
    classes: dict[str, list[int]] = _sheet()["classes"]
    return next(ScoreClass(name) for name, (_, most) in classes.items() if points <= most)


@cache
def _sheet() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("step_down_score.toml").read_text("utf-8")
    return tomllib.loads(text)
