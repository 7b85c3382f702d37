"""Do the intervals hold from every side, front views too?

No recording shows one squat from all sides with motion capture, so measured motions (.mot files
of six recordings) are filmed by a made-up phone, the body's proportions drawn anew each time,
and the network's errors drawn as large as they look on real clips. This checks arithmetic and
geometry, not the network: real front views are held against two cameras in ``bodyfit``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.measure import Motion, fit_body
from kneetrace.measure.body.skeleton import CONSTANT, CONSTANTS, DOF, DOFS
from kneetrace.terms import Person, Side
from validation.recordings import data_folder
from validation.reference_motion import read_mot
from validation.row import Row
from validation.simulated_recording import RATE_HZ, Errors, Floats, Recording, film

MOTIONS: Final = (
    "kinematics-opencap-labval-mot/squats1_a.mot",
    "kinematics-opencap-labval-mot/squats1_b.mot",
    "kinematics-opencap-fieldstudy-subject0/OpenSimData/IK/Squats_0.mot",
    "kinematics-opencap-fieldstudy-subject0/OpenSimData/IK/Asym_0.mot",
    "squat-grf-nimble-subject4/squats1_ik.mot",
    "squat-grf-nimble-subject4/STS1_ik.mot",
)
VIEWS_DEG: Final = {"front": 0, "oblique": 40, "side": 80}
ERRORS: Final = Errors(landmark=0.008, depth=0.04, lean=0.08)
_Z90: Final = 1.645


def rows() -> Iterator[Row]:
    """Return error and coverage of knee and hip flexion from each side."""
    for view, yaw_deg in VIEWS_DEG.items():
        errors: dict[str, list[Floats]] = {"knee": [], "hip": []}
        spreads: dict[str, list[Floats]] = {"knee": [], "hip": []}
        for number, motion in enumerate(MOTIONS):
            recording = _filmed(data_folder() / motion, yaw_deg, np.random.default_rng(number))
            fitted = fit_body(
                clip=recording.clip,
                track=recording.track,
                person=Person(height_m=1.7, mass_kg=70),
                rng=np.random.default_rng(0),
            )
            for joint, coordinate in (("knee", "knee_angle"), ("hip", "hip_flexion")):
                for side in Side:
                    name = f"{coordinate}_{side.suffix}"
                    errors[joint].append(_error_deg(fitted, recording, name))
                    spreads[joint].append(np.degrees(fitted.sd[name]))
        for joint in errors:
            error, sd = np.concatenate(errors[joint]), np.concatenate(spreads[joint])
            data = f"{len(MOTIONS)} measured squats and sit-to-stands, simulated {view} view"
            rmse_deg = float(np.sqrt((error**2).mean()))
            covered = 100 * float((np.abs(error) <= _Z90 * sd).mean())
            name = f"bodyfit.simulated_{view}_{joint}"
            yield Row(f"{name}_rmse_deg", rmse_deg, "deg", None, None, data)
            yield Row(f"{name}_coverage_percent", covered, "%", None, "85..95", data)


def dofs_of(path: Path) -> Floats:
    """Read a measured motion, (frame, dof) at ``RATE_HZ``."""
    angles = read_mot(path)
    start_s, end_s = angles["time_s"][[0, -1]]
    time_s = np.arange(start_s, min(end_s, start_s + 14), 1 / RATE_HZ)
    named = {"tilt": "pelvis_tilt", "list": "pelvis_list"}
    dofs = np.zeros((len(time_s), len(DOFS)))
    for dof in DOFS:
        source = named.get(dof, dof)
        if source in angles and not dof.startswith("pelvis_t"):
            dofs[:, DOF[dof]] = np.interp(time_s, angles["time_s"], angles[source])
    return dofs


def _filmed(path: Path, yaw_deg: float, rng: np.random.Generator) -> Recording:
    dofs = dofs_of(path)
    dofs[:, DOF["heading"]] = -np.pi / 2 - np.radians(yaw_deg)
    constants = np.array([rng.normal(each.mean, each.sd) for each in CONSTANTS])
    constants[CONSTANT["camera_height_m"]] = rng.uniform(0.7, 1.4)
    constants[CONSTANT["camera_pitch_rad"]] = rng.normal(0.05, 0.08)
    constants[CONSTANT["camera_roll_rad"]] = rng.normal(0, 0.02)
    return film(dofs, errors=ERRORS, rng=rng, constants=constants)


def _error_deg(fitted: Motion, recording: Recording, coordinate: str) -> Floats:
    truth = np.interp(fitted.time_s, recording.clip.time_s, recording.dofs[:, DOF[coordinate]])
    return np.asarray(np.degrees(fitted.values[coordinate] - truth))
