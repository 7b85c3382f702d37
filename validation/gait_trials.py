"""Walking and running over force plates, measured as the program measures markers."""

import gzip
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange import MarkerTrial, read_c3d, read_plates, read_trc
from kneetrace.explain.load.inverse_dynamics import (
    GRAVITY,
    GroundReaction,
    MovingBody,
    joint_moments,
)
from kneetrace.explain.load.measured_motion import coordinates_of_measured, seen_whole
from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.plate_records import PlateRecord, plate_record
from kneetrace.explain.load.plates import feet_on_plates
from kneetrace.explain.load.plates_in_motion import plates_at
from kneetrace.explain.load.skeleton import Skeleton, reference_skeleton, skeleton_of
from kneetrace.measure import Motion, measure_markers
from kneetrace.measure.body.motion import JOINTS
from kneetrace.terms import Person, Side
from validation.functional_joints import knee_and_ankle_m

Array = NDArray[np.float64]

MODELS: Final = "gait-run-opensim-models"


@dataclass(frozen=True, kw_only=True)
class GaitFiles:
    """Where a trial lies.

    forces : None where the plates are in the file of the markers
    clusters : markers on thigh, shank and foot, ``{s}`` for R or L, where no joint is marked
    """

    markers: str
    forces: str | None
    test: str
    clusters: Mapping[str, tuple[str, ...]] | None = None


WALKS: Final = {
    "rajagopal_walk": GaitFiles(
        markers=f"{MODELS}/Rajagopal/ExpData/motion_capture_walk.trc.gz",
        forces=f"{MODELS}/Rajagopal/ExpData/grf_walk.mot.gz",
        test="walking",
    ),
    "rehazenter_walk": GaitFiles(
        markers="gait-rehazenter-c3d/2014001_C1_01.c3d", forces=None, test="walking"
    ),
    "walking5": GaitFiles(
        markers=f"{MODELS}/opensim-core_walking5.c3d", forces=None, test="walking"
    ),
}
RUNS: Final = {
    "rajagopal_run": GaitFiles(
        markers=f"{MODELS}/Rajagopal/ExpData/motion_capture_run.trc.gz",
        forces=f"{MODELS}/Rajagopal/ExpData/grf_run.mot.gz",
        test="running",
        clusters={
            "thigh": ("{s}TH1", "{s}TH2", "{s}TH3"),
            "shank": ("{s}TB1", "{s}TB2", "{s}TB3"),
            "foot": ("{s}CAL", "{s}MT5", "{s}TOE"),
        },
    ),
    "hamner_run": GaitFiles(
        markers=f"{MODELS}/Hamner/subject02_running.trc.gz",
        forces=f"{MODELS}/Hamner/subject02_running_grf.mot",
        test="running",
        clusters={
            "thigh": ("{s}.Thigh.Upper", "{s}.Thigh.Front", "{s}.Thigh.Rear"),
            "shank": ("{s}.Shank.Upper", "{s}.Shank.Front", "{s}.Shank.Rear"),
            "foot": ("{s}.Heel", "{s}.Midfoot.Lat", "{s}.Midfoot.Sup"),
        },
    ),
}
FILES: Final = {**WALKS, **RUNS}


@dataclass(frozen=True, eq=False, kw_only=True)
class GaitTrial:
    """A measured motion, and the plates in the axes of its laboratory."""

    name: str
    motion: Motion
    plates: tuple[PlateRecord, ...]


def read_gait_trial(data: Path, *, name: str, person: Person) -> GaitTrial:
    """Read one of ``FILES`` under the data folder."""
    files = FILES[name]
    markers = data / files.markers
    trial = read_c3d(markers) if files.forces is None else read_trc(_plain(markers))
    plates = (
        tuple(plate_record(plate) for plate in trial.plates)
        if files.forces is None
        else read_plates(_plain(data / files.forces))
    )
    motion = _measured(trial, name=name, test=files.test, person=person)
    if files.clusters is not None:
        trial = _with_joints(trial, motion, clusters=files.clusters)
        motion = _measured(trial, name=name, test=files.test, person=person)
    return GaitTrial(name=name, motion=motion, plates=plates)


def _measured(trial: MarkerTrial, *, name: str, test: str, person: Person) -> Motion:
    motion = measure_markers(trial, name=name, test=test, person=person).motion
    assert motion is not None
    return motion


def _with_joints(
    trial: MarkerTrial, motion: Motion, *, clusters: Mapping[str, tuple[str, ...]]
) -> MarkerTrial:
    """Add the centres of knees and ankles, told by how the clusters move."""
    assert motion.laboratory is not None
    turn, raised_m = motion.laboratory.turn, np.array([0.0, motion.laboratory.raised_m, 0.0])
    places_m = {name: trial.place(name) for name in trial.names}
    added: dict[str, Array] = {}
    for side in Side:
        s = side.suffix.upper()
        hip_m = motion.joints_m[:, JOINTS.index(f"hip_{side.suffix}")]
        own = {part: [name.format(s=s) for name in names] for part, names in clusters.items()}
        added[f"{s}KJC"], added[f"{s}AJC"] = knee_and_ankle_m(
            places_m, clusters=own, hip_m=(hip_m - raised_m) @ turn
        )
    return replace(
        trial,
        names=(*trial.names, *added),
        places_m=np.concatenate([trial.places_m, np.stack([*added.values()], axis=1)], axis=1),
    )


def person_of(trial: GaitTrial) -> Person:
    """Tell height from the legs' length, and mass from plates and motion.

    Neither is given with the files. Frames in which a foot stands beside the plates are left out:
    there plates push much less than the motion needs.
    """
    motion = seen_whole(trial.motion)[0]
    reference = reference_skeleton()
    model_m = sum(
        float(np.linalg.norm(reference.joint_of(child).parent_place_m))
        for child in ("tibia_r", "talus_r")
    )
    leg_m = np.mean([_leg_m(trial.motion, side) for side in Side])
    height_m = reference.height_m * float(leg_m) / model_m
    anybody = Person(height_m=height_m, mass_kg=reference.mass_kg)
    coordinates = coordinates_of_measured(motion).coordinates
    body = MovingBody(skeleton=skeleton_of(anybody), motion=coordinates)
    needed = joint_moments(body, ground=()).joint_forces_n["pelvis"][:, 1] / anybody.mass_kg
    plates = plates_at(trial.plates, time_s=coordinates.time_s, laboratory=trial.motion.laboratory)
    pushed_n = np.sum([plate.force_n[:, 1] for plate in plates], axis=0)
    stands = needed > 0.5 * -GRAVITY[1]
    masses_kg = pushed_n[stands] / needed[stands]
    whole = masses_kg > 0.8 * np.percentile(masses_kg, 90)
    return Person(height_m=height_m, mass_kg=float(np.median(masses_kg[whole])))


def _leg_m(motion: Motion, side: Side) -> float:
    hip, knee, ankle = (
        motion.joints_m[:, JOINTS.index(f"{joint}_{side.suffix}")]
        for joint in ("hip", "knee", "ankle")
    )
    length_m = np.linalg.norm(hip - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1)
    return float(np.nanmedian(length_m))


def on_skeleton(
    trial: GaitTrial, *, skeleton: Skeleton
) -> tuple[Coordinates, tuple[GroundReaction, ...]]:
    """Give a trial's motion to a skeleton, and the plates to its feet."""
    motion = coordinates_of_measured(seen_whole(trial.motion)[0]).coordinates
    placed = place_bodies(skeleton, motion=motion)
    plates = plates_at(trial.plates, time_s=motion.time_s, laboratory=trial.motion.laboratory)
    return motion, feet_on_plates(placed, plates=plates)


def _plain(packed: Path) -> Path:
    """Unpack a ``.gz`` beside nothing of anybody's; other files stay where they are."""
    if packed.suffix != ".gz":
        return packed
    plain = Path(tempfile.mkdtemp()) / packed.stem
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    return plain
