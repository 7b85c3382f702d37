"""What strength tests say about the strength players of a posture."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from kneetrace.explain.load.strengths import UNMEASURED_LOG_SD, Strengths
from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.terms import INTERVAL_SDS, Side

GROUP_OF_PLAYER: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "hip_abduction": "hip_abductors",
        "hip_external_rotation": "hip_external_rotators",
        "hip_extension": "hip_extensors",
        "quadriceps": "knee_extensors",
        "trunk": None,
    }
)
"""Strength player -> muscle group, as in ``capacity.GROUPS``; no test that is read asks the
trunk."""


@dataclass(frozen=True, kw_only=True)
class LegStrengths:
    """Strengths of one leg, ready for ``Deficits`` and ``PostureErrors``.

    strengths : player -> (now, healthy), over the model's adult, of those that were tested
    log_sds : every strength player -> standard deviation of the logarithm of its strength
    """

    strengths: Mapping[str, tuple[float, float]]
    log_sds: Mapping[str, float]


def leg_strengths(
    strengths: Strengths, /, *, side: Side, healthy: Mapping[str, float] | None = None
) -> LegStrengths:
    """Take from strength tests what a posture needs; what was not tested is left out.

    Parameters
    ----------
    side : of the leg that stands
    healthy : player -> factor to be compared with; absent: 1, the young adult's
    """
    now, log_sds = {}, {}
    for player in MUSCLES:
        group = GROUP_OF_PLAYER[player]
        if group is None:
            log_sds[player] = UNMEASURED_LOG_SD
            continue
        found = strengths.group(side, group)
        log_sds[player] = float(np.log(found.high / found.low)) / (2 * INTERVAL_SDS)
        if found.measured:
            now[player] = (found.factor, (healthy or {}).get(player, 1.0))
    return LegStrengths(strengths=now, log_sds=log_sds)
