"""When a foot is on the ground, told by the moving skeleton alone."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement import Placed
from kneetrace.terms import Side

Array = NDArray[np.float64]

SOLE_M: Final = (np.array([0.0, 0.0, 0.0]), np.array([0.2, 0.0, 0.0]))
"""DESIGN: heel and ball of the foot, from the heel bone's origin."""

NEAR_M: Final = 0.05
"""DESIGN: a standing foot's heel or ball lies within this of the floor."""

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


def contacts_of(placed: Placed, *, time_s: Array) -> Contacts:
    """Tell which foot is on the ground when: heel or ball is low and hardly moves.

    Parameters
    ----------
    placed : the moving skeleton
    time_s : (time,), s, even

    Returns
    -------
    Contacts
        The floor is where the feet are lowest, wherever the motion's own origin is.
    """
    soles_m = {
        side: [placed.bodies[f"calcn_{side.suffix}"].point_m(point_m) for point_m in SOLE_M]
        for side in Side
    }
    heights_m = np.concatenate([point[:, 1] for points in soles_m.values() for point in points])
    floor_m = float(np.percentile(heights_m, 10))
    step_s = float(time_s[1] - time_s[0])
    brief = max(1, round(BRIEF_S / step_s))
    on_ground = {}
    for side, points in soles_m.items():
        touching = np.zeros(len(time_s), dtype=bool)
        for point in points:
            speed = np.linalg.norm(np.gradient(point, step_s, axis=0), axis=1)
            touching |= (point[:, 1] < floor_m + NEAR_M) & (speed < SLOW_M_S)
        on_ground[side] = _settled(_settled(touching, brief=brief, to=True), brief=brief, to=False)
    return Contacts(on_ground=on_ground, floor_m=floor_m)


def _settled(flags: NDArray[np.bool_], *, brief: int, to: bool) -> NDArray[np.bool_]:
    """Turn short spells between others to ``to``; those at the ends may have been longer."""
    settled = flags.copy()
    edges = np.flatnonzero(np.diff(flags.astype(int))) + 1
    for start, stop in pairwise(edges):
        if flags[start] != to and stop - start < brief:
            settled[start:stop] = to
    return settled
