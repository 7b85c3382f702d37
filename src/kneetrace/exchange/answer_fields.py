"""Answers and persons as plain fields: degrees and % of body weight at this door."""

from collections.abc import Mapping
from dataclasses import asdict
from math import degrees, radians
from typing import Any, Final

from kneetrace.terms import (
    Answer,
    CannotTell,
    Measure,
    Person,
    Quality,
    Sex,
    Side,
    Unit,
    is_angle,
)

_NUMBERS: Final = ("value", "low", "high", "mdc")
_AT_THE_DOOR: Final = {
    Unit.RADIAN: "deg",
    Unit.BODY_WEIGHT: "%BW",
    Unit.BODY_WEIGHT_HEIGHT: "%BW h",
}


def answer_document(answer: Answer) -> dict[str, Any]:
    """Put an answer into plain fields."""
    if isinstance(answer, CannotTell):
        return {"kind": "cannot_tell"} | asdict(answer)
    fields = {"kind": "measure"} | asdict(answer)
    if answer.unit not in _AT_THE_DOOR:
        return fields
    shown = {name: number_out(fields[name], unit=answer.unit) for name in _NUMBERS}
    return fields | shown | {"unit": unit_out(answer.unit)}


def read_answer(stored: Mapping[str, Any]) -> Answer:
    """Read an answer back from its fields."""
    fields = dict(stored)
    kind = fields.pop("kind")
    fields["side"] = read_side(fields["side"])
    if kind == "cannot_tell":
        return CannotTell(**fields)
    fields["quality"] = Quality(fields["quality"])
    unit = unit_back(fields["unit"])
    for name in _NUMBERS:
        fields[name] = number_back(fields[name], unit=unit)
    return Measure(**{**fields, "unit": unit})


def person_fields(person: Person) -> dict[str, Any]:
    """Put a person into plain fields."""
    return asdict(person)


def read_person(stored: Mapping[str, Any]) -> Person:
    """Read a person back from their fields."""
    sex = stored.get("sex")
    return Person(**{**stored, "sex": None if sex is None else Sex(sex)})


def read_side(stored: str | None) -> Side | None:
    """Read a side, or none."""
    return None if stored is None else Side(stored)


def unit_out(unit: Unit) -> str:
    """Name the unit that numbers of a unit leave the program in."""
    return _AT_THE_DOOR.get(unit, unit.value)


def unit_back(name: str) -> Unit:
    """Tell the program's own unit of numbers that left in a unit."""
    inside = {outside: unit for unit, outside in _AT_THE_DOOR.items()}
    return inside.get(name) or Unit(name)


def number_out(value: float | None, *, unit: Unit) -> float | None:
    """Put a number into the unit it leaves in."""
    if value is None or unit not in _AT_THE_DOOR:
        return value
    return degrees(value) if unit is Unit.RADIAN else 100 * value


def number_back(value: float | None, *, unit: Unit) -> float | None:
    """Take a number back into the program's own unit."""
    if value is None or unit not in _AT_THE_DOOR:
        return value
    return radians(value) if unit is Unit.RADIAN else value / 100


def coordinate_fields(values: Mapping[str, float]) -> dict[str, float]:
    """Put coordinates into plain fields, the unit behind the name: degrees, places in m."""
    return {
        f"{name}_{'deg' if is_angle(name) else 'm'}": degrees(value) if is_angle(name) else value
        for name, value in values.items()
    }


def read_coordinates(stored: Mapping[str, float]) -> dict[str, float]:
    """Read coordinates back, rad and m."""
    return {
        name.removesuffix("_deg").removesuffix("_m"): radians(value)
        if name.endswith("_deg")
        else value
        for name, value in stored.items()
    }
