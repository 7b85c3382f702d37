"""In which posture each strength test is done, and which muscles the model uses in it."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.muscles import LEG_AXES, at_full_activation, reference_muscles

Array = NDArray[np.float64]

UNITS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "quadriceps": ("recfem", "vasint", "vaslat", "vasmed"),
        "hamstrings": ("bflh", "bfsh", "semimem", "semiten"),
        "gluteus_maximus": ("glmax1", "glmax2", "glmax3"),
        "lateral_hip": (*("glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3", "tfl"),),
        "front_hip": ("iliacus", "psoas", "sart"),
        "adductors": (
            *("addbrev", "addlong", "addmagDist", "addmagIsch", "addmagMid", "addmagProx", "grac"),
        ),
        "deep_rotators": ("geminf", "gemsup", "obtext", "obtint", "piri", "quadfem"),
        "calf": ("fdl", "fhl", "gaslat", "gasmed", "perbrev", "perlong", "soleus", "tibpost"),
        "shin": ("edl", "ehl", "tibant"),
    }
)
"""DESIGN: muscles that are taken as equally strong or weak, for no test of strength tells them
apart. Each muscle stands in one unit; a test of strength asks several units at once."""

GROUP_OF_ACTION: Final = MappingProxyType(
    {
        "hip_abduction": "hip_abductors",
        "hip_adduction": "hip_adductors",
        "hip_external_rotation": "hip_external_rotators",
        "hip_internal_rotation": "hip_internal_rotators",
        "hip_extension": "hip_extensors",
        "hip_flexion": "hip_flexors",
        "knee_extension": "knee_extensors",
        "knee_flexion": "knee_flexors",
    }
)
"""What a test's action asks -> muscle group, as in ``capacity.GROUPS``."""

_SEATED: Final = {"hip_flexion": 90.0, "knee_angle": 90.0}
_POSTURES_DEG: Final[Mapping[str, Mapping[str, float]]] = {
    # DESIGN, where the test leaves an angle open: what is usual when it is done.
    "side_lying": {},
    "supine": {},
    "standing": {},
    "prone": {},
    "prone_standing": {"hip_flexion": 45.0},
    "seated": _SEATED,
    "seated_knee_60": {**_SEATED, "knee_angle": 60.0},
    "seated_knee_90": _SEATED,
}
_BENT_PRONE: Final = frozenset(
    {"hip_external_rotation", "hip_internal_rotation", "knee_flexion"}
)  # done with the shank upright


@cache
def shares_in_test(*, action: str, position: str) -> Array:
    """Tell what share of a test's torque each unit gives in the model: (unit,), summing to 1."""
    posture = dict(_POSTURES_DEG[position])
    if position == "prone" and action in _BENT_PRONE:
        posture["knee_angle"] = 90.0
    return _shares(GROUP_OF_ACTION[action], posture)


@cache
def usual_shares(*, group: str) -> Array:
    """Tell the same of a muscle group in a usual posture: slightly bent, as when standing."""
    return _shares(group, {"hip_flexion": 30.0, "knee_angle": 30.0})


def _shares(group: str, posture_deg: Mapping[str, float]) -> Array:
    muscles = reference_muscles()
    angles_rad = np.radians([[posture_deg.get(axis, 0.0) for axis in LEG_AXES]])
    full = at_full_activation(muscles, angles_rad=angles_rad, speeds=np.zeros_like(angles_rad))
    axis, sense = GROUPS[group]
    torques_nm = np.maximum(sense * full.torques_nm[0, LEG_AXES.index(axis)], 0.0)
    by_unit = np.array(
        [sum(torques_nm[muscles.names.index(name)] for name in names) for names in UNITS.values()]
    )
    return np.asarray(by_unit / by_unit.sum())
