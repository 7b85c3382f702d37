"""The corridor: one person's recordings go in, measurements and a report come out."""

from kneetrace.journey.assessment import (
    ASSESSMENT_FILE,
    REPORT_FILE,
    Assessment,
    assess,
    assessment_document,
)
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
from kneetrace.journey.ways_in import Progress

__all__ = [
    "ASSESSMENT_FILE",
    "RECORDING_FILES",
    "REPORT_FILE",
    "TESTS",
    "Assessment",
    "AssessmentRequest",
    "Check",
    "Progress",
    "Recording",
    "RecordingRequest",
    "Refusal",
    "SheetUnwritable",
    "Trouble",
    "assess",
    "assessment_document",
    "examine_machine",
    "measure_one",
    "read_request",
    "refusal_for",
    "shows_anything",
    "write_sheet",
]
