"""When a posture is held: taken up, kept, given up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, gaussian_filter1d, label

from kneetrace.measure.body.standing_feet import StandingFeetSettings
from kneetrace.measure.body.stillness import body_height_px, fill_gaps
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Held
from kneetrace.measure.movement.seen.feet import feet_on_the_floor
from kneetrace.measure.movement.seen.lying import LINE_POINTS, hip_lift, hip_line_sag, lower_side
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class HoldSettings:
    """When a posture counts as held. All DESIGN.

    least_s : shorter than this nothing was held
    slip_s : giving the posture up for less than this is not believed
    most_speed_per_s : whoever stands still moves hips, knees and shoulders no faster, x height
    most_carrying_speed_per_s : the foot that carries the body is seen to move no faster than this
        unless it hops or steps, x height
    half : hips are up from this share of the way between lying and lifted on
    least_lift : hips that rise by less than this were not lifted during the video, trunk lengths
    most_sag_rad : hips that keep their place are up if the body is straight to within this
    """

    least_s: float = 1.0
    slip_s: float = 0.15
    most_speed_per_s: float = 0.05
    most_carrying_speed_per_s: float = 0.35
    half: float = 0.5
    least_lift: float = 0.12
    most_sag_rad: float = float(np.radians(20))


SETTINGS: Final = HoldSettings()


def holds_in(
    *, sight: Sight, held: Held, settings: HoldSettings = SETTINGS
) -> tuple[Repetition, ...]:
    """Find every stretch in which a posture is held.

    Parameters
    ----------
    sight
        The person in the recording.
    held
        Which posture.

    Returns
    -------
    tuple of Repetition
        In order of time, turning in the middle; ``side`` is the leg stood on, or the side lain on.
        One that the recording cuts off is there with what was seen of it: see
        :func:`cut_off`.
    """
    if sight.clip.frames < 2:
        return ()
    stretches = [
        (start_s, end_s, side)
        for side, flags in _HELD[held](sight, settings).items()
        for start_s, end_s in _stretches(flags, sight.clip.time_s, settings)
    ]
    if held is Held.STILL and stretches:
        stretches = [max(stretches, key=lambda one: one[1] - one[0])]
    return tuple(
        Repetition(
            number=number,
            start_s=start_s,
            peak_s=(start_s + end_s) / 2,
            end_s=end_s,
            side=side,
        )
        for number, (start_s, end_s, side) in enumerate(sorted(stretches), start=1)
    )


def cut_off(*, hold: Repetition, sight: Sight) -> bool:
    """Tell whether the recording begins or ends while the posture is held."""
    seen = np.flatnonzero(np.isfinite(sight.track.xy_px[:, INDEX["left_hip"], 0]))
    first_s, last_s = sight.clip.time_s[seen[[0, -1]]] if len(seen) else (0.0, 0.0)
    return bool(hold.start_s <= first_s + SETTINGS.slip_s or hold.end_s >= last_s - SETTINGS.slip_s)


def _standing_still(sight: Sight, settings: HoldSettings) -> dict[Side | None, Flags]:
    """Hips, knees, ankles and shoulders keep their place in the picture."""
    joints = [
        INDEX[f"{side.value}_{part}"]
        for side in Side
        for part in ("shoulder", "hip", "knee", "ankle")
    ]
    xy_px = sight.track.xy_px[:, joints]
    path_px = gaussian_filter1d(fill_gaps(xy_px), 0.1 * sight.clip.rate_hz, axis=0)
    speed = np.linalg.norm(np.gradient(path_px, sight.clip.time_s, axis=0), axis=2)
    slow = speed < settings.most_speed_per_s * body_height_px(sight.track.xy_px)
    return {None: np.all(slow, axis=1) & np.isfinite(xy_px).all(axis=(1, 2))}


def _on_one_foot(sight: Sight, settings: HoldSettings) -> dict[Side | None, Flags]:
    """One foot stands and the other does not; the carrying one may be seen to tremble."""
    trembling = StandingFeetSettings(most_speed_per_s=settings.most_carrying_speed_per_s)
    carrying = feet_on_the_floor(sight=sight, settings=trembling)
    standing = feet_on_the_floor(sight=sight)
    return {side: carrying[side] & ~standing[side.other] for side in Side}


def _hips_up(sight: Sight, settings: HoldSettings) -> dict[Side | None, Flags]:
    """Hips are nearer to the highest they get than to where they lie, on the lower side."""
    lift = hip_lift(track=sight.track, side=None)
    known, side = np.isfinite(lift), lower_side(track=sight.track)
    if known.sum() < 2:
        return {side: np.zeros(len(lift), dtype=bool)}
    level = gaussian_filter1d(fill_gaps(lift), 0.2 * sight.clip.rate_hz)
    low, high = float(level[known].min()), float(level[known].max())
    if high - low < settings.least_lift:
        line_px = sight.track.xy_px[:, [INDEX[name] for name in LINE_POINTS]]
        straight = abs(float(np.nanmedian(hip_line_sag(line_px)))) < settings.most_sag_rad
        return {side: known & straight}
    top = float(np.median(level[known & (level > (low + high) / 2)]))
    return {side: known & (level > low + settings.half * (top - low))}


_HELD: Final[dict[Held, Callable[[Sight, HoldSettings], dict[Side | None, Flags]]]] = {
    Held.STILL: _standing_still,
    Held.ONE_FOOT: _on_one_foot,
    Held.HIPS_UP: _hips_up,
}


def _stretches(flags: Flags, time_s: Floats, settings: HoldSettings) -> list[tuple[float, float]]:
    """Bounds of the runs that are long enough, slips bridged, s."""
    slip = max(1, round(settings.slip_s / float(np.median(np.diff(time_s)))))
    padded = np.pad(flags, slip)
    numbers, count = label(binary_closing(padded, np.ones(slip + 1))[slip:-slip])
    runs = [np.flatnonzero(numbers == number)[[0, -1]] for number in range(1, count + 1)]
    bounds = [(float(time_s[a]), float(time_s[min(b + 1, len(time_s) - 1)])) for a, b in runs]
    return [(start_s, end_s) for start_s, end_s in bounds if end_s - start_s >= settings.least_s]
