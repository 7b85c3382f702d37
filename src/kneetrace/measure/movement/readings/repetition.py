"""How each clinical measure is read from one repetition, and how far that reading may be off."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Events, Excursion, Legs, TestedLeg
from kneetrace.measure.movement.readings.phases import Phases, find_phases
from kneetrace.measure.movement.scene import (
    Obstacle,
    Reading,
    Scene,
    angle_at,
    frontal_moment_s,
    frontal_reach_s,
    largest_angle,
    largest_in_picture,
    largest_trunk_lean,
    picture_at,
    trunk_lean_forward_at,
    trunk_lean_sideways_at,
)
from kneetrace.measure.movement.seen import picture_measures as picture
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

ONE_LEG_SD_DEG: Final = 5.5
"""How far off a bend is in every repetition alike, on top of what the fit tells, where one leg
carries the body. Between 4 and 7 deg in made-up single-leg squats, where many weak beliefs (upright
trunk, level pelvis, usual hips) and the network's depth all err towards more bend; 3 (carrying leg)
to 9 deg (swinging leg) between four cameras that filmed one single-leg stance; the choice within
that is DESIGN."""

UNSEEN_PELVIS_SD_DEG: Final = 5.0
"""The same of hip flexion, on any number of legs: how far the pelvis tilts with the thigh hardly
shows, so the fit takes a usual share. Hips were read 3 deg low in a sit-to-stand against marker
mocap and 8 deg low in made-up lunges with an upright pelvis; the choice within that is DESIGN."""

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
THIGH_LEVEL: Final = Obstacle(
    reason="The thigh points straight ahead at this moment, so that it has no direction from the "
    "front.",
    advice="Look at the angle while the knee is less bent.",
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
    """What a measure is, and how it is read from one repetition.

    sided : each leg has one; a repetition that one leg does is read on that leg alone
    unsigned : a size, which cannot be less than nothing
    needs_body : it cannot be read from the picture alone
    whole : it is read once, over all complete repetitions: ``read`` is given the stretch from
        the first one's start to the last one's end
    summed_up : its mean over the test is given (under its own name, without a repetition), and
        how much the repetitions differ, as ``<name>_spread``
    compared : right minus left is given, as ``<name>_difference``
    """

    unit: Unit
    read: Read
    sided: bool = False
    unsigned: bool = False
    needs_body: bool = False
    whole: bool = False
    summed_up: bool = False
    compared: bool = False


def fitted_body(*, scene: Scene) -> Motion:
    """Return the fitted body of a scene that has one."""
    assert scene.motion is not None  # Kind.needs_body is checked before anything is read
    return scene.motion


def _suffix(side: Side | None) -> str:
    assert side is not None
    return side.suffix


def knee_at_start(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the knee where the repetition starts."""
    if scene.test.excursion is Excursion.INTO_FLEXION:
        return _straightest_knee(scene, repetition.start_s, side)
    return _knee_at(scene, repetition.start_s, side)


def knee_standing(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the knee at the tallest point of a rise."""
    return _straightest_knee(scene, repetition.peak_s, side)


def _straightest_knee(scene: Scene, moment_s: float, side: Side | None) -> Reading | Obstacle:
    """Read a knee in standing, unless the fit took standing to be straight: then it is assumed."""
    if fitted_body(scene=scene).standing.any():
        return TAKEN_AS_STRAIGHT
    return _knee_at(scene, moment_s, side)


def _knee_at(scene: Scene, moment_s: float, side: Side | None) -> Reading | Obstacle:
    reading = angle_at(
        motion=fitted_body(scene=scene),
        coordinate=f"knee_angle_{_suffix(side)}",
        moment_s=moment_s,
    )
    return doubted(scene=scene, coordinate="knee_angle", reading=reading)


def largest_of(
    coordinate: str, scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read the largest value of one joint's angle."""
    reading = largest_angle(
        motion=fitted_body(scene=scene),
        coordinate=f"{coordinate}_{_suffix(side)}",
        repetition=repetition,
    )
    return doubted(scene=scene, coordinate=coordinate, reading=reading)


def doubted(*, scene: Scene, coordinate: str, reading: Reading | Obstacle) -> Reading | Obstacle:
    """Add what the fit does not know of the bend of a knee or hip: alike in all repetitions."""
    one_leg = scene.test.legs is Legs.ONE and scene.test.tested_leg is TestedLeg.CARRYING
    sd_deg = math.hypot(
        one_leg * ONE_LEG_SD_DEG, (coordinate == "hip_flexion") * UNSEEN_PELVIS_SD_DEG
    )
    return widened(scene=scene, reading=reading, sd=math.radians(sd_deg))


def hip_adduction(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read hip adduction at the frontal moment."""
    return angle_at(
        motion=fitted_body(scene=scene),
        coordinate=f"hip_adduction_{_suffix(side)}",
        moment_s=frontal_moment_s(scene=scene, repetition=repetition),
        reach_s=frontal_reach_s(scene=scene, repetition=repetition),
    )


def hip_rotation(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the thigh is turned about its own axis at the frontal moment."""
    return angle_at(
        motion=fitted_body(scene=scene),
        coordinate=f"hip_rotation_{_suffix(side)}",
        moment_s=frontal_moment_s(scene=scene, repetition=repetition),
        reach_s=frontal_reach_s(scene=scene, repetition=repetition),
    )


def trunk_forward(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the largest forward lean of the trunk; of a hold, the median."""
    if scene.test.events is Events.HOLD:
        reach_s = (repetition.end_s - repetition.start_s) / 2
        return trunk_lean_forward_at(
            motion=fitted_body(scene=scene), moment_s=repetition.peak_s, reach_s=reach_s
        )
    return largest_trunk_lean(motion=fitted_body(scene=scene), repetition=repetition)


def fppa(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the frontal-plane projection angle at the frontal moment."""
    assert side is not None
    points, moment_s = (
        picture.leg_points(side=side),
        frontal_moment_s(scene=scene, repetition=repetition),
    )
    share = picture_at(scene=scene, points=points, measure=picture.thigh_share, moment_s=moment_s)
    if isinstance(share, Reading) and share.value < picture.LEAST_THIGH_SHARE:
        return THIGH_LEVEL if scene.solid else THIGH_AT_CAMERA
    reading = picture_at(
        scene=scene,
        points=points,
        measure=partial(picture.frontal_plane_projection_angle, side=side),
        moment_s=moment_s,
        reach_s=frontal_reach_s(scene=scene, repetition=repetition),
    )
    return widened(scene=scene, reading=reading, sd=_fppa_sd_rad(scene))


def fppa_peak(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the largest frontal-plane projection angle while the thigh shows."""
    assert side is not None
    reading = largest_in_picture(
        scene=scene,
        points=picture.leg_points(side=side),
        measure=partial(picture.frontal_plane_projection_angle, side=side),
        usable=picture.thigh_share,
        least_usable=picture.LEAST_THIGH_SHARE,
        repetition=repetition,
    )
    return widened(scene=scene, reading=reading, sd=_fppa_sd_rad(scene))


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
        reach_s=frontal_reach_s(scene=scene, repetition=repetition),
    )
    return widened(scene=scene, reading=reading, sd=error)


def pelvic_list(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read from the fitted body, which knows perspective; else from the picture."""
    landmarks_rad = math.radians(PELVIS_LANDMARK_SD_DEG)
    if scene.motion is None:
        error = _projection_sd_rad(scene, PELVIS_SD_DEG)
        reading = _frontal(picture.LEVEL_POINTS, picture.pelvic_list, error, scene, repetition)
    else:
        reading = angle_at(
            motion=scene.motion,
            coordinate="pelvis_list",
            moment_s=frontal_moment_s(scene=scene, repetition=repetition),
            reach_s=frontal_reach_s(scene=scene, repetition=repetition),
        )
    return widened(scene=scene, reading=reading, sd=landmarks_rad)


def trunk_sideways(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
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
        reading = trunk_lean_sideways_at(
            motion=scene.motion,
            moment_s=frontal_moment_s(scene=scene, repetition=repetition),
            reach_s=frontal_reach_s(scene=scene, repetition=repetition),
        )
    return widened(scene=scene, reading=reading, sd=landmarks_rad)


def _projection_sd_rad(
    scene: Scene, by_yaw_deg: tuple[tuple[float, ...], tuple[float, ...]]
) -> float:
    return math.radians(float(np.interp(math.degrees(scene.beside_front_rad), *by_yaw_deg)))


def separation(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the knees are apart against the ankles, at the frontal moment."""
    return _frontal(
        picture.STANCE_POINTS,
        picture.knee_ankle_separation_ratio,
        separation_sd(scene=scene),
        scene,
        repetition,
    )


def weight_shift(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the hips stand beside the feet, at the frontal moment."""
    return _frontal(
        picture.SHIFT_POINTS, picture.weight_shift, shift_sd(scene=scene), scene, repetition
    )


def separation_sd(*, scene: Scene) -> float:
    """Tell the spread that knees nearer to the camera than ankles give: they look further apart."""
    distance_m = scene.motion.camera.distance_m if scene.motion is not None else ASKED_DISTANCE_M
    return HIPS_BACK_SHARE * scene.person.height_m / distance_m


def shift_sd(*, scene: Scene) -> float:
    """Tell the spread that hips going back give: from beside the front they look shifted."""
    aside = HIPS_BACK_SHARE / HIP_WIDTH_SHARE * math.sin(min(scene.beside_front_rad, math.pi / 2))
    return math.hypot(aside, SHIFT_LANDMARK_SD)


def widened(*, scene: Scene, reading: Reading | Obstacle, sd: float) -> Reading | Obstacle:
    """Add what a camera gets wrong; a body known in space has its own errors in it already."""
    if isinstance(reading, Obstacle) or scene.solid:
        return reading
    return Reading(value=reading.value, sd=math.hypot(reading.sd, sd))


def duration(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time from leaving rest to being back."""
    if _phases(scene, repetition).back_s is None:
        return NO_RETURN
    return Reading(value=repetition.end_s - repetition.start_s, sd=math.sqrt(2) * EVENT_SD_S)


def descent(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time of the way down."""
    into_flexion = scene.test.excursion is Excursion.INTO_FLEXION
    return _way(scene, repetition, away=into_flexion)


def ascent(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time of the way up."""
    into_flexion = scene.test.excursion is Excursion.INTO_FLEXION
    return _way(scene, repetition, away=not into_flexion)


def _way(scene: Scene, repetition: Repetition, *, away: bool) -> Reading | Obstacle:
    phases = _phases(scene, repetition)
    way_s = phases.away_s if away else phases.back_s
    if way_s is None:
        return NO_RETURN
    return Reading(value=way_s, sd=math.hypot(EVENT_SD_S, HOLD_EDGE_SD_S))


def hold(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time at the turning point."""
    phases = _phases(scene, repetition)
    if phases.back_s is None:
        return NO_RETURN
    return Reading(value=phases.hold_s, sd=math.sqrt(2) * HOLD_EDGE_SD_S)


def _phases(scene: Scene, repetition: Repetition) -> Phases:
    return find_phases(
        time_s=scene.found.curve_time_s, excursion=scene.found.curve, repetition=repetition
    )
