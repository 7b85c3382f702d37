"""How each clinical measure is read from one repetition, and how far that reading may be off."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement import picture_measures as picture
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Excursion
from kneetrace.measure.movement.phases import Phases, find_phases
from kneetrace.measure.movement.scene import (
    Obstacle,
    Reading,
    Scene,
    angle_at,
    frontal_moment_s,
    largest_angle,
    largest_in_picture,
    largest_trunk_lean,
    picture_at,
    trunk_lean_sideways_at,
)
from kneetrace.terms import Side, Unit

Floats = NDArray[np.float64]
Read = Callable[[Scene, Repetition, Side | None], Reading | Obstacle]

EVENT_SD_S: Final = 0.06
"""Spread of one start, turn or end: two other video systems differed from mocap by at most 0.12 s
over the five repetitions of a sit-to-stand (validation, repetitions.other_systems_*)."""

HOLD_EDGE_SD_S: Final = 0.10
"""Spread of where the hold begins or ends: the curve is flat there. DESIGN"""

FPPA_SD_DEG: Final = (7.0, 0.8)
"""Projection alone puts the angle 7 deg off straight from the front on a bent knee, and 0.8 deg
more for every degree beside it (own projection study with a camera at 3 m, 0.9 m high)."""

PELVIS_SD_DEG: Final = ((0.0, 10.0, 30.0), (0.2, 0.7, 3.3))
TRUNK_SD_DEG: Final = ((0.0, 10.0, 30.0), (0.9, 1.2, 3.5))
"""Projection error by angle beside the front, of an upright person, from the same study."""

UNSEEN_LEAN_RAD: Final = math.radians(40)
"""How far a trunk may lean forward where no body was fitted that would show it. DESIGN"""

PELVIS_LANDMARK_SD_DEG: Final = 2.8
TRUNK_LANDMARK_SD_DEG: Final = 2.7
"""Least error of the landmarks themselves against triangulation by four cameras."""

HIPS_BACK_SHARE: Final = 0.14
"""How far hips go back, or knees forward, of the ankles in a squat or a rise, x height. DESIGN"""

HIP_WIDTH_SHARE: Final = 0.1
"""Distance between the hip landmarks, x height. DESIGN"""

SHIFT_LANDMARK_SD: Final = 0.05
"""Error of mid-hip against mid-ankle standing straight, hip widths. DESIGN"""

ASKED_DISTANCE_M: Final = 3.0

THIGH_AT_CAMERA: Final = Obstacle(
    reason="The thigh points at the camera at this moment, so its direction does not show.",
    advice="Put the phone at hip height, further away, and squat a little less deep.",
)
TAKEN_AS_STRAIGHT: Final = Obstacle(
    reason="Where you stand tall, your knees are taken to be nearly straight, because that tells "
    "how long your legs are; how straight they really get is therefore not measured.",
    advice="A therapist can measure by hand how far your knees straighten.",
)
NO_RETURN: Final = Obstacle(
    reason="The video ends before the way back.",
    advice="Let the video run until you are back where you started.",
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a measure is: its unit, whether each side has one, and how a repetition is read."""

    unit: Unit
    read: Read
    sided: bool = False
    needs_body: bool = False


def _body(scene: Scene) -> Motion:
    assert scene.motion is not None  # Kind.needs_body is checked before anything is read
    return scene.motion


def _suffix(side: Side | None) -> str:
    assert side is not None
    return side.suffix


def _knee_at_start(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    if scene.test.excursion is Excursion.INTO_FLEXION:
        return _straightest_knee(scene, repetition.start_s, side)
    return _knee_at(scene, repetition.start_s, side)


def _knee_standing(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    return _straightest_knee(scene, repetition.peak_s, side)


def _straightest_knee(scene: Scene, moment_s: float, side: Side | None) -> Reading | Obstacle:
    """Read a knee in standing, unless the fit took standing to be straight: then it is assumed."""
    if _body(scene).standing.any():
        return TAKEN_AS_STRAIGHT
    return _knee_at(scene, moment_s, side)


def _knee_at(scene: Scene, moment_s: float, side: Side | None) -> Reading | Obstacle:
    coordinate = f"knee_angle_{_suffix(side)}"
    return angle_at(motion=_body(scene), coordinate=coordinate, moment_s=moment_s)


def _largest_of(
    coordinate: str, scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    return largest_angle(
        motion=_body(scene), coordinate=f"{coordinate}_{_suffix(side)}", repetition=repetition
    )


def _hip_adduction(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    return angle_at(
        motion=_body(scene),
        coordinate=f"hip_adduction_{_suffix(side)}",
        moment_s=frontal_moment_s(scene=scene, repetition=repetition),
    )


def _trunk_forward(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    return largest_trunk_lean(motion=_body(scene), repetition=repetition)


def _fppa(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    assert side is not None
    points, moment_s = (
        picture.leg_points(side=side),
        frontal_moment_s(scene=scene, repetition=repetition),
    )
    share = picture_at(scene=scene, points=points, measure=picture.thigh_share, moment_s=moment_s)
    if isinstance(share, Reading) and share.value < picture.LEAST_THIGH_SHARE:
        return THIGH_AT_CAMERA
    reading = picture_at(
        scene=scene,
        points=points,
        measure=partial(picture.frontal_plane_projection_angle, side=side),
        moment_s=moment_s,
    )
    return _widened(reading, _fppa_sd_rad(scene))


def _fppa_peak(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    assert side is not None
    reading = largest_in_picture(
        scene=scene,
        points=picture.leg_points(side=side),
        measure=partial(picture.frontal_plane_projection_angle, side=side),
        usable=picture.thigh_share,
        least_usable=picture.LEAST_THIGH_SHARE,
        repetition=repetition,
    )
    return _widened(reading, _fppa_sd_rad(scene))


def _fppa_sd_rad(scene: Scene) -> float:
    straight_deg, each_deg = FPPA_SD_DEG
    return math.radians(straight_deg) + each_deg * scene.beside_front_rad


def _frontal(
    points: tuple[str, ...],
    measure: Callable[..., Floats],
    error: float,
    scene: Scene,
    repetition: Repetition,
) -> Reading | Obstacle:
    """Read a measure of the whole body from the front at the frontal moment."""
    reading = picture_at(
        scene=scene,
        points=points,
        measure=partial(measure, roll_rad=scene.roll_rad),
        moment_s=frontal_moment_s(scene=scene, repetition=repetition),
    )
    return _widened(reading, error)


def _pelvic_list(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read from the fitted body, which knows perspective; else from the picture."""
    landmarks_rad = math.radians(PELVIS_LANDMARK_SD_DEG)
    if scene.motion is None:
        error = _projection_sd_rad(scene, PELVIS_SD_DEG)
        reading = _frontal(picture.LEVEL_POINTS, picture.pelvic_list, error, scene, repetition)
    else:
        moment_s = frontal_moment_s(scene=scene, repetition=repetition)
        reading = angle_at(motion=scene.motion, coordinate="pelvis_list", moment_s=moment_s)
    return _widened(reading, landmarks_rad)


def _trunk_sideways(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read from the fitted body, which knows the forward lean; else from the picture."""
    landmarks_rad = math.radians(TRUNK_LANDMARK_SD_DEG)
    if scene.motion is None:
        aside = math.sin(min(scene.beside_front_rad, math.pi / 2))
        error = math.hypot(
            _projection_sd_rad(scene, TRUNK_SD_DEG), math.atan(math.tan(UNSEEN_LEAN_RAD) * aside)
        )
        reading = _frontal(
            picture.TRUNK_POINTS, picture.trunk_lean_sideways, error, scene, repetition
        )
    else:
        moment_s = frontal_moment_s(scene=scene, repetition=repetition)
        reading = trunk_lean_sideways_at(motion=scene.motion, moment_s=moment_s)
    return _widened(reading, landmarks_rad)


def _projection_sd_rad(
    scene: Scene, by_yaw_deg: tuple[tuple[float, ...], tuple[float, ...]]
) -> float:
    return math.radians(float(np.interp(math.degrees(scene.beside_front_rad), *by_yaw_deg)))


def _separation(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    return _frontal(
        picture.STANCE_POINTS,
        picture.knee_ankle_separation_ratio,
        _separation_sd(scene),
        scene,
        repetition,
    )


def _weight_shift(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    return _frontal(picture.SHIFT_POINTS, picture.weight_shift, _shift_sd(scene), scene, repetition)


def _separation_sd(scene: Scene) -> float:
    """Knees are nearer to the camera than ankles, and so look further apart."""
    distance_m = scene.motion.camera.distance_m if scene.motion is not None else ASKED_DISTANCE_M
    return HIPS_BACK_SHARE * scene.person.height_m / distance_m


def _shift_sd(scene: Scene) -> float:
    """Hips that go back look shifted sideways from beside the front."""
    aside = HIPS_BACK_SHARE / HIP_WIDTH_SHARE * math.sin(min(scene.beside_front_rad, math.pi / 2))
    return math.hypot(aside, SHIFT_LANDMARK_SD)


def _widened(reading: Reading | Obstacle, sd: float) -> Reading | Obstacle:
    if isinstance(reading, Obstacle):
        return reading
    return Reading(value=reading.value, sd=math.hypot(reading.sd, sd))


def _duration(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    if _phases(scene, repetition).back_s is None:
        return NO_RETURN
    return Reading(value=repetition.end_s - repetition.start_s, sd=math.sqrt(2) * EVENT_SD_S)


def _descent(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    into_flexion = scene.test.excursion is Excursion.INTO_FLEXION
    return _way(scene, repetition, away=into_flexion)


def _ascent(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    into_flexion = scene.test.excursion is Excursion.INTO_FLEXION
    return _way(scene, repetition, away=not into_flexion)


def _way(scene: Scene, repetition: Repetition, *, away: bool) -> Reading | Obstacle:
    phases = _phases(scene, repetition)
    way_s = phases.away_s if away else phases.back_s
    if way_s is None:
        return NO_RETURN
    return Reading(value=way_s, sd=math.hypot(EVENT_SD_S, HOLD_EDGE_SD_S))


def _hold(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    phases = _phases(scene, repetition)
    if phases.back_s is None:
        return NO_RETURN
    return Reading(value=phases.hold_s, sd=math.sqrt(2) * HOLD_EDGE_SD_S)


def _phases(scene: Scene, repetition: Repetition) -> Phases:
    return find_phases(time_s=scene.curve_time_s, excursion=scene.curve, repetition=repetition)


KINDS: Final[dict[str, Kind]] = {
    "repetition_duration": Kind(unit=Unit.SECOND, read=_duration),
    "descent_duration": Kind(unit=Unit.SECOND, read=_descent),
    "hold_duration": Kind(unit=Unit.SECOND, read=_hold),
    "ascent_duration": Kind(unit=Unit.SECOND, read=_ascent),
    "knee_flexion_start": Kind(unit=Unit.RADIAN, sided=True, needs_body=True, read=_knee_at_start),
    "knee_flexion_standing": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, read=_knee_standing
    ),
    "knee_flexion_peak": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, read=partial(_largest_of, "knee_angle")
    ),
    "hip_flexion_peak": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, read=partial(_largest_of, "hip_flexion")
    ),
    "hip_adduction": Kind(unit=Unit.RADIAN, sided=True, needs_body=True, read=_hip_adduction),
    "trunk_lean_forward": Kind(unit=Unit.RADIAN, needs_body=True, read=_trunk_forward),
    "frontal_plane_projection_angle": Kind(unit=Unit.RADIAN, sided=True, read=_fppa),
    "frontal_plane_projection_angle_peak": Kind(unit=Unit.RADIAN, sided=True, read=_fppa_peak),
    "pelvic_list": Kind(unit=Unit.RADIAN, read=_pelvic_list),
    "trunk_lean_sideways": Kind(unit=Unit.RADIAN, read=_trunk_sideways),
    "knee_ankle_separation_ratio": Kind(unit=Unit.RATIO, read=_separation),
    "weight_shift": Kind(unit=Unit.RATIO, read=_weight_shift),
}
"""How each measure is read. hip_rotation has no entry: one video never shows it."""
