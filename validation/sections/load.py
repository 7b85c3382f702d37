"""Are the loads those OpenSim finds, and how much is lost without force plates?

Squats and sit-to-stands of one adult, with two force plates, are given to OpenSim 4.6 in a
program of its own: the same filtered motion, the same plates. Then the plates are hidden.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.exchange import read_c3d, read_mot, read_plates, read_trc
from kneetrace.explain import find_load, plate_record
from kneetrace.explain.load.ground_from_motion import ground_from_motion
from kneetrace.explain.load.inverse_dynamics import MovingBody, joint_moments
from kneetrace.explain.load.measured_motion import coordinates_of_measured
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.muscle_forces import muscle_forces
from kneetrace.explain.load.muscles import LEG_AXES, reference_muscles
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.measure import measure_markers
from kneetrace.terms import Person, Side
from validation.gait_trials import on_skeleton, read_gait_trial
from validation.opensim_oracle import ask_opensim, told, write_motion
from validation.plate_trials import PlateTrial, cut, read_plate_trial
from validation.recordings import data_folder
from validation.row import Row

FOLDER: Final = "squat-grf-nimble-subject4"
MODEL: Final = "optimized_scale_and_markers.osim"
WALKS: Final = ("rajagopal_walk", "rehazenter_walk", "walking5")
TRIALS: Final = ("squats1", "STS1")
REPETITIONS: Final = tuple(
    (name, slice(first, first + 240))
    for name, firsts in (("squats1", (20, 560, 1060)), ("STS1", (60, 600, 1000)))
    for first in firsts
)
EVERY: Final = 20
EDGE: Final = 30  # frames at the ends of the cut, where two splines differ
NOISE_M: Final = 0.01  # DESIGN: of each marker in each frame and direction
WALKER: Final = Person(height_m=1.655, mass_kg=67.0)  # SUBJECT:VALUES of the file
SEEDS: Final = range(3)


def rows() -> Iterator[Row]:
    folder, skeleton = data_folder() / FOLDER, reference_skeleton()
    trials = {name: read_plate_trial(folder, name=name, skeleton=skeleton) for name in TRIALS}
    found = [_against_opensim(cut(trials[name], frames=part)) for name, part in REPETITIONS]
    data = f"{FOLDER}: three parts each of squats1 and STS1; both legs; OpenSim 4.6"
    worst = {key: max(one[key] for one in found) for key in found[0]}
    yield Row("load.moment_share_of_peak", worst["moment"], "", "<= 0.02", None, data)
    yield Row("load.activation_difference", worst["activation"], "", "<= 0.01", None, data)
    yield Row("load.force_share_of_peak", worst["force"], "", "<= 0.01", None, data)
    yield Row("load.frames_not_converged", worst["unsolved"], "", "<= 0", None, data)
    yield from _walking_against_opensim()
    yield from _hidden_plates(
        "knee_moment_{}_share_without_plates",
        motions=[_from_markers(seed) for seed in SEEDS],
        what=f"from markers with noise of {1000 * NOISE_M:g} mm, no arms",
        must="<= 0.20",
    )
    yield from _hidden_plates(
        "knee_moment_{}_share_without_plates_by_kinematics",
        motions=[_whole_squat().motion],
        what="from the data's own inverse kinematics, without noise",
        must=None,
    )
    yield from _markers_on_plates()
    yield _plates_of_a_walk()


def _walking_against_opensim() -> Iterator[Row]:
    """Everybody's walking on the model of one adult: the sums are held, not the people."""
    skeleton = reference_skeleton()
    person = Person(height_m=skeleton.height_m, mass_kg=skeleton.mass_kg)
    found = []
    for name in WALKS:
        trial = read_gait_trial(data_folder(), name=name, person=person)
        motion, ground = on_skeleton(trial, skeleton=skeleton)
        whole = PlateTrial(motion=motion, ground=ground)
        found.append(_against_opensim(cut(whole, frames=_on_plates(whole))))
    data = f"{', '.join(WALKS)}, from markers; the part over plates, both legs; OpenSim 4.6"
    worst = {key: max(one[key] for one in found) for key in found[0]}
    yield Row("load.walking_moment_share_of_peak", worst["moment"], "", "<= 0.02", None, data)
    yield Row("load.walking_activation_difference", worst["but_calf"], "", "<= 0.03", None, data)
    yield Row("load.walking_gastrocnemius_difference", worst["calf"], "", None, "<= 0.03", data)
    yield Row("load.walking_force_share_of_peak", worst["force"], "", None, None, data)
    yield Row("load.walking_frames_not_converged", worst["unsolved"], "", "<= 0", None, data)


def _on_plates(trial: PlateTrial) -> slice:
    """From the first to the last frame in which the plates carry the person, and some around."""
    push_n = np.sum([each.force_n[:, 1] for each in trial.ground], axis=0)
    carried = np.flatnonzero(push_n > 0.5 * push_n.max())
    return slice(max(0, carried[0] - EDGE), carried[-1] + EDGE)


def _against_opensim(trial: PlateTrial) -> dict[str, float]:
    skeleton, muscles = reference_skeleton(), reference_muscles(deep_rotators=False)
    own = joint_moments(MovingBody(skeleton=skeleton, motion=trial.motion), ground=trial.ground)
    with tempfile.TemporaryDirectory() as place:
        write_motion(
            Path(place),
            time_s=trial.motion.time_s,
            values=trial.motion.values,
            ground=trial.ground,
        )
        model = data_folder() / FOLDER / MODEL
        ask_opensim("motion", model, "--out", place, "--every", str(EVERY))
        moments, activation, force = (
            told(Path(place), table) for table in ("moments", "activation", "force")
        )
    at = np.searchsorted(trial.motion.time_s, force.time_s - 1e-6)
    inner = (at >= EDGE) & (at < len(trial.motion.time_s) - EDGE)
    calf = np.array([name.startswith("gas") for name in muscles.names])
    shares, differences, force_shares, unsolved = [], [], [], 0
    for side in Side:
        for axis in LEG_AXES:
            theirs = moments.columns[f"{axis}_{side.suffix}_moment"][EDGE:-EDGE]
            gap = np.abs(own.moments[f"{axis}_{side.suffix}"][EDGE:-EDGE] - theirs)
            shares.append(gap.max() / np.abs(theirs).max())
        ours = muscle_forces(muscles, motion=trial.motion, moments=own, side=side)
        unsolved += int((~ours.converged).sum())
        names = [f"{name}_{side.suffix}" for name in muscles.names]
        wanted = np.column_stack([activation.columns[name] for name in names])[inner]
        forces_n = np.column_stack([force.columns[name] for name in names])[inner]
        differences.append(np.abs(ours.activations[at[inner]] - wanted).max(axis=0))
        force_shares.append(np.abs(ours.forces_n[at[inner]] - forces_n).max() / forces_n.max())
    each = np.max(differences, axis=0)
    return {
        "moment": float(max(shares)),
        "activation": float(each.max()),
        "calf": float(each[calf].max()),
        "but_calf": float(each[~calf].max()),
        "force": float(max(force_shares)),
        "unsolved": float(unsolved),
    }


def _whole_squat() -> PlateTrial:
    return read_plate_trial(data_folder() / FOLDER, name="squats1", skeleton=reference_skeleton())


def _hidden_plates(
    name: str, *, motions: list[Coordinates], what: str, must: str | None
) -> Iterator[Row]:
    """Bias and root-mean-square error of the knee's moment over its peak, of the worse leg."""
    skeleton, trial = reference_skeleton(), _whole_squat()
    truth = joint_moments(
        MovingBody(skeleton=skeleton, motion=trial.motion), ground=trial.ground
    ).moments
    biases, squares = [], []
    for motion in motions:
        standing = dict.fromkeys(Side, np.ones(len(motion.time_s), dtype=bool))
        body = MovingBody(skeleton=skeleton, motion=motion)
        ground = ground_from_motion(body, on_ground=standing)
        moments = joint_moments(body, ground=ground.reactions).moments
        for knee in (f"knee_angle_{side.suffix}" for side in Side):
            gap = (moments[knee] - truth[knee])[EDGE:-EDGE] / np.abs(truth[knee]).max()
            biases.append(float(np.mean(gap)))
            squares.append(float(np.sqrt(np.mean(gap**2))))
    data = f"{FOLDER}: squats1, plates hidden, motion {what}; knee extension moment, worse leg"
    yield Row(f"load.{name.format('bias')}", max(biases, key=abs), "", None, None, data)
    yield Row(f"load.{name.format('rmse')}", max(squares), "", must, None, data)


def _from_markers(seed: int) -> Coordinates:
    """Measure the motion from markers that are not quite where they were."""
    trial = read_trc(data_folder() / FOLDER / "squats1.trc")
    rng = np.random.default_rng(seed)
    shaken = replace(
        trial, places_m=trial.places_m + NOISE_M * rng.normal(size=trial.places_m.shape)
    )
    skeleton = reference_skeleton()
    person = Person(height_m=skeleton.height_m, mass_kg=skeleton.mass_kg)
    measured = measure_markers(shaken, name="squats1.trc", test="squat", person=person)
    assert measured.motion is not None
    return coordinates_of_measured(measured.motion).coordinates


def _markers_on_plates() -> Iterator[Row]:
    """Bias and root-mean-square error of the knee's moment over its peak, of the worse leg."""
    folder, skeleton = data_folder() / FOLDER, reference_skeleton()
    person = Person(height_m=skeleton.height_m, mass_kg=skeleton.mass_kg)
    biases, squares = [], []
    for name, test in (("squats1", "squat"), ("STS1", "sit_to_stand")):
        trial = read_trc(folder / f"{name}.trc")
        motion = measure_markers(trial, name=f"{name}.trc", test=test, person=person).motion
        assert motion is not None
        plates = read_plates(folder / f"{name}_grf.mot")
        truth = find_load(read_mot(folder / f"{name}_ik.mot"), person=person, plates=plates)
        found = find_load(motion, person=person, plates=plates)
        for knee in (f"knee_angle_{side.suffix}" for side in Side):
            wanted = np.interp(found.time_s, truth.time_s, truth.moments[knee])
            gap = (found.moments[knee] - wanted)[EDGE:-EDGE] / np.abs(wanted).max()
            biases.append(float(np.mean(gap)))
            squares.append(float(np.sqrt(np.mean(gap**2))))
    data = (
        f"{FOLDER}: squats1 and STS1, markers with plates against the data's own inverse "
        "kinematics with plates; knee extension moment, worse leg"
    )
    yield Row(
        "load.knee_moment_bias_share_markers_on_plates", max(biases, key=abs), "", None, None, data
    )
    yield Row("load.knee_moment_rmse_share_markers_on_plates", max(squares), "", None, None, data)


def _plates_of_a_walk() -> Row:
    """How far markers and plates of one file disagree while no foot stands beside the plates."""
    name = "2014001_C1_01.c3d"
    trial = read_c3d(data_folder() / "gait-rehazenter-c3d" / name)
    motion = measure_markers(trial, name=name, test="walking", person=WALKER).motion
    assert motion is not None
    found = find_load(motion, person=WALKER, plates=[plate_record(one) for one in trial.plates])
    felt = np.all(list(found.told.values()), axis=0)
    return Row(
        "load.unexplained_share_of_a_c3d",
        float(np.percentile(found.unexplained_share[felt], 95)),
        "body weight",
        None,
        None,
        f"gait-rehazenter-c3d: {name}, {int(felt.sum())} frames; force at the pelvis that nothing "
        "accounts for, 95th percentile",
    )
