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
from kneetrace.explain.load.plate_records import PlateRecord, plates_at
from kneetrace.explain.load.plates import LOADED_N, feet_on_plates
from kneetrace.explain.load.skeleton import Skeleton, reference_skeleton, skeleton_of
from kneetrace.measure import Motion, measure_markers
from kneetrace.measure.body.marker_map import find_marks
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
    """A measured motion, and the plates in its axes."""

    name: str
    motion: Motion
    plates: tuple[PlateRecord, ...]


def read_gait_trial(data: Path, *, name: str, person: Person) -> GaitTrial:
    """Read one of ``FILES`` under the data folder."""
    files = FILES[name]
    markers = data / files.markers
    trial = read_c3d(markers) if files.forces is None else read_trc(_plain(markers))
    plates = own_plates(trial) if files.forces is None else read_plates(_plain(data / files.forces))
    motion = _measured(trial, name=name, test=files.test, person=person)
    turn, offset_m = _into_motion(trial, motion)
    if files.clusters is not None:
        trial = _with_joints(trial, motion, clusters=files.clusters)
        motion = _measured(trial, name=name, test=files.test, person=person)
    moved = tuple(
        PlateRecord(
            time_s=plate.time_s,
            force_n=plate.force_n @ turn.T,
            point_m=plate.point_m @ turn.T + offset_m,
            moment_nm=plate.moment_nm @ turn.T,
        )
        for plate in plates
    )
    return GaitTrial(name=name, motion=motion, plates=moved)


def _measured(trial: MarkerTrial, *, name: str, test: str, person: Person) -> Motion:
    motion = measure_markers(trial, name=name, test=test, person=person).motion
    assert motion is not None
    return motion


def _with_joints(
    trial: MarkerTrial, motion: Motion, *, clusters: Mapping[str, tuple[str, ...]]
) -> MarkerTrial:
    """Add the centres of knees and ankles, told by how the clusters move."""
    turn, offset_m = _into_motion(trial, motion)
    places_m = {name: trial.place(name) for name in trial.names}
    added: dict[str, Array] = {}
    for side in Side:
        s = side.suffix.upper()
        hip_m = motion.joints_m[:, JOINTS.index(f"hip_{side.suffix}")]
        own = {part: [name.format(s=s) for name in names] for part, names in clusters.items()}
        added[f"{s}KJC"], added[f"{s}AJC"] = knee_and_ankle_m(
            places_m, clusters=own, hip_m=(hip_m - offset_m) @ turn
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
    plates = plates_at(trial.plates, time_s=coordinates.time_s)
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
    return motion, feet_on_plates(placed, plates=plates_at(trial.plates, time_s=motion.time_s))


def own_plates(trial: MarkerTrial) -> tuple[PlateRecord, ...]:
    """Take plates out of a trial: without offset, the moment about the centre of pressure."""
    records = []
    for plate in trial.plates:
        idle = np.abs(plate.force_n[:, 1]) < LOADED_N
        force_n = plate.force_n - np.median(plate.force_n[idle], axis=0)
        moment_nm = plate.moment_nm - np.median(plate.moment_nm[idle], axis=0)
        loaded = force_n[:, 1] > LOADED_N
        push_n = np.where(loaded, force_n[:, 1], np.inf)
        ahead_m, aside_m = moment_nm[:, 2] / push_n, -moment_nm[:, 0] / push_n
        twist_nm = moment_nm[:, 1] - (aside_m * force_n[:, 0] - ahead_m * force_n[:, 2])
        nothing = np.zeros_like(push_n)
        records.append(
            PlateRecord(
                time_s=plate.time_s,
                force_n=np.where(loaded[:, None], force_n, 0.0),
                point_m=plate.corners_m.mean(axis=0) + np.column_stack([ahead_m, nothing, aside_m]),
                moment_nm=np.column_stack([nothing, np.where(loaded, twist_nm, 0.0), nothing]),
            )
        )
    return tuple(records)


def _plain(packed: Path) -> Path:
    """Unpack a ``.gz`` beside nothing of anybody's; other files stay where they are."""
    if packed.suffix != ".gz":
        return packed
    plain = Path(tempfile.mkdtemp()) / packed.stem
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    return plain


def _into_motion(trial: MarkerTrial, motion: Motion) -> tuple[Array, Array]:
    """How the laboratory was turned about the vertical and shifted: (3, 3), (xyz,), m."""
    marks = find_marks(names=trial.names)
    pairs = [
        (
            trial.places_m[:, marks[f"{side.value}_{part}"]],
            motion.joints_m[:, JOINTS.index(f"{part}_{side.suffix}")],
        )
        for side in Side
        for part in ("heel", "toe")
    ]
    there, here = (np.concatenate(each) for each in zip(*pairs, strict=True))
    known = np.isfinite(there).all(axis=1) & np.isfinite(here).all(axis=1)
    there, here = there[known], here[known]
    a, b = there - there.mean(axis=0), here - here.mean(axis=0)
    angle = np.arctan2(
        (a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2]).sum(), (a[:, [0, 2]] * b[:, [0, 2]]).sum()
    )
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    return turn, here.mean(axis=0) - turn @ there.mean(axis=0)
