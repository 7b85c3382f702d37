"""Trials with force plates: coordinates by inverse kinematics, plates as OpenSim writes them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kneetrace.exchange import read_mot
from kneetrace.explain.load.inverse_dynamics import GroundReaction
from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.plates import PlateForces, feet_on_plates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import Skeleton


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateTrial:
    """A motion, filtered, and what the ground did to the feet."""

    motion: Coordinates
    ground: tuple[GroundReaction, ...]


def read_plate_trial(folder: Path, *, name: str, skeleton: Skeleton) -> PlateTrial:
    """Read ``<name>_ik.mot`` and ``<name>_grf.mot``, both in the same times."""
    table = read_mot(folder / f"{name}_ik.mot")
    motion = coordinates_of(time_s=table.time_s, values=table.values)
    plates = _plates(folder / f"{name}_grf.mot")
    placed = place_bodies(skeleton, motion=motion)
    return PlateTrial(motion=motion, ground=feet_on_plates(placed, plates=plates))


def _plates(path: Path) -> tuple[PlateForces, ...]:
    names, *lines = path.read_text().partition("endheader\n")[2].splitlines()
    rows = np.array([line.split() for line in lines if line.strip()], dtype=float)
    columns = dict(zip(names.split(), rows.T, strict=True))
    count = sum(name.endswith("_vx") for name in columns)

    def three(plate: int, mark: str) -> np.ndarray:
        return np.column_stack([columns[f"ground_force_{plate}_{mark}{axis}"] for axis in "xyz"])

    return tuple(
        PlateForces(force_n=three(n, "v"), point_m=three(n, "p"), moment_nm=three(n, "m"))
        for n in range(1, count + 1)
    )


def cut(trial: PlateTrial, *, frames: slice) -> PlateTrial:
    """Take some frames of a trial."""
    motion = trial.motion

    def part(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: column[frames] for name, column in columns.items()}

    return PlateTrial(
        motion=Coordinates(
            time_s=motion.time_s[frames],
            values=part(motion.values),
            speeds=part(motion.speeds),
            accelerations=part(motion.accelerations),
        ),
        ground=tuple(
            GroundReaction(
                body=each.body,
                force_n=each.force_n[frames],
                point_m=each.point_m[frames],
                moment_nm=each.moment_nm[frames],
            )
            for each in trial.ground
        ),
    )
