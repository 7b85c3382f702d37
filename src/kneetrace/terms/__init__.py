"""Words everyone shares: sides, coordinates, persons, quantities, languages, errors."""

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
from kneetrace.terms.languages import (
    LANGUAGES,
    ByLanguage,
    LanguageMissing,
    every_language,
    fill,
    joined_words,
    say_day,
    say_number,
    sentences,
)
from kneetrace.terms.person import AGE_RANGE_YEARS, STANDARD_GRAVITY_M_S2, Person, Sex
from kneetrace.terms.quantities import (
    INTERVAL_LEVEL,
    INTERVAL_SDS,
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
    "INTERVAL_SDS",
    "LANGUAGES",
    "LEG_ANGLES",
    "PELVIS_ANGLES",
    "PELVIS_PLACES",
    "STANDARD_GRAVITY_M_S2",
    "TRUNK_ANGLES",
    "Answer",
    "ByLanguage",
    "CannotTell",
    "InvalidInput",
    "KneetraceError",
    "LanguageMissing",
    "Measure",
    "NotMeasurable",
    "OutsideEvidence",
    "Person",
    "Quality",
    "Sex",
    "Side",
    "Unavailable",
    "Unit",
    "every_language",
    "fill",
    "is_angle",
    "joined_words",
    "say_day",
    "say_number",
    "sentences",
]
