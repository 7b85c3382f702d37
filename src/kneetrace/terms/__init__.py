"""Words everyone shares: sides, coordinates, persons, quantities, errors."""

from kneetrace.terms.coordinates import (
    COORDINATES,
    LEG_ANGLES,
    PELVIS_ANGLES,
    PELVIS_PLACES,
    TRUNK_ANGLES,
    is_angle,
)
from kneetrace.terms.errors import (
    InvalidInput,
    KneetraceError,
    NotMeasurable,
    OutsideEvidence,
    Unavailable,
)
from kneetrace.terms.person import AGE_RANGE_YEARS, Person, Sex
from kneetrace.terms.quantities import (
    INTERVAL_LEVEL,
    Answer,
    CannotTell,
    Measure,
    Quality,
    Unit,
)
from kneetrace.terms.sides import Side

__all__ = [
    "AGE_RANGE_YEARS",
    "COORDINATES",
    "INTERVAL_LEVEL",
    "LEG_ANGLES",
    "PELVIS_ANGLES",
    "PELVIS_PLACES",
    "TRUNK_ANGLES",
    "Answer",
    "CannotTell",
    "InvalidInput",
    "KneetraceError",
    "Measure",
    "NotMeasurable",
    "OutsideEvidence",
    "Person",
    "Quality",
    "Sex",
    "Side",
    "Unavailable",
    "Unit",
    "is_angle",
]
