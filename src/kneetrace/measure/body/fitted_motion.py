"""From a fitted body to its Motion, as one camera's recording tells it."""

import numpy as np
from scipy.spatial.transform import Rotation

from kneetrace.measure.body.descent import State
from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.body.projection import BESIDE
from kneetrace.measure.body.residuals import MARK, Observed, view_of
from kneetrace.measure.body.skeleton import (
    CONSTANTS,
    DOF,
    MARK_NAMES,
    PELVIS_ORIGIN,
    Array,
    pose_body,
)
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS
from kneetrace.terms import COORDINATES, LEG_ANGLES, TRUNK_ANGLES


def motion_of(*, observed: Observed, state: State, draws: Array, number: int = 0) -> Motion:
    """Tell a fitted body as seen by camera ``number``, 0 for the first, in the grid's own time.

    Parameters
    ----------
    draws : (time, dof, draw), possible errors of the body
    """
    o, look, dofs = observed, observed.looks[number], state.dofs
    body = pose_body(dofs=dofs, constants=state.constants, height_m=o.height_m)

    def seen_px(points_m: Array) -> Array:
        view = view_of(observed=o, number=number, border=state.border, points_m=points_m)
        return view.xy_px

    ahead = float(np.angle(np.exp(1j * dofs[:, DOF["heading"]]).mean()))
    upright = Rotation.from_euler("y", -ahead)
    values = coordinates_of(dofs, upright, body.rotations["pelvis"], o.height_m)
    spread = [
        coordinates_of(dofs + draws[..., n], upright, None, o.height_m)
        for n in range(draws.shape[2])
    ]
    sd = {name: np.std([c[name] for c in spread], axis=0) for name in COORDINATES}
    unseen = np.max([each.trust.max(axis=1) for each in o.looks], axis=0) == 0
    for series in (*values.values(), *sd.values()):
        series[unseen] = np.nan

    residual = np.full((len(o.time_s), len(LANDMARKS)), np.nan)
    away = np.linalg.norm(seen_px(body.points_m) - look.xy_px, axis=-1)
    residual[:, [INDEX[m] for m in MARK_NAMES]] = np.where(look.trust > 0, away, np.nan)
    joints = joint_places(body.origins_m, body.points_m)
    planted = o.stance >= 0
    return Motion(
        time_s=o.time_s,
        values=values,
        sd=sd,
        joints_m=upright.apply(joints.reshape(-1, 3)).reshape(joints.shape),
        joints_px=seen_px(joints),
        planted={"r": planted[:, 0] | planted[:, 1], "l": planted[:, 2] | planted[:, 3]},
        residual_px=residual,
        standing=o.standing,
        camera=_camera(o, state, draws, number),
    )


def coordinates_of(
    dofs: Array, upright: Rotation, pelvis: Array | None, height_m: float
) -> dict[str, Array]:
    """OpenSim coordinates, in a world whose x axis is the person's mean forward direction."""
    turn = (
        Rotation.from_matrix(pelvis)
        if pelvis is not None
        else Rotation.from_euler("YXZ", dofs[:, [DOF["heading"], DOF["list"], DOF["tilt"]]])
    )
    turn = upright * turn
    tilt, listing, rotation = turn.as_euler("ZXY").T
    origin = upright.apply(dofs[:, :3]) + turn.apply(np.array(PELVIS_ORIGIN) * height_m)
    named = {
        "pelvis_tilt": tilt,
        "pelvis_list": listing,
        "pelvis_rotation": rotation,
        **{f"pelvis_t{axis}": origin[:, i].copy() for i, axis in enumerate("xyz")},
    }
    for name in (*(f"{n}_{side}" for side in "rl" for n in LEG_ANGLES), *TRUNK_ANGLES):
        named[name] = dofs[:, DOF[name]].copy()
    return {name: named[name].copy() for name in COORDINATES}


def joint_places(origins_m: dict[str, Array], points_m: Array) -> Array:
    """Points of the drawn skeleton, (time, joint, xyz), in the order of ``JOINTS``."""
    shoulders = [points_m[:, MARK[f"{side}_shoulder"]] for side in ("right", "left")]
    places = {
        "mid_hip": origins_m["pelvis"],
        "neck": 0.5 * (shoulders[0] + shoulders[1]),
        "shoulder_r": shoulders[0],
        "shoulder_l": shoulders[1],
    }
    for side, name in (("r", "right"), ("l", "left")):
        places[f"hip_{side}"] = origins_m[f"femur_{side}"]
        places[f"knee_{side}"] = origins_m[f"tibia_{side}"]
        places[f"ankle_{side}"] = origins_m[f"foot_{side}"]
        places[f"heel_{side}"] = points_m[:, MARK[f"{name}_heel"]]
        places[f"toe_{side}"] = points_m[:, MARK[f"{name}_foot_index"]]
    return np.stack([places[joint] for joint in JOINTS], axis=1)


def _camera(o: Observed, state: State, draws: Array, number: int) -> CameraPlacement:
    """Where the phone stood, seen from the person's own forward direction."""
    constants = {c.name: float(state.border[i]) for i, c in enumerate(CONSTANTS)}
    placed = {"x_m": 0.0, "z_m": 0.0, **constants}
    if number > 0:
        own = state.border[o.of_camera(number)]
        placed = {c.name: float(value) for c, value in zip(BESIDE, own, strict=True)}
    heading = state.dofs[:, DOF["heading"]]
    x_m, z_m = state.dofs[:, 0] - placed["x_m"], state.dofs[:, 2] - placed["z_m"]
    to_camera = np.arctan2(z_m, -x_m)  # a heading, too
    middle = float(np.angle(np.exp(1j * (to_camera - heading)).mean()))
    spread = draws[:, DOF["heading"]].std(axis=-1)
    return CameraPlacement(
        yaw_rad=middle,
        yaw_sd_rad=float(np.median(spread)),
        pitch_rad=placed["camera_pitch_rad"],
        roll_rad=placed["camera_roll_rad"],
        height_m=placed["camera_height_m"],
        distance_m=float(np.median(np.hypot(x_m, z_m))),
        focal_px=o.looks[number].focal_px * placed["focal_scale"],
    )
