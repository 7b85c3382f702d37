"""Which leg does a test of one leg, as the recording itself shows it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.body.stillness import body_height_px
from kneetrace.measure.movement.measurement import ViewFinding
from kneetrace.measure.movement.movements import (
    Events,
    Floor,
    Legs,
    MovementTest,
    Posture,
    TestedLeg,
)
from kneetrace.measure.movement.scene import Obstacle
from kneetrace.measure.movement.seen.feet import feet_held_up
from kneetrace.measure.movement.seen.lying import carrying_side, lower_side
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Floats = NDArray[np.float64]

FOOT: Final = ("ankle", "heel", "foot_index")


@dataclass(frozen=True, kw_only=True)
class TestedSideSettings:
    """When a leg is taken to be the tested one. All DESIGN; lengths are shares of stature.

    window_s, hop_s : the feet are watched over stretches this long, begun this often; in walking
        both feet travel within one
    least_travel, least_ratio : one foot moves and the other stays where it travels this far, and
        this many times as far as the other
    least_stride_m : a foot this far in front of the other is the front one
    least_share, least_s : the leg must be the same for this share of the telling time, and the
        telling time be this long
    """

    window_s: float = 2.0
    hop_s: float = 0.25
    least_travel: float = 0.03
    least_ratio: float = 2.0
    least_stride_m: float = 0.25
    least_share: float = 0.8
    least_s: float = 1.0


SETTINGS: Final = TestedSideSettings()

NOT_SEEN: Final = Obstacle(
    reason="Which leg did the test could not be told from the recording.",
    advice="Say which leg was tested, and keep both feet in the picture throughout.",
)
BOTH_IN_TURN: Final = Obstacle(
    reason="Now one leg did the test and now the other, and this test looks at one.",
    advice="Record each leg on its own.",
)
LAIN_ON: Final = "You said the {said} side, but you lay on the {seen} one"
CONTRADICTED: Final = {
    TestedLeg.CARRYING: "You said the {said} leg, but you stood on the {seen} one",
    TestedLeg.FRONT: "You said the {said} leg, but the {seen} one was in front",
}


@dataclass(frozen=True, kw_only=True)
class FoundSide:
    """The leg a test of one leg is measured on.

    side : ``None`` where both legs do the test, or where it cannot be told
    untold : why it cannot be told, where one leg does the test
    findings : what was noticed on the way
    """

    side: Side | None
    untold: Obstacle | None = None
    findings: tuple[ViewFinding, ...] = ()


def find_tested_side(*, sight: Sight, test: MovementTest, said: Side | None) -> FoundSide:
    """Settle on which leg a recording is measured: the one that is seen to do the test.

    Parameters
    ----------
    said
        The leg that was asked to do it; ``None`` where nobody said.

    Returns
    -------
    FoundSide
        For a test that both legs do, or that is done lying, what was said.
    """
    if test.legs is not Legs.ONE:
        return FoundSide(side=said)
    seen = seen_side(sight=sight, test=test)
    if isinstance(seen, Obstacle):
        told = said is not None or test.events is Events.HOLD  # each hold has its own leg
        return FoundSide(side=said, untold=None if told else seen)
    if said in (None, seen):
        return FoundSide(side=seen)
    words = LAIN_ON if _lain_on(test) else CONTRADICTED[test.tested_leg]
    contradicted = words.format(said=said, seen=seen)
    finding = ViewFinding(
        what="other_side",
        sentence=f"{contradicted}; the {seen} side was measured.",
        advice=f"Record again with the {said} side, or name the {seen} one for this recording. "
        "A mirrored video shows the sides exchanged: say that it is mirrored.",
    )
    return FoundSide(side=seen, findings=(finding,))


def seen_side(
    *, sight: Sight, test: MovementTest, settings: TestedSideSettings = SETTINGS
) -> Side | Obstacle:
    """Tell which leg does a test of one leg, whatever was said.

    Parameters
    ----------
    sight
        The person in the recording.
    test
        A test of one leg; its ``tested_leg`` says what tells the leg from the other.

    Returns
    -------
    Side
        Or the reason why it cannot be told.
    """
    if test.posture is Posture.LYING:
        find = lower_side if _lain_on(test) else carrying_side
        return find(track=sight.track) or NOT_SEEN
    if test.tested_leg is TestedLeg.FRONT:
        return _majority(_seconds_in_front(sight, settings), settings)
    moving = _majority(_seconds_staying(sight, settings), settings)
    if isinstance(moving, Side) or test.floor is Floor.STEPS:
        return moving
    lifted = _majority(_seconds_on_the_floor(sight), settings)
    return lifted if isinstance(lifted, Side) else moving


def _lain_on(test: MovementTest) -> bool:
    """Whether the tested side is the one somebody lies on."""
    return test.posture is Posture.LYING and test.events is Events.HOLD


def _majority(for_s: dict[Side, float], settings: TestedSideSettings) -> Side | Obstacle:
    side = max(for_s, key=lambda one: for_s[one])
    total_s = sum(for_s.values())
    if total_s < settings.least_s:
        return NOT_SEEN
    return side if for_s[side] >= settings.least_share * total_s else BOTH_IN_TURN


def _seconds_staying(sight: Sight, settings: TestedSideSettings) -> dict[Side, float]:
    """For how long each foot stays while the other one moves."""
    time_s, tall_px = sight.clip.time_s, body_height_px(sight.track.xy_px)
    feet_px = {side: _foot_px(sight, side) for side in Side}
    for_s = dict.fromkeys(Side, 0.0)
    for start_s in np.arange(time_s[0], time_s[-1] - settings.window_s, settings.hop_s):
        inside = (time_s >= start_s) & (time_s < start_s + settings.window_s)
        travel = {side: _travel(feet_px[side][inside]) / tall_px for side in Side}
        for side in Side:
            far, near = travel[side.other], travel[side]
            if far > settings.least_travel and far > settings.least_ratio * near:
                for_s[side] += settings.hop_s
    return for_s


def _travel(foot_px: Floats) -> float:
    """How far a foot gets in the picture, px; NaN where it is mostly hidden."""
    seen_px = foot_px[np.isfinite(foot_px).all(axis=1)]
    if 2 * len(seen_px) < len(foot_px) or not len(seen_px):
        return float("nan")
    low_px, high_px = np.quantile(seen_px, (0.05, 0.95), axis=0)
    return float(np.linalg.norm(high_px - low_px))


def _foot_px(sight: Sight, side: Side) -> Floats:
    """Middle of a foot, ``(frame, xy)`` px."""
    parts_px = sight.track.xy_px[:, [INDEX[f"{side.value}_{part}"] for part in FOOT]]
    ever = np.isfinite(parts_px).all(axis=2).any(axis=0)  # markers need not be on every part
    return np.asarray(parts_px[:, ever if ever.any() else slice(None)].mean(axis=1))


def _seconds_on_the_floor(sight: Sight) -> dict[Side, float]:
    """For how long each foot carries the body while the other one is held up."""
    held = feet_held_up(sight=sight)
    step_s = float(np.ptp(sight.clip.time_s)) / max(sight.clip.frames - 1, 1)
    return {side: step_s * float(held[side.other].sum()) for side in Side}


def _seconds_in_front(sight: Sight, settings: TestedSideSettings) -> dict[Side, float]:
    """For how long each foot stands well in front of the other."""
    time_s, ahead_m = _right_ahead(sight)
    step_s = float(np.ptp(time_s)) / max(len(time_s) - 1, 1)
    return {
        Side.RIGHT: step_s * float(np.sum(ahead_m > settings.least_stride_m)),
        Side.LEFT: step_s * float(np.sum(ahead_m < -settings.least_stride_m)),
    }


def _right_ahead(sight: Sight) -> tuple[Floats, Floats]:
    """How far the right ankle is in front of the left, ``(time,)`` s and m."""
    if sight.motion is not None:
        right, left = (sight.motion.joints_m[:, JOINTS.index(f"ankle_{s}"), 0] for s in "rl")
        return sight.motion.time_s, np.asarray(right - left)
    place_m = sight.track.world_m[..., [0, 2]]  # picture's right, away from the camera

    def across(part: str) -> Floats:
        return np.asarray(place_m[:, INDEX[f"right_{part}"]] - place_m[:, INDEX[f"left_{part}"]])

    to_right = across("hip") + across("shoulder")
    to_right /= np.maximum(np.linalg.norm(to_right, axis=1, keepdims=True), 1e-9)
    forward = np.stack([-to_right[:, 1], to_right[:, 0]], axis=1)
    return sight.clip.time_s, np.asarray((across("ankle") * forward).sum(axis=1))
