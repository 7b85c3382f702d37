"""The deep outward rotators of the hip, which the model of Rajagopal 2016 lacks but for piriformis.

Paths are straight lines between the attachments of Dostal & Andrews 1981 (J Biomech 14:803-812,
doi:10.1016/0021-9290(81)90036-1, table 1; cm from the centre of the hip, axes as the model's),
scaled to the model's hips and thighs; the obturator internus begins where it turns round the
ischium. Strengths are cross-sections over that of gluteus minimus in the same study, times what the
model gives gluteus minimus: Parvaresh 2019 (doi:10.1186/s12891-019-2995-0, ten cadavers), for
quadratus femoris the maximal forces in the model of Lenhart 2015 (doi:10.1007/s10439-014-1076-3,
after Arnold 2010). Fibres have the length at which Parvaresh saw them when the hip is straight
(sarcomeres against 2.7 micrometres), those of quadratus femoris their best length at 60 deg of
flexion (Vaarbakken 2015, Clin Biomech 30:231-237: strongest from there on). What runs inside the
pelvis never changes its length: it is counted off the tendon, which may so become negative.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kneetrace.explain.load.skeleton import reference_skeleton

Array = NDArray[np.float64]

HIP_WIDTH_CM: Final = 16.9
FEMUR_CM: Final = 42.3
"""Of the bones of Dostal & Andrews 1981: from hip to hip, from hip to the epicondyles."""

OPTIMAL_SARCOMERE_UM: Final = 2.7


@dataclass(frozen=True, kw_only=True)
class Rotator:
    """One muscle: attachments, strength over gluteus minimus', fibres at their best length.

    ``sarcomere_um`` is their length when the hip is bent by ``seen_at_deg``.
    """

    name: str
    pelvis_cm: tuple[float, float, float]
    femur_cm: tuple[float, float, float]
    of_gluteus_minimus: float
    fibre_cm: float
    sarcomere_um: float
    seen_at_deg: float = 0.0


ROTATORS: Final = (
    Rotator(
        name="obtint",
        pelvis_cm=(-5.3, -1.1, -1.8),
        femur_cm=(-0.6, -0.5, 4.7),
        of_gluteus_minimus=3.76 / 8.29,
        fibre_cm=8.77,
        sarcomere_um=2.57,
    ),
    Rotator(
        name="obtext",
        pelvis_cm=(0.9, -3.5, -4.9),
        femur_cm=(-1.7, -1.6, 5.0),
        of_gluteus_minimus=4.54 / 8.29,
        fibre_cm=8.04,
        sarcomere_um=2.64,
    ),
    Rotator(
        name="gemsup",
        pelvis_cm=(-5.5, 0.5, -2.8),
        femur_cm=(-0.6, -0.5, 4.7),
        of_gluteus_minimus=0.68 / 8.29,
        fibre_cm=4.85,
        sarcomere_um=2.85,
    ),
    Rotator(
        name="geminf",
        pelvis_cm=(-4.9, -1.2, -0.9),
        femur_cm=(-0.6, -0.5, 4.7),
        of_gluteus_minimus=1.02 / 8.29,
        fibre_cm=5.64,
        sarcomere_um=2.45,
    ),
    Rotator(
        name="quadfem",
        pelvis_cm=(-3.6, -4.6, -1.5),
        femur_cm=(-2.9, -4.0, 4.7),
        of_gluteus_minimus=508.0 / (720.0 + 760.0 + 860.0),
        fibre_cm=5.4,
        sarcomere_um=OPTIMAL_SARCOMERE_UM,
        seen_at_deg=60.0,
    ),
)


def rotator_row(rotator: Rotator, *, gluteus_minimus_n: float) -> dict[str, Any]:
    """Parameters of a rotator as a row of the muscle table, without its spline."""
    seen = np.radians([[rotator.seen_at_deg, 0.0, 0.0]])
    seen_m = float(rotator_path(rotator, poses=seen)[0][0])
    fibre_m = rotator.fibre_cm / 100
    return {
        "name": rotator.name,
        "isometric_force_n": round(rotator.of_gluteus_minimus * gluteus_minimus_n, 1),
        "optimal_length_m": fibre_m,
        "tendon_length_m": round(seen_m - fibre_m * rotator.sarcomere_um / OPTIMAL_SARCOMERE_UM, 5),
        "pennation_rad": 0.0,
        "added": True,
    }


def rotator_path(rotator: Rotator, *, poses: Array) -> tuple[Array, Array]:
    """Length and moment arms of a straight muscle: (pose,) and (pose, coordinate), m.

    ``poses`` : (pose, hip flexion, adduction, rotation), rad
    """
    skeleton = reference_skeleton()
    hip, knee = skeleton.joint_of("femur_r"), skeleton.joint_of("tibia_r")
    on_pelvis = np.array(rotator.pelvis_cm) * 2 * hip.parent_place_m[2] / HIP_WIDTH_CM
    on_femur = np.array(rotator.femur_cm) * np.linalg.norm(knee.parent_place_m) / FEMUR_CM
    turns = [
        Rotation.from_rotvec(angles[:, None] * move.axis)
        for angles, move in zip(poses.T, hip.moves, strict=True)
    ]
    at = (turns[0] * turns[1] * turns[2]).apply(on_femur)
    lengths = np.linalg.norm(at - on_pelvis, axis=1)
    pulls = (on_pelvis - at) / lengths[:, None]
    turned = [Rotation.identity(), turns[0], turns[0] * turns[1]]
    arms = [
        (np.cross(before.apply(move.axis), at) * pulls).sum(axis=1)
        for before, move in zip(turned, hip.moves, strict=True)
    ]
    return lengths, np.column_stack(arms)
