"""What was measured that a person may lack, and what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kneetrace.explain.load.strengths import GroupStrength, Strengths, usual_strengths
from kneetrace.explain.posture.deficits import MUSCLES, PLAYERS, Deficits
from kneetrace.explain.posture.leg_strengths import GROUP_OF_PLAYER, leg_strengths
from kneetrace.explain.tracing.wording import said
from kneetrace.terms import INTERVAL_SDS, ByLanguage, Person, Side, Unit

ACTION_OF_PLAYER: Final = {
    "hip_abduction": "hip_abduction",
    "hip_external_rotation": "hip_external_rotation",
    "hip_extension": "hip_extension",
    "quadriceps": "knee_extension",
}
"""Strength player -> the strength test that measures it; no test asks the trunk."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Lacking:
    """What a person may lack, ready for a posture.

    strengths : strength player -> the group that a test asked, of those tested
    log_sds : strength player -> standard deviation of the logarithm of its strength
    """

    deficits: Deficits
    strengths: Mapping[str, GroupStrength]
    log_sds: Mapping[str, float]

    def unit(self, player: str, /) -> Unit:
        """Unit of a player's numbers."""
        return Unit.RATIO if player in MUSCLES else Unit.RADIAN

    def ends(self, player: str, /) -> tuple[float, float]:
        """Where nine in ten believable strengths of a player lie, over the young adult's."""
        half = INTERVAL_SDS * self.log_sds[player]
        now = self.deficits.strengths.get(player, (1.0, 1.0))[0]
        return now * float(np.exp(-half)), now * float(np.exp(half))

    def origin(self, player: str, /) -> ByLanguage:
        """Say where a player's numbers are from, or why they are not known."""
        if player in self.strengths:
            found = self.strengths[player]
            return said(
                "measured_strength",
                factor=round(found.factor, 2),
                low=round(found.low, 2),
                high=round(found.high, 2),
            )
        return said("unmeasured_strength" if player in ACTION_OF_PLAYER else f"unknown_{player}")


def what_lacks(person: Person, /, *, strengths: Strengths | None, side: Side) -> Lacking:
    """Tell what was measured of a leg that may be lacking.

    A strength is compared with the young adult of the same height and mass whom the model is; who
    is stronger lacks nothing.
    """
    tested = strengths or usual_strengths(person)
    groups = {
        player: tested.group(side, group) for player, group in GROUP_OF_PLAYER.items() if group
    }
    leg = leg_strengths(
        tested,
        side=side,
        healthy={player: max(1.0, found.factor) for player, found in groups.items()},
    )
    return Lacking(
        deficits=Deficits(strengths=leg.strengths),
        strengths={player: found for player, found in groups.items() if found.measured},
        log_sds=leg.log_sds,
    )


def unmeasured(lacking: Lacking, /) -> tuple[str, ...]:
    """Players of which nothing was measured: none of them can be blamed."""
    return tuple(player for player in PLAYERS if not lacking.deficits.measured(player))
