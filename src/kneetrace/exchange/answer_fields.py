"""Answers and persons as plain fields: degrees and % of body weight at this door."""

from collections.abc import Mapping
from dataclasses import asdict
from math import degrees, radians
from typing import Any, Final

from kneetrace.terms import Answer, CannotTell, Measure, Person, Quality, Sex, Side, Unit

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
    shown = {name: _out(fields[name], unit=answer.unit) for name in _NUMBERS}
    return fields | shown | {"unit": _AT_THE_DOOR[answer.unit]}


def read_answer(stored: Mapping[str, Any]) -> Answer:
    """Read an answer back from its fields."""
    fields = dict(stored)
    kind = fields.pop("kind")
    fields["side"] = read_side(fields["side"])
    if kind == "cannot_tell":
        return CannotTell(**fields)
    fields["quality"] = Quality(fields["quality"])
    unit = next((one for one, name in _AT_THE_DOOR.items() if name == fields["unit"]), None)
    if unit is None:
        return Measure(**{**fields, "unit": Unit(fields["unit"])})
    for name in _NUMBERS:
        fields[name] = _back(fields[name], unit=unit)
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


def _out(value: float | None, *, unit: Unit) -> float | None:
    if value is None:
        return None
    return degrees(value) if unit is Unit.RADIAN else 100 * value


def _back(value: float | None, *, unit: Unit) -> float | None:
    if value is None:
        return None
    return radians(value) if unit is Unit.RADIAN else value / 100
