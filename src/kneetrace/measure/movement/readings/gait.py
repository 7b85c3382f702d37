"""How each measure of walking and running is read from one stride.

A stride is a Repetition of one foot: its strike, its foot off, its next strike.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import JOINTS, Motion
from kneetrace.measure.movement.events.gait_events import forward_of
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.repetition import Kind, fitted_body
from kneetrace.measure.movement.readings.sway import pelvis_sideways, trunk_forward
from kneetrace.measure.movement.scene import HIDDEN, Obstacle, Reading, Scene
from kneetrace.measure.movement.views import View
from kneetrace.terms import Side, Unit

Floats = NDArray[np.float64]
Curve = tuple[Floats, Floats]
"""Values and their spread, ``(time,)`` each."""

STRIKE_SD_S: Final = {True: 0.010, False: 0.025}
OFF_SD_S: Final = {True: 0.012, False: 0.040}
"""Spread of one event, of a body known in space and of one seen by a camera: against force plates,
and against markers and two cameras (validation, gait.*)."""

STRIKE_FROM_BEHIND_SD_S: Final = 0.035
"""The same from behind, where only the fitted body tells it: simulated cameras behind real motion
of walking and running. DESIGN"""

UNCHECKED: Final = {"stairs_up": 2.0, "stairs_down": 2.0}
"""No force plate has checked steps on stairs: events are taken to be this much less sure. DESIGN"""

LOADING_SHARE: Final = 0.6
"""The knee gives under the load in the first part of a contact; later it bends to leave. DESIGN"""

FOOT_SD_RAD: Final = math.radians(8)
"""Spread of a foot's angle to the floor as landmarks of heel and toe show it. DESIGN"""

HEEL_FIRST_RAD: Final = math.radians(8.0)
TOES_FIRST_RAD: Final = math.radians(-1.6)
"""A foot lands on its heel above the one, on its ball below the other, flat in between. DESIGN,
after the limits of Altman and Davis 2012 (Gait Posture 35:298-300) as we recall them."""

CLASS_OF_STRIKE: Final = {"ball": -1.0, "flat": 0.0, "heel": 1.0}

MOST_AWAY_S: Final = 0.05
"""A value further from its moment than this is another moment's. DESIGN"""

STEP_SHARES: Final = (0.25, 0.75)
"""Where in a stride the other foot may strike, as a camera sees it. After a stroke a step takes a
third or two; what lies beyond is the picture's mistake of one foot for the other. DESIGN"""

Z_90: Final = 1.6449

NO_OTHER_FOOT: Final = Obstacle(
    reason="The other foot's step within this stride was not seen for sure.",
    advice="Keep both feet in the picture, and film at least six steps in a row.",
)
NO_FLIGHT: Final = Obstacle(
    reason="One foot was always on the ground: this was walking.",
    advice="Choose the walking test for a recording of walking.",
)
NO_DOUBLE_SUPPORT: Final = Obstacle(
    reason="Both feet were off the ground in between: this was running.",
    advice="Choose the running test for a recording of running.",
)
BETWEEN_CLASSES: Final = Obstacle(
    reason="The foot's angle at landing is not sure enough to say which part of it lands first.",
    advice="Film exactly from the side, near enough that the shoes show large, with 60 pictures a "
    "second or more.",
)


def step_rate(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how many steps a minute there are, from how long the strides take."""
    strides_s = np.array([each.end_s - each.start_s for each in scene.complete])
    stride_s = float(strides_s.mean())
    # Within a side one stride ends where the next begins, so that errors cancel but for two.
    runs = max(1, len(strides_s) // 2)
    sd_s = math.sqrt(2) * _strike_sd_s(scene) / runs
    return Reading(value=120.0 / stride_s, sd=120.0 / stride_s**2 * sd_s)


def step_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time from the other foot's strike to the strike that ends this foot's stride."""
    other_s = _other_strike_s(scene, repetition)
    if other_s is None:
        return NO_OTHER_FOOT
    return Reading(value=repetition.end_s - other_s, sd=math.sqrt(2) * _strike_sd_s(scene))


def contact_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how long the foot is on the ground."""
    return Reading(value=repetition.peak_s - repetition.start_s, sd=_contact_sd_s(scene))


def flight_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how long neither foot is on the ground after this foot has left it."""
    return _between_feet(scene, repetition, sign=1.0, otherwise=NO_FLIGHT)


def double_support(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how long both feet are on the ground before this foot leaves it."""
    return _between_feet(scene, repetition, sign=-1.0, otherwise=NO_DOUBLE_SUPPORT)


def _between_feet(
    scene: Scene, repetition: Repetition, *, sign: float, otherwise: Obstacle
) -> Reading | Obstacle:
    other_s = _other_strike_s(scene, repetition)
    if other_s is None:
        return NO_OTHER_FOOT
    between_s, sd_s = sign * (other_s - repetition.peak_s), _contact_sd_s(scene)
    if between_s < -sd_s:
        return otherwise
    return Reading(value=max(between_s, 0.0), sd=sd_s)


def _other_strike_s(scene: Scene, repetition: Repetition) -> float | None:
    """When the other foot strikes within a stride; None where that is not seen for sure."""
    strikes_s = [
        each.start_s
        for each in scene.found.repetitions
        if each.side is not repetition.side and repetition.start_s < each.start_s < repetition.end_s
    ]
    if len(strikes_s) != 1:
        return None
    share = (strikes_s[0] - repetition.start_s) / (repetition.end_s - repetition.start_s)
    possible = scene.solid or STEP_SHARES[0] <= share <= STEP_SHARES[1]
    return strikes_s[0] if possible else None


def _strike_sd_s(scene: Scene) -> float:
    behind = not scene.solid and scene.judged.view in (View.BEHIND, View.OBLIQUE_BEHIND)
    return _event_sd_s(scene, STRIKE_FROM_BEHIND_SD_S if behind else STRIKE_SD_S[scene.solid])


def _contact_sd_s(scene: Scene) -> float:
    return math.hypot(_strike_sd_s(scene), _event_sd_s(scene, OFF_SD_S[scene.solid]))


def _event_sd_s(scene: Scene, sd_s: float) -> float:
    """Spread of an event, with that of when its frame was taken."""
    frame_s = 1 / scene.clip.rate_hz if scene.clip.rate_hz > 0 else 0.0
    times = UNCHECKED.get(scene.test.name, 1.0)
    return math.hypot(times * sd_s, frame_s / math.sqrt(12))


def knee_at_contact(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read knee flexion at the strike."""
    curve = _angle(scene, "knee_angle", side)
    return _at_strike(scene, repetition, curve)


def largest_in(
    coordinate: str,
    stretch: Callable[[Repetition], tuple[float, float]],
    scene: Scene,
    repetition: Repetition,
    side: Side | None,
) -> Reading | Obstacle:
    """Read the largest value of an angle in a stretch of the stride."""
    return _largest(scene, _angle(scene, coordinate, side), stretch(repetition))


def loading(stride: Repetition) -> tuple[float, float]:
    """Stretch in which the leg takes the load, s."""
    return stride.start_s, stride.start_s + LOADING_SHARE * (stride.peak_s - stride.start_s)


def contact(stride: Repetition) -> tuple[float, float]:
    """Stretch in which the foot is on the ground, s."""
    return stride.start_s, stride.peak_s


def swing(stride: Repetition) -> tuple[float, float]:
    """Stretch in which the foot is off the ground, s."""
    return stride.peak_s, stride.end_s


def pelvic_drop(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the other side of the pelvis drops at most while this leg stands."""
    tilt_rad, sd_rad = pelvis_sideways(scene)
    own = -1.0 if side is Side.RIGHT else 1.0  # the right side lower is positive
    return _largest(scene, (own * tilt_rad, sd_rad), contact(repetition))


def trunk_mean(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the forward lean of the trunk, mean of the stride."""
    lean_rad, sd_rad = trunk_forward(scene)
    inside = _inside(scene, (lean_rad, sd_rad), (repetition.start_s, repetition.end_s))
    if not inside.any():
        return HIDDEN
    return Reading(value=float(lean_rad[inside].mean()), sd=float(np.median(sd_rad[inside])))


def foot_angle(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the angle of the sole at the strike against the foot standing flat, toes up positive."""
    assert side is not None
    motion = fitted_body(scene=scene)
    heel_m, toe_m = (_place(motion, f"{point}_{side.suffix}") for point in ("heel", "toe"))
    along_m = toe_m - heel_m
    sole_rad = np.arctan2(along_m[:, 1], np.hypot(along_m[:, 0], along_m[:, 2]))
    stands = _inside(scene, (sole_rad, sole_rad), contact(repetition))
    if not stands.any():
        return HIDDEN
    low_m = np.where(stands, heel_m[:, 1] + toe_m[:, 1], np.inf)
    sd_rad = FOOT_SD_RAD
    if motion.joint_sd_m:
        ends_m = [motion.joint_sd_m[f"{point}_{side.suffix}"] for point in ("heel", "toe")]
        sd_rad = math.hypot(*ends_m) / float(np.median(np.linalg.norm(along_m[stands], axis=1)))
    against_flat = sole_rad - sole_rad[int(np.argmin(low_m))]
    return _at_strike(scene, repetition, (against_flat, np.full_like(sole_rad, sd_rad)))


def strike_class(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read which part of the foot lands first; not told where the angle's interval spans two."""
    angle = foot_angle(scene, repetition, side)
    if isinstance(angle, Obstacle):
        return angle
    ends = {_class_of(angle.value + way * Z_90 * angle.sd) for way in (-1, 1)}
    if len(ends) > 1:
        return BETWEEN_CLASSES
    return Reading(value=CLASS_OF_STRIKE[ends.pop()], sd=0.0)


def _class_of(angle_rad: float) -> str:
    if angle_rad > HEEL_FIRST_RAD:
        return "heel"
    return "ball" if angle_rad < TOES_FIRST_RAD else "flat"


def overstride(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the ankle is ahead of the hips at the strike, as a share of leg length."""
    assert side is not None
    motion = fitted_body(scene=scene)
    hip_m, knee_m, ankle_m = (
        _place(motion, f"{joint}_{side.suffix}") for joint in ("hip", "knee", "ankle")
    )
    leg_m = np.linalg.norm(hip_m - knee_m, axis=1) + np.linalg.norm(knee_m - ankle_m, axis=1)
    if not np.isfinite(leg_m).any():  # markers may lack the knee
        return HIDDEN
    forward = forward_of(across_m=_place(motion, "hip_r") - _place(motion, "hip_l"))
    ahead = np.sum((ankle_m - _place(motion, "mid_hip")) * forward, axis=1) / np.nanmedian(leg_m)
    # A leg that is turned by an angle carries the ankle ahead by that angle, in leg lengths.
    sd = np.hypot(motion.sd[f"hip_flexion_{side.suffix}"], motion.sd["pelvis_tilt"])
    return _at_strike(scene, repetition, (ahead, sd))


def _place(motion: Motion, name: str) -> Floats:
    return motion.joints_m[:, JOINTS.index(name)]


def _angle(scene: Scene, coordinate: str, side: Side | None) -> Curve:
    assert side is not None
    motion, name = fitted_body(scene=scene), f"{coordinate}_{side.suffix}"
    return motion.values[name], motion.sd[name]


def _inside(scene: Scene, curve: Curve, stretch_s: tuple[float, float]) -> NDArray[np.bool_]:
    time_s = fitted_body(scene=scene).time_s
    inside = (time_s >= stretch_s[0]) & (time_s <= stretch_s[1])
    return np.asarray(inside & np.isfinite(curve[0]) & np.isfinite(curve[1]))


def _largest(scene: Scene, curve: Curve, stretch_s: tuple[float, float]) -> Reading | Obstacle:
    inside = _inside(scene, curve, stretch_s)
    if not inside.any():
        return HIDDEN
    at = int(np.flatnonzero(inside)[np.argmax(curve[0][inside])])
    return Reading(value=float(curve[0][at]), sd=float(curve[1][at]))


def _at_strike(scene: Scene, repetition: Repetition, curve: Curve) -> Reading | Obstacle:
    """Read a curve at the strike; what changes fast then is also off by when the strike was."""
    time_s = fitted_body(scene=scene).time_s
    known = np.isfinite(curve[0]) & np.isfinite(curve[1])
    sd_s = _strike_sd_s(scene)
    if not known.any() or np.abs(time_s[known] - repetition.start_s).min() > MOST_AWAY_S:
        return HIDDEN
    around_s = repetition.start_s + np.array([-sd_s, 0.0, sd_s])
    before, at, after = np.interp(around_s, time_s[known], curve[0][known])
    sd = float(np.interp(repetition.start_s, time_s[known], curve[1][known]))
    return Reading(value=float(at), sd=math.hypot(sd, (after - before) / 2))


def _sided_angle(read: Callable[..., Reading | Obstacle]) -> Kind:
    return Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, summed_up=True, compared=True, read=read
    )


def _sided_time(read: Callable[..., Reading | Obstacle]) -> Kind:
    return Kind(unit=Unit.SECOND, sided=True, summed_up=True, compared=True, read=read)


GAIT_KINDS: Final[dict[str, Kind]] = {
    "step_rate": Kind(unit=Unit.PER_MINUTE, whole=True, read=step_rate),
    "step_time": _sided_time(step_time),
    "contact_time": _sided_time(contact_time),
    "flight_time": _sided_time(flight_time),
    "double_support_time": _sided_time(double_support),
    "knee_flexion_contact": _sided_angle(knee_at_contact),
    "knee_flexion_stance_peak": _sided_angle(partial(largest_in, "knee_angle", loading)),
    "knee_flexion_swing_peak": _sided_angle(partial(largest_in, "knee_angle", swing)),
    "hip_adduction_stance_peak": _sided_angle(partial(largest_in, "hip_adduction", contact)),
    "ankle_dorsiflexion_peak": _sided_angle(partial(largest_in, "ankle_angle", contact)),
    "contralateral_pelvic_drop": _sided_angle(pelvic_drop),
    "trunk_lean_mean": Kind(unit=Unit.RADIAN, needs_body=True, summed_up=True, read=trunk_mean),
    "foot_strike_angle": _sided_angle(foot_angle),
    "foot_strike_class": Kind(unit=Unit.CLASS, sided=True, needs_body=True, read=strike_class),
    "overstride": Kind(
        unit=Unit.RATIO,
        sided=True,
        needs_body=True,
        summed_up=True,
        compared=True,
        read=overstride,
    ),
}
"""How each measure of walking and running is read."""
