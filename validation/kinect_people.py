"""The ui-prmd people as a Kinect saw them: sets of one movement, done as asked and done wrong.

Public domain (ODC-PDDL 1.0), Vakanski et al. 2018, Data 3(1):2. Places are stored local to the
parent joint, with the parent's turn as angles in degrees. Turned about z, then x, then y, they make
feet that stay where they are (1 to 2 cm over a squat); every other order moves them by 11 cm and
more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise, takewhile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kneetrace.measure import MarkerTrial, Measurement, Sight, measure_markers
from kneetrace.terms import Person

Floats = NDArray[np.float64]

FOLDER: Final = "skeleton-ui-prmd"
FILES: Final = {
    "squat": "m01_kinect.npz",
    "hurdle_step": "m02_kinect.npz",
    "lunge": "m03_kinect.npz",
    "sit_to_stand": "m05_kinect.npz",
}
MASS_KG: Final = 70.0  # not told; no measure of movement depends on it
RATE_HZ: Final = 30.0
PARENTS: Final = (-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)
HEAD_TIP: Final = 5
JOINTS: Final = {
    "left_shoulder": 7,
    "right_shoulder": 11,
    "left_hip": 14,
    "left_knee": 15,
    "left_ankle": 16,
    "left_toe": 17,
    "right_hip": 18,
    "right_knee": 19,
    "right_ankle": 20,
    "right_toe": 21,
}
WELL, BADLY = "correct", "incorrect"
STILL_S: Final = 1.0
ANKLE_M: Final = 0.08  # of the ankle above the floor


@dataclass(frozen=True, eq=False, kw_only=True)
class KinectSet:
    """Repetitions of one person, one after the other.

    time_s : (time,), s, as if nothing had been cut out between them
    places_m : (time, joint, xyz), m, joints as in ``JOINTS``; x forward, y up, z to the right
    cuts_s : start and end of each repetition as the people of the data cut them
    height_m : stature, from the tip of the head when standing tallest
    """

    time_s: Floats
    places_m: Floats
    cuts_s: tuple[tuple[float, float], ...]
    height_m: float


def people(path: Path) -> tuple[str, ...]:
    """List the people of a movement's file, ``"s01"`` and so on."""
    with np.load(path, allow_pickle=False) as file:
        return tuple(sorted({name.split("_")[1] for name in file.files}))


def read_set(path: Path, *, person: str, labels: tuple[str, ...] = (WELL, BADLY)) -> KinectSet:
    """Read all repetitions of one person with these labels as one recording.

    Before the first and after the last the person stands still, as the tests' instructions ask.
    """
    with np.load(path, allow_pickle=False) as file:
        cut_m = [
            _places_m(file[f"{stem}_positions"], file[f"{stem}_angles"])
            for stem in _stems(file, person=person, labels=labels)
        ]
    still = round(STILL_S * RATE_HZ)
    places_m = np.concatenate(
        [cut_m[0][:1].repeat(still, 0), *cut_m, cut_m[-1][-1:].repeat(still, 0)]
    )
    edges = still + np.cumsum([0, *map(len, cut_m)])
    ankles_m = places_m[:, [JOINTS["left_ankle"], JOINTS["right_ankle"]], 1].min(axis=1)
    return KinectSet(
        time_s=np.arange(len(places_m)) / RATE_HZ,
        places_m=places_m[:, list(JOINTS.values())],
        cuts_s=tuple((a / RATE_HZ, (b - 1) / RATE_HZ) for a, b in pairwise(map(float, edges))),
        height_m=ANKLE_M + float(np.quantile(places_m[:, HEAD_TIP, 1] - ankles_m, 0.95)),
    )


def measure_set(kinect: KinectSet, *, test: str) -> Measurement:
    """Put a movement test's questions to the joints that the Kinect saw."""
    trial = MarkerTrial(
        time_s=kinect.time_s, names=tuple(JOINTS), places_m=kinect.places_m, rate_hz=RATE_HZ
    )
    person = Person(height_m=kinect.height_m, mass_kg=MASS_KG)
    return measure_markers(trial, name="kinect", test=test, person=person)


def sight_behind(measurement: Measurement) -> Sight:
    """Return what a measurement was made from."""
    return Sight(
        source=measurement.source,
        landmarks=measurement.landmarks,
        track=measurement.track,
        motion=measurement.motion,
    )


def _stems(file: Mapping[str, object], *, person: str, labels: tuple[str, ...]) -> Iterator[str]:
    for label in labels:
        stems = (f"{label}_{person}_e{number:02d}" for number in count(1))
        yield from takewhile(lambda stem: f"{stem}_angles" in file, stems)


def _places_m(positions: NDArray[np.float32], angles_deg: NDArray[np.float32]) -> Floats:
    """Go along the skeleton: (time, joint, xyz), m."""
    local_m = positions.astype(np.float64).reshape(len(positions), -1, 3) / 100
    turns_deg = angles_deg.astype(np.float64).reshape(len(angles_deg), -1, 3)
    places_m = local_m.copy()
    turns: list[Rotation] = []
    for joint, parent in enumerate(PARENTS):
        own = Rotation.from_euler("ZXY", turns_deg[:, joint][:, [2, 0, 1]], degrees=True)
        if parent >= 0:
            places_m[:, joint] = places_m[:, parent] + turns[parent].apply(local_m[:, joint])
            own = turns[parent] * own
        turns.append(own)
    # Kinect: x to the camera's right, where the left hand of who faces it is; z towards the camera.
    return np.stack([places_m[..., 2], places_m[..., 1], -places_m[..., 0]], axis=-1)
