"""Do keypoints, markers and joint angles of other programs give what a video or a laboratory gives?

Markers: knee, hip and pelvis against OpenSim's inverse kinematics of the same file, by whoever made
it. Keypoints without depth: the landmarks of a video cut down to what OpenPose and COCO hold, depth
taken away, against marker mocap of the same clip.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange import read_mot, read_trc
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.measure import (
    INDEX,
    LANDMARKS,
    CleanTrack,
    MarkerTrial,
    Measurement,
    clean,
    measure_angles,
    measure_markers,
)
from kneetrace.terms import Measure, Person
from validation.recordings import data_folder, landmarks_of
from validation.reference_motion import Angles, read_bodies, read_places
from validation.row import Row
from validation.sections.bodyfit import covered, fit_track, hold

Floats = NDArray[np.float64]

# The people's heights are not given; what is compared hardly depends on them.
PERSON: Final = Person(height_m=1.72, mass_kg=72)
NIMBLE: Final = "squat-grf-nimble-subject4"
FIELD: Final = "kinematics-opencap-fieldstudy-subject0"
TRIALS: Final = {
    "squats": (f"{NIMBLE}/squats1.trc", f"{NIMBLE}/squats1_ik.mot", "squat", True),
    "sit_to_stand": (f"{NIMBLE}/STS1.trc", f"{NIMBLE}/STS1_ik.mot", "sit_to_stand", True),
    "opencap_squats": (
        f"{FIELD}/MarkerData/Squats_0.trc",
        f"{FIELD}/OpenSimData/IK/Squats_0.mot",
        "squat",
        True,
    ),
    "opencap_asymmetric": (
        f"{FIELD}/MarkerData/Asym_0.trc",
        f"{FIELD}/OpenSimData/IK/Asym_0.mot",
        "squat",
        True,
    ),
    "opencap_walk": (
        "video-2cam-calibrated/walk/walk.trc",
        "video-2cam-calibrated/walk/walk.mot",
        "squat",
        False,
    ),
}
"""Name -> markers, inverse kinematics of them, test, whether the bound is promised: in the walk,
markers predicted from two phones bend the right knee by 10 deg where their own fit has it
straight."""

ANGLES: Final = {"knee": "knee_angle", "hip": "hip_flexion", "hip_adduction": "hip_adduction"}
BARE: Final = ("body_25", "coco_17")
CLIPS: Final = {"sts": "STS", "walk_ts": "walk_ts"}
BEGINS: Final = {"Hip": "femur", "Knee": "tibia", "Ankle": "talus", "Shoulder": "humerus"}
"""Joint centre, as marker files call it -> the body of the mocap that begins there."""

_Z90: Final = 1.645


def rows() -> Iterator[Row]:
    """Return the figures of all ways in but a video."""
    data = data_folder()
    yield from _markers(data)
    yield _joint_centres(data / "video-labval-mocap" / "STS" / "sample_mocap.json.gz")
    yield from _markers_and_angles(data)
    yield from _without_depth(data)


def _markers(data: Path) -> Iterator[Row]:
    inside = []
    for name, (markers, angles, test, promised) in TRIALS.items():
        made = _measured(read_trc(data / markers), name=name, test=test).motion
        assert made is not None
        theirs = read_mot(data / angles)
        for angle, coordinate in ANGLES.items():
            off = [
                made.values[f"{coordinate}_{side}"]
                - np.interp(made.time_s, theirs.time_s, theirs.values[f"{coordinate}_{side}"])
                for side in "rl"
            ]
            sagittal = promised and angle != "hip_adduction"
            yield Row(
                name=f"ways_in.markers_{name}_{angle}_rmse_deg",
                value=float(np.degrees(np.mean([_rms(each) for each in off]))),
                unit="deg",
                must="<= 5" if sagittal else None,
                goal="<= 3" if sagittal else "<= 5",
                data=f"{markers}: against its own inverse kinematics, mean of the legs",
            )
            inside += [
                np.abs(each) <= _Z90 * made.sd[f"{coordinate}_{side}"]
                for each, side in zip(off, "rl", strict=True)
            ]
        tilted = made.values["pelvis_list"] - np.interp(
            made.time_s, theirs.time_s, theirs.values["pelvis_list"]
        )
        yield Row(
            name=f"ways_in.markers_{name}_pelvis_list_rmse_deg",
            value=float(np.degrees(_rms(tilted))),
            unit="deg",
            must=None,
            goal="<= 3",
            data=f"{markers}: against its own inverse kinematics",
        )
    yield Row(
        name="ways_in.markers_interval_coverage_percent",
        value=100 * float(np.concatenate(inside).mean()),
        unit="%",
        must=">= 85",
        goal=None,
        data="the five trials pooled: knee, hip flexion, adduction; inverse kinematics errs too",
    )


def _joint_centres(path: Path) -> Row:
    """Joint centres alone: the pelvis' tilt is guessed, so hips are less sure than knees."""
    begins, truth = read_places(path), read_bodies(path)
    time_s = begins["time_s"]
    centres = {
        f"{side.upper()}{joint}": begins[f"{body}_{side}"]
        for side in "rl"
        for joint, body in BEGINS.items()
    }
    trial = MarkerTrial(
        time_s=time_s,
        names=tuple(centres),
        places_m=np.stack(list(centres.values()), axis=1),
        rate_hz=float(1 / np.median(np.diff(time_s))),
    )
    made = _measured(trial, name="STS", test="sit_to_stand").motion
    assert made is not None
    return Row(
        name="ways_in.joint_centres_sts_knee_rmse_deg",
        value=_knees_rmse_deg(made.time_s, made.values, truth),
        unit="deg",
        must="<= 5",
        goal="<= 3",
        data="video-labval-mocap/STS: joint centres of the mocap against its knee angles",
    )


def _knees_rmse_deg(time_s: Floats, values: Angles, truth: Angles) -> float:
    knees = [f"knee_angle_{side}" for side in "rl"]
    off = [values[knee] - np.interp(time_s, truth["time_s"], truth[knee]) for knee in knees]
    return float(np.degrees(np.mean([_rms(each) for each in off])))


def _markers_and_angles(data: Path) -> Iterator[Row]:
    """The same squats by two ways in: the same counts, and measures within their intervals."""
    by_markers = _measured(read_trc(data / NIMBLE / "squats1.trc"), name="squats1", test="squat")
    by_angles = measure_angles(
        read_mot(data / NIMBLE / "squats1_ik.mot"), name="squats1", test="squat", person=PERSON
    )
    ours, theirs = _by_key(by_markers), _by_key(by_angles)
    both = [(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()]
    where = f"{NIMBLE}/squats1: by .trc and by .mot"
    yield Row(
        name="ways_in.two_ways_same_count",
        value=float(len(by_markers.repetitions) == len(by_angles.repetitions) == 5),
        unit="1",
        must="== 1",
        goal=None,
        data=f"{where}, both count the 5 squats",
    )
    yield Row(
        name="ways_in.two_ways_intervals_meet_percent",
        value=100
        * float(np.mean([one.low <= two.high and two.low <= one.high for one, two in both])),
        unit="%",
        must=">= 90",
        goal=None,
        data=f"{where}, every measure that both give",
    )


def _by_key(measurement: Measurement) -> dict[tuple[object, ...], Measure]:
    return {
        (answer.name, answer.side, answer.repetition): answer
        for answer in measurement.answers
        if isinstance(answer, Measure)
    }


def _without_depth(data: Path) -> Iterator[Row]:
    held = []
    for clip, folder in CLIPS.items():
        place = data / "video-labval-mocap" / folder
        landmarks = landmarks_of(place / "video.mp4")
        track, truth = clean(landmarks), read_bodies(place / "sample_mocap.json.gz")
        for layout in BARE:
            bare = _bare(track, known=LAYOUTS[layout].known)
            found = hold(fit_track(landmarks.clip, bare), truth, bare)
            held.append(found)
            for joint, must in (("knee", "<= 12"), ("hip", "<= 12")):
                yield Row(
                    name=f"ways_in.{clip}_{layout}_{joint}_rmse_deg",
                    value=found.rmse_deg(joint),
                    unit="deg",
                    must=must,
                    goal=None,
                    data=f"video-labval-mocap/{folder}: {layout} without depth, against mocap",
                )
    yield Row(
        name="ways_in.without_depth_coverage_percent",
        value=100 * covered(held),
        unit="%",
        must=">= 85",
        goal=None,
        data="video-labval-mocap: knee and hip, both clips and layouts pooled",
    )


def _bare(track: CleanTrack, *, known: tuple[str, ...]) -> CleanTrack:
    lacking = [INDEX[name] for name in LANDMARKS if name not in known]
    xy_px, visibility = track.xy_px.copy(), track.visibility.copy()
    xy_px[:, lacking], visibility[:, lacking] = np.nan, 0.0
    return replace(
        track, xy_px=xy_px, visibility=visibility, world_m=np.full_like(track.world_m, np.nan)
    )


def _measured(trial: MarkerTrial, *, name: str, test: str) -> Measurement:
    return measure_markers(trial, name=name, test=test, person=PERSON)


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.nanmean(values**2)))
