"""What the body does: video, pose, body fit, angles, repetitions and clinical measures."""

from kneetrace.measure.body.angles_motion import plain_angles, stiff_knees_deg
from kneetrace.measure.body.bodyfit import fit_body
from kneetrace.measure.body.fusedfit import NotTogether, fit_body_to_views
from kneetrace.measure.body.markers import ForcePlate, MarkerTrial, TrialEvent
from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Laboratory, Motion, MotionTable
from kneetrace.measure.body.typical import UnknownJoint, pose_typical_body
from kneetrace.measure.body.upright_lab import TO_Y_UP
from kneetrace.measure.movement.answering import METHOD, answer_test
from kneetrace.measure.movement.changes import Change, changes_between
from kneetrace.measure.movement.clinical import is_real
from kneetrace.measure.movement.events.counting import both_knees
from kneetrace.measure.movement.events.gait_events import (
    FootPaths,
    GaitEvent,
    Touch,
    find_gait_events,
    forward_of,
)
from kneetrace.measure.movement.events.repetitions import find_repetitions
from kneetrace.measure.movement.events.strides import paths_of
from kneetrace.measure.movement.judging.viewgate import judge_view
from kneetrace.measure.movement.measurement import (
    Disagreement,
    Measurement,
    Repetition,
    ViewFinding,
)
from kneetrace.measure.movement.movements import (
    Legs,
    MovementTest,
    movement_test,
    movement_tests,
)
from kneetrace.measure.movement.scores.step_down_score import (
    Proposal,
    ScoreClass,
    ScoreItem,
    ScoreSheet,
    WrongScore,
    answer_score,
    empty_score,
    score_sources,
)
from kneetrace.measure.movement.scores.technique import TechniquePart, TechniqueScore
from kneetrace.measure.movement.scores.technique_models import TechniqueModel, technique_model
from kneetrace.measure.movement.seen.sight import Sight, Source
from kneetrace.measure.movement.views import Verdict, View, ViewRule, view_rule
from kneetrace.measure.pose.blazepose import MODELS
from kneetrace.measure.pose.cleaning import clean
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack, Landmarks, LandmarkTrack
from kneetrace.measure.pose.tracking import find_landmarks
from kneetrace.measure.pose.video import iter_frames, open_clip
from kneetrace.measure.pose.weights import read_weights
from kneetrace.measure.seen_home_test import home_entry_of
from kneetrace.measure.solid_measurement import measure_angles, measure_markers, upward_axis
from kneetrace.measure.stages import Stage, Stopwatch
from kneetrace.measure.strength.comparison import (
    Judgement,
    NormComparison,
    NotComparable,
    Standing,
    StrengthDifference,
    compare_sides,
    compare_with_first,
    compare_with_norm,
)
from kneetrace.measure.strength.entries import (
    ImpossibleStrength,
    StrengthEntry,
    StrengthResult,
    measure_strength,
)
from kneetrace.measure.strength.examination import (
    STRENGTH_METHOD,
    ExaminedHome,
    ExaminedLeg,
    ExaminedTest,
    StrengthExamination,
    examine_strength,
    joined_trials,
)
from kneetrace.measure.strength.force_file import UnreadableForceFile, read_force_file
from kneetrace.measure.strength.force_trace import (
    DeadChannel,
    Effort,
    ForceTrace,
    OverloadedSensor,
    UnusableTrace,
    find_effort,
)
from kneetrace.measure.strength.home import (
    HomeEntry,
    HomeResult,
    ImpossibleResult,
    record_home_test,
)
from kneetrace.measure.strength.protocols import (
    Holding,
    Kind,
    StrengthTest,
    UnknownStrengthTest,
    WrongProtocol,
    chosen_holding,
    chosen_position,
    strength_test,
    strength_tests,
)
from kneetrace.measure.strength.recorded import Recorded, entry_from_recordings
from kneetrace.measure.strength.units import (
    MixedUnits,
    Quantity,
    Trials,
    UnknownUnit,
    UnreadableNumber,
    read_amount,
    read_trials,
    si_factor,
)
from kneetrace.measure.video_measurement import measure_landmarks, measure_video
from kneetrace.measure.views_measurement import WrongViews, measure_views

__all__ = [
    "INDEX",
    "JOINTS",
    "LANDMARKS",
    "METHOD",
    "MODELS",
    "STRENGTH_METHOD",
    "TO_Y_UP",
    "CameraPlacement",
    "Change",
    "CleanTrack",
    "Clip",
    "DeadChannel",
    "Disagreement",
    "Effort",
    "ExaminedHome",
    "ExaminedLeg",
    "ExaminedTest",
    "FootPaths",
    "ForcePlate",
    "ForceTrace",
    "GaitEvent",
    "Holding",
    "HomeEntry",
    "HomeResult",
    "ImpossibleResult",
    "ImpossibleStrength",
    "Judgement",
    "Kind",
    "Laboratory",
    "LandmarkTrack",
    "Landmarks",
    "Legs",
    "MarkerTrial",
    "Measurement",
    "MixedUnits",
    "Motion",
    "MotionTable",
    "MovementTest",
    "NormComparison",
    "NotComparable",
    "NotTogether",
    "OverloadedSensor",
    "Proposal",
    "Quantity",
    "Recorded",
    "Repetition",
    "ScoreClass",
    "ScoreItem",
    "ScoreSheet",
    "Sight",
    "Source",
    "Stage",
    "Standing",
    "Stopwatch",
    "StrengthDifference",
    "StrengthEntry",
    "StrengthExamination",
    "StrengthResult",
    "StrengthTest",
    "TechniqueModel",
    "TechniquePart",
    "TechniqueScore",
    "Touch",
    "TrialEvent",
    "Trials",
    "UnknownJoint",
    "UnknownStrengthTest",
    "UnknownUnit",
    "UnreadableForceFile",
    "UnreadableNumber",
    "UnusableTrace",
    "Verdict",
    "View",
    "ViewFinding",
    "ViewRule",
    "WrongProtocol",
    "WrongScore",
    "WrongViews",
    "answer_score",
    "answer_test",
    "both_knees",
    "changes_between",
    "chosen_holding",
    "chosen_position",
    "clean",
    "compare_sides",
    "compare_with_first",
    "compare_with_norm",
    "empty_score",
    "entry_from_recordings",
    "examine_strength",
    "find_effort",
    "find_gait_events",
    "find_landmarks",
    "find_repetitions",
    "fit_body",
    "fit_body_to_views",
    "forward_of",
    "home_entry_of",
    "is_real",
    "iter_frames",
    "joined_trials",
    "judge_view",
    "measure_angles",
    "measure_landmarks",
    "measure_markers",
    "measure_strength",
    "measure_video",
    "measure_views",
    "movement_test",
    "movement_tests",
    "open_clip",
    "paths_of",
    "plain_angles",
    "pose_typical_body",
    "read_amount",
    "read_force_file",
    "read_trials",
    "read_weights",
    "record_home_test",
    "score_sources",
    "si_factor",
    "stiff_knees_deg",
    "strength_test",
    "strength_tests",
    "technique_model",
    "upward_axis",
    "view_rule",
]
