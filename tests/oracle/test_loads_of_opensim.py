"""Joint moments and muscle forces are those OpenSim finds of the same motion."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pytest

from kneetrace.explain.load.inverse_dynamics import JointMoments, MovingBody, joint_moments
from kneetrace.explain.load.muscle_forces import muscle_forces
from kneetrace.explain.load.muscles import LEG_AXES, reference_muscles
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.terms import Person, Side
from tests.conftest import RealData
from validation.gait_trials import FILES as GAIT_FILES
from validation.gait_trials import on_skeleton, read_gait_trial
from validation.opensim_oracle import (
    OpenSimAbsent,
    Told,
    ask_opensim,
    opensim_python,
    told,
    write_motion,
)
from validation.plate_trials import PlateTrial, cut, read_plate_trial

FOLDER: Final = "squat-grf-nimble-subject4"
MODEL: Final = "optimized_scale_and_markers.osim"
ONE_REPETITION: Final = {"squats1": slice(20, 251), "STS1": slice(60, 291)}
MOST_ASKED: Final = 8  # frames OpenSim shares among muscles: it takes a second each
INNER: Final = slice(30, -30)  # OpenSim splines the cut, we the whole: their ends differ
MOMENT_SHARE: Final = 0.02
ACTIVATION: Final = 0.01
FORCE_SHARE: Final = 0.01
WALK: Final = "rajagopal_walk"
STEP: Final = slice(20, 150)  # one step over two plates, and some around
WALKING_ACTIVATION: Final = 0.03


class Asked(NamedTuple):
    name: str
    trial: PlateTrial
    own: JointMoments
    moments: Told
    activation: Told
    force: Told


def _trial(name: str, *, real_data: RealData) -> PlateTrial:
    skeleton = reference_skeleton()
    if name in ONE_REPETITION:
        folder = real_data(f"{FOLDER}/{name}_ik.mot").parent
        whole = read_plate_trial(folder, name=name, skeleton=skeleton)
        return cut(whole, frames=ONE_REPETITION[name])
    person = Person(height_m=skeleton.height_m, mass_kg=skeleton.mass_kg)
    data = real_data(GAIT_FILES[name].markers.partition("/")[0]).parent
    motion, ground = on_skeleton(read_gait_trial(data, name=name, person=person), skeleton=skeleton)
    return cut(PlateTrial(motion=motion, ground=ground), frames=STEP)


@pytest.fixture(scope="module", params=[*ONE_REPETITION, WALK])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    real_data: RealData = request.getfixturevalue("real_data")
    try:
        opensim_python()
    except OpenSimAbsent as absent:
        pytest.skip(str(absent))
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    model = real_data(f"{FOLDER}/{MODEL}")
    skeleton = reference_skeleton()
    trial = _trial(name, real_data=real_data)
    write_motion(
        folder, time_s=trial.motion.time_s, values=trial.motion.values, ground=trial.ground
    )
    ask_opensim(
        "motion", model, "--out", folder, "--every", str(len(trial.motion.time_s) // MOST_ASKED + 1)
    )
    return Asked(
        name,
        trial,
        joint_moments(MovingBody(skeleton=skeleton, motion=trial.motion), ground=trial.ground),
        *(told(Path(folder), table) for table in ("moments", "activation", "force")),
    )


@pytest.mark.parametrize("side", Side)
def test_joint_moments(asked: Asked, side: Side) -> None:
    for axis in LEG_AXES:
        theirs = asked.moments.columns[f"{axis}_{side.suffix}_moment"]
        ours = asked.own.moments[f"{axis}_{side.suffix}"]
        worst = np.abs(ours - theirs)[INNER].max()
        assert worst <= MOMENT_SHARE * np.abs(theirs).max(), axis


@pytest.mark.parametrize("side", Side)
def test_muscle_forces(asked: Asked, side: Side) -> None:
    muscles = reference_muscles(deep_rotators=False)
    ours = muscle_forces(muscles, motion=asked.trial.motion, moments=asked.own, side=side)
    frames = np.searchsorted(asked.trial.motion.time_s, asked.force.time_s - 1e-6)[1:-1]
    activations, forces_n = (
        np.column_stack([table.columns[f"{name}_{side.suffix}"] for name in muscles.names])[1:-1]
        for table in (asked.activation, asked.force)
    )
    assert ours.converged.all()
    assert len(frames) >= 5
    if asked.name == WALK:  # its calf, stretched far, hangs on a steep part of the curves
        others = [at for at, name in enumerate(muscles.names) if not name.startswith("gas")]
        gap = np.abs(ours.activations[frames] - activations)[:, others]
        assert gap.max() <= WALKING_ACTIVATION
        return
    np.testing.assert_allclose(ours.activations[frames], activations, atol=ACTIVATION)
    np.testing.assert_allclose(ours.forces_n[frames], forces_n, atol=FORCE_SHARE * forces_n.max())
