"""What was measured that a person may lack, and what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kneetrace.explain.differential.facts import sore_side
from kneetrace.explain.load.strengths import GroupStrength, Strengths, usual_strengths
from kneetrace.explain.posture.deficits import Deficits
from kneetrace.explain.posture.leg_strengths import GROUP_OF_PLAYER, LegStrengths, leg_strengths
from kneetrace.explain.tracing.wording import rounded, said
from kneetrace.intake import Values
from kneetrace.terms import INTERVAL_SDS, ByLanguage, Person, Side

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
    others : likewise of the other leg, of those that are compared with it
    leg : how unsure the strengths are, those that were not tested too
    """

    deficits: Deficits
    strengths: Mapping[str, GroupStrength]
    others: Mapping[str, GroupStrength]
    leg: LegStrengths

    @property
    def anything(self) -> bool:
        """Whether anything was measured that a person may lack."""
        return bool(self.strengths) or self.deficits.dorsiflexion_rad is not None

    def weak(self, player: str, /) -> float:
        """How poor a strength may be that was not tested; one of twenty has less."""
        return float(np.exp(-INTERVAL_SDS * self.leg.log_sds[player]))

    def weaker(self, player: str, /) -> bool:
        """Whether a strength is surely below what it is compared with."""
        now, healthy = self.deficits.strengths[player]
        return now * float(np.exp(INTERVAL_SDS * self.leg.log_sds[player])) < healthy

    def origin(self, player: str, /) -> ByLanguage:
        """Say where a player's numbers are from, or why they are not known."""
        if player in self.strengths:
            found = self.strengths[player]
            ends = {"low": rounded(found.low), "high": rounded(found.high)}
            if player in self.others:
                ratio = found.factor / self.others[player].factor
                off = float(np.exp(INTERVAL_SDS * self.leg.log_sds[player]))
                return said(
                    "over_other_leg",
                    factor=rounded(found.factor),
                    ratio=rounded(ratio),
                    ratio_low=rounded(ratio / off),
                    ratio_high=rounded(ratio * off),
                    **ends,
                )
            return said("over_young_adult", factor=rounded(found.factor), **ends)
        if player in ACTION_OF_PLAYER:
            return said("untested_strength")
        if player == "ankle_dorsiflexion" and self.deficits.dorsiflexion_rad is not None:
            now, healthy = (rounded(np.degrees(end)) for end in self.deficits.dorsiflexion_rad)
            return said("over_other_ankle", now=now, healthy=healthy)
        return said(f"unknown_{player}")


def what_lacks(
    person: Person, /, *, strengths: Strengths | None, values: Values, side: Side
) -> Lacking:
    """Tell what was measured of a leg that may be lacking, and choose what is healthy.

    A strength is compared with the other leg's where only this knee hurts and both were tested,
    else with the young adult of the same height and mass whom the model is. Who is stronger
    lacks nothing. An ankle is compared with the other one, for no verified figures are held.
    """
    tested = strengths or usual_strengths(person)
    groups = {player: group for player, group in GROUP_OF_PLAYER.items() if group}
    own = {player: tested.group(side, group) for player, group in groups.items()}
    own = {player: found for player, found in own.items() if found.measured}
    others = {}
    if values.get("which_knee") == side.value:
        others = {player: tested.group(side.other, groups[player]) for player in own}
        others = {player: found for player, found in others.items() if found.measured}
    leg = leg_strengths(
        tested,
        side=side,
        healthy={
            player: max(found.factor, others[player].factor if player in others else 1.0)
            for player, found in own.items()
        },
        over_other=tuple(others),
    )
    return Lacking(
        deficits=Deficits(strengths=leg.strengths, dorsiflexion_rad=_ankle_rad(values, side=side)),
        strengths=own,
        others=others,
        leg=leg,
    )


def _ankle_rad(values: Values, *, side: Side) -> tuple[float, float] | None:
    """How far this ankle bends and the other one does, if that is further."""
    here, other = (
        values.get(name) for name in ("exam_ankle_bend_deg", "exam_other_ankle_bend_deg")
    )
    if here is None or other is None or sore_side(values=values) is not side:
        return None
    return float(np.radians(here)), float(np.radians(max(here, other)))
