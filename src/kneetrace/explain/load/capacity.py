"""How much of each muscle group's strength a task takes, and how sure that is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.muscle_forces import LegForces
from kneetrace.explain.load.muscles import LEG_AXES

Array = NDArray[np.float64]

GROUPS: Final = {
    "knee_extensors": ("knee_angle", -1),
    "knee_flexors": ("knee_angle", 1),
    "hip_extensors": ("hip_flexion", -1),
    "hip_flexors": ("hip_flexion", 1),
    "hip_abductors": ("hip_adduction", -1),
    "hip_adductors": ("hip_adduction", 1),
    "hip_external_rotators": ("hip_rotation", -1),
    "hip_internal_rotators": ("hip_rotation", 1),
    "plantarflexors": ("ankle_angle", -1),
    "dorsiflexors": ("ankle_angle", 1),
}
"""Muscle group -> the coordinate it turns, and in which sense."""

TOO_WIDE: Final = 0.5
"""DESIGN: of a group's strength; a wider interval no longer tells light work from heavy."""


@dataclass(frozen=True, kw_only=True)
class MostUsed:
    """The greatest share of a muscle group's strength that a task took.

    share, low, high : nine in ten believable values lie between the last two
    strength_measured : a strength test asked this group; otherwise the share is of a young adult's
    """

    share: float
    low: float
    high: float
    strength_measured: bool

    @property
    def told(self) -> bool:
        """Whether the interval is narrow enough to say anything."""
        return self.high - self.low <= TOO_WIDE


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupCapacity:
    """The share of a muscle group's strength that a task took, frame by frame.

    share, low, high : (frame,); the ends hold how strong the group may be and, without plates, what
        the ground may have done
    strength_measured : see ``MostUsed``
    """

    share: Array
    low: Array
    high: Array
    strength_measured: bool

    def most(self, told: NDArray[np.bool_], /) -> MostUsed:
        """Give the greatest share in the frames that are told, of which there is one at least."""
        return MostUsed(
            share=float(self.share[told].max()),
            low=float(self.low[told].max()),
            high=float(self.high[told].max()),
            strength_measured=self.strength_measured,
        )


def capacity_by_group(forces: LegForces) -> dict[str, Array]:
    """Share of each group's strength that the task took, group -> (frame,).

    0 where the task asks the other way. Strength is that of all muscles that turn the joint this
    way, each fully active, in this posture and at this speed: 1 is all there is, and above 1 the
    task asks for more than the model has.
    """
    shares = {}
    for group, (axis, sense) in GROUPS.items():
        at = LEG_AXES.index(axis)
        asks = sense * forces.moments_nm[:, at] > 0
        shares[group] = np.where(asks, forces.capacity_used(axis), 0.0)
    return shares
