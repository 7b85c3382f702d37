"""Each thing a person may lack, and what it makes of the stress under the kneecap."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.attribution.share_intervals import ShareInterval
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.posture.deficits import MUSCLES, PLAYERS
from kneetrace.explain.posture.uncertainty import PostureErrors
from kneetrace.explain.tracing.known import Traced
from kneetrace.explain.tracing.lacking import Lacking
from kneetrace.explain.tracing.record import Cause
from kneetrace.explain.tracing.wording import rounded
from kneetrace.terms import INTERVAL_SDS, Unit

UNKNOWN_SHARE: Final = ShareInterval(share=None, low=None, high=None)


def peak_stress(answers: PostureAnswers, /) -> NDArray[np.float64]:
    """Take what shares are of: the peak stress under the kneecap."""
    return answers.contact.peak_mpa


def causes_of(lacking: Lacking, /, *, traced: Traced) -> tuple[Cause, ...]:
    """List all players: those told first, then those measured, the largest first."""
    return tuple(sorted((_cause(player, lacking, traced) for player in PLAYERS), key=_rank))


def _cause(player: str, lacking: Lacking, traced: Traced) -> Cause:
    now, low, high, healthy = _figures(player, lacking)
    return Cause(
        player=player,
        share=traced.shares.players[player] if traced.shares else UNKNOWN_SHARE,
        exact=traced.exact.get(player),
        unit=Unit.RATIO if player in MUSCLES else Unit.RADIAN,
        now=now,
        low=low,
        high=high,
        healthy=healthy,
        hidden=traced.hidden.get(player),
        origin=lacking.origin(player),
    )


def _figures(player: str, lacking: Lacking) -> tuple[float | None, ...]:
    """What a player is now, low and high, and what it is compared with."""
    if player in lacking.strengths:
        found = lacking.strengths[player]
        return found.factor, found.low, found.high, lacking.deficits.strengths[player][1]
    if player == "ankle_dorsiflexion" and lacking.deficits.dorsiflexion_rad is not None:
        now, healthy = lacking.deficits.dorsiflexion_rad
        half = INTERVAL_SDS * PostureErrors().dorsiflexion_rad
        return now, now - half, now + half, healthy
    return None, None, None, None


def facts_of(interval: ShareInterval, /) -> dict[str, float]:
    """Give an interval as sentences take it."""
    ends = {"value": interval.share, "low": interval.low, "high": interval.high}
    return {name: rounded(end or 0.0) for name, end in ends.items()}


def _rank(cause: Cause) -> tuple[bool, bool, float]:
    low, high = cause.hidden or (0.0, 0.0)
    size = abs(cause.share.share) if cause.share.share is not None else high - low
    return not cause.share.told, not cause.share.measured, -size
