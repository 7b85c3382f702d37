"""Reading a stored strength examination back, by whichever version of the schema it was written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kneetrace.evidence import Confidence, HomeReference, StrengthRetest
from kneetrace.exchange.answer_fields import read_answer, read_person, read_side
from kneetrace.exchange.json_documents import read_by_version, read_json
from kneetrace.exchange.strength_json import STRENGTH_KIND
from kneetrace.measure import (
    Holding,
    HomeEntry,
    HomeResult,
    Quantity,
    StrengthEntry,
    StrengthResult,
)
from kneetrace.terms import Measure, Person, Sex, Side


@dataclass(frozen=True, kw_only=True)
class StoredStrength:
    """What a ``strength.json`` holds, in the program's own words and units.

    ``schema`` and ``method`` say by which versions it was written. ``tests`` are plain fields as
    stored: what was said of each test then.
    """

    schema: str
    method: str
    program: str
    person: Person
    results: tuple[StrengthResult, ...]
    home_results: tuple[HomeResult, ...]
    problems: tuple[str, ...]
    tests: tuple[Mapping[str, Any], ...] = field(default=())


def read_strength(path: str | Path) -> StoredStrength:
    """Read a ``strength.json`` of this or any earlier schema version.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or no strength examination.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    file = Path(path)
    return read_strength_document(read_json(file), name=file.name)


def read_strength_document(document: Mapping[str, Any], *, name: str) -> StoredStrength:
    """Read a document of the form ``strength.json`` has; ``name`` is the file's, for sentences."""
    return read_by_version(document, kind=STRENGTH_KIND, readers=_READERS, name=name)


def _read_version_1(document: Mapping[str, Any]) -> StoredStrength:
    return StoredStrength(
        schema=document["schema"],
        method=document["method"],
        program=document["program"],
        person=read_person(document["person"]),
        results=tuple(_result(one) for one in document["results"]),
        home_results=tuple(_home_result(one) for one in document["home_results"]),
        problems=tuple(document["problems"]),
        tests=tuple(document["tests"]),
    )


def _result(stored: Mapping[str, Any]) -> StrengthResult:
    entry, retest = stored["entry"], stored["retest"]
    return StrengthResult(
        entry=StrengthEntry(
            **{
                **entry,
                "side": Side(entry["side"]),
                "trials": tuple(entry["trials"]),
                "quantity": Quantity(entry["quantity"]),
                "holding": Holding(entry["holding"]),
                "tested_on": _day(entry["tested_on"]),
                "places": tuple(entry["places"]),
            }
        ),
        person=read_person(stored["person"]),
        measures=tuple(
            answer for one in stored["measures"] if isinstance(answer := read_answer(one), Measure)
        ),
        retest_share=stored["retest_share"],
        retest=None if retest is None else StrengthRetest(**_cited(retest)),
        notes=tuple(stored["notes"]),
    )


def _home_result(stored: Mapping[str, Any]) -> HomeResult:
    entry, reference = stored["entry"], stored["reference"]
    return HomeResult(
        entry=HomeEntry(
            **{
                **entry,
                "side": read_side(entry["side"]),
                "conditions": tuple(entry["conditions"]),
                "tested_on": _day(entry["tested_on"]),
            }
        ),
        reference=None
        if reference is None
        else HomeReference(**{**_cited(reference), "sex": Sex(reference["sex"])}),
        sentence=stored["sentence"],
    )


def _cited(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **stored,
        "confidence": Confidence(stored["confidence"]),
        "sources": tuple(stored["sources"]),
    }


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


_READERS: Final[Mapping[int, Callable[[Mapping[str, Any]], StoredStrength]]] = MappingProxyType(
    {1: _read_version_1}
)
