"""Which foot stands on which force plate: told by the motion, not by the plate's number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import GroundReaction
from kneetrace.explain.load.movement import Placed
from kneetrace.explain.load.notes import load_note
from kneetrace.terms import InvalidInput, Side

Array = NDArray[np.float64]

LOADED_N: Final = 20.0
"""DESIGN: below this a plate's centre of pressure means nothing."""

FOOT_M: Final = np.array([0.10, 0.0, 0.0])
"""DESIGN: the middle of the sole, from the heel bone's origin."""

REACH_M: Final = 0.25
"""DESIGN: a foot whose middle is further from the pressure does not stand on the plate."""


class PlateUnderNoFoot(InvalidInput):
    """A force plate is loaded where the motion has no foot."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateForces:
    """What one plate felt, in the motion's times and axes.

    force_n : (time, xyz), N, of the ground on the foot
    point_m : (time, xyz), m, centre of pressure; anything where the plate is not loaded
    moment_nm : (time, xyz), N m, about that point
    """

    force_n: Array
    point_m: Array
    moment_nm: Array


def feet_on_plates(placed: Placed, *, plates: Sequence[PlateForces]) -> tuple[GroundReaction, ...]:
    """Give each loaded plate to the foot that stands on it.

    Parameters
    ----------
    placed : the moving skeleton
    plates : forces in the motion's times

    Returns
    -------
    tuple of GroundReaction
        One for each plate and foot: feet may share a plate in turn, not at once.

    Raises
    ------
    PlateUnderNoFoot
        When the pressure is mostly further than a foot's length from both feet.
    """
    reactions = []
    for number, plate in enumerate(plates, start=1):
        loaded = plate.force_n[:, 1] > LOADED_N
        if not loaded.any():
            continue
        away_m = np.stack([_away_m(placed, plate=plate, side=side) for side in Side])
        if np.median(away_m.min(axis=0)[loaded]) > REACH_M:
            raise PlateUnderNoFoot(load_note("plate_under_no_foot", number=number))
        nearest = _settled(away_m.argmin(axis=0), loaded=loaded)
        for at, side in enumerate(Side):
            on = loaded & (nearest == at)
            if on.any():
                reactions.append(_only(plate, on=on, body=f"calcn_{side.suffix}"))
    return tuple(reactions)


def _away_m(placed: Placed, *, plate: PlateForces, side: Side) -> Array:
    middle_m = placed.bodies[f"calcn_{side.suffix}"].point_m(FOOT_M)
    across = (plate.point_m - middle_m)[:, [0, 2]]
    return np.asarray(np.linalg.norm(across, axis=1))


def _settled(nearest: NDArray[np.intp], *, loaded: NDArray[np.bool_]) -> NDArray[np.intp]:
    """One foot for each spell of loading: the one nearest most of the time."""
    settled = nearest.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loaded.astype(int), [0]])))
    for start, stop in edges.reshape(-1, 2):
        settled[start:stop] = np.bincount(nearest[start:stop]).argmax()
    return settled


def _only(plate: PlateForces, *, on: NDArray[np.bool_], body: str) -> GroundReaction:
    kept = on[:, None]
    return GroundReaction(
        body=body,
        force_n=np.where(kept, plate.force_n, 0.0),
        point_m=np.where(kept, plate.point_m, 0.0),
        moment_nm=np.where(kept, plate.moment_nm, 0.0),
    )
