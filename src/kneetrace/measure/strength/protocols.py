"""The strength tests a person can be asked to do, read from ``strength_tests.toml``."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from kneetrace.terms import InvalidInput


class UnknownStrengthTest(InvalidInput):
    """No strength test has this name."""


class WrongProtocol(InvalidInput):
    """The test cannot be done with this device or in this position."""


class Kind(StrEnum):
    """What a strength test yields."""

    FORCE = "force"
    COUNT = "count"
    HOLD = "hold"
    PASS_FAIL = "pass_fail"


class Holding(StrEnum):
    """What holds the device against the leg."""

    HAND = "hand"
    BELT = "belt"
    RIG = "rig"
    LUGGAGE_SCALE = "luggage_scale"


@dataclass(frozen=True, kw_only=True)
class StrengthTest:
    """One strength test as data; texts are keyed by language ("en", "es").

    ``action``, ``holdings`` and ``positions`` belong to force tests; ``largest`` is the highest
    believable result of the others (DESIGN).
    """

    name: str
    kind: Kind
    title: dict[str, str]
    instruction: dict[str, str]
    records: str
    sides: bool
    action: str | None = None
    holdings: tuple[Holding, ...] = ()
    positions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    largest: float | None = None


@cache
def strength_tests() -> dict[str, StrengthTest]:
    """Return every strength test by name, in the order of ``strength_tests.toml``."""
    text = resources.files(__package__).joinpath("strength_tests.toml").read_text("utf-8")
    return {name: _test(name, table) for name, table in tomllib.loads(text).items()}


def strength_test(*, name: str) -> StrengthTest:
    """Return the strength test of this name.

    Raises
    ------
    UnknownStrengthTest
        When no test has this name.
    """
    known = strength_tests()
    if name not in known:
        raise UnknownStrengthTest(
            f'There is no strength test "{name}": choose one of {", ".join(known)}.'
        )
    return known[name]


def chosen_position(*, test: StrengthTest, written: str | None) -> str:
    """Give the position that was written, or the only one there is.

    Raises
    ------
    WrongProtocol
        When it is none of this test's, or several are possible and none was written.
    """
    return _chosen(written, among=test.positions, test=test, what="position")


def chosen_holding(*, test: StrengthTest, written: str | None) -> Holding:
    """Give how the device was held, as written or the only way there is; see above."""
    return Holding(
        _chosen(written, among=tuple(map(str, test.holdings)), test=test, what="holding")
    )


def _chosen(written: str | None, *, among: tuple[str, ...], test: StrengthTest, what: str) -> str:
    if written in among:
        return str(written)
    if test.kind is not Kind.FORCE:
        raise WrongProtocol(
            f"{test.title['en']} is not measured with a device: enter its result as it is."
        )
    if written is None and len(among) == 1:
        return among[0]
    said = "lacks its" if written is None else f"knows no {what} {written!r}; say the"
    raise WrongProtocol(f"{test.title['en']} {said} {what}: choose {' or '.join(among)}.")


def _test(name: str, table: dict[str, Any]) -> StrengthTest:
    return StrengthTest(
        name=name,
        kind=Kind(table["kind"]),
        title=table["title"],
        instruction=table["instruction"],
        records=table["records"],
        sides=table["sides"],
        action=table.get("action"),
        holdings=tuple(Holding(holding) for holding in table.get("holdings", ())),
        positions=tuple(table.get("positions", ())),
        conditions=tuple(table.get("conditions", ())),
        largest=table.get("largest"),
    )
