"""When a foot is on the ground, told by the motion alone.

Who walks or runs, on the ground or a belt, puts each foot ahead of the other by turns: there the
measure room's foot strikes and foot offs tell, flight between them included. Other feet stand where
they are low and hardly move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement import Placed
from kneetrace.measure import FootPaths, GaitEvent, Touch, find_gait_events, forward_of
from kneetrace.terms import Side

Array = NDArray[np.float64]

SOLE_M: Final = (np.array([0.0, 0.0, 0.0]), np.array([0.2, 0.0, 0.0]))
"""DESIGN: heel and ball of the foot, from the heel bone's origin."""

TOE_M: Final = np.array([0.25, 0.0, 0.0])
"""DESIGN: tip of the toes, likewise."""

AHEAD_M: Final = 0.15
"""DESIGN: in gait each heel is at some time this much ahead of the other."""

NEAR_M: Final = 0.05
"""DESIGN: a standing foot's heel or ball lies within this of the floor, or of the lowest one: a
motion's floor may drift."""

SLOW_M_S: Final = 0.5
"""DESIGN: and moves slower than this; a swinging foot is several times faster."""

BRIEF_S: Final = 0.12
"""DESIGN: no foot stands or swings for less."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Contacts:
    """Where the floor is, and which foot is on it.

    on_ground : side -> (time,)
    floor_m : height of the floor in the motion's world
    """

    on_ground: dict[Side, NDArray[np.bool_]]
    floor_m: float


def contacts_of(placed: Placed, *, time_s: Array, paths: FootPaths | None = None) -> Contacts:
    """Tell which foot is on the ground when.

    Parameters
    ----------
    placed : the moving skeleton
    time_s : (time,), s, even
    paths : of feet and hips as they were measured; None takes the skeleton's

    Returns
    -------
    Contacts
        The floor is where the feet are lowest, wherever the motion's own origin is.
    """
    soles_m = {
        side: [placed.bodies[f"calcn_{side.suffix}"].point_m(point_m) for point_m in SOLE_M]
        for side in Side
    }
    heights_m = np.array([point[:, 1] for points in soles_m.values() for point in points])
    floor_m = float(np.percentile(heights_m, 10))
    low_m = np.maximum(floor_m, heights_m.min(axis=0)) + NEAR_M
    feet = skeleton_paths(placed, time_s=time_s) if paths is None else paths
    events = find_gait_events(paths=feet) if _by_turns(feet) else ()
    on_ground = {}
    for side, points in soles_m.items():
        own = [event for event in events if event.side is side]
        on_ground[side] = (
            _between(own, time_s=time_s)
            if own
            else _low_and_slow(points, time_s=time_s, low_m=low_m)
        )
    return Contacts(on_ground=on_ground, floor_m=floor_m)


def skeleton_paths(placed: Placed, *, time_s: Array) -> FootPaths:
    """Take the paths of feet and hips from the moving skeleton."""
    hips_m = {side: placed.bodies[f"femur_{side.suffix}"].place_m for side in Side}
    feet = {side: placed.bodies[f"calcn_{side.suffix}"] for side in Side}
    return FootPaths(
        time_s=time_s,
        heel_m={side: foot.place_m for side, foot in feet.items()},
        toe_m={side: foot.point_m(TOE_M) for side, foot in feet.items()},
        mid_hip_m=(hips_m[Side.RIGHT] + hips_m[Side.LEFT]) / 2,
        across_m=hips_m[Side.RIGHT] - hips_m[Side.LEFT],
    )


def _by_turns(paths: FootPaths) -> bool:
    """Tell whether each foot was ahead of the other one, as in walking and running."""
    between_m = paths.heel_m[Side.RIGHT] - paths.heel_m[Side.LEFT]
    known = np.isfinite(between_m).all(axis=1) & np.isfinite(paths.across_m).all(axis=1)
    if not known.any():
        return False
    forward = forward_of(across_m=paths.across_m[known])
    ahead_m = np.einsum("ti,ti->t", between_m[known], forward)
    return bool(ahead_m.max() > AHEAD_M and ahead_m.min() < -AHEAD_M)


def _between(events: Sequence[GaitEvent], *, time_s: Array) -> NDArray[np.bool_]:
    """On the ground from each strike to the next foot off; before the first the other way round."""
    at = np.searchsorted([event.time_s for event in events], time_s, side="right")
    after = np.array([event.touch is Touch.STRIKE for event in events])
    return np.concatenate([[not after[0]], after])[at]


def _low_and_slow(points_m: Sequence[Array], *, time_s: Array, low_m: Array) -> NDArray[np.bool_]:
    step_s = float(time_s[1] - time_s[0])
    brief = max(1, round(BRIEF_S / step_s))
    touching = np.zeros(len(time_s), dtype=bool)
    for point_m in points_m:
        speed = np.linalg.norm(np.gradient(point_m, step_s, axis=0), axis=1)
        touching |= (point_m[:, 1] < low_m) & (speed < SLOW_M_S)
    return _settled(_settled(touching, brief=brief, to=True), brief=brief, to=False)


def _settled(flags: NDArray[np.bool_], *, brief: int, to: bool) -> NDArray[np.bool_]:
    """Turn short spells between others to ``to``; those at the ends may have been longer."""
    settled = flags.copy()
    edges = np.flatnonzero(np.diff(flags.astype(int))) + 1
    for start, stop in pairwise(edges):
        if flags[start] != to and stop - start < brief:
            settled[start:stop] = to
    return settled
