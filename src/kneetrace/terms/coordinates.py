"""Joint coordinates by their OpenSim names (Rajagopal 2016 family), Y up.

Signs follow the OpenSim models: knee_angle is flexion positive, hip_flexion, hip_adduction and
hip_rotation (internal) positive, ankle_angle dorsiflexion positive. pelvis_list and
pelvis_rotation follow the right-hand rule about the pelvis' forward and upward axes.
"""

from typing import Final

PELVIS_ANGLES: Final = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
PELVIS_PLACES: Final = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
LEG_ANGLES: Final = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle")
TRUNK_ANGLES: Final = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")

COORDINATES: Final[tuple[str, ...]] = (
    *PELVIS_ANGLES,
    *PELVIS_PLACES,
    *(f"{name}_r" for name in LEG_ANGLES),
    *(f"{name}_l" for name in LEG_ANGLES),
    *TRUNK_ANGLES,
)
"""Every coordinate of the body model, in the column order of an OpenSim ``.mot`` file."""


def is_angle(coordinate: str) -> bool:
    """Tell whether a coordinate is an angle (rad inside) rather than a place (m)."""
    return coordinate not in PELVIS_PLACES
