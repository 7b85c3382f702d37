"""What the body does: video, pose, body fit, angles, repetitions and clinical measures."""

from kneetrace.measure.clip import Clip
from kneetrace.measure.landmarks import INDEX, LANDMARKS, CleanTrack, Landmarks, LandmarkTrack
from kneetrace.measure.measurement import Measurement, Repetition, ViewFinding
from kneetrace.measure.motion import JOINTS, CameraPlacement, Motion

__all__ = [
    "INDEX",
    "JOINTS",
    "LANDMARKS",
    "CameraPlacement",
    "CleanTrack",
    "Clip",
    "LandmarkTrack",
    "Landmarks",
    "Measurement",
    "Motion",
    "Repetition",
    "ViewFinding",
]
