"""Forces and torques as people write them, read into newtons and newton metres."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.terms import STANDARD_GRAVITY_M_S2, InvalidInput

_FORCE_N: Final = {"N": 1.0, "kgf": STANDARD_GRAVITY_M_S2, "lbf": 4.4482216152605}
_TORQUE_NM: Final = {"N m": 1.0}
# A scale that shows kilograms shows the force of that mass's weight.
_SPELLINGS: Final = {
    "n": "N",
    "newton": "N",
    "newtons": "N",
    "kgf": "kgf",
    "kg": "kgf",
    "kp": "kgf",
    "lbf": "lbf",
    "lb": "lbf",
    "lbs": "lbf",
    "nm": "N m",
    "n*m": "N m",
    "n·m": "N m",
}
_ENTRY: Final = re.compile(r"\s*([-+\u2212]?[\d.,]+)\s*([^\d\s].*?)?\s*")


class UnknownUnit(InvalidInput):
    """A unit that is neither a force nor a torque known here, or none at all."""


class MixedUnits(InvalidInput):
    """The trials of one entry are in different units."""


class UnreadableNumber(InvalidInput):
    """What should be a number is none, or could be read in two ways."""


class Quantity(StrEnum):
    """What a device shows."""

    FORCE = "force"
    TORQUE = "torque"


@dataclass(frozen=True, kw_only=True)
class Trials:
    """Trials of one entry in SI: newtons for a force, newton metres for a torque."""

    values: tuple[float, ...]
    quantity: Quantity


def si_factor(*, unit: str) -> tuple[Quantity, float]:
    """Tell what a unit measures and how many N (or N m) it is.

    Raises
    ------
    UnknownUnit
        When it is not one of N, kgf (also kg and kp), lbf (also lb) and Nm.
    """
    name = _name(unit)
    if name in _FORCE_N:
        return Quantity.FORCE, _FORCE_N[name]
    return Quantity.TORQUE, _TORQUE_NM[name]


def unit_name(*, unit: str) -> str:
    """Give the one name of a unit that is spelled in several ways: ``"kgf"`` for ``"Kg"``."""
    return _name(unit)


def read_trials(*, entries: Sequence[str], unit: str | None = None) -> Trials:
    """Read the trials of one entry, with a point or a comma as decimal mark.

    Parameters
    ----------
    entries
        As typed: ``"12,5"``, ``"12.5 kg"``.
    unit
        Of the entries that name none.

    Returns
    -------
    Trials
        In newtons or newton metres.

    Raises
    ------
    MixedUnits, UnknownUnit, UnreadableNumber
        Each in one sentence.
    """
    numbers, names = [], []
    for text in entries:
        number, own_unit = read_amount(text=text)
        numbers.append(number)
        names.append(_name(own_unit or unit))
    if len(different := sorted(set(names))) > 1:
        raise MixedUnits(
            f"The trials are in {' and '.join(different)}: give all trials of one entry in one "
            "unit."
        )
    if not names:
        raise UnreadableNumber("There is no trial: type at least one.")
    quantity, factor = si_factor(unit=names[0])
    return Trials(values=tuple(number * factor for number in numbers), quantity=quantity)


def read_amount(*, text: str) -> tuple[float, str | None]:
    """Part ``"23,5 kgf"`` into its number and its unit, as written; None where there is no unit.

    Raises
    ------
    UnreadableNumber
        When it does not begin with a number.
    """
    found = _ENTRY.fullmatch(text)
    if not found:
        raise UnreadableNumber(f"{text!r} is not a number: type it like 12.5 or 12,5.")
    return read_decimal(text=found[1]), found[2]


def read_decimal(*, text: str) -> float:
    """Read a number whose decimal mark is a point or a comma.

    Raises
    ------
    UnreadableNumber
        When it is none, or when a comma could also separate thousands (``1,234``).
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", plain) or ("," in plain and "." in plain):
        raise UnreadableNumber(
            f"{text!r} can be read in two ways: write it without a mark for thousands, like 1234.5."
        )
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UnreadableNumber(f"{text!r} is not a number: type it like 12.5 or 12,5.")
    return number


def _name(unit: str | None) -> str:
    if unit is None:
        raise UnknownUnit("The unit is missing: give N, kgf (kg), lbf (lb) or Nm.")
    spelling = unit.strip().lower().replace(" ", "").replace("\N{DOT OPERATOR}", "·")
    if spelling not in _SPELLINGS:
        raise UnknownUnit(f"The unit {unit.strip()!r} is not known: give N, kgf (kg), lbf or Nm.")
    return _SPELLINGS[spelling]
