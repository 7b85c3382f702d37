"""Reading stored loads back, by whichever version of the schema they were written.

Policy: a version, once released, stays readable; the record keeps the method that was used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.answer_fields import read_person
from kneetrace.exchange.json_documents import (
    FileUnreadable,
    read_by_version,
    read_json,
    schema_version,
)
from kneetrace.exchange.load_files import LOAD_KIND
from kneetrace.explain import GroupStrength, MostUsed, Peak
from kneetrace.measure import MotionTable
from kneetrace.terms import COORDINATES, Person, Side, is_angle

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class StoredLegLoad:
    """What a ``load.json`` says of one leg.

    frames_told : in how many frames its load is known; with none, the rest is empty
    peaks : the kneecap's greatest load by either method
    capacity_used : muscle group -> the greatest share of its strength that was used
    muscle_force_peak_n : muscle -> its greatest force, N
    """

    frames_told: int
    peaks: tuple[Peak, ...]
    capacity_used: Mapping[str, MostUsed]
    muscle_force_peak_n: Mapping[str, float]


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredLoad:
    """What a ``load.json`` holds, and the ``load.parquet`` beside it.

    ``schema`` and ``method`` say by which versions it was written. ``reference`` and ``contact``
    (of each kneecap) are plain fields as stored. ``columns`` are those of ``load_columns``, with
    their unit in the name; None where there was no table. NaN is what was not told.
    """

    schema: str
    method: str
    program: str
    person: Person
    frames: int
    measured_ground: bool
    by_camera: bool
    unexplained_share_95: float
    notes: tuple[str, ...]
    unseen: tuple[str, ...]
    reference: Mapping[str, float]
    strengths: tuple[GroupStrength, ...]
    legs: Mapping[Side, StoredLegLoad]
    contact: Mapping[Side, Mapping[str, Any] | None]
    columns: Mapping[str, Array] | None = None

    @property
    def motion(self) -> MotionTable | None:
        """Coordinates as they were used, rad and m; None where there was no table."""
        if self.columns is None:
            return None
        values = {}
        for name in COORDINATES:
            column = self.columns.get(f"{name}_{'deg' if is_angle(name) else 'm'}")
            if column is not None:
                values[name] = np.radians(column) if is_angle(name) else column
        return MotionTable(time_s=self.columns["time_s"], values=values)


def read_load(path: str | Path) -> StoredLoad:
    """Read a ``load.json`` of this or any earlier schema version, and the table beside it.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or no load, or the table beside it is of another one.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    file = Path(path)
    stored = read_load_document(read_json(file), name=file.name)
    table = file.with_suffix(".parquet")
    if not table.is_file():
        return stored
    columns = _read_table(table)
    if {len(column) for column in columns.values()} != {stored.frames}:
        raise FileUnreadable(
            f"{table.name} is not of the movement that {file.name} tells of: keep together what "
            "one run wrote."
        )
    return replace(stored, columns=columns)


def read_load_document(document: Mapping[str, Any], *, name: str) -> StoredLoad:
    """Read a document of the form ``load.json`` has; ``name`` is its file's."""
    return read_by_version(document, kind=LOAD_KIND, readers=_READERS, name=name)


def _read_version_1(document: Mapping[str, Any]) -> StoredLoad:
    return StoredLoad(
        schema=document["schema"],
        method=document["method"],
        program=document["program"],
        person=read_person(document["person"]),
        frames=document["frames"],
        measured_ground=document["measured_ground"],
        by_camera=document.get("by_camera", False),
        unexplained_share_95=document["unexplained_share_95"],
        notes=tuple(document["notes"]),
        unseen=tuple(document["unseen"]),
        reference=document["reference"],
        strengths=tuple(
            GroupStrength(**{**one, "side": Side(one["side"])})
            for one in document.get("strengths", ())
        ),
        legs={side: _leg(document["legs"][side.value]) for side in Side},
        contact={side: (document["contact"] or {}).get(side.value) for side in Side},
    )


def _leg(stored: Mapping[str, Any]) -> StoredLegLoad:
    return StoredLegLoad(
        frames_told=stored["frames_told"],
        peaks=tuple(Peak(**one) for one in (stored["kneecap"] or {}).values()),
        capacity_used={group: read_used(one) for group, one in stored["capacity_used"].items()},
        muscle_force_peak_n=stored.get("muscle_force_peak_n", {}),
    )


def read_used(stored: Mapping[str, Any] | float) -> MostUsed:
    """Read the greatest share of a group's strength that was used back."""
    if not isinstance(stored, Mapping):  # the first files gave the share alone
        return MostUsed(share=stored, low=np.nan, high=np.nan, strength_measured=False)
    return MostUsed(**{name: one for name, one in stored.items() if name != "told"})


def _read_table(file: Path) -> dict[str, Array]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowInvalid):
        raise FileUnreadable(
            f"{file.name} is no Parquet table: write it again from the recording."
        ) from None
    metadata = table.schema.metadata or {}
    schema = {"schema": metadata.get(b"schema", b"").decode()}
    schema_version(schema, kind=LOAD_KIND, newest=max(_READERS), name=file.name)
    return {
        name: np.asarray(table.column(name).to_numpy(), dtype=np.float64)
        for name in table.column_names
    }


_READERS: Final[Mapping[int, Callable[[Mapping[str, Any]], StoredLoad]]] = MappingProxyType(
    {1: _read_version_1}
)
