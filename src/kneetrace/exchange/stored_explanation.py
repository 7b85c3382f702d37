"""Reading a stored source trace back, and standing its person up again for what-ifs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from kneetrace.exchange.answer_fields import (
    number_back,
    read_coordinates,
    read_person,
    unit_back,
)
from kneetrace.exchange.explanation_json import CAUSE_NUMBERS, EXPLANATION_KIND
from kneetrace.exchange.json_documents import read_by_version, read_json
from kneetrace.exchange.stored_load import read_used
from kneetrace.explain import (
    Aside,
    Basis,
    Cause,
    Deficits,
    Link,
    Missing,
    MostUsed,
    PostureMethod,
    ShareInterval,
    StandingPerson,
    stance_of,
    stand,
)
from kneetrace.terms import ByLanguage, Person, Side, Unit


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredPosture:
    """The posture that was explained, as it was stored.

    angles_rad : coordinate -> rad (m for places), of the mean instant
    sds_rad : coordinate without side -> rad
    figures : plain fields: name, unit, now, healthy
    """

    person: Person
    side: Side
    legs: int
    instants_s: tuple[float, ...]
    angles_rad: Mapping[str, float]
    sds_rad: Mapping[str, float]
    deficits: Deficits
    method: PostureMethod
    figures: tuple[Mapping[str, Any], ...]

    def standing(self) -> StandingPerson:
        """Stand the person up again as measured, for ``what_if``.

        Raises
        ------
        PostureNotHeld, LegOutsideTables
            When this version of the model knows nobody who stands so.
        """
        # Whether both legs did the same was asked when this was explained.
        stance = stance_of(
            self.person,
            angles=self.angles_rad,
            side=self.side,
            legs=self.legs,
            weight_share=0.5,
        )
        return stand(stance, deficits=self.deficits, method=self.method)


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredExplanation:
    """What an ``explanation.json`` holds, in the program's own words and units.

    ``schema`` and ``method`` say by which versions it was written; the rest is as in
    ``Explanation``.
    """

    schema: str
    method: str
    program: str
    person: Person
    side: Side
    test: str | None
    posture: StoredPosture | None
    causes: tuple[Cause, ...]
    total: ShareInterval | None
    source: str | None
    links: tuple[Link, ...]
    missing: tuple[Missing, ...]
    asides: tuple[Aside, ...]
    capacity: Mapping[str, MostUsed]
    for_patient: ByLanguage
    for_therapist: ByLanguage
    remarks: tuple[ByLanguage, ...]


def read_explanation(path: str | Path) -> StoredExplanation:
    """Read an ``explanation.json`` of this or any earlier schema version.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or no explanation.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    file = Path(path)
    return read_explanation_document(read_json(file), name=file.name)


def read_explanation_document(document: Mapping[str, Any], *, name: str) -> StoredExplanation:
    """Read a document of the form ``explanation.json`` has; ``name`` is its file's."""
    return read_by_version(document, kind=EXPLANATION_KIND, readers=_READERS, name=name)


def _read_version_1(document: Mapping[str, Any]) -> StoredExplanation:
    person, total = read_person(document["person"]), document["total"]
    posture = document["posture"]
    return StoredExplanation(
        schema=document["schema"],
        method=document["method"],
        program=document["program"],
        person=person,
        side=Side(document["side"]),
        test=document["test"],
        posture=None if posture is None else _posture(posture, person=person),
        causes=tuple(_cause(one) for one in document["causes"]),
        total=None if total is None else _share(total),
        source=document["source"],
        links=tuple(
            Link(**{**one, "basis": Basis(one["basis"]), "sources": tuple(one["sources"])})
            for one in document["links"]
        ),
        missing=tuple(Missing(**one) for one in document["missing"]),
        asides=tuple(
            Aside(**{**one, "sources": tuple(one["sources"])}) for one in document["asides"]
        ),
        capacity={group: read_used(one) for group, one in document["capacity_used"].items()},
        for_patient=document["for_patient"],
        for_therapist=document["for_therapist"],
        remarks=tuple(document["remarks"]),
    )


def _share(stored: Mapping[str, Any]) -> ShareInterval:
    return ShareInterval(share=stored["share"], low=stored["low"], high=stored["high"])


def _cause(stored: Mapping[str, Any]) -> Cause:
    unit, hidden = unit_back(stored["unit"]), stored["hidden"]
    numbers = {name: number_back(stored[name], unit=unit) for name in CAUSE_NUMBERS}
    return Cause(
        **{
            **stored,
            **numbers,
            "unit": unit,
            "share": _share(stored["share"]),
            "hidden": None if hidden is None else tuple(hidden),
        }
    )


def _posture(stored: Mapping[str, Any], *, person: Person) -> StoredPosture:
    model = stored["model"]
    return StoredPosture(
        person=person,
        side=Side(stored["side"]),
        legs=stored["legs"],
        instants_s=tuple(stored["instants_s"]),
        angles_rad=read_coordinates(stored["coordinates"]),
        sds_rad=read_coordinates(stored["sds"]),
        deficits=_deficits(stored["deficits"]),
        method=PostureMethod(**{**model, "trunk_nm": tuple(model["trunk_nm"])}),
        figures=tuple(stored["figures"]),
    )


def _deficits(stored: Mapping[str, Any]) -> Deficits:
    limits, healthy = stored["dorsiflexion_deg"], stored["healthy_posture"]
    return Deficits(
        strengths={
            player: (one["now"], one["healthy"]) for player, one in stored["strengths"].items()
        },
        dorsiflexion_rad=None if limits is None else tuple(np.radians(limits).tolist()),
        pronation_rad=number_back(stored["pronation_deg"], unit=Unit.RADIAN),
        healthy_posture=None if healthy is None else read_coordinates(healthy),
    )


_READERS: Final[Mapping[int, Callable[[Mapping[str, Any]], StoredExplanation]]] = MappingProxyType(
    {1: _read_version_1}
)
