"""One judged recording, and how values with their spread are read out of it at a moment."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from kneetrace.measure.body.motion import JOINTS, Motion
from kneetrace.measure.movement.events.finders import Found
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import FrontalMoment, MovementTest
from kneetrace.measure.movement.seen.picture_measures import PictureMeasure, noise_of
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.movement.views import JudgedView
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, CleanTrack
from kneetrace.terms import Person, Side

Floats = NDArray[np.float64]

WINDOW_S: Final = 0.1
"""A value at a moment is the median this far to either side of it, never one frame. DESIGN"""

REACH: Final = 1.6449
"""How many spreads a 90 % interval reaches up and down."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One value and its standard deviation, in the measure's unit."""

    value: float
    sd: float


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why nothing could be read here although the view allows it, and what would help."""

    reason: str
    advice: str


HIDDEN: Final = Obstacle(
    reason="The body was hidden or not followed at this moment.",
    advice="Wear tight clothing that contrasts with the background and keep everything out of "
    "the space between you and the phone.",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Scene:
    """Everything the measures of one recording are read from.

    side : the tested leg; ``None`` where both do the test or the leg could not be told
    side_untold : why the leg could not be told, where one leg does the test
    found : the recording's pieces and the curve they were found in
    """

    test: MovementTest
    person: Person
    sight: Sight
    side: Side | None
    found: Found
    judged: JudgedView
    side_untold: Obstacle | None = None

    @property
    def clip(self) -> Clip:
        """Times and picture of the recording."""
        return self.sight.clip

    @property
    def track(self) -> CleanTrack:
        """The person's landmarks."""
        return self.sight.track

    @property
    def motion(self) -> Motion | None:
        """The fitted body; ``None`` where the fit was refused."""
        return self.sight.motion

    @property
    def solid(self) -> bool:
        """Whether the body is known in space, so that no picture's errors come on top."""
        return self.sight.source.solid

    @property
    def complete(self) -> tuple[Repetition, ...]:
        """The repetitions that are measured."""
        return tuple(each for each in self.found.repetitions if each.complete)

    @property
    def roll_rad(self) -> float:
        """Roll of the camera; taken as none where no body was fitted."""
        return self.motion.camera.roll_rad if self.motion is not None else 0.0

    @property
    def beside_front_rad(self) -> float:
        """How far beside straight front the camera may well stand: yaw and its spread."""
        return abs(self.judged.yaw_rad) + self.judged.yaw_sd_rad


def frontal_moment_s(*, scene: Scene, repetition: Repetition) -> float:
    """Return the moment of a repetition at which its frontal-plane measures are read, s."""
    if scene.test.frontal_moment is FrontalMoment.HALF_WAY:
        return (repetition.start_s + repetition.peak_s) / 2
    return repetition.peak_s


def frontal_reach_s(*, scene: Scene, repetition: Repetition) -> float:
    """Return how far to either side of that moment the median is taken: all through a hold, s."""
    if scene.test.frontal_moment is FrontalMoment.THROUGHOUT:
        return (repetition.end_s - repetition.start_s) / 2
    return WINDOW_S


def angle_at(
    *, motion: Motion, coordinate: str, moment_s: float, reach_s: float = WINDOW_S
) -> Reading | Obstacle:
    """Read one joint angle around a moment.

    Parameters
    ----------
    coordinate
        OpenSim name, as ``"knee_angle_r"``.
    moment_s
        Video time.
    reach_s
        How far to either side of it the median is taken.

    Returns
    -------
    Reading
        Median value and median spread; neighbouring frames err together, so the spread is not
        divided by their number.
    """
    return _median_reading(
        motion.time_s, motion.values[coordinate], motion.sd[coordinate], moment_s, reach_s
    )


def largest_angle(*, motion: Motion, coordinate: str, repetition: Repetition) -> Reading | Obstacle:
    """Read the largest value of one joint angle in a repetition, as :func:`angle_at` reads.

    The largest of many uncertain values is one that erred upwards, and how far a nearly straight
    joint bends is seen worse than how far a bent one does. So the interval reaches down to the
    lowest value of the repetition whose own interval reaches up to the reading.
    """
    return _largest(motion.time_s, motion.values[coordinate], motion.sd[coordinate], repetition)


def largest_trunk_lean(*, motion: Motion, repetition: Repetition) -> Reading | Obstacle:
    """Read the largest forward lean of the trunk, rad."""
    lean_rad, sd_rad = trunk_lean_forward(motion=motion)
    return _largest(motion.time_s, lean_rad, sd_rad, repetition)


def trunk_lean_forward_at(
    *, motion: Motion, moment_s: float, reach_s: float = WINDOW_S
) -> Reading | Obstacle:
    """Read the forward lean of the trunk around a moment, rad."""
    lean_rad, sd_rad = trunk_lean_forward(motion=motion)
    return _median_reading(motion.time_s, lean_rad, sd_rad, moment_s, reach_s)


def trunk_lean_sideways_at(
    *, motion: Motion, moment_s: float, reach_s: float = WINDOW_S
) -> Reading | Obstacle:
    """Read the trunk's lean along the line between the hips, rad, positive to the right."""
    lean_rad, sd_rad = trunk_lean_sideways(motion=motion)
    return _median_reading(motion.time_s, lean_rad, sd_rad, moment_s, reach_s)


def trunk_lean_forward(*, motion: Motion) -> tuple[Floats, Floats]:
    """Tell how far the trunk leans forward, mid-hip to neck against the vertical, and its spread.

    Forward is square to the line between the hips. The spread is the larger of those of pelvis
    tilt and lumbar extension: the trunk's direction is seen better than its split into the two.
    Where places in space are known, it is that of the trunk's ends.

    Returns
    -------
    ``(time,)``, rad each.
    """
    forward_rad, _ = _trunk_lean(motion)
    fitted_rad = np.maximum(motion.sd["pelvis_tilt"], motion.sd["lumbar_extension"])
    return forward_rad, _trunk_sd(motion, fitted_rad)


def trunk_lean_sideways(*, motion: Motion) -> tuple[Floats, Floats]:
    """Tell how far the trunk leans to the right along the line between the hips, and its spread.

    A trunk that leans forward looks leaning sideways when the direction it faces is off, so the
    spread of the camera's yaw is added in proportion to the forward lean.

    Returns
    -------
    ``(time,)``, rad each.
    """
    forward_rad, right_rad = _trunk_lean(motion)
    fitted_rad = np.hypot(
        np.maximum(motion.sd["pelvis_list"], motion.sd["lumbar_bending"]),
        np.abs(np.tan(forward_rad)) * motion.camera.yaw_sd_rad,
    )
    return right_rad, _trunk_sd(motion, fitted_rad)


def _trunk_sd(motion: Motion, fitted_rad: Floats) -> Floats:
    """Spread of the trunk's direction: as fitted, or that of its ends where they have their own."""
    if not motion.joint_sd_m:
        return fitted_rad
    ends_m = math.hypot(motion.joint_sd_m["neck"], motion.joint_sd_m["mid_hip"])
    trunk_m = motion.joints_m[:, JOINTS.index("neck")] - motion.joints_m[:, JOINTS.index("mid_hip")]
    return np.asarray(ends_m / np.linalg.norm(trunk_m, axis=1))


def _trunk_lean(motion: Motion) -> tuple[Floats, Floats]:
    """Lean of the trunk forward and to the right, ``(time,)`` rad each."""
    place_m = {name: motion.joints_m[:, JOINTS.index(name)] for name in JOINTS}
    right = (place_m["hip_r"] - place_m["hip_l"]) * np.array([1.0, 0.0, 1.0])
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    forward = np.cross([0.0, 1.0, 0.0], right)
    trunk = place_m["neck"] - place_m["mid_hip"]
    leans = [
        np.asarray(np.arctan2(np.sum(trunk * way, axis=1), trunk[:, 1])) for way in (forward, right)
    ]
    return leans[0], leans[1]


def picture_at(
    *,
    scene: Scene,
    points: tuple[str, ...],
    measure: PictureMeasure,
    moment_s: float,
    reach_s: float = WINDOW_S,
) -> Reading | Obstacle:
    """Read a measure of the picture around a moment; the spread is that of landmark noise."""
    near = np.abs(scene.clip.time_s - moment_s) <= reach_s
    places_px = places_in_picture(scene=scene, points=points)[near]
    places_px = places_px[np.all(np.isfinite(places_px), axis=(1, 2))]
    if not len(places_px):
        return HIDDEN
    place_px = np.median(places_px, axis=0)
    return picture_reading(scene=scene, points=points, measure=measure, place_px=place_px)


def largest_in_picture(
    *,
    scene: Scene,
    points: tuple[str, ...],
    measure: PictureMeasure,
    usable: PictureMeasure,
    least_usable: float,
    repetition: Repetition,
) -> Reading | Obstacle:
    """Read the largest value of a picture measure over the frames of a repetition that suit it."""
    inside = (scene.clip.time_s >= repetition.start_s) & (scene.clip.time_s <= repetition.end_s)
    places_px = places_in_picture(scene=scene, points=points)[inside]
    places_px = places_px[np.all(np.isfinite(places_px), axis=(1, 2))]
    if not len(places_px):
        return HIDDEN
    frames = window_frames(time_s=scene.clip.time_s)
    steady_px = median_filter(places_px, size=(frames, 1, 1), mode="nearest")
    steady_px = steady_px[usable(steady_px) >= least_usable]
    if not len(steady_px):
        return HIDDEN
    place_px = steady_px[np.argmax(measure(steady_px))]
    return picture_reading(scene=scene, points=points, measure=measure, place_px=place_px)


def picture_reading(
    *, scene: Scene, points: tuple[str, ...], measure: PictureMeasure, place_px: Floats
) -> Reading | Obstacle:
    """Read a measure of the picture from places of its landmarks, ``(point, xy)`` px."""
    value = float(measure(place_px))
    noise_px = scene.track.noise_px[[INDEX[name] for name in points]]
    sd = noise_of(measure=measure, places_px=place_px, noise_px=noise_px)
    return Reading(value=value, sd=sd) if math.isfinite(value) and math.isfinite(sd) else HIDDEN


def places_in_picture(*, scene: Scene, points: tuple[str, ...]) -> Floats:
    """Places of landmarks in every frame, ``(frame, point, xy)`` px, NaN where not seen."""
    return scene.track.xy_px[:, [INDEX[name] for name in points]]


def _median_reading(
    time_s: Floats, values: Floats, sd: Floats, moment_s: float, reach_s: float = WINDOW_S
) -> Reading | Obstacle:
    near = (np.abs(time_s - moment_s) <= reach_s) & np.isfinite(values) & np.isfinite(sd)
    if not near.any():
        return HIDDEN
    return Reading(value=float(np.median(values[near])), sd=float(np.median(sd[near])))


def _largest(
    time_s: Floats, values: Floats, sd: Floats, repetition: Repetition
) -> Reading | Obstacle:
    inside = (time_s >= repetition.start_s) & (time_s <= repetition.end_s)
    inside &= np.isfinite(values) & np.isfinite(sd)
    if not inside.any():
        return HIDDEN
    steady = median_filter(values[inside], size=window_frames(time_s=time_s), mode="nearest")
    reading = _median_reading(time_s, values, sd, float(time_s[inside][np.argmax(steady)]))
    if isinstance(reading, Obstacle):
        return reading
    reaching = values[inside & (values + REACH * sd >= reading.value)]
    below = reading.value - reaching.min(initial=reading.value)
    return Reading(value=reading.value, sd=max(reading.sd, float(below) / REACH))


def window_frames(*, time_s: Floats) -> int:
    """Count the frames, an odd number, over which the median of a value is taken."""
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else WINDOW_S
    return 2 * int(WINDOW_S / step_s) + 1
