"""What is read from a posture that is held: how long, how steadily, and how straight."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from kneetrace.measure.body.stillness import body_height_px, fill_gaps
from kneetrace.measure.movement.events.holds import cut_off
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.repetition import (
    Kind,
    pelvic_list,
    trunk_sideways,
)
from kneetrace.measure.movement.scene import (
    HIDDEN,
    WINDOW_S,
    Obstacle,
    Reading,
    Scene,
    frontal_reach_s,
    picture_at,
)
from kneetrace.measure.movement.seen import lying
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side, Unit

Floats = NDArray[np.float64]

HOLD_END_SD_S: Final = 0.25
"""Spread of where a hold begins or ends: on simulated recordings both together are up to 0.7 s off,
most from behind, where a foot is lifted towards the camera (validation, holds.simulated_*)."""

SWAY_SMOOTHING_S: Final = 0.1
"""Of the path of the hips; what is quicker is landmark noise. DESIGN"""

SWAY_MEMORY_S: Final = 1.0
"""A swaying body is where it was for about this long, so a hold of n s shows n places. DESIGN"""

LYING_HIP_SD_RAD: Final = math.radians(11)
"""Two video systems differed from motion capture by 11 to 17 deg at the hip (ipad2025, squats and
lunges); nothing better is known of somebody who lies."""

LYING_LINE_SD_RAD: Final = math.radians(5)
"""Middles of both sides err less than one side's points. DESIGN"""


def hold_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how long the posture was held, where both its ends were seen."""
    held_s = repetition.end_s - repetition.start_s
    if cut_off(hold=repetition, sight=scene.sight):
        return Obstacle(
            reason="The video begins or ends while you hold the position: "
            f"you held it for at least {held_s:.1f} seconds.",
            advice="Start the video before you take the position up, and let it run until you have "
            "given it up.",
        )
    return Reading(value=held_s, sd=math.sqrt(2) * HOLD_END_SD_S)


def hip_sway(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the hips sway along the picture: standard deviation, as a share of height."""
    track, time_s = scene.track, scene.clip.time_s
    inside = (time_s >= repetition.start_s) & (time_s < repetition.end_s)
    hips_px = track.xy_px[inside][:, [INDEX["right_hip"], INDEX["left_hip"]]].mean(axis=1)
    tall_px = body_height_px(track.xy_px)
    if np.isfinite(hips_px[:, 0]).mean() < 0.5 or not math.isfinite(tall_px):
        return HIDDEN
    across = np.array([math.cos(scene.roll_rad), -math.sin(scene.roll_rad)])
    path = gaussian_filter1d(fill_gaps(hips_px) @ across, SWAY_SMOOTHING_S * scene.clip.rate_hz)
    sway = float(np.std(path)) / tall_px
    places = max((repetition.end_s - repetition.start_s) / SWAY_MEMORY_S, 2.0)
    noise_px = np.linalg.norm(track.noise_px[[INDEX["right_hip"], INDEX["left_hip"]]]) / 2
    return Reading(
        value=sway, sd=math.hypot(sway / math.sqrt(2 * places), float(noise_px) / tall_px)
    )


def standing_pelvic_drop(
    scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read how much lower the pelvis is on the side of the lifted foot."""
    return _towards(pelvic_list(scene, repetition, None), side, sinks=True)


def standing_trunk_lean(
    scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read how far the trunk leans over the standing leg."""
    return _towards(trunk_sideways(scene, repetition, None), side, sinks=False)


def _towards(reading: Reading | Obstacle, side: Side | None, *, sinks: bool) -> Reading | Obstacle:
    """Turn right-positive into positive over the standing leg, or lower beside it."""
    if isinstance(reading, Obstacle):
        return reading
    same = (side is Side.RIGHT) != sinks
    return Reading(value=reading.value if same else -reading.value, sd=reading.sd)


def hip_line_sag(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the hips hang below the line from shoulders to ankles, through the hold."""
    reading = picture_at(
        scene=scene,
        points=lying.LINE_POINTS,
        measure=lying.hip_line_sag,
        moment_s=repetition.peak_s,
        reach_s=frontal_reach_s(scene=scene, repetition=repetition),
    )
    return _lying(reading, LYING_LINE_SD_RAD)


def hip_bend_lifted(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the hip is short of straight at the top of a lift."""
    assert side is not None
    reading = picture_at(
        scene=scene,
        points=lying.hip_points(side=side),
        measure=lying.hip_bend,
        moment_s=repetition.peak_s,
        reach_s=WINDOW_S,
    )
    return _lying(reading, LYING_HIP_SD_RAD)


def _lying(reading: Reading | Obstacle, sd: float) -> Reading | Obstacle:
    if isinstance(reading, Obstacle):
        return reading
    return Reading(value=reading.value, sd=math.hypot(reading.sd, sd))


HOLD_KINDS: Final[dict[str, Kind]] = {
    "hold_time": Kind(unit=Unit.SECOND, read=hold_time),
    "hip_sway": Kind(unit=Unit.BODY_HEIGHT, read=hip_sway),
    "standing_pelvic_drop": Kind(unit=Unit.RADIAN, sided=True, read=standing_pelvic_drop),
    "standing_trunk_lean": Kind(unit=Unit.RADIAN, sided=True, read=standing_trunk_lean),
    "hip_line_sag": Kind(unit=Unit.RADIAN, read=hip_line_sag),
    "hip_bend_lifted": Kind(unit=Unit.RADIAN, sided=True, summed_up=True, read=hip_bend_lifted),
}
"""How the measures of a hold, and of somebody who lies, are read."""
