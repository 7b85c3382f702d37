"""How far trunk, pelvis and knees travel within one repetition: what a good one keeps small.

A travel is the largest less the smallest value between the repetition's start and end. Where a
body or a camera stands skew, both are off alike, so a travel says more than a value at a moment.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Excursion
from kneetrace.measure.movement.readings.repetition import (
    PELVIS_LANDMARK_SD_DEG,
    TRUNK_LANDMARK_SD_DEG,
    Kind,
    fitted_body,
    separation_sd,
    shift_sd,
    widened,
)
from kneetrace.measure.movement.scene import (
    HIDDEN,
    Obstacle,
    Reading,
    Scene,
    picture_reading,
    places_in_picture,
    trunk_lean_forward,
    trunk_lean_sideways,
    window_frames,
)
from kneetrace.measure.movement.seen import picture_measures as picture
from kneetrace.terms import Side, Unit

Floats = NDArray[np.float64]
Curve = Callable[[Scene], tuple[Floats, Floats]]

ALIKE: Final = 0.5
"""How far the errors of two moments of one repetition are alike, and so cancel in a travel: the
camera, the lengths of the body and a landmark's own habit stay the same, the posture does not.
DESIGN"""

WELL_BENT_SHARE: Final = 0.5
"""Knees are well bent from this share of the repetition's own bend on. DESIGN"""


def trunk_forward(scene: Scene) -> tuple[Floats, Floats]:
    """Tell the forward lean of the trunk and its spread, ``(time,)`` rad each."""
    return trunk_lean_forward(motion=fitted_body(scene=scene))


def trunk_sideways(scene: Scene) -> tuple[Floats, Floats]:
    """Tell the sideways lean of the trunk and its spread, ``(time,)`` rad each."""
    lean_rad, sd_rad = trunk_lean_sideways(motion=fitted_body(scene=scene))
    return lean_rad, _with_landmarks(scene, sd_rad, TRUNK_LANDMARK_SD_DEG)


def pelvis_sideways(scene: Scene) -> tuple[Floats, Floats]:
    """Tell the sideways tilt of the pelvis and its spread, ``(time,)`` rad each."""
    motion = fitted_body(scene=scene)
    sd_rad = _with_landmarks(scene, motion.sd["pelvis_list"], PELVIS_LANDMARK_SD_DEG)
    return motion.values["pelvis_list"], sd_rad


def _with_landmarks(scene: Scene, sd_rad: Floats, landmarks_deg: float) -> Floats:
    return sd_rad if scene.solid else np.hypot(sd_rad, math.radians(landmarks_deg))


def travel_of(
    curve: Curve, scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read how far an angle of the fitted body travels within a repetition."""
    time_s = fitted_body(scene=scene).time_s
    values, sd = curve(scene)
    inside = _within(repetition, time_s) & np.isfinite(values) & np.isfinite(sd)
    if not inside.any():
        return HIDDEN
    steady = median_filter(values[inside], size=window_frames(time_s=time_s), mode="nearest")
    ends = [int(np.argmin(steady)), int(np.argmax(steady))]
    return Reading(value=float(np.ptp(steady)), sd=_of_travel(sd[inside][ends]))


def _of_travel(ends_sd: Floats) -> float:
    return float(math.sqrt(1 - ALIKE) * np.linalg.norm(ends_sd))


def shift_travel(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the hips travel sideways over the feet, in hip widths."""
    places_px = _steady_places(scene, picture.SHIFT_POINTS, repetition)
    if places_px is None:
        return HIDDEN
    measure = partial(picture.weight_shift, roll_rad=scene.roll_rad)
    shift = measure(places_px)
    ends = [
        picture_reading(
            scene=scene, points=picture.SHIFT_POINTS, measure=measure, place_px=places_px[at]
        )
        for at in (int(np.argmin(shift)), int(np.argmax(shift)))
    ]
    noise = np.array([end.sd for end in ends if isinstance(end, Reading)])
    if len(noise) < len(ends):
        return HIDDEN
    reading = Reading(value=float(np.ptp(shift)), sd=_of_travel(noise))
    return widened(scene=scene, reading=reading, sd=shift_sd(scene=scene))


def separation_well_bent(
    scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read how far the knees are apart against the ankles while they are well bent: the median."""
    places_px = _steady_places(scene, picture.STANCE_POINTS, repetition, well_bent=True)
    if places_px is None:
        return HIDDEN
    measure = partial(picture.knee_ankle_separation_ratio, roll_rad=scene.roll_rad)
    ratio = measure(places_px)
    middle = int(np.argmin(np.abs(ratio - np.median(ratio))))
    reading = picture_reading(
        scene=scene, points=picture.STANCE_POINTS, measure=measure, place_px=places_px[middle]
    )
    return widened(scene=scene, reading=reading, sd=separation_sd(scene=scene))


def _within(repetition: Repetition, time_s: Floats) -> NDArray[np.bool_]:
    return (time_s >= repetition.start_s) & (time_s <= repetition.end_s)


def _steady_places(
    scene: Scene, points: tuple[str, ...], repetition: Repetition, *, well_bent: bool = False
) -> Floats | None:
    """Places of landmarks in the frames of a repetition, jitter taken out; none where hidden."""
    time_s = scene.clip.time_s
    inside = _within(repetition, time_s)
    if well_bent:
        inside &= _well_bent(scene, repetition)
    places_px = places_in_picture(scene=scene, points=points)[inside]
    places_px = places_px[np.all(np.isfinite(places_px), axis=(1, 2))]
    if not len(places_px):
        return None
    return np.asarray(
        median_filter(places_px, size=(window_frames(time_s=time_s), 1, 1), mode="nearest")
    )


def _well_bent(scene: Scene, repetition: Repetition) -> NDArray[np.bool_]:
    """Frames of the clip in which the knees are bent by half of what the repetition bends them."""
    curve_s, curve = scene.found.curve_time_s, scene.found.curve
    own = curve[_within(repetition, curve_s)]
    if not len(own):
        return np.zeros(scene.clip.frames, dtype=bool)
    share = (np.interp(scene.clip.time_s, curve_s, curve) - own.min()) / max(
        float(np.ptp(own)), np.finfo(float).tiny
    )
    bent = share if scene.test.excursion is Excursion.INTO_FLEXION else 1 - share
    return np.asarray(bent >= WELL_BENT_SHARE)


def _travel(curve: Curve) -> Kind:
    return Kind(unit=Unit.RADIAN, unsigned=True, needs_body=True, read=partial(travel_of, curve))


SWAY_KINDS: Final[dict[str, Kind]] = {
    "trunk_lean_forward_travel": _travel(trunk_forward),
    "trunk_lean_sideways_travel": _travel(trunk_sideways),
    "pelvic_list_travel": _travel(pelvis_sideways),
    "weight_shift_travel": Kind(unit=Unit.RATIO, unsigned=True, read=shift_travel),
    "knee_ankle_separation_ratio_bent": Kind(unit=Unit.RATIO, read=separation_well_bent),
}
"""How each measure of sway is read."""
