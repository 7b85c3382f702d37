"""Markers glued to a made-up body, with the truth they were made from."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kneetrace.measure import MarkerTrial, MotionTable
from kneetrace.measure.body.fitted_motion import joint_places
from kneetrace.measure.body.marked_posture import SPINES_TILT_RAD
from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.body.residuals import PRIOR_MEAN
from kneetrace.measure.body.skeleton import DOF, DOFS, pose_body
from kneetrace.terms import Side

Floats = NDArray[np.float64]

HEIGHT_M = 1.75
RATE_HZ = 50.0
SPINE_HALF_WIDTH_M, SPINE_DEPTH_M = 0.12, 0.16
HALF_KNEE_M, HALF_ANKLE_M = 0.05, 0.04
MARKED_JOINTS = {"hip": "HJC", "heel": "HEE", "toe": "TOE", "shoulder": "SHO"}


def squats(
    *, repetitions: int = 3, heading_rad: float = 0.4, aside_deg: tuple[float, float] = (-6, -2)
) -> Floats:
    """Degrees of freedom (time, dof) of somebody who squats; ``aside_deg`` adducts right, left."""
    time_s = np.arange(0, 2 + 3 * repetitions, 1 / RATE_HZ)
    depth = np.where(
        (time_s > 1) & (time_s < 1 + 3 * repetitions),
        0.5 - 0.5 * np.cos(2 * np.pi * (time_s - 1) / 3),
        0.0,
    )
    dofs = np.zeros((len(time_s), len(DOFS)))
    dofs[:, DOF["pelvis_ty"]] = 0.95 - 0.35 * depth
    dofs[:, DOF["heading"]] = heading_rad
    dofs[:, DOF["list"]] = np.radians(3 * depth)
    dofs[:, DOF["tilt"]] = np.radians(-4 - 20 * depth)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-3 - 10 * depth)
    for side, aside in zip("rl", aside_deg, strict=True):
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(4 + 90 * depth)
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(5 + 80 * depth)
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(aside)
        dofs[:, DOF[f"hip_rotation_{side}"]] = np.radians(4)
        dofs[:, DOF[f"ankle_angle_{side}"]] = np.radians(20 * depth)
    return dofs


def markers_on(dofs: Floats, *, both_sides_of_joints: bool = True) -> MarkerTrial:
    """Plug-in-Gait-like markers on a body: pelvis' spines, knees and ankles from both sides."""
    body = pose_body(dofs=dofs, constants=PRIOR_MEAN, height_m=HEIGHT_M)
    joints = joint_places(body.origins_m, body.points_m)
    spines = body.rotations["pelvis"] @ Rotation.from_euler("z", -SPINES_TILT_RAD).as_matrix()
    places: dict[str, Floats] = {}
    front = body.origins_m["pelvis"] + spines @ (0.06, 0.08, 0.0)
    for side in Side:
        s, out = side.suffix.upper(), 1 if side is Side.RIGHT else -1
        right = out * np.array([0.0, 0.0, 1.0])
        places[f"{s}ASI"] = front + spines @ (SPINE_HALF_WIDTH_M * right)
        places[f"{s}PSI"] = front + spines @ (0.05 * right - (SPINE_DEPTH_M, 0, 0))
        for joint, name in MARKED_JOINTS.items():
            places[f"{s}{name}"] = joints[:, JOINTS.index(f"{joint}_{side.suffix}")]
        femur, tibia = (body.rotations[f"{bone}_{side.suffix}"] for bone in ("femur", "tibia"))
        for turn, joint, half_m, outer, inner in (
            (femur, "knee", HALF_KNEE_M, "KNE", "KNM"),
            (tibia, "ankle", HALF_ANKLE_M, "ANK", "MED"),
        ):
            middle = joints[:, JOINTS.index(f"{joint}_{side.suffix}")]
            places[f"{s}{outer}"] = middle + turn @ (half_m * right)
            if both_sides_of_joints:
                places[f"{s}{inner}"] = middle - turn @ (half_m * right)
    return MarkerTrial(
        time_s=np.arange(len(dofs)) / RATE_HZ,
        names=tuple(places),
        places_m=np.stack(list(places.values()), axis=1),
        rate_hz=RATE_HZ,
    )


def table_of(dofs: Floats) -> MotionTable:
    """The joint angles alone, as OpenSim would have them."""
    turn = Rotation.from_euler("YXZ", dofs[:, [DOF["heading"], DOF["list"], DOF["tilt"]]])
    tilt, listing, rotation = turn.as_euler("ZXY").T
    own = {name: dofs[:, DOF[name]] for name in DOFS if name not in ("heading", "list", "tilt")}
    return MotionTable(
        time_s=np.arange(len(dofs)) / RATE_HZ,
        values={"pelvis_tilt": tilt, "pelvis_list": listing, "pelvis_rotation": rotation, **own},
    )
