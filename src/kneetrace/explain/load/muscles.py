"""The muscles of a leg: how strong, how long, and how they cross the joints.

The table is that of the right leg of the model of Rajagopal 2016 (doi:10.1109/TBME.2016.2586891),
and the deep rotators of the hip it lacks; the left leg is its mirror image. Lengths are splines of
the joint angles, moment arms their slopes.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.fibres import pull
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.splines import MOST_VARIABLES, evaluate
from kneetrace.terms import OutsideEvidence, Person

Array = NDArray[np.float64]

LEG_AXES: Final = (
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_angle",
    "ankle_angle",
    "subtalar_angle",
)
"""Coordinates the muscles of a leg move, without the side."""

STRENGTH_MASS_KG: Final = 75.0
"""Mass of the adult whose strengths the table holds: muscle volumes of 75 kg and 1.70 m
(Rajagopal 2016, after Handsfield 2014)."""


class PoseOutsideTables(OutsideEvidence):
    """A joint is bent further than the muscle tables reach."""

    def __init__(
        self,
        *,
        coordinate: str,
        frames: int,
        reach_deg: tuple[float, float],
        usual_deg: float,
        always: bool,
    ) -> None:
        """Say which joint, how often, how far the tables reach, and where the joint is instead.

        ``always`` where no frame is within: then not frames are wrong but the file.
        """
        self.coordinate = coordinate
        self.frames = frames
        self.reach_deg = reach_deg
        low, high = reach_deg
        super().__init__(
            load_note(
                "always_outside_tables" if always else "outside_tables",
                name=coordinate,
                low=low,
                high=high,
                frames=frames,
                usual=usual_deg,
            )
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class LegMuscles:
    """All muscles of one leg, as arrays in the order of ``names``.

    isometric_force_n, optimal_length_m, tendon_length_m, pennation_rad : (muscle,)
    low_rad, high_rad : (axis,), range of the tables, in the order of ``LEG_AXES``
    crosses, intervals : (spline, 4), see ``splines.evaluate``; the lengths of all muscles, then
        moment arms that are no slopes of a length
    coefficients : of all splines, m
    apart : (spline beyond the lengths, 2), muscle and axis of each such moment arm
    force_length : active force over fibre length 0.2 to 2.0, evenly spaced
    force_velocity : over velocity -1.2 to 1.2 of the fastest, lengthening positive
    """

    names: tuple[str, ...]
    isometric_force_n: Array
    optimal_length_m: Array
    tendon_length_m: Array
    pennation_rad: Array
    low_rad: Array
    high_rad: Array
    crosses: NDArray[np.int64]
    intervals: NDArray[np.int64]
    coefficients: Array
    apart: NDArray[np.int64]
    force_length: Array
    force_velocity: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class FullActivation:
    """What each muscle would give if it were fully active.

    lengths_m : (frame, muscle), m, from origin to insertion
    length_slopes_m : (frame, axis, muscle), m/rad
    fibre_lengths : (frame, muscle), in optimal lengths
    forces_n : (frame, muscle), N, along the tendon
    torques_nm : (frame, axis, muscle), N m
    strongest_nm, weakest_nm : (frame, axis), N m, of all muscles that turn the joint in the
        coordinate's sense, and against it, together
    """

    lengths_m: Array
    length_slopes_m: Array
    fibre_lengths: Array
    forces_n: Array
    torques_nm: Array
    strongest_nm: Array
    weakest_nm: Array

    @property
    def arms_m(self) -> Array:
        """(frame, axis, muscle), m, positive when it turns the joint in the coordinate's sense."""
        return -self.length_slopes_m


@cache
def reference_muscles(*, deep_rotators: bool = True) -> LegMuscles:
    """Read the muscles of the reference adult from their table.

    ``deep_rotators`` adds those the model of Rajagopal 2016 lacks (see
    ``validation/load_tables/deep_rotators.py``); without them the muscles are that model's.
    """
    tables = resources.files(__package__).joinpath("tables")
    facts = tomllib.loads(tables.joinpath("muscles.toml").read_text(encoding="utf-8"))
    packed = tables.joinpath("muscles.npz")
    if hashlib.sha256(packed.read_bytes()).hexdigest() != facts["numbers_sha256"]:
        raise ValueError("muscles.npz is not the file its table was made with: run `make tables`.")
    rows = [row for row in facts["muscle"] if deep_rotators or not row.get("added")]
    low, high = np.radians([facts["ranges_deg"][axis] for axis in LEG_AXES]).T
    apart = [
        (muscle, LEG_AXES.index(axis))
        for muscle, row in enumerate(rows)
        if row["arms_apart"]
        for axis in row["crosses"]
    ]
    splined = [*rows, *(rows[muscle] for muscle, _ in apart)]
    parts = ("lengths", "added", "apart") if deep_rotators else ("lengths", "apart")
    with packed.open("rb") as file, np.load(file) as numbers:
        return LegMuscles(
            names=tuple(row["name"] for row in rows),
            isometric_force_n=_column(rows, "isometric_force_n"),
            optimal_length_m=_column(rows, "optimal_length_m"),
            tendon_length_m=_column(rows, "tendon_length_m"),
            pennation_rad=_column(rows, "pennation_rad"),
            low_rad=low,
            high_rad=high,
            crosses=np.array([_padded([LEG_AXES.index(a) for a in r["crosses"]]) for r in splined]),
            intervals=np.array([_padded(row["intervals"], empty=0) for row in splined]),
            coefficients=np.concatenate([numbers[part] for part in parts]).astype(np.float64),
            apart=np.array(apart, dtype=np.int64).reshape(-1, 2),
            force_length=numbers["force_length"].astype(np.float64),
            force_velocity=numbers["force_velocity"].astype(np.float64),
        )


def _column(rows: list[dict[str, Any]], name: str) -> Array:
    return np.array([row[name] for row in rows], dtype=np.float64)


def _padded(given: list[int], *, empty: int = -1) -> list[int]:
    return [empty] * (MOST_VARIABLES - len(given)) + given


def muscles_of(
    person: Person, *, reference_height_m: float, deep_rotators: bool = True
) -> LegMuscles:
    """Scale the reference muscles to a person.

    Lengths and moment arms grow with height. Strength grows with body mass: muscle volume goes with
    height times mass (Handsfield 2014, doi:10.1016/j.jbiomech.2013.12.002), fibres with height.
    What a strength test measured comes on top, see ``strengthened``.
    """
    muscles = reference_muscles(deep_rotators=deep_rotators)
    length = person.height_m / reference_height_m
    return replace(
        muscles,
        isometric_force_n=muscles.isometric_force_n * person.mass_kg / STRENGTH_MASS_KG,
        optimal_length_m=muscles.optimal_length_m * length,
        tendon_length_m=muscles.tendon_length_m * length,
        coefficients=muscles.coefficients * length,
    )


def strengthened(muscles: LegMuscles, *, factors: Mapping[str, float]) -> LegMuscles:
    """Scale the strength of named muscles; the others stay as they are."""
    each = np.array([factors.get(name, 1.0) for name in muscles.names])
    return replace(muscles, isometric_force_n=muscles.isometric_force_n * each)


def leg_table(columns: Mapping[str, Array], *, side: str, frames: int) -> Array:
    """Pick a leg's coordinates in the order of ``LEG_AXES``: (frame, axis); absent ones are 0."""
    nothing = np.zeros(frames)
    return np.column_stack([columns.get(f"{axis}_{side}", nothing) for axis in LEG_AXES])


def at_full_activation(
    muscles: LegMuscles, *, angles_rad: Array, speeds: Array, along_tendon: bool = False
) -> FullActivation:
    """Find what every muscle could give in every frame.

    Parameters
    ----------
    muscles : of the leg
    angles_rad, speeds : (frame, axis), rad and rad/s, in the order of ``LEG_AXES``
    along_tendon : count only the part of the fibres' force that runs along the tendon. Off, as in
        OpenSim 4.6, whose StaticOptimization lets a muscle pull with its whole fibre force:
        forces hardly differ, activations of pennate muscles would be up to 1/7 higher.

    Returns
    -------
    FullActivation
        Tendons are rigid; passive force is left out, as in OpenSim's StaticOptimization. Active
        curves are those of Millard 2013 (doi:10.1115/1.4023390).

    Raises
    ------
    PoseOutsideTables
        Where a joint is bent further than the tables reach.
    """
    if not inside_tables(muscles, angles_rad=angles_rad).all():
        raise outside_tables(muscles, angles_rad=angles_rad)
    values, slopes = evaluate(
        np.ascontiguousarray(angles_rad),
        muscles.low_rad,
        muscles.high_rad,
        muscles.crosses,
        muscles.intervals,
        muscles.coefficients,
    )
    muscle_count = len(muscles.names)
    lengths, slopes = values[:, :muscle_count], slopes[:, :, :muscle_count]
    for spline, (muscle, axis) in enumerate(muscles.apart):
        slopes[:, axis, muscle] = -values[:, muscle_count + spline]
    fibres, forces, torques, strongest, weakest = pull(
        lengths,
        slopes,
        speeds,
        muscles.isometric_force_n,
        muscles.optimal_length_m,
        muscles.tendon_length_m,
        muscles.pennation_rad,
        muscles.force_length,
        muscles.force_velocity,
        along_tendon,
    )
    return FullActivation(
        lengths_m=lengths,
        length_slopes_m=slopes,
        fibre_lengths=fibres,
        forces_n=forces,
        torques_nm=torques,
        strongest_nm=strongest,
        weakest_nm=weakest,
    )


def inside_tables(muscles: LegMuscles, *, angles_rad: Array) -> NDArray[np.bool_]:
    """Tell in which frames all joints are within the tables' reach: (frame,)."""
    return np.asarray(~_beyond(muscles, angles_rad).any(axis=1))


def outside_tables(
    muscles: LegMuscles, *, angles_rad: Array, side: str | None = None
) -> PoseOutsideTables:
    """Name the joint that is most often beyond the tables' reach, and how far that goes."""
    beyond = _beyond(muscles, angles_rad)
    axis = int(beyond.sum(axis=0).argmax())
    there = beyond[:, axis]
    low, high = np.degrees([muscles.low_rad[axis], muscles.high_rad[axis]])
    return PoseOutsideTables(
        coordinate=LEG_AXES[axis] + ("" if side is None else f"_{side}"),
        frames=int(there.sum()),
        reach_deg=(round(float(low)), round(float(high))),
        usual_deg=round(float(np.degrees(np.median(angles_rad[there, axis])))),
        always=bool(beyond.any(axis=1).all()),
    )


def _beyond(muscles: LegMuscles, angles_rad: Array) -> NDArray[np.bool_]:
    return np.asarray((angles_rad < muscles.low_rad) | (angles_rad > muscles.high_rad))
