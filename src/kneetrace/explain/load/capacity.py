"""How much of each muscle group's strength a task takes."""

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
