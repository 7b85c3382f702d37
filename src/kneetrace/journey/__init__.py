"""The corridor: one person's recordings go in, measurements and a report come out."""

from kneetrace.journey.assessment import (
    REPORT_FILE,
    Assessment,
    assess,
    assessment_document,
    changes_since,
)
from kneetrace.journey.earlier import ASSESSMENT_FILE, EarlierAssessment, read_earlier
from kneetrace.journey.machine import Check, examine_machine
from kneetrace.journey.recording import (
    RECORDING_FILES,
    Recording,
    Refusal,
    Trouble,
    measure_one,
    refusal_for,
    shows_anything,
)
from kneetrace.journey.requests import (
    TESTS,
    AssessmentRequest,
    RecordingRequest,
    read_request,
)
from kneetrace.journey.sheets import SheetUnwritable, write_sheet
from kneetrace.journey.strength import STRENGTH_FILE, examine_one, write_template
from kneetrace.journey.strength_request import StrengthRequest
from kneetrace.journey.timings import (
    NothingMeasured,
    StageTime,
    Timing,
    stored_timings,
    time_recording,
)
from kneetrace.journey.ways_in import Progress

__all__ = [
    "ASSESSMENT_FILE",
    "RECORDING_FILES",
    "REPORT_FILE",
    "STRENGTH_FILE",
    "TESTS",
    "Assessment",
    "AssessmentRequest",
    "Check",
    "EarlierAssessment",
    "NothingMeasured",
    "Progress",
    "Recording",
    "RecordingRequest",
    "Refusal",
    "SheetUnwritable",
    "StageTime",
    "StrengthRequest",
    "Timing",
    "Trouble",
    "assess",
    "assessment_document",
    "changes_since",
    "examine_machine",
    "examine_one",
    "measure_one",
    "read_earlier",
    "read_request",
    "refusal_for",
    "shows_anything",
    "stored_timings",
    "time_recording",
    "write_sheet",
    "write_template",
]
