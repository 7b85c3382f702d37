"""Are repetitions counted as a person would count them, and cut where motion capture cuts them?

One set of settings for every source. Counts of whole recordings were fixed by hand, from plots
of the reference signals, before the counting was written (squats1_videoAndMocap: after). The
shares in RepetitionSettings, above all which shallow bends count, were chosen with the barbell and
ui-prmd sets in view, so those rows show that one rule fits both, not how it does on new data.
Counting and timing of the sit-to-stand video itself are judged beside its body fit.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import both_knees, find_repetitions, movement_test
from kneetrace.measure.movement.events.counting import counted_curve
from kneetrace.measure.movement.events.repetitions import find_turns, repetitions_in
from validation.kinect_people import FILES, FOLDER, measure_set, people, read_set, sight_behind
from validation.recordings import data_folder
from validation.reference_motion import read_bodies, read_mot
from validation.row import Row

STS_FOLDER: Final = "video-labval-mocap/STS"
Floats = NDArray[np.float64]
Key = TypeVar("Key")

# Counted by eye on plots of the optical bar height (coda, third axis) against time. Each person
# first makes one clearly smaller movement to synchronise the two systems (a quarter to a half
# of the depth; s05-s07: a jump), which is not a squat, and then three squats.
BARBELL_SQUATS: Final = {f"s{number:02d}": 3 for number in range(8)}

# Counted by eye on plots of both knee angles against time; all start and end at rest.
MOT_REPETITIONS: Final = {
    ("kinematics-opencap-labval-mot/squats1_a.mot", "squat"): 5,
    ("kinematics-opencap-labval-mot/squats1_b.mot", "squat"): 5,
    ("kinematics-opencap-labval-mot/squats1_videoAndMocap.mot", "squat"): 5,
    ("kinematics-opencap-fieldstudy-subject0/OpenSimData/IK/Squats_0.mot", "squat"): 5,
    ("kinematics-opencap-fieldstudy-subject0/OpenSimData/IK/Asym_0.mot", "squat"): 5,
    ("squat-grf-nimble-subject4/squats1_ik.mot", "squat"): 5,
    ("squat-grf-nimble-subject4/STS1_ik.mot", "sit_to_stand"): 5,
}


def rows() -> Iterator[Row]:
    """Return the figures of repetition counting and timing."""
    data = data_folder()
    yield Row(
        name="repetitions.openpose_barbell_squat_exact",
        value=_share_exact(_barbell_counts(data), BARBELL_SQUATS),
        unit="share of people",
        must=">= 1.0",
        goal=None,
        data="pose-openpose-vs-omc/bsq: OpenPose wrist height, 30 fps",
    )
    for test, file in FILES.items():
        yield Row(
            name=f"repetitions.prmd_{test}_share",
            value=_prmd_share(data / FOLDER / file, test),
            unit="share of repetitions",
            must=">= 0.98",
            goal=None,
            data=f"{FOLDER}/{file}: all repetitions of a person in one curve",
        )
    yield Row(
        name="repetitions.mot_files_exact",
        value=_share_exact(_mot_counts(data), MOT_REPETITIONS),
        unit="share of files",
        must=">= 1.0",
        goal=None,
        data="knee angles of squats and sit-to-stands in .mot files",
    )
    for name, off_s in _timing_between_systems(data).items():
        yield Row(
            name=f"repetitions.other_systems_{name}_off",
            value=off_s,
            unit="s",
            must=None,
            goal="<= 0.15",
            data=f"{STS_FOLDER}: two other video systems against mocap, same rule, worst",
        )


def _share_exact(found: Mapping[Key, int], true: Mapping[Key, int]) -> float:
    return float(np.mean([found[key] == true[key] for key in true]))


def _barbell_counts(data: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    with np.load(data / "pose-openpose-vs-omc" / "bsq.npz", allow_pickle=False) as file:
        for person in BARBELL_SQUATS:
            down_px = np.mean([_seen_y_px(file[f"{person}_{s}_op"]) for s in ("left", "right")], 0)
            turns = find_turns(time_s=np.arange(len(down_px)) / 30, signal=down_px)
            counts[person] = sum(turn.leaves and turn.returns for turn in turns)
    return counts


def _seen_y_px(keypoint: NDArray[np.float32]) -> Floats:
    """OpenPose writes a missing keypoint as the picture's corner."""
    return np.where(keypoint[:, 1] > 0, keypoint[:, 1], np.nan).astype(np.float64)


def _mot_counts(data: Path) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for name, test in MOT_REPETITIONS:
        angles = read_mot(data / name)
        knees = both_knees(right_rad=angles["knee_angle_r"], left_rad=angles["knee_angle_l"])
        counts[name, test] = _complete(angles["time_s"], knees, test)
    return counts


def _complete(time_s: Floats, knee_rad: Floats, test: str) -> int:
    found = find_repetitions(time_s=time_s, knee_flexion_rad=knee_rad, test=test)
    return sum(repetition.complete for repetition in found)


def _prmd_share(path: Path, test: str) -> float:
    """Share of repetitions counted right; a set counted too high costs as much as too low.

    The repetitions are those the data were cut into, ten done as asked and ten done wrong for each
    person. Those of the sit-to-stand begin and end standing, so a set holds ten rises, the last
    without sitting down. That the feet stay on the spot is not asked: the sensor lets them slide.
    """
    wrong, true = 0, 0
    for person in people(path):
        kinect = read_set(path, person=person)
        measurement = measure_set(kinect, test=test)
        asked = movement_test(name=test)
        counted = counted_curve(sight=sight_behind(measurement), test=asked, side=measurement.side)
        found = repetitions_in(
            time_s=counted.time_s, bend=counted.bend, least=counted.least, test=asked
        )
        wrong += abs(sum(repetition.complete for repetition in found) - len(kinect.cuts_s))
        true += len(kinect.cuts_s)
    return 1 - wrong / true


def _timing_between_systems(data: Path) -> dict[str, float]:
    """Worst difference from mocap, s, of the times this rule gives on two other systems."""
    mocap = _sts_times(data / STS_FOLDER / "sample_mocap.json.gz")
    others = [_sts_times(data / STS_FOLDER / f"sample_{n}.json.gz") for n in ("mono", "wham")]
    off_s = np.max([np.abs(times - mocap).max(axis=0) for times in others], axis=0)
    return dict(zip(("start", "peak", "end"), map(float, off_s), strict=True))


def _sts_times(path: Path) -> Floats:
    angles = read_bodies(path)
    found = find_repetitions(
        time_s=angles["time_s"],
        knee_flexion_rad=both_knees(
            right_rad=angles["knee_angle_r"], left_rad=angles["knee_angle_l"]
        ),
        test="sit_to_stand",
    )
    return np.array([[each.start_s, each.peak_s, each.end_s] for each in found])
