"""What the same model makes of a known task, to read one person's loads against."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.kneecap.contact import KneePose
from kneetrace.explain.kneecap.response import KneecapContacts, kneecap_contacts
from kneetrace.explain.load.ground_from_motion import ground_from_motion
from kneetrace.explain.load.inverse_dynamics import MovingBody
from kneetrace.explain.load.kneecap import planar_pull_n
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.movement_loads import loads_without_plates
from kneetrace.explain.load.plates import FOOT_M
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.terms import Person, Side

Array = NDArray[np.float64]

ADULT: Final = Person(height_m=1.70, mass_kg=75.0, label="Reference")
"""The adult whose strengths the muscle table holds (Rajagopal 2016)."""

BENT_RAD: Final = np.radians(90.0)
SHIN_SHARE: Final = 0.35
"""DESIGN: of the knee's bend that the ankle gives; the trunk leans as far as balance asks."""

FRAMES: Final = 12


@dataclass(frozen=True, kw_only=True)
class ReferenceLoad:
    """The kneecap's load of an average adult who holds a squat, in that adult's body weights.

    knee_deg : how far the knees are bent
    reaction_bw, planar_bw : of one kneecap, by the two methods
    quadriceps_n, planar_quadriceps_n : pull of one leg's, by the two methods
    """

    knee_deg: float
    reaction_bw: float
    planar_bw: float
    quadriceps_n: float
    planar_quadriceps_n: float

    @property
    def contacts(self) -> KneecapContacts:
        """What the contact model's kneecap bears there: by joint reaction, by the planar method."""
        return kneecap_contacts(
            flexion_rad=np.full(2, math.radians(self.knee_deg)),
            quadriceps_n=np.array([self.quadriceps_n, self.planar_quadriceps_n]),
        )

    @property
    def pose(self) -> KneePose:
        """How its knee is bent and pulled, by joint reaction: to solve and draw."""
        return KneePose(flexion_rad=math.radians(self.knee_deg), quadriceps_n=self.quadriceps_n)


@cache
def reference_load() -> ReferenceLoad:
    """Tell what this model makes of a squat held at 90 degrees, balanced over the feet."""
    low, high = -1.5, 0.5  # rad of lean between which an adult falls forward and backward
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _ahead_m(middle) > 0 else (low, middle)
    motion = _held_squat((low + high) / 2)
    loads = loads_without_plates(ADULT, motion=motion, on_ground=_standing())
    kneecap, middle = loads.legs[Side.RIGHT].kneecap, FRAMES // 2
    pulls_n = planar_pull_n(kneecap.planar_n, flexion_rad=kneecap.flexion_rad)
    return ReferenceLoad(
        knee_deg=float(np.degrees(BENT_RAD)),
        reaction_bw=float(kneecap.reaction_n[middle] / loads.person.weight_n),
        planar_bw=float(kneecap.planar_n[middle] / loads.person.weight_n),
        quadriceps_n=float(kneecap.quadriceps_n[middle]),
        planar_quadriceps_n=float(pulls_n[middle]),
    )


def _standing() -> dict[Side, NDArray[np.bool_]]:
    return {side: np.ones(FRAMES, dtype=bool) for side in Side}


def _held_squat(lean_rad: float) -> Coordinates:
    shin = SHIN_SHARE * BENT_RAD
    thigh = BENT_RAD - shin  # of the thigh from the vertical
    held = {
        "pelvis_tilt": lean_rad,
        "pelvis_ty": 0.6,
        **{f"hip_flexion_{side}": thigh - lean_rad for side in "rl"},
        **{f"knee_angle_{side}": BENT_RAD for side in "rl"},
        **{f"ankle_angle_{side}": shin for side in "rl"},
    }
    values = {name: np.full(FRAMES, value) for name, value in held.items()}
    return coordinates_of(time_s=np.arange(FRAMES) / 20, values=values, cutoff_hz=None)


def _ahead_m(lean_rad: float) -> float:
    """How far before the middle of the feet the held body's weight acts."""
    body = MovingBody(skeleton=skeleton_of(ADULT), motion=_held_squat(lean_rad))
    ground = ground_from_motion(body, on_ground=_standing())
    foot_m = body.placed.bodies["calcn_r"].point_m(FOOT_M)
    return float((ground.reactions[0].point_m - foot_m)[FRAMES // 2, 0])
