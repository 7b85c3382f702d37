"""What was done in a repetition, whatever test was asked for: told by where the body is held up.

Nobody balances with the body's mass behind the heels, so somebody whose trunk swings forward
while the hips stay where they are sits on something; somebody who bends one leg has the hips over
that foot. Where the signs are not clear, nothing is told.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.motion import JOINTS, Motion
from kneetrace.measure.movement.events.counting import both_knees
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Deed
from kneetrace.measure.movement.scene import trunk_lean_forward
from kneetrace.measure.movement.seen.feet import feet_on_the_floor
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.terms import Side

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class DeedSettings:
    """When a deed is told. All DESIGN; lengths are shares of the legs' length.

    The limits of sitting and squatting were set with the ui-prmd people, squats and rises with
    motion capture, and one filmed rise in view: they lie outside what the other deed showed there.

    before_s : a seat is looked for this long before a rise begins
    bent_share : the body is at its lowest while the knees are bent by this share of their most
    hips_stay : the hips keep their place within this
    sits_swing_rad, sits_behind : the trunk swings by this much over hips that stay, and the mass
        is this much further behind the feet than in standing: sits
    squats_swing_rad, squats_behind : less than both: squats
    least_bend_rad : knees bent less than this tell nothing
    stands_share, lifted_share : a foot that stands, or does not, for this share of a repetition
    split : ankles this far apart, one in front of the other
    apart : ankles this far apart from side to side tell which foot carries
    between : hips that are this share of the way from one ankle to the other are carried by both
    """

    before_s: float = 1.0
    bent_share: float = 0.85
    hips_stay: float = 0.07
    sits_swing_rad: float = float(np.radians(12))
    sits_behind: float = 0.08
    squats_swing_rad: float = float(np.radians(8))
    squats_behind: float = 0.05
    least_bend_rad: float = float(np.radians(45))
    stands_share: float = 0.8
    lifted_share: float = 0.6
    split: float = 0.45
    apart: float = 0.15
    between: tuple[float, float] = (0.3, 0.7)


SETTINGS: Final = DeedSettings()


def deeds_of(
    *,
    sight: Sight,
    repetitions: tuple[Repetition, ...],
    settings: DeedSettings = SETTINGS,
) -> tuple[Deed | None, ...]:
    """Tell what was done in each repetition.

    Parameters
    ----------
    sight
        The person in the recording; without a fitted body nothing is told.
    repetitions
        As found by whatever test was asked for.

    Returns
    -------
    tuple
        A deed for each, ``None`` where the signs are not clear.
    """
    motion = sight.motion
    if motion is None or len(motion.time_s) < 2:
        return (None,) * len(repetitions)
    body = _Body.of(motion)
    if body is None:
        return (None,) * len(repetitions)
    feet = {
        side: np.interp(body.time_s, sight.clip.time_s, flags) > 0.5
        for side, flags in feet_on_the_floor(sight=sight).items()
    }
    return tuple(_deed(body, feet, each, settings) for each in repetitions)


_NEEDED: Final = (
    *("mid_hip", "neck", "hip_r", "hip_l", "knee_r", "knee_l"),
    *("ankle_r", "ankle_l"),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Body:
    """Curves of one motion, ``(time,)``; lengths in lengths of the legs, forward and right."""

    time_s: Floats
    bend_rad: Floats
    lean_rad: Floats
    hips: Floats  # (time, xyz), against the ankles' middle
    behind: Floats  # how much further behind the ankles the mass is than in standing
    ahead: Floats  # how far one ankle is in front of the other
    carried: Floats  # 0 hips over the right ankle, 1 over the left; NaN where ankles are close

    @classmethod
    def of(cls, motion: Motion) -> "_Body | None":
        """Take the curves off a motion, the frames in which the whole body is known."""
        bend_rad = both_knees(
            right_rad=motion.values["knee_angle_r"], left_rad=motion.values["knee_angle_l"]
        )
        lean_rad, _ = trunk_lean_forward(motion=motion)
        joints_m = motion.joints_m[:, [JOINTS.index(name) for name in _NEEDED]]
        known = np.isfinite(joints_m).all(axis=(1, 2)) & np.isfinite(bend_rad + lean_rad)
        if known.sum() < 2:
            return None
        bend_rad = bend_rad[known]
        place_m = dict(zip(_NEEDED, np.moveaxis(joints_m[known], 1, 0), strict=True))
        right = (place_m["hip_r"] - place_m["hip_l"]) * np.array([1.0, 0.0, 1.0])
        right /= np.maximum(np.linalg.norm(right, axis=1, keepdims=True), 1e-9)
        forward = np.cross([0.0, 1.0, 0.0], right)
        ankles = (place_m["ankle_r"] + place_m["ankle_l"]) / 2
        knees = (place_m["knee_r"] + place_m["knee_l"]) / 2
        hips, neck = place_m["mid_hip"], place_m["neck"]
        # Shares of the mass and middles of trunk with arms and head, thighs, shanks. DESIGN
        mass = (
            0.68 * (hips + 0.62 * (neck - hips))
            + 0.20 * (hips + 0.43 * (knees - hips))
            + 0.12 * (knees + 0.50 * (ankles - knees))
        )
        leg_m = float(np.quantile(np.linalg.norm(hips - ankles, axis=1), 0.95))
        if leg_m <= 0:
            return None
        ahead_of_feet = ((mass - ankles) * forward).sum(axis=1) / leg_m
        straight = bend_rad <= np.quantile(bend_rad, 0.1)
        apart = place_m["ankle_l"] - place_m["ankle_r"]
        wide = -(apart * right).sum(axis=1) / leg_m
        to_hips = -((hips - place_m["ankle_r"]) * right).sum(axis=1) / leg_m
        with np.errstate(divide="ignore", invalid="ignore"):
            carried = np.where(wide > SETTINGS.apart, to_hips / wide, np.nan)
        return cls(
            time_s=motion.time_s[known],
            bend_rad=bend_rad,
            lean_rad=lean_rad[known],
            hips=(hips - ankles) / leg_m,
            behind=np.median(ahead_of_feet[straight]) - ahead_of_feet,
            ahead=np.abs((apart * forward).sum(axis=1)) / leg_m,
            carried=np.asarray(carried),
        )


def _deed(
    body: _Body, feet: dict[Side, Flags], repetition: Repetition, settings: DeedSettings
) -> Deed | None:
    inside = (body.time_s >= repetition.start_s) & (body.time_s <= repetition.end_s)
    around = inside | (
        (body.time_s >= repetition.start_s - settings.before_s)
        & (body.time_s <= repetition.start_s)
    )
    if not inside.any():
        return None
    stands = {side: float(feet[side][inside].mean()) for side in Side}
    for side in Side:
        if stands[side] >= settings.stands_share and (
            1 - stands[side.other] >= settings.lifted_share
        ):
            return Deed.ONE_LEG
    if min(stands.values()) < settings.stands_share:
        return None
    lowest = around & (body.bend_rad >= settings.bent_share * np.max(body.bend_rad[around]))
    if np.median(body.ahead[lowest]) >= settings.split:
        return Deed.SPLIT
    return _squat_or_chair(body, lowest, settings)


def _squat_or_chair(body: _Body, lowest: Flags, settings: DeedSettings) -> Deed | None:
    if np.median(body.bend_rad[lowest]) < settings.least_bend_rad:
        return None
    swing_rad = _swing_rad(body, lowest, settings)
    behind = float(np.median(body.behind[lowest]))
    if swing_rad >= settings.sits_swing_rad and behind >= settings.sits_behind:
        return Deed.CHAIR
    carried = body.carried[lowest]
    carried = carried[np.isfinite(carried)]
    low, high = settings.between
    on_both = len(carried) > 0 and low <= float(np.median(carried)) <= high
    if swing_rad <= settings.squats_swing_rad and behind <= settings.squats_behind and on_both:
        return Deed.SQUAT
    return None


def _swing_rad(body: _Body, lowest: Flags, settings: DeedSettings) -> float:
    """How far the trunk swings while the hips stay where they are at the lowest point."""
    bend_rad = np.where(lowest, body.bend_rad, -np.inf)
    at = int(np.argmax(bend_rad))
    place = np.median(body.hips[max(at - 2, 0) : at + 3], axis=0)
    stays = np.linalg.norm(body.hips - place, axis=1) < settings.hips_stay
    first, last = at, at
    while first > 0 and stays[first - 1]:
        first -= 1
    while last < len(stays) - 1 and stays[last + 1]:
        last += 1
    return float(np.ptp(body.lean_rad[first : last + 1]))
