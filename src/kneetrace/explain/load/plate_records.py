"""Force plates as they were recorded, brought to a motion's times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.plates import PlateForces
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

SLACK_S: Final = 0.05
"""DESIGN: plates may begin this much later, or end earlier, than the motion."""


class PlatesElsewhen(InvalidInput):
    """The plates were not recorded while the motion was."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateRecord:
    """What one plate felt, in its own times and the motion's axes.

    time_s : (sample,), s, of the motion's clock
    force_n, point_m, moment_nm : (sample, xyz), as in ``PlateForces``
    """

    time_s: Array
    force_n: Array
    point_m: Array
    moment_nm: Array


def plates_at(records: Sequence[PlateRecord], *, time_s: Array) -> tuple[PlateForces, ...]:
    """Bring plates to a motion's times.

    Raises
    ------
    PlatesElsewhen
        When the plates do not cover the motion.
    """
    for record in records:
        first_s, last_s = float(record.time_s[0]), float(record.time_s[-1])
        if first_s > time_s[0] + SLACK_S or last_s < time_s[-1] - SLACK_S:
            raise PlatesElsewhen(
                f"The force plates tell {first_s:.2f} to {last_s:.2f} s, the motion "
                f"{time_s[0]:.2f} to {time_s[-1]:.2f} s: cut both to the same time."
            )

    def at(record: PlateRecord, columns: Array) -> Array:
        known = np.nan_to_num(columns)
        return np.column_stack([np.interp(time_s, record.time_s, column) for column in known.T])

    return tuple(
        PlateForces(
            force_n=at(record, record.force_n),
            point_m=at(record, record.point_m),
            moment_nm=at(record, record.moment_nm),
        )
        for record in records
    )
