"""A stance that was measured a little otherwise: the same foot, other joint angles."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.posture.stance import CHAIN, COORDINATES, Stance
from kneetrace.explain.posture.weight import screw

Array = NDArray[np.float64]


def moved_stance(stance: Stance, moved_rad: Array, /) -> Stance:
    """Turn the joints of a stance, the foot where it was.

    Parameters
    ----------
    moved_rad : (coordinate,), rad, in the order of ``COORDINATES``
    """
    spins, slides = stance.spins.copy(), stance.slides.copy()
    centres_m, points_m = stance.centres_m.copy(), dict(stance.points_m)
    facing = stance.facing
    turn, shift = np.eye(3), np.zeros(3)
    for at in CHAIN:
        spins[at] = turn @ stance.spins[at]
        slides[at] = turn @ stance.slides[at] + np.cross(shift, spins[at])
        step, way = screw(stance.spins[at], stance.slides[at], moved_rad[at])
        shift, turn = turn @ way + shift, turn @ step
        centres_m[at] = turn @ stance.centres_m[at] + shift
        for name, (behind, place_m) in stance.points_m.items():
            if behind == at:
                points_m[name] = (behind, turn @ place_m + shift)
        if at == COORDINATES.index("hip_flexion"):
            facing = turn @ stance.facing * np.array([1.0, 0.0, 1.0])
    return replace(
        stance,
        angles_rad=stance.angles_rad + moved_rad,
        spins=spins,
        slides=slides,
        centres_m=centres_m,
        points_m=points_m,
        facing=facing / np.linalg.norm(facing),
    )
