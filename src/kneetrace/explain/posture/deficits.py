"""What a person may lack, one player of the attribution each, and what it does to the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kneetrace.explain.load.strength_postures import UNITS
from kneetrace.explain.load.strengths import STRENGTH_RANGE
from kneetrace.explain.posture.method import TRUNK
from kneetrace.terms import InvalidInput

MUSCLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hip_abduction": UNITS["lateral_hip"],
        "hip_external_rotation": UNITS["deep_rotators"],
        "hip_extension": (*UNITS["gluteus_maximus"], *UNITS["hamstrings"]),
        "quadriceps": UNITS["quadriceps"],
        "trunk": TRUNK,
    }
)
"""Strength players, and the muscles and actuators each of them scales."""

PLAYERS: Final = (*MUSCLES, "ankle_dorsiflexion", "foot_pronation", "movement_pattern")


class ImpossibleDeficit(InvalidInput):
    """A strength, limit or posture is no person's."""


@dataclass(frozen=True, kw_only=True)
class Deficits:
    """What was measured of a person beside what would be healthy.

    What is absent or None was not measured and cannot be blamed.

    strengths : strength player -> (now, healthy), over the model's adult
    dorsiflexion_rad : (now, healthy), how far the ankle bends with the foot on the floor
    pronation_rad : by how much the standing foot is turned out further than a healthy one
    healthy_posture : coordinate -> rad, how the same phase looks in a healthy person of the same
        knee bend; without sides, ``hip_adduction``; those absent are taken as this person's
    """

    strengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    dorsiflexion_rad: tuple[float, float] | None = None
    pronation_rad: float | None = None
    healthy_posture: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        low, high = STRENGTH_RANGE
        for player, factors in self.strengths.items():
            if player not in MUSCLES:
                raise ImpossibleDeficit(f"{player} is no strength: one of {', '.join(MUSCLES)}.")
            if not all(low <= factor <= high for factor in factors):
                raise ImpossibleDeficit(
                    f"The strength of {player.replace('_', ' ')} must be between {low:g} and "
                    f"{high:g} times the usual."
                )

    def measured(self, player: str, /) -> bool:
        """Whether this was measured."""
        return {
            "ankle_dorsiflexion": self.dorsiflexion_rad is not None,
            "foot_pronation": self.pronation_rad is not None,
            "movement_pattern": self.healthy_posture is not None,
        }.get(player, player in self.strengths)

    def differs(self, player: str, /) -> bool:
        """Whether this person is otherwise than healthy in it."""
        if player in MUSCLES:
            now, healthy = self.strengths.get(player, (1.0, 1.0))
            return now != healthy
        if player == "ankle_dorsiflexion":
            return self.dorsiflexion_rad is not None and len(set(self.dorsiflexion_rad)) > 1
        if player == "foot_pronation":
            return bool(self.pronation_rad)
        return self.healthy_posture is not None
