"""Are the loads those OpenSim finds, and how much is lost without force plates?

One squat and one sit-to-stand of one adult, with two force plates, are given to OpenSim 4.6 in a
program of its own: the same filtered motion, the same plates. Then the plates are hidden.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.ground_from_motion import ground_from_motion
from kneetrace.explain.load.inverse_dynamics import joint_moments
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.muscle_forces import muscle_forces
from kneetrace.explain.load.muscles import LEG_AXES, reference_muscles
from kneetrace.explain.load.rates import coordinates_of, low_pass
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.terms import Side
from validation.opensim_oracle import ask_opensim, told, write_motion
from validation.plate_trials import cut, read_plate_trial
from validation.recordings import data_folder
from validation.row import Row

Array = NDArray[np.float64]

FOLDER: Final = "squat-grf-nimble-subject4"
MODEL: Final = "optimized_scale_and_markers.osim"
ONE_REPETITION: Final = {"squats1": slice(20, 251), "STS1": slice(60, 291)}
EVERY: Final = 10
EDGE: Final = 30  # frames at the ends of the cut, where two splines differ
NOISE_RAD, NOISE_M, NOISE_HZ = np.radians(3.0), 0.01, 1.5  # DESIGN: of a body fitted to a video
SEEDS: Final = range(5)


def rows() -> Iterator[Row]:
    found = [_against_opensim(name) for name in ONE_REPETITION]
    data = f"{FOLDER}: one repetition each of {', '.join(ONE_REPETITION)}; both legs; OpenSim 4.6"
    worst = {key: max(one[key] for one in found) for key in found[0]}
    yield Row("load.moment_share_of_peak", worst["moment"], "", "<= 0.02", None, data)
    yield Row("load.activation_difference", worst["activation"], "", "<= 0.01", None, data)
    yield Row("load.force_share_of_peak", worst["force"], "", "<= 0.01", None, data)
    yield Row("load.frames_not_converged", worst["unsolved"], "", "<= 0", None, data)
    for noise in (False, True):
        bias, rmse = _without_plates(noise=noise)
        what = "with noise of 3 deg and 1 cm" if noise else "without noise"
        data = f"{FOLDER}: squats1, plates hidden, {what}; knee extension moment, worse leg"
        name = "load.{}_without_plates" + ("" if noise else "_or_noise")
        must = "<= 0.20" if noise else None
        yield Row(name.format("knee_moment_bias_share"), bias, "", None, None, data)
        yield Row(name.format("knee_moment_rmse_share"), rmse, "", must, None, data)


def _against_opensim(name: str) -> dict[str, float]:
    folder = data_folder() / FOLDER
    skeleton, muscles = reference_skeleton(), reference_muscles()
    whole = read_plate_trial(folder, name=name, skeleton=skeleton)
    trial = cut(whole, frames=ONE_REPETITION[name])
    own = joint_moments(skeleton, motion=trial.motion, ground=trial.ground)
    with tempfile.TemporaryDirectory() as place:
        write_motion(
            Path(place),
            time_s=trial.motion.time_s,
            values=trial.motion.values,
            ground=trial.ground,
        )
        ask_opensim("motion", folder / MODEL, "--out", place, "--every", str(EVERY))
        moments, activation, force = (
            told(Path(place), table) for table in ("moments", "activation", "force")
        )
    at = np.searchsorted(trial.motion.time_s, force.time_s - 1e-6)
    inner = (at >= EDGE) & (at < len(trial.motion.time_s) - EDGE)
    shares, differences, force_shares, unsolved = [], [], [], 0
    for side in Side:
        for axis in LEG_AXES:
            theirs = moments.columns[f"{axis}_{side.suffix}_moment"]
            gap = np.abs(own.moments[f"{axis}_{side.suffix}"] - theirs)[EDGE:-EDGE]
            shares.append(gap.max() / np.abs(theirs).max())
        ours = muscle_forces(muscles, motion=trial.motion, moments=own, side=side)
        unsolved += int((~ours.converged).sum())
        names = [f"{name}_{side.suffix}" for name in muscles.names]
        wanted = np.column_stack([activation.columns[name] for name in names])[inner]
        forces_n = np.column_stack([force.columns[name] for name in names])[inner]
        differences.append(np.abs(ours.activations[at[inner]] - wanted).max())
        force_shares.append(np.abs(ours.forces_n[at[inner]] - forces_n).max() / forces_n.max())
    return {
        "moment": float(max(shares)),
        "activation": float(max(differences)),
        "force": float(max(force_shares)),
        "unsolved": float(unsolved),
    }


def _without_plates(*, noise: bool) -> tuple[float, float]:
    """Bias and root-mean-square error of the knee's moment over its peak, of the worse leg."""
    skeleton = reference_skeleton()
    trial = read_plate_trial(data_folder() / FOLDER, name="squats1", skeleton=skeleton)
    truth = joint_moments(skeleton, motion=trial.motion, ground=trial.ground).moments
    standing = dict.fromkeys(Side, np.ones(len(trial.motion.time_s), dtype=bool))
    biases, squares = [], []
    for seed in SEEDS if noise else range(1):
        motion = _shaken(trial.motion, seed=seed) if noise else trial.motion
        ground = ground_from_motion(skeleton, motion=motion, on_ground=standing)
        moments = joint_moments(skeleton, motion=motion, ground=ground.reactions).moments
        for side in Side:
            name = f"knee_angle_{side.suffix}"
            gap = (moments[name] - truth[name])[EDGE:-EDGE] / np.abs(truth[name]).max()
            biases.append(float(np.mean(gap)))
            squares.append(float(np.sqrt(np.mean(gap**2))))
    return max(biases, key=abs), max(squares)


def _shaken(motion: Coordinates, *, seed: int) -> Coordinates:
    rng = np.random.default_rng(seed)
    rate_hz = 1 / float(np.median(np.diff(motion.time_s)))
    values = {}
    for name, column in motion.values.items():
        slow = low_pass(rng.normal(size=len(column)), rate_hz=rate_hz, cutoff_hz=NOISE_HZ)
        size = NOISE_M if name.endswith(("_tx", "_ty", "_tz")) else NOISE_RAD
        values[name] = column + size * slow / slow.std()
    return coordinates_of(time_s=motion.time_s, values=values)
