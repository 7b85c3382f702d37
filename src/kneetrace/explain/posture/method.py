"""What the posture response takes for granted, each with its origin and how unsure it is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.posture.stance import COORDINATES, LUMBAR, MUSCLE_AXES
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

ACTUATORS: Final = (
    ("foot_supinators", "subtalar_angle", 1),
    ("foot_pronators", "subtalar_angle", -1),
    ("trunk_extensors", LUMBAR[0], 1),
    ("trunk_flexors", LUMBAR[0], -1),
    ("trunk_benders_right", LUMBAR[1], 1),
    ("trunk_benders_left", LUMBAR[1], -1),
    ("trunk_rotators_left", LUMBAR[2], 1),
    ("trunk_rotators_right", LUMBAR[2], -1),
)
"""Torque actuators beside the table's muscles: which coordinate they turn, in which sense.

The model of Rajagopal 2016 has neither muscles of the trunk nor ligaments that hold the foot.
"""

TRUNK: Final = tuple(name for name, axis, _ in ACTUATORS if axis in LUMBAR)


class ImpossibleMethod(InvalidInput):
    """A setting of the posture response is not a positive number."""


@dataclass(frozen=True, kw_only=True)
class PostureMethod:
    """Settings of the posture response. All are DESIGN: nobody has measured them.

    posture_cost : effort (half a sum of squared activations) per rad^2 by which a person dislikes
        to leave the habit: at 20, 6 degrees of one joint cost as much as one muscle at almost half
        of its strength. Believable from a third to three times that
    balance_cost : effort per m^2 by which a person dislikes to shift the weight on the foot: at
        1000, 2 cm cost as much as 8 degrees of a joint. Believable from a third to three times that
    yielding : share in which a joint gives way under the moment its weakened muscles no longer
        give, instead of being unloaded by effort; 0: the person only compensates. Nerve blocks
        that halved the abductors' force changed neither pelvic drop nor adduction (Pohl 2015), so
        believable from 0 to 0.3
    joint_nm_rad : stiffness a joint gives way with, N m/rad
    turn_nm_rad, valgus_nm_rad : of a bent, loaded knee's tissue, N m/rad; believable from half to
        twice that
    dorsiflexion_used : share of the lacking dorsiflexion that a person at the limit would use if
        it were there; believable from 0 to 1
    foot_nm : strength of the foot's actuators in an adult of 75 kg, N m; believable from two thirds
        to one and a half times that
    trunk_nm : of the trunk's: extending, flexing, bending, turning
    """

    posture_cost: float = 20.0
    balance_cost: float = 1000.0
    yielding: float = 0.0
    joint_nm_rad: float = 300.0
    turn_nm_rad: float = 115.0
    valgus_nm_rad: float = 570.0
    dorsiflexion_used: float = 0.5
    foot_nm: float = 30.0
    trunk_nm: tuple[float, float, float, float] = (250.0, 150.0, 150.0, 80.0)

    def __post_init__(self) -> None:
        positive = (
            *(
                self.posture_cost,
                self.balance_cost,
                self.joint_nm_rad,
                self.turn_nm_rad,
                self.valgus_nm_rad,
            ),
            *(self.foot_nm, *self.trunk_nm),
        )
        if not all(np.isfinite(one) and one > 0 for one in positive):
            raise ImpossibleMethod("Costs, stiffnesses and strengths must be positive numbers.")
        if not (0 <= self.yielding <= 1 and 0 <= self.dorsiflexion_used <= 1):
            raise ImpossibleMethod("Yielding and dorsiflexion used are shares from 0 to 1.")

    def costs(self) -> Array:
        """Cost of each coordinate, (coordinate,), effort per rad^2; tissue has none of its own."""
        return np.where(np.arange(len(COORDINATES)) < MUSCLE_AXES, self.posture_cost, 0.0)

    def tissue(self) -> Array:
        """Stiffness of each of ``TISSUE``, N m/rad."""
        return np.array([self.turn_nm_rad, self.valgus_nm_rad])

    def actuators(self, *, mass_kg: float, legs: int = 1) -> Array:
        """Torques of ``ACTUATORS`` at full activation: (moment axis, actuator), N m.

        On two legs each half of the body has half of the trunk's.
        """
        extending, flexing, bending, turning = self.trunk_nm
        sizes = (
            *(self.foot_nm, self.foot_nm),
            *(extending, flexing, bending, bending, turning, turning),
        )
        torques = np.zeros((MUSCLE_AXES, len(ACTUATORS)))
        for at, ((_, axis, sense), size) in enumerate(zip(ACTUATORS, sizes, strict=True)):
            part = legs if axis in LUMBAR else 1
            torques[COORDINATES.index(axis), at] = sense * size * mass_kg / 75.0 / part
        return torques
