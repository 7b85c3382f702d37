"""Translators to and from files that others read; no network.

Angles leave in degrees and come back in radians. Every file is written whole or not at all.
"""

from kneetrace.exchange.answer_fields import answer_document
from kneetrace.exchange.blazepose_json import read_blazepose, write_blazepose
from kneetrace.exchange.c3d_file import UpUnknown, read_c3d, write_c3d
from kneetrace.exchange.coco_keypoints import read_coco, write_coco
from kneetrace.exchange.conversion import ConversionImpossible, convert_file
from kneetrace.exchange.differential_json import DIFFERENTIAL_SCHEMA, differential_document
from kneetrace.exchange.explanation_json import (
    EXPLANATION_SCHEMA,
    explanation_document,
    figure_fields,
    write_explanation,
)
from kneetrace.exchange.intake_json import (
    INTAKE_SCHEMA,
    intake_document,
    read_intake,
    read_intake_document,
    write_intake,
)
from kneetrace.exchange.joint_markers import joint_trial
from kneetrace.exchange.json_documents import (
    FileUnreadable,
    WrittenByNewer,
    read_by_version,
    read_json,
    write_json,
)
from kneetrace.exchange.keypoint_files import read_keypoints
from kneetrace.exchange.keypoint_persons import PictureUnknown
from kneetrace.exchange.landmark_table import read_landmarks, write_landmarks
from kneetrace.exchange.load_files import (
    LOAD_SCHEMA,
    load_columns,
    load_document,
    write_load,
    write_load_table,
)
from kneetrace.exchange.measurement_json import (
    MEASUREMENT_SCHEMA,
    measurement_document,
    write_measurement,
)
from kneetrace.exchange.motion_file import read_mot, write_mot
from kneetrace.exchange.openpose_folder import read_openpose, write_openpose
from kneetrace.exchange.plates_file import read_plates
from kneetrace.exchange.stored_explanation import (
    StoredExplanation,
    StoredPosture,
    read_explanation,
    read_explanation_document,
)
from kneetrace.exchange.stored_load import (
    StoredLegLoad,
    StoredLoad,
    read_load,
    read_load_document,
)
from kneetrace.exchange.stored_measurement import (
    StoredMeasurement,
    read_measurement,
    read_measurement_document,
)
from kneetrace.exchange.stored_strength import StoredStrength, read_strength, read_strength_document
from kneetrace.exchange.story_template import write_story_template
from kneetrace.exchange.story_toml import UNKNOWN, StoryFile, StoryUnreadable, read_story
from kneetrace.exchange.strength_json import STRENGTH_SCHEMA, strength_document, write_strength
from kneetrace.exchange.strength_table import (
    CellUnusable,
    SheetUnclear,
    StrengthTable,
    read_day,
    read_strength_table,
)
from kneetrace.exchange.strength_template import write_strength_template
from kneetrace.exchange.trc_file import MarkersUnwritable, read_trc, write_trc
from kneetrace.exchange.triage_json import TRIAGE_SCHEMA, triage_document
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import ForcePlate, MarkerTrial, MotionTable, TrialEvent

__all__ = [
    "DIFFERENTIAL_SCHEMA",
    "EXPLANATION_SCHEMA",
    "INTAKE_SCHEMA",
    "LOAD_SCHEMA",
    "MEASUREMENT_SCHEMA",
    "STRENGTH_SCHEMA",
    "TRIAGE_SCHEMA",
    "UNKNOWN",
    "CellUnusable",
    "ConversionImpossible",
    "FileUnreadable",
    "ForcePlate",
    "MarkerTrial",
    "MarkersUnwritable",
    "MotionTable",
    "PictureUnknown",
    "SheetUnclear",
    "StoredExplanation",
    "StoredLegLoad",
    "StoredLoad",
    "StoredMeasurement",
    "StoredPosture",
    "StoredStrength",
    "StoryFile",
    "StoryUnreadable",
    "StrengthTable",
    "TrialEvent",
    "UpUnknown",
    "WrittenByNewer",
    "answer_document",
    "convert_file",
    "differential_document",
    "explanation_document",
    "figure_fields",
    "intake_document",
    "joint_trial",
    "load_columns",
    "load_document",
    "measurement_document",
    "read_blazepose",
    "read_by_version",
    "read_c3d",
    "read_coco",
    "read_day",
    "read_explanation",
    "read_explanation_document",
    "read_intake",
    "read_intake_document",
    "read_json",
    "read_keypoints",
    "read_landmarks",
    "read_load",
    "read_load_document",
    "read_measurement",
    "read_measurement_document",
    "read_mot",
    "read_openpose",
    "read_plates",
    "read_story",
    "read_strength",
    "read_strength_document",
    "read_strength_table",
    "read_trc",
    "strength_document",
    "triage_document",
    "whole_file",
    "write_blazepose",
    "write_c3d",
    "write_coco",
    "write_explanation",
    "write_intake",
    "write_json",
    "write_landmarks",
    "write_load",
    "write_load_table",
    "write_measurement",
    "write_mot",
    "write_openpose",
    "write_story_template",
    "write_strength",
    "write_strength_template",
    "write_trc",
]
