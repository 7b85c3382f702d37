"""An earlier assessment of the same person, read back to compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from kneetrace import exchange
from kneetrace.exchange import StoredMeasurement, StoredStrength
from kneetrace.terms import InvalidInput, Person

ASSESSMENT_FILE: Final = "assessment.json"
ASSESSMENT_KIND: Final = "kneetrace.assessment"
ASSESSMENT_VERSION: Final = 3


class AnotherPerson(InvalidInput):
    """The earlier assessment is of somebody else."""


@dataclass(frozen=True, eq=False, kw_only=True)
class EarlierAssessment:
    """What an ``assessment.json`` holds: who, when, the measurements and the strength tests."""

    label: str
    made_on: date | None
    measurements: tuple[StoredMeasurement, ...]
    strength: StoredStrength | None

    def refuse_other_than(self, person: Person) -> None:
        """Refuse to compare with somebody else's results.

        Raises
        ------
        AnotherPerson
            When both have a label and they differ.
        """
        if Person.label not in (self.label, person.label) and self.label != person.label:
            raise AnotherPerson(
                f"The earlier assessment is of {self.label}, this one of {person.label}: name the "
                "earlier assessment of the same person."
            )


def read_earlier(path: str | Path) -> EarlierAssessment:
    """Read an ``assessment.json``, or the one in a folder of results, of any schema version.

    Raises
    ------
    InvalidInput
        When the file is absent, damaged, no assessment, or written by a newer version.
    """
    file = Path(path)
    if file.is_dir():
        file = file / ASSESSMENT_FILE
    read = partial(_read_versions_1_to_3, name=file.name)
    return exchange.read_by_version(
        exchange.read_json(file),
        kind=ASSESSMENT_KIND,
        readers={1: read, 2: read, 3: read},
        name=file.name,
    )


def _read_versions_1_to_3(document: Mapping[str, Any], *, name: str) -> EarlierAssessment:
    """Read version 1; 2 added the day and the strength tests, 3 the story."""
    made_on, strength = document.get("made_on"), document.get("strength")
    return EarlierAssessment(
        label=document["person"]["label"],
        made_on=None if made_on is None else date.fromisoformat(made_on),
        measurements=tuple(
            exchange.read_measurement_document(one["measurement"], name=name)
            for one in document["recordings"]
            if one["measurement"] is not None
        ),
        strength=None if strength is None else exchange.read_strength_document(strength, name=name),
    )
