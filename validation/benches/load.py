"""How fast loads are found, beside OpenSim's own static optimisation of the same frames.

Both in one run: ours on two threads over a whole squat trial, OpenSim's AnalyzeTool on one
repetition of it. What OpenSim takes to start and to read the model is left out. Wall time needs two
free cores. Where others use them too, the processor time beside it tells: two cores make 30,000
leg-frames a second when one leg-frame takes at most 66 microseconds.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.explain.load.inverse_dynamics import MovingBody, joint_moments
from kneetrace.explain.load.kneecap import kneecap_load
from kneetrace.explain.load.muscle_forces import muscle_forces
from kneetrace.explain.load.muscles import at_full_activation, leg_table, reference_muscles
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.explain.load.static_optimisation import share_moments
from kneetrace.terms import Side
from validation.opensim_oracle import ask_opensim, told, write_motion
from validation.plate_trials import PlateTrial, cut, read_plate_trial
from validation.recordings import data_folder
from validation.row import Row

FOLDER: Final = "squat-grf-nimble-subject4"
MODEL: Final = "optimized_scale_and_markers.osim"
ONE_REPETITION: Final = slice(20, 251)
EVERY: Final = 10
ROUNDS: Final = 21


def rows() -> Iterator[Row]:
    skeleton = reference_skeleton()
    trial = read_plate_trial(data_folder() / FOLDER, name="squats1", skeleton=skeleton)
    frames = len(trial.motion.time_s)
    solver_hz = 2 * frames / _best_s(_solver_alone(trial))
    chain_s = _best_s([lambda: _chain(trial)] * 2) / 2
    data = f"{FOLDER}: squats1, {frames} frames, both legs, two threads; best of {ROUNDS}"
    yield Row("load.solver_leg_frames_hz", solver_hz, "Hz", ">= 60000", None, data)
    chained = f"{data}; joint moments, muscles, sharing, kneecap"
    yield Row("load.chain_leg_frames_hz", 2 * frames / chain_s, "Hz", ">= 30000", None, chained)
    spent_us = 1e6 * _processor_s(lambda: _chain(trial)) / (2 * frames)
    yield Row("load.chain_processor_us", spent_us, "us", None, None, f"{chained}; one thread")
    ratio = _opensim_frame_s(trial) / (chain_s / frames)
    compared = f"{chained}; OpenSim 4.6 StaticOptimization, every {EVERY}th frame of one repetition"
    yield Row("load.speed_ratio_to_opensim", ratio, "1", ">= 2000", ">= 5000", compared)


def _chain(trial: PlateTrial) -> None:
    moments = joint_moments(
        MovingBody(skeleton=reference_skeleton(), motion=trial.motion), ground=trial.ground
    )
    for side in Side:
        forces = muscle_forces(reference_muscles(), motion=trial.motion, moments=moments, side=side)
        kneecap_load(forces, flexion_rad=trial.motion.values[f"knee_angle_{side.suffix}"])


def _solver_alone(trial: PlateTrial) -> list[Callable[[], object]]:
    """One task for each leg: sharing of moments whose torques are known already."""
    motion, frames = trial.motion, len(trial.motion.time_s)
    moments = joint_moments(
        MovingBody(skeleton=reference_skeleton(), motion=motion), ground=trial.ground
    ).moments
    tasks: list[Callable[[], object]] = []
    for side in Side:
        asked = np.ascontiguousarray(leg_table(moments, side=side.suffix, frames=frames))
        torques = at_full_activation(
            reference_muscles(),
            angles_rad=leg_table(motion.values, side=side.suffix, frames=frames),
            speeds=leg_table(motion.speeds, side=side.suffix, frames=frames),
        ).torques_nm
        tasks.append(partial(share_moments, moments_nm=asked, torques_nm=torques))
    return tasks


def _best_s(tasks: list[Callable[[], object]]) -> float:
    """Wall time of all tasks at once, one thread each; the first round only compiles."""
    taken = []
    with ThreadPoolExecutor(len(tasks)) as pool:
        for _ in range(ROUNDS + 1):
            started = time.perf_counter()
            list(pool.map(lambda task: task(), tasks))
            taken.append(time.perf_counter() - started)
    return min(taken[1:])


def _processor_s(task: Callable[[], object]) -> float:
    """Processor time of a task, however many others share the machine."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        task()
        taken.append(time.process_time() - started)
    return min(taken)


def _opensim_frame_s(trial: PlateTrial) -> float:
    part = cut(trial, frames=ONE_REPETITION)
    with tempfile.TemporaryDirectory() as place:
        write_motion(
            Path(place), time_s=part.motion.time_s, values=part.motion.values, ground=part.ground
        )
        ask_opensim("motion", data_folder() / FOLDER / MODEL, "--out", place, "--every", str(EVERY))
        force = told(Path(place), "activation")
    return force.wall_s / len(force.time_s)
