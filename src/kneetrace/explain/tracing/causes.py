"""Each thing a person may lack, and what it makes of the stress under the kneecap."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.attribution.share_intervals import ShareInterval
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.posture.deficits import PLAYERS
from kneetrace.explain.tracing.known import Traced
from kneetrace.explain.tracing.lacking import Lacking
from kneetrace.explain.tracing.record import Cause
from kneetrace.explain.tracing.wording import rounded

UNKNOWN_SHARE: Final = ShareInterval(share=None, low=None, high=None)


def peak_stress(answers: PostureAnswers, /) -> NDArray[np.float64]:
    """Take what shares are of: the peak stress under the kneecap."""
    return answers.contact.peak_mpa


def causes_of(lacking: Lacking, /, *, traced: Traced) -> tuple[Cause, ...]:
    """List all players: those told first, then those measured, the largest first."""
    return tuple(sorted((_cause(player, lacking, traced) for player in PLAYERS), key=_rank))


def _cause(player: str, lacking: Lacking, traced: Traced) -> Cause:
    now, healthy = lacking.deficits.strengths.get(player, (None, None))
    low, high = (None, None) if now is None else lacking.ends(player)
    return Cause(
        player=player,
        share=traced.shares.players[player] if traced.shares else UNKNOWN_SHARE,
        exact=traced.exact.get(player),
        unit=lacking.unit(player),
        now=now,
        low=low,
        high=high,
        healthy=healthy,
        hidden=traced.hidden.get(player),
        origin=lacking.origin(player),
    )


def facts_of(interval: ShareInterval, /) -> dict[str, float]:
    """Give an interval as sentences take it."""
    ends = {"value": interval.share, "low": interval.low, "high": interval.high}
    return {name: rounded(end or 0.0) for name, end in ends.items()}


def _rank(cause: Cause) -> tuple[bool, bool, float]:
    low, high = cause.hidden or (0.0, 0.0)
    size = abs(cause.share.share) if cause.share.share is not None else high - low
    return not cause.share.told, not cause.share.measured, -size
