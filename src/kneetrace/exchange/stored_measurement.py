"""Reading a stored measurement back, by whichever version of the schema it was written.

Policy: a version, once released, stays readable. A reader turns its version's document straight
into today's record; it never rewrites the file, and the record keeps the method that was used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import radians
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from kneetrace.exchange.answer_fields import read_answer, read_person, read_side
from kneetrace.exchange.json_documents import read_by_version, read_json
from kneetrace.exchange.measurement_json import MEASUREMENT_KIND
from kneetrace.measure import (
    CameraPlacement,
    Disagreement,
    MotionTable,
    Repetition,
    ScoreItem,
    ScoreSheet,
    Source,
    TechniquePart,
    TechniqueScore,
    ViewFinding,
)
from kneetrace.terms import Answer, CannotTell, Measure, Person, Side, Unit


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredMeasurement:
    """What a ``measurement.json`` holds, in the program's own words and units.

    ``schema`` and ``method`` say by which versions it was written. ``curves`` and ``curves_sd``
    are coordinates over time (rad or m), ``None`` where they were not stored. ``clip`` and
    ``pose`` are plain fields as stored.
    """

    schema: str
    method: str
    program: str
    test: str
    person: Person
    repetitions: tuple[Repetition, ...]
    answers: tuple[Answer, ...]
    findings: tuple[ViewFinding, ...]
    camera: CameraPlacement | None
    curves: MotionTable | None = None
    curves_sd: MotionTable | None = None
    clip: Mapping[str, Any] = field(default_factory=dict)
    pose: Mapping[str, Any] = field(default_factory=dict)
    source: Source = Source.VIDEO
    side: Side | None = None
    technique: tuple[TechniqueScore | CannotTell, ...] = ()
    score: ScoreSheet | None = None
    beside: tuple[CameraPlacement, ...] = ()
    films: tuple["StoredMeasurement", ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    stage_s: Mapping[str, float] = field(default_factory=dict)


def read_measurement(path: str | Path) -> StoredMeasurement:
    """Read a ``measurement.json`` of this or any earlier schema version.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or no measurement.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    file = Path(path)
    return read_measurement_document(read_json(file), name=file.name)


def read_measurement_document(document: Mapping[str, Any], *, name: str) -> StoredMeasurement:
    """Read a document of the form ``measurement.json`` has; ``name`` is its file's."""
    return read_by_version(document, kind=MEASUREMENT_KIND, readers=_READERS, name=name)


def _read_versions_1_and_2(document: Mapping[str, Any]) -> StoredMeasurement:
    """Read version 1, or version 2, which added the tested side, the source and the scores."""
    curves = document.get("curves")
    return StoredMeasurement(
        schema=document["schema"],
        method=document["method"],
        program=document["program"],
        test=document["test"],
        person=read_person(document["person"]),
        repetitions=tuple(_repetition(one) for one in document["repetitions"]),
        answers=tuple(read_answer(one) for one in document["answers"]),
        findings=tuple(ViewFinding(**one) for one in document["findings"]),
        camera=None if document["camera"] is None else _camera(document["camera"]),
        curves=None if curves is None else _curves(curves, column="value"),
        curves_sd=None if curves is None else _curves(curves, column="sd"),
        clip=document["clip"],
        pose=document["pose"],
        source=Source(document.get("source", Source.VIDEO)),
        side=read_side(document.get("side")),
        technique=tuple(_technique(one) for one in document.get("technique", ())),
        score=_score(document.get("score")),
        beside=tuple(_camera(one) for one in document.get("beside", ())),
        films=tuple(_read_versions_1_and_2(one) for one in document.get("films", ())),
        disagreements=tuple(_disagreement(one) for one in document.get("disagreements", ())),
        stage_s=document["stage_s"],
    )


def _disagreement(stored: Mapping[str, Any]) -> Disagreement:
    told, other = read_answer(stored["told"]), read_answer(stored["other"])
    assert isinstance(told, Measure)
    assert isinstance(other, Measure)
    return Disagreement(told=told, other=other)


def _repetition(stored: Mapping[str, Any]) -> Repetition:
    return Repetition(**{**stored, "side": read_side(stored.get("side"))})


def _score(stored: Mapping[str, Any] | None) -> ScoreSheet | None:
    if stored is None:
        return None
    items = tuple(
        ScoreItem(
            **{name: one[name] for name in ("name", "cue", "low", "high", "why", "answered")},
            points=tuple(one["points"]),
        )
        for one in stored["items"]
    )
    return ScoreSheet(test=stored["test"], side=Side(stored["side"]), items=items)


def _technique(stored: Mapping[str, Any]) -> TechniqueScore | CannotTell:
    if stored["kind"] == "cannot_tell":
        refused = read_answer(stored)
        assert isinstance(refused, CannotTell)
        return refused
    fields = {name: value for name, value in stored.items() if name != "kind"}
    parts = tuple(_technique_part(part) for part in fields["parts"])
    return TechniqueScore(**fields | {"parts": parts, "left_out": tuple(fields["left_out"])})


def _technique_part(stored: Mapping[str, Any]) -> TechniquePart:
    if stored["unit"] != "deg":
        return TechniquePart(**{**stored, "unit": Unit(stored["unit"])})
    angles = {name: radians(stored[name]) for name in ("value", "usual_low", "usual_high")}
    return TechniquePart(**{**stored, **angles, "unit": Unit.RADIAN})


def _camera(stored: Mapping[str, float]) -> CameraPlacement:
    return CameraPlacement(
        **{
            name.replace("_deg", "_rad"): radians(value) if name.endswith("_deg") else value
            for name, value in stored.items()
        }
    )


def _curves(stored: Mapping[str, Any], *, column: str) -> MotionTable:
    values = {}
    for name, curve in stored["coordinates"].items():
        if curve[column] is not None:
            numbers = np.array(curve[column], dtype=np.float64)
            values[name] = np.radians(numbers) if curve["unit"] == "deg" else numbers
    return MotionTable(time_s=np.array(stored["time_s"], dtype=np.float64), values=values)


_READERS: Final[Mapping[int, Callable[[Mapping[str, Any]], StoredMeasurement]]] = MappingProxyType(
    {1: _read_versions_1_and_2, 2: _read_versions_1_and_2}
)
