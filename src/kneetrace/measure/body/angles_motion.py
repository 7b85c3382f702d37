"""From joint angles that somebody else computed to a Motion: the body posed by them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from kneetrace.measure.body.fitted_motion import joint_places
from kneetrace.measure.body.front_picture import FRONT_CAMERA, front_px
from kneetrace.measure.body.motion import JOINTS, Motion, MotionTable
from kneetrace.measure.body.residuals import PRIOR_MEAN
from kneetrace.measure.body.skeleton import DOF, DOFS, PELVIS_ORIGIN, Array, pose_body
from kneetrace.measure.body.stillness import foot_planted
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.measure.refusals import refusal
from kneetrace.terms import (
    COORDINATES,
    LEG_ANGLES,
    TRUNK_ANGLES,
    InvalidInput,
    NotMeasurable,
    Side,
    is_angle,
)

ANGLE_SD_DEG: Final[Mapping[str, float]] = {
    "pelvis_tilt": 5.0,
    "pelvis_list": 3.0,
    "pelvis_rotation": 4.0,
    "hip_flexion": 5.0,
    "hip_adduction": 4.0,
    "hip_rotation": 8.0,
    "knee_angle": 5.0,
    "ankle_angle": 6.0,
    "lumbar_extension": 6.0,
    "lumbar_bending": 4.0,
    "lumbar_rotation": 6.0,
}
"""Spread assumed of angles that come without one. Between sessions marker laboratories repeat most
angles within 2 to 5 deg and hip rotation worse (review: McGinley et al. 2009,
doi 10.1016/j.gaitpost.2008.09.003); that a file is no worse is an assumption. DESIGN"""

PLACE_SD_M: Final = 0.02
JOINT_SD_M: Final[Mapping[str, float]] = {
    "mid_hip": 0.008,
    "hip": 0.010,
    "knee": 0.015,
    "ankle": 0.015,
    "heel": 0.020,
    "toe": 0.020,
    "neck": 0.025,
    "shoulder": 0.025,
}
"""What these spreads make of the places of a posed body against its pelvis, m. DESIGN"""

TURNED_KNEE_RAD: Final = -0.26
"""A knee that goes further into the negative than this, and further than into the positive, counts
flexion negative, as the older models of OpenSim (gait2392) do. DESIGN"""

IMPOSSIBLE_RAD: Final = 4.0
"""No hip or knee angle is larger: such numbers are degrees. DESIGN"""

STIFF_RAD: Final = 0.05
"""Knees that bend by less in a whole file are no movement, or radians called degrees. DESIGN"""

_LEG: Final = ("hip_flexion", "hip_adduction", "knee_angle")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "mid_hip": (),
    "hip": (),
    "knee": ("hip_flexion", "hip_adduction"),
    "ankle": _LEG,
    "heel": (*_LEG, "ankle_angle"),
    "toe": (*_LEG, "ankle_angle"),
    "neck": ("lumbar_extension", "lumbar_bending"),
    "shoulder": ("lumbar_extension", "lumbar_bending"),
}
"""Coordinates, besides the pelvis' tilt and list, without which a joint's place is not known."""

LEG_COORDINATES: Final = tuple(f"{name}_{side}" for side in "rl" for name in LEG_ANGLES)


class AnglesMissing(NotMeasurable):
    """A file of joint angles holds none that are measured here."""


class AnglesImpossible(InvalidInput):
    """Joint angles are such as no body takes."""


def motion_of_angles(*, table: MotionTable, height_m: float) -> Motion:
    """Pose a body of average proportions by joint angles.

    Parameters
    ----------
    table
        OpenSim coordinates; a path's last part but ``value`` is taken for the name. Others than
        those of the body model are left alone.
    height_m
        Stature; scales the body.

    Returns
    -------
    Motion
        A coordinate the table lacks is NaN, and so is the place of every joint that hangs on it.
        Knees that count flexion negative are turned. Spreads are assumed (``ANGLE_SD_DEG``).

    Raises
    ------
    AnglesMissing
        When the table has neither a knee nor a hip.
    AnglesImpossible
        When the angles are degrees called radians.
    """
    given = plain_angles(table).values
    missing = np.full(len(table.time_s), np.nan)
    values = {name: given.get(name, missing) for name in COORDINATES}
    joints_m = _joints(values, height_m=height_m)
    placed = {"pelvis_tx", "pelvis_ty", "pelvis_tz"} <= given.keys()
    return Motion(
        time_s=table.time_s,
        values=values,
        sd={name: np.where(np.isfinite(values[name]), _sd(name), np.nan) for name in COORDINATES},
        joints_m=joints_m,
        joints_px=front_px(places_m=joints_m, joints_m=joints_m, time_s=table.time_s),
        planted={
            side.suffix: foot_planted(
                joints_m=joints_m, side=side, time_s=table.time_s, height_m=height_m
            )
            & placed
            for side in Side
        },
        residual_px=np.full((len(table.time_s), len(LANDMARKS)), np.nan),
        standing=np.zeros(len(table.time_s), dtype=bool),
        camera=FRONT_CAMERA,
        joint_sd_m={name: JOINT_SD_M[_unsided(name)] for name in JOINTS},
        unseen=tuple(name for name in COORDINATES if not np.isfinite(values[name]).any()),
    )


def plain_angles(table: MotionTable, /) -> MotionTable:
    """Name coordinates plainly and count the bending of knees positive, as OpenSim does today.

    Raises
    ------
    AnglesMissing, AnglesImpossible
        As :func:`motion_of_angles`.
    """
    given = _by_plain_name(table)
    _check(given)
    return replace(table, values=given | _knees_flexion_positive(given))


def stiff_knees_deg(values: Mapping[str, Array], /) -> float | None:
    """Tell how little the knees bend in a whole file; None where they do bend."""
    knees = [values[name] for name in ("knee_angle_r", "knee_angle_l") if name in values]
    known = np.concatenate([knee[np.isfinite(knee)] for knee in knees] or [np.zeros(0)])
    if not len(known) or np.ptp(known) >= STIFF_RAD:
        return None
    return float(np.degrees(np.ptp(known)))


def stiff_knees(values: Mapping[str, Array], /) -> tuple[str, str] | None:
    """Say that the knees hardly bend in a whole file, and what to do; None where they do."""
    if (bent_deg := stiff_knees_deg(values)) is None:
        return None
    return (
        f"The knees bend by only {bent_deg:.1f} degrees in the whole file.",
        "Check that the header's inDegrees says rightly whether the angles are in degrees or "
        "radians.",
    )


def _by_plain_name(table: MotionTable) -> dict[str, Array]:
    # OpenSim's newer tables name coordinates by their path: /jointset/hip_r/hip_flexion_r/value
    return {
        path.removesuffix("/value").rsplit("/", 1)[-1]: column
        for path, column in table.values.items()
        if not path.endswith(("/speed", "/activation"))
    }


def _check(given: Mapping[str, Array]) -> None:
    legs = [
        given[name]
        for name in COORDINATES
        if name.startswith(("knee_angle", "hip_flexion")) and name in given
    ]
    legs = [values for values in legs if np.isfinite(values).any()]
    if not legs:
        raise AnglesMissing(refusal("angles_missing"))
    largest = max(float(np.nanmax(np.abs(values))) for values in legs)
    if largest > IMPOSSIBLE_RAD:
        raise AnglesImpossible(refusal("angles_impossible", bent=f"{np.degrees(largest):.0f}"))


def _knees_flexion_positive(given: Mapping[str, Array]) -> dict[str, Array]:
    """Knee flexion, positive, whichever sign the file gives both knees."""
    knees = {name: given[name] for name in ("knee_angle_r", "knee_angle_l") if name in given}
    known = np.concatenate([knee[np.isfinite(knee)] for knee in knees.values()] or [np.zeros(0)])
    low, high = np.min(known, initial=0.0), np.max(known, initial=0.0)
    negative = low < TURNED_KNEE_RAD and -low > high
    return {name: -knee if negative else knee for name, knee in knees.items()}


def _joints(values: Mapping[str, Array], *, height_m: float) -> Array:
    """Places of the skeleton's joints, (time, joint, xyz), m; NaN where a coordinate lacks."""
    known = {name: np.nan_to_num(value) for name, value in values.items()}
    pelvis = Rotation.from_euler(
        "ZXY", np.stack([known[f"pelvis_{turn}"] for turn in ("tilt", "list", "rotation")], axis=1)
    )
    dofs = np.zeros((len(known["pelvis_tilt"]), len(DOFS)))
    for name in (*LEG_COORDINATES, *TRUNK_ANGLES):
        dofs[:, DOF[name]] = known[name]
    dofs[:, [DOF["heading"], DOF["list"], DOF["tilt"]]] = pelvis.as_euler("YXZ")
    origin = np.stack([known[f"pelvis_t{axis}"] for axis in "xyz"], axis=1)
    dofs[:, :3] = origin - pelvis.apply(np.array(PELVIS_ORIGIN) * height_m)
    body = pose_body(dofs=dofs, constants=PRIOR_MEAN, height_m=height_m)
    joints_m = joint_places(body.origins_m, body.points_m)
    feet = [JOINTS.index(f"{part}_{side}") for part in ("heel", "toe") for side in "rl"]
    lowest_m = joints_m[:, feet, 1].min(axis=1)
    floored = np.isfinite(values["pelvis_ty"])
    joints_m[..., 1] -= np.where(
        floored, np.percentile(lowest_m[floored], 2) if floored.any() else 0.0, lowest_m
    )[:, None]
    for number, joint in enumerate(JOINTS):
        hangs_on = ("pelvis_tilt", "pelvis_list", *_hangs_on(joint))
        unknown = ~np.isfinite([values[name] for name in hangs_on]).all(axis=0)
        joints_m[unknown, number] = np.nan
    return joints_m


def _hangs_on(joint: str) -> tuple[str, ...]:
    side = joint[-2:] if joint.endswith(("_r", "_l")) else ""
    return tuple(
        f"{name}{side}" if f"{name}{side}" in COORDINATES else name
        for name in _NEEDED[_unsided(joint)]
    )


def _unsided(name: str) -> str:
    return name.removesuffix("_r").removesuffix("_l")


def _sd(coordinate: str) -> float:
    if not is_angle(coordinate):
        return PLACE_SD_M
    return float(np.radians(ANGLE_SD_DEG[_unsided(coordinate)]))
