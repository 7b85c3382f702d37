"""What stood in a recording's way, and what to do better in the next one."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.measurement import ViewFinding
from kneetrace.measure.movement.movements import Events, MovementTest, Posture
from kneetrace.measure.movement.seen.lying import lying_view
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.movement.views import (
    UNKNOWN_VIEW,
    JudgedView,
    Verdict,
    View,
    class_of_view,
    placement_advice,
    verdict_in,
    view_rule,
)
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, CleanTrack

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ViewSettings:
    """When a recording is called poor. All DESIGN, except where a source is named.

    least_height_px : the pose network looks at 256 px; a person smaller than that is enlarged
    coarse_yaw_sd_deg : spread of the network's own 3-D guess of where a person faces
    """

    most_roll_deg: float = 5.0
    most_pitch_deg: float = 20.0
    camera_height_m: tuple[float, float] = (0.4, 1.6)
    distance_m: tuple[float, float] = (1.5, 6.0)
    least_height_px: float = 256.0
    refused_height_px: float = 100.0
    brightness: tuple[float, float] = (0.15, 0.90)
    least_rate_hz: float = 24.0
    refused_rate_hz: float = 10.0
    most_cut_off_share: float = 0.05
    most_travel_share: float = 0.25
    least_seen_share: float = 0.9
    refused_seen_share: float = 0.5
    least_seen_s: float = 2.0
    coarse_yaw_sd_deg: float = 10.0


SETTINGS: Final = ViewSettings()

FEET: Final = ("left_ankle", "right_ankle", "left_foot_index", "right_foot_index")
HEAD: Final = ("nose",)
HIPS: Final = ("left_hip", "right_hip")

VIEW_WORDS: Final = {
    View.FRONT: "from the front",
    View.TURNED: "from a little beside the front",
    View.OBLIQUE: "from between front and side",
    View.SIDE: "from the side",
    View.OBLIQUE_BEHIND: "from between side and back",
    View.BEHIND: "from behind",
}
LYING_VIEW_WORDS: Final = {
    View.FRONT: "from your feet",
    View.TURNED: "from a little beside your feet",
    View.OBLIQUE: "from between your feet and your side",
    View.SIDE: "from the side",
    View.OBLIQUE_BEHIND: "from between your side and your head",
    View.BEHIND: "from your head",
}
"""The same views of somebody who lies: by the angle to the body's long axis (``lying_view``)."""

PLACEMENT_SHOWS: Final = {
    "front": "how knees, hips and trunk move sideways",
    "oblique": "how far knees, hips and trunk bend",
    "side": "how far you lean, bend and step",
    "lying_side": "how straight your body is",
}
NO_FAULT: Final = {Events.STRIDES: ("walking", "leaving", "no_standing_start")}
"""What is noticed although the test asks for it: who walks, walks."""


def judge_view(
    *, sight: Sight, test: MovementTest, settings: ViewSettings = SETTINGS
) -> JudgedView:
    """Judge a recording: from where it was taken, and what stood in the way.

    Parameters
    ----------
    sight
        The person in the recording, and the fitted body where there is one.
    test
        The movement test that was asked for.

    Returns
    -------
    JudgedView
        The view and every finding, each with advice for the next recording.
    """
    if sight.source.solid:
        return JudgedView(
            view=View.FRONT,
            yaw_rad=0.0,
            yaw_sd_rad=0.0,
            from_fit=True,
            standing=True,
            solid=True,
            findings=(),
        )
    clip, track, motion = sight.clip, sight.track, sight.motion
    lies = test.posture is Posture.LYING
    yaw_rad, yaw_sd_rad = _guessed_yaw(track, lies), math.radians(settings.coarse_yaw_sd_deg)
    if motion is not None:
        yaw_rad, yaw_sd_rad = motion.camera.yaw_rad, motion.camera.yaw_sd_rad
    view = None if yaw_rad is None else class_of_view(yaw_rad=yaw_rad)
    others = tuple(judge_view(sight=each, test=test, settings=settings) for each in sight.others)
    findings = (
        *_about_the_person(clip, track, lies, settings),
        *_about_the_picture(clip, settings),
        *(_about_the_camera(motion, settings) if motion is not None else ()),
        *_about_the_start(motion),
        *_shown_by_none(_about_the_view(view, test), others),
    )
    return JudgedView(
        view=view,
        yaw_rad=yaw_rad or 0.0,
        yaw_sd_rad=math.pi if yaw_rad is None else yaw_sd_rad,
        from_fit=motion is not None,
        standing=motion is not None and bool(motion.standing.any()),
        others=others,
        findings=tuple(
            sorted(
                (each for each in findings if each.what not in NO_FAULT.get(test.events, ())),
                key=lambda finding: not finding.blocking,
            )
        ),
    )


def _guessed_yaw(track: CleanTrack, lies: bool) -> float | None:
    """Where the person faces by the network's 3-D guess: across hips and shoulders. Coarse."""
    if lies:
        return lying_view(track=track)
    across = np.zeros(3)
    for right, left in (("right_hip", "left_hip"), ("right_shoulder", "left_shoulder")):
        line = track.world_m[:, INDEX[right]] - track.world_m[:, INDEX[left]]
        known = np.isfinite(line).all(axis=1)
        if known.any():
            across += np.median(line[known], axis=0)
    return math.atan2(across[2], -across[0]) if across.any() else None


def _about_the_person(
    clip: Clip, track: CleanTrack, lies: bool, settings: ViewSettings
) -> Iterator[ViewFinding]:
    seen = np.all(np.isfinite(_places_px(track, HIPS)), axis=(1, 2))
    share = float(seen.mean()) if len(seen) else 0.0
    seen_s = share * float(np.ptp(clip.time_s)) if clip.frames else 0.0
    if share < settings.refused_seen_share or seen_s < settings.least_seen_s:
        yield ViewFinding(
            what="few_frames",
            sentence=f"You are in view for only {seen_s:.1f} seconds of the recording.",
            advice="Stay in the picture from the first second to the last.",
            blocking=seen_s < settings.least_seen_s,
        )
    elif share < settings.least_seen_share:
        yield ViewFinding(
            what="leaving",
            sentence=f"You are out of view for {100 * (1 - share):.0f} % of the recording.",
            advice="Stay in the picture from the first second to the last, with nobody in front.",
        )
    if not seen.any():
        return
    yield from (_about_length if lies else _about_size)(track, settings)
    for what, names, words in (("feet", FEET, "Your feet are"), ("head", HEAD, "Your head is")):
        if _share_outside(clip, track, names) > settings.most_cut_off_share:
            yield ViewFinding(
                what=f"cut_off_{what}",
                sentence=f"{words} outside the picture in part of the recording.",
                advice="Step back until your whole body is in the picture, head to feet, "
                "also at the lowest and the highest point.",
            )


def _about_size(track: CleanTrack, settings: ViewSettings) -> Iterator[ViewFinding]:
    nose_y = track.xy_px[:, INDEX["nose"], 1]
    feet_y = track.xy_px[:, [INDEX["left_ankle"], INDEX["right_ankle"]], 1].mean(axis=1)
    tall_px = (feet_y - nose_y)[np.isfinite(feet_y - nose_y)]
    if not len(tall_px):
        return
    if np.median(tall_px) < 0:
        yield ViewFinding(
            what="upside_down",
            sentence="You are upside down in the picture.",
            advice="Turn the video upright before measuring it, or record it again.",
            blocking=True,
        )
        return
    height_px = float(np.quantile(tall_px, 0.9))
    if _travel_px(track) > settings.most_travel_share * height_px:
        yield ViewFinding(
            what="walking",
            sentence="You walked in part of the recording; what was done walking is not counted.",
            advice="Stand where you will do the test before you begin, and stay on the spot.",
        )
    if height_px < settings.least_height_px:
        yield ViewFinding(
            what="too_small",
            sentence=f"You are only {height_px:.0f} px tall in the picture.",
            advice="Come closer, until you fill about two thirds of the picture's height.",
            blocking=height_px < settings.refused_height_px,
        )


def _about_length(track: CleanTrack, settings: ViewSettings) -> Iterator[ViewFinding]:
    """Say that somebody who lies is too small in the picture."""
    feet_px = _places_px(track, ("left_ankle", "right_ankle")).mean(axis=1)
    long_px = np.linalg.norm(feet_px - track.xy_px[:, INDEX["nose"]], axis=1)
    long_px = long_px[np.isfinite(long_px)]
    if len(long_px) and (length_px := float(np.quantile(long_px, 0.9))) < settings.least_height_px:
        yield ViewFinding(
            what="too_small",
            sentence=f"You are only {length_px:.0f} px long in the picture.",
            advice="Hold the phone crosswise and come closer, until you fill about two thirds of "
            "the picture's width.",
            blocking=length_px < settings.refused_height_px,
        )


def _travel_px(track: CleanTrack) -> float:
    feet_px = _places_px(track, ("left_ankle", "right_ankle")).mean(axis=1)
    known = np.all(np.isfinite(feet_px), axis=1)
    low_px, high_px = np.quantile(feet_px[known], (0.05, 0.95), axis=0)
    return float(np.max(high_px - low_px))


def _share_outside(clip: Clip, track: CleanTrack, names: tuple[str, ...]) -> float:
    places_px = _places_px(track, names)
    corner_px = np.array([clip.width_px, clip.height_px])
    known = np.all(np.isfinite(places_px), axis=2)
    outside = np.any((places_px < 0) | (places_px > corner_px), axis=2) & known
    frames = np.any(known, axis=1)
    return float(np.any(outside, axis=1)[frames].mean()) if frames.any() else 0.0


def _places_px(track: CleanTrack, names: tuple[str, ...]) -> Floats:
    return track.xy_px[:, [INDEX[name] for name in names]]


def _about_the_picture(clip: Clip, settings: ViewSettings) -> Iterator[ViewFinding]:
    dark, bright = settings.brightness
    light = float(np.median(clip.brightness)) if len(clip.brightness) else math.nan
    if light < dark:
        yield ViewFinding(
            what="dark",
            sentence="The picture is dark.",
            advice="Switch on a light, and have it in front of you rather than behind.",
        )
    elif light > bright:
        yield ViewFinding(
            what="glaring",
            sentence="The picture is overexposed.",
            advice="Avoid a window or lamp behind you or shining into the camera.",
        )
    if 0 < clip.rate_hz < settings.least_rate_hz:
        yield ViewFinding(
            what="frame_rate",
            sentence=f"The video has only {clip.rate_hz:.0f} pictures a second.",
            advice="Record with 30 or 60 pictures a second, in good light.",
            blocking=clip.rate_hz < settings.refused_rate_hz,
        )


def _about_the_camera(motion: Motion, settings: ViewSettings) -> Iterator[ViewFinding]:
    camera = motion.camera
    if abs(math.degrees(camera.roll_rad)) > settings.most_roll_deg:
        yield ViewFinding(
            what="roll",
            sentence=f"The phone was tilted sideways by {abs(math.degrees(camera.roll_rad)):.0f} "
            "degrees; this was taken into account.",
            advice="Lean the phone against something so that it stands upright.",
        )
    if abs(math.degrees(camera.pitch_rad)) > settings.most_pitch_deg:
        yield ViewFinding(
            what="pitch",
            sentence=f"The phone looked steeply {'down' if camera.pitch_rad > 0 else 'up'} at you.",
            advice="Put the phone at hip height, so that it looks straight ahead.",
        )
    low_m, high_m = settings.camera_height_m
    if not low_m <= camera.height_m <= high_m:
        yield ViewFinding(
            what="camera_height",
            sentence=f"The phone stood {'low' if camera.height_m < low_m else 'high'}, "
            f"about {camera.height_m:.1f} m above the floor.",
            advice="Put the phone at hip height: on a chair or a table.",
        )
    near_m, far_m = settings.distance_m
    if not near_m <= camera.distance_m <= far_m:
        too_near = camera.distance_m < near_m
        yield ViewFinding(
            what="distance",
            sentence=f"The phone stood {'near' if too_near else 'far'}, "
            f"about {camera.distance_m:.1f} m away.",
            advice="Put the phone about three metres away.",
        )


def _about_the_start(motion: Motion | None) -> Iterator[ViewFinding]:
    if motion is not None and not motion.standing.any():
        yield ViewFinding(
            what="no_standing_start",
            sentence="You were not seen standing straight and still, which tells how long your "
            "legs are.",
            advice="Begin by standing straight and still for two seconds.",
        )


def _about_the_view(view: View | None, test: MovementTest) -> Iterator[ViewFinding]:
    """One finding for each placement that would show what this one does not."""
    rows = [view_rule(test=test.name, measure=name) for name in test.measures]
    missed = {row.best for row in rows if verdict_in(row=row, view=view) is not Verdict.ALLOWED}
    if view is None:
        yield ViewFinding(
            what="view_unknown",
            sentence=UNKNOWN_VIEW,
            advice="Measure the video itself, or give landmarks that have depth.",
        )
        return
    words = LYING_VIEW_WORDS if test.posture is Posture.LYING else VIEW_WORDS
    for placement in sorted(missed - {"none", view, f"lying_{view}"}):
        yield ViewFinding(
            what=f"view_{placement}",
            sentence=f"The phone saw you {words[view]}, which does not show "
            f"{PLACEMENT_SHOWS[placement]} well.",
            advice=f"For {PLACEMENT_SHOWS[placement]}: {placement_advice(placement=placement)}",
        )


def _shown_by_none(
    missed: Iterator[ViewFinding], others: tuple[JudgedView, ...]
) -> Iterator[ViewFinding]:
    """Leave out what another camera makes up for."""
    missed_there = [{finding.what for finding in other.findings} for other in others]
    return (each for each in missed if all(each.what in there for there in missed_there))
