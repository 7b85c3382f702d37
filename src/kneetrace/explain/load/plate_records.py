"""Force plates as they were recorded: when, how hard, where they were pushed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.plates import LOADED_N
from kneetrace.explain.load.vectors import cross
from kneetrace.measure import ForcePlate

Array = NDArray[np.float64]

IDLE_N: Final = 40.0
"""DESIGN: a plate that feels less has nobody on it; what it feels then is its offset."""

LEAST_IDLE_S: Final = 0.1
"""DESIGN: no offset is told from less."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateRecord:
    """What one plate felt, in its own times and the axes the motion was recorded in.

    time_s : (sample,), s, of the motion's clock
    force_n, point_m, moment_nm : (sample, xyz), as in ``PlateForces``
    """

    time_s: Array
    force_n: Array
    point_m: Array
    moment_nm: Array


def plate_record(plate: ForcePlate, /) -> PlateRecord:
    """Take the offset off a plate and find where it is pushed.

    Parameters
    ----------
    plate : of a motion-capture file

    Returns
    -------
    PlateRecord
        The pressure lies on the plate; the middle of it while nobody is on it.
    """
    edges_m = np.diff(plate.corners_m, axis=0)
    normal = np.cross(edges_m[0], edges_m[1])
    normal /= np.linalg.norm(normal)
    idle = np.abs(plate.force_n @ normal) < IDLE_N
    force_n, moment_nm = plate.force_n, plate.moment_nm
    if idle.sum() > LEAST_IDLE_S / np.median(np.diff(plate.time_s)):
        force_n = force_n - np.median(force_n[idle], axis=0)
        moment_nm = moment_nm - np.median(moment_nm[idle], axis=0)
    push_n = (force_n @ normal)[:, None]
    loaded = np.abs(push_n) > LOADED_N
    arm_m = np.where(loaded, np.cross(normal, moment_nm) / np.where(loaded, push_n, 1.0), 0.0)
    return PlateRecord(
        time_s=plate.time_s,
        force_n=force_n,
        point_m=plate.corners_m.mean(axis=0) + arm_m,
        moment_nm=moment_nm - cross(arm_m, force_n),
    )
