"""What strength tests say about the strength players of a posture."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.strengths import UNMEASURED_LOG_SD, Strengths
from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.terms import Side

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
    correlation : (player, player), of those logarithms, in the order of ``MUSCLES``: what makes
        one test unsure may make another so too
    """

    strengths: Mapping[str, tuple[float, float]]
    log_sds: Mapping[str, float]
    correlation: NDArray[np.float64]


def leg_strengths(
    strengths: Strengths,
    /,
    *,
    side: Side,
    healthy: Mapping[str, float] | None = None,
    over_other: Collection[str] = (),
) -> LegStrengths:
    """Take from strength tests what a posture needs; what was not tested is left out.

    Parameters
    ----------
    side : of the leg that stands
    healthy : player -> factor to be compared with; absent: 1, the young adult's
    over_other : players that are compared with the other leg, which was tested too; how unsure they
        are is how unsure that ratio is
    """
    groups = {player: group for player, group in GROUP_OF_PLAYER.items() if group is not None}
    found = {player: strengths.group(side, group) for player, group in groups.items()}
    covariance = UNMEASURED_LOG_SD**2 * np.eye(len(MUSCLES))
    tested = [at for at, player in enumerate(MUSCLES) if player in groups]
    covariance[np.ix_(tested, tested)] = strengths.log_covariance(
        side, list(groups.values()), over_other=[groups[player] for player in over_other]
    )
    log_sds = np.sqrt(np.diag(covariance))
    return LegStrengths(
        strengths={
            player: (one.factor, (healthy or {}).get(player, 1.0))
            for player, one in found.items()
            if one.measured
        },
        log_sds=dict(zip(MUSCLES, log_sds.tolist(), strict=True)),
        correlation=covariance / np.outer(log_sds, log_sds),
    )
