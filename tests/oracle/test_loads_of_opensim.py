"""Joint moments and muscle forces are those OpenSim finds of the same motion."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pytest

from kneetrace.explain.load.inverse_dynamics import JointMoments, MovingBody, joint_moments
from kneetrace.explain.load.muscle_forces import muscle_forces
from kneetrace.explain.load.muscles import LEG_AXES, reference_muscles
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.terms import Side
from tests.conftest import RealData
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
EVERY: Final = 33
INNER: Final = slice(30, -30)  # OpenSim splines the cut, we the whole: their ends differ
MOMENT_SHARE: Final = 0.02
ACTIVATION: Final = 0.01
FORCE_SHARE: Final = 0.01


class Asked(NamedTuple):
    trial: PlateTrial
    own: JointMoments
    moments: Told
    activation: Told
    force: Told


@pytest.fixture(scope="module", params=ONE_REPETITION)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    real_data: RealData = request.getfixturevalue("real_data")
    try:
        opensim_python()
    except OpenSimAbsent as absent:
        pytest.skip(str(absent))
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    model = real_data(f"{FOLDER}/{MODEL}")
    skeleton = reference_skeleton()
    whole = read_plate_trial(model.parent, name=name, skeleton=skeleton)
    trial = cut(whole, frames=ONE_REPETITION[name])
    write_motion(
        folder, time_s=trial.motion.time_s, values=trial.motion.values, ground=trial.ground
    )
    ask_opensim("motion", model, "--out", folder, "--every", str(EVERY))
    return Asked(
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
    np.testing.assert_allclose(ours.activations[frames], activations, atol=ACTIVATION)
    np.testing.assert_allclose(ours.forces_n[frames], forces_n, atol=FORCE_SHARE * forces_n.max())
