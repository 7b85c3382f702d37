"""The movement tests a person can be asked to do, read from ``movement_tests.toml``.

A new test is one more table in that file, and the views that suit it are in ``views.toml``.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from kneetrace.terms import InvalidInput


class UnknownMovementTest(InvalidInput):
    """No movement test has this name."""


class Excursion(StrEnum):
    """Which way the knee leaves the position a repetition starts and ends in."""

    INTO_FLEXION = "into_flexion"
    INTO_EXTENSION = "into_extension"

    @property
    def sign(self) -> float:
        """1 where a repetition goes into flexion, -1 where it goes into extension."""
        return 1.0 if self is Excursion.INTO_FLEXION else -1.0


class FrontalMoment(StrEnum):
    """When in a repetition the frontal-plane angles are read."""

    PEAK = "peak"
    HALF_WAY = "half_way"


@dataclass(frozen=True, kw_only=True)
class MovementTest:
    """One movement test as data; texts are keyed by language ("en", "es")."""

    name: str
    title: dict[str, str]
    instruction: dict[str, str]
    excursion: Excursion
    counts_without_return: bool
    counts_shallow: bool
    frontal_moment: FrontalMoment
    repetitions_asked: int
    measures: tuple[str, ...]


@cache
def movement_tests() -> dict[str, MovementTest]:
    """Return every movement test by name.

    Returns
    -------
    dict
        name -> test, in the order of ``movement_tests.toml``.
    """
    text = resources.files(__package__).joinpath("movement_tests.toml").read_text("utf-8")
    return {name: _test(name, table) for name, table in tomllib.loads(text).items()}


def movement_test(*, name: str) -> MovementTest:
    """Return the movement test of this name.

    Parameters
    ----------
    name
        As on the command line: ``"squat"``, ``"sit_to_stand"``.

    Returns
    -------
    MovementTest
        Its instruction, its measures and how its repetitions run.

    Raises
    ------
    UnknownMovementTest
        When no test has this name.
    """
    known = movement_tests()
    if name not in known:
        raise UnknownMovementTest(
            f'There is no movement test "{name}": choose one of {", ".join(known)}.'
        )
    return known[name]


def _test(name: str, table: dict[str, Any]) -> MovementTest:
    return MovementTest(
        name=name,
        title=table["title"],
        instruction=table["instruction"],
        excursion=Excursion(table["excursion"]),
        counts_without_return=table["counts_without_return"],
        counts_shallow=table["counts_shallow"],
        frontal_moment=FrontalMoment(table["frontal_moment"]),
        repetitions_asked=table["repetitions_asked"],
        measures=tuple(table["measures"]),
    )
