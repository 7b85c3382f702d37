"""The corridor: one person's recordings go in, measurements and a report come out."""

from kneetrace.journey.assessment import (
    Assessment,
    assess,
    assessment_document,
    best_explanations,
    changes_since,
)
from kneetrace.journey.earlier import ASSESSMENT_FILE, EarlierAssessment, read_earlier
from kneetrace.journey.explain import EXPLANATION_FILES, NothingToExplain, explain_one
from kneetrace.journey.folder import REPORT_FILE
from kneetrace.journey.intake import (
    DEFAULT_SETTING,
    INTAKE_FILE,
    IntakeFolder,
    OtherPersonsStory,
    StoryTemplateUnwritable,
    read_told,
    refuse_other_label,
    take_intake,
    tell_story,
    write_empty_story,
)
from kneetrace.journey.load import LOAD_FILE, LOAD_FILES, LOAD_TABLE, load_one
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
from kneetrace.journey.score_sheet import (
    NoScore,
    ScoreAnswers,
    ScoreSheetUnwritable,
    read_score_sheet,
    write_score_sheet,
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
from kneetrace.journey.what_if import (
    EXPLANATION_FILE,
    NoExplanationThere,
    NothingChanged,
    NothingToAsk,
    WhatIf,
    WhatIfUnwritable,
    ask_what_if,
    what_if_document,
    write_what_if,
)

__all__ = [
    "ASSESSMENT_FILE",
    "DEFAULT_SETTING",
    "EXPLANATION_FILE",
    "EXPLANATION_FILES",
    "INTAKE_FILE",
    "LOAD_FILE",
    "LOAD_FILES",
    "LOAD_TABLE",
    "RECORDING_FILES",
    "REPORT_FILE",
    "STRENGTH_FILE",
    "TESTS",
    "Assessment",
    "AssessmentRequest",
    "Check",
    "EarlierAssessment",
    "IntakeFolder",
    "NoExplanationThere",
    "NoScore",
    "NothingChanged",
    "NothingMeasured",
    "NothingToAsk",
    "NothingToExplain",
    "OtherPersonsStory",
    "Progress",
    "Recording",
    "RecordingRequest",
    "Refusal",
    "ScoreAnswers",
    "ScoreSheetUnwritable",
    "SheetUnwritable",
    "StageTime",
    "StoryTemplateUnwritable",
    "StrengthRequest",
    "Timing",
    "Trouble",
    "WhatIf",
    "WhatIfUnwritable",
    "ask_what_if",
    "assess",
    "assessment_document",
    "best_explanations",
    "changes_since",
    "examine_machine",
    "examine_one",
    "explain_one",
    "load_one",
    "measure_one",
    "read_earlier",
    "read_request",
    "read_score_sheet",
    "read_told",
    "refusal_for",
    "refuse_other_label",
    "shows_anything",
    "stored_timings",
    "take_intake",
    "tell_story",
    "time_recording",
    "what_if_document",
    "write_empty_story",
    "write_score_sheet",
    "write_sheet",
    "write_template",
    "write_what_if",
]
