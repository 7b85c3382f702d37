"""What a technique score rests on: read from ``technique.toml``, which a script made from data."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from kneetrace.terms import Unit


class Costly(StrEnum):
    """On which side of the middle a measure costs points."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, kw_only=True)
class TechniqueRule:
    """What one measure of a repetition does to its score; values in ``unit``.

    middle : median of the repetitions done well; no point is lost up to here
    spread : half of what lies between the 10th and the 90th percentile of those
    usual : 5th and 95th percentile of those
    weight : log odds lost for each spread beyond the middle, up to the model's ``most`` spreads
    unseen : spreads beyond the middle in all repetitions of the data, at even quantiles: what is
        thought of the measure where it could not be told
    """

    measure: str
    unit: Unit
    costly: Costly
    middle: float
    spread: float
    usual: tuple[float, float]
    weight: float
    unseen: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class TechniqueModel:
    """How the repetitions of one movement test are scored.

    best : log odds of a repetition done well in which nothing costs points
    most : no measure is taken to lie further beyond the middle than this, spreads
    auc, auc_low, auc_high : how well the score told repetitions done well from those done badly
        in people it had not seen, and the 90 % interval over people
    people, repetitions : how many of them it was made from
    """

    test: str
    best: float
    most: float
    rules: tuple[TechniqueRule, ...]
    auc: float
    auc_low: float
    auc_high: float
    people: int
    repetitions: int


def technique_model(*, test: str) -> TechniqueModel | None:
    """Return how a movement test is scored; ``None`` where there was no data to learn it from."""
    return technique_models().get(test)


@cache
def technique_models() -> dict[str, TechniqueModel]:
    """Return every test's technique model by the name of the test."""
    text = resources.files(__package__).joinpath("technique.toml").read_text("utf-8")
    return {name: _model(name, table) for name, table in tomllib.loads(text)["model"].items()}


def _model(name: str, table: dict[str, Any]) -> TechniqueModel:
    return TechniqueModel(
        test=name,
        best=table["best"],
        most=table["most"],
        rules=tuple(_rule(rule) for rule in table["rule"]),
        auc=table["auc"],
        auc_low=table["auc_low"],
        auc_high=table["auc_high"],
        people=table["people"],
        repetitions=table["repetitions"],
    )


def _rule(table: dict[str, Any]) -> TechniqueRule:
    low, high = table["usual"]
    return TechniqueRule(
        measure=table["measure"],
        unit=Unit(table["unit"]),
        costly=Costly(table["costly"]),
        middle=table["middle"],
        spread=table["spread"],
        usual=(low, high),
        weight=table["weight"],
        unseen=tuple(table["unseen"]),
    )
