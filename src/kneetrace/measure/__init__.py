"""What the body does: video, pose, body fit, angles, repetitions and clinical measures."""

from kneetrace.measure.blazepose import MODELS
from kneetrace.measure.bodyfit import fit_body
from kneetrace.measure.cleaning import clean
from kneetrace.measure.clinical import answers_for, is_real
from kneetrace.measure.clip import Clip
from kneetrace.measure.landmarks import INDEX, LANDMARKS, CleanTrack, Landmarks, LandmarkTrack
from kneetrace.measure.measurement import Measurement, Repetition, ViewFinding
from kneetrace.measure.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.movements import MovementTest, movement_test, movement_tests
from kneetrace.measure.repetitions import both_knees, find_repetitions
from kneetrace.measure.tracking import find_landmarks
from kneetrace.measure.video import iter_frames, open_clip
from kneetrace.measure.video_measurement import METHOD, measure_video
from kneetrace.measure.viewgate import judge_view
from kneetrace.measure.weights import read_weights

__all__ = [
    "INDEX",
    "JOINTS",
    "LANDMARKS",
    "METHOD",
    "MODELS",
    "CameraPlacement",
    "CleanTrack",
    "Clip",
    "LandmarkTrack",
    "Landmarks",
    "Measurement",
    "Motion",
    "MovementTest",
    "Repetition",
    "ViewFinding",
    "answers_for",
    "both_knees",
    "clean",
    "find_landmarks",
    "find_repetitions",
    "fit_body",
    "is_real",
    "iter_frames",
    "judge_view",
    "measure_video",
    "movement_test",
    "movement_tests",
    "open_clip",
    "read_weights",
]
