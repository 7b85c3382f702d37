"""What was not measured and would tell more, the most telling first."""

from collections.abc import Iterator, Sequence
from typing import Final

from kneetrace.explain.tracing.instant import BEST_TEST
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.lacking import ACTION_OF_PLAYER
from kneetrace.explain.tracing.record import Cause, Missing
from kneetrace.explain.tracing.wording import listed, rounded, said
from kneetrace.measure import movement_test, strength_tests

WORTH_TESTING_PERCENT: Final = 1.0
"""DESIGN: where an unmeasured player may hide less of the stress than that, measuring what is
known more exactly comes first."""


def missing_of(known: Known, /, *, causes: Sequence[Cause]) -> tuple[Missing, ...]:
    """Rank what would tell more: unmeasured players by what they may hide, then the rest."""
    hidden = [cause for cause in causes if cause.hidden is not None]
    hidden.sort(key=lambda cause: -_width(cause))
    worth = [cause for cause in hidden if _width(cause) >= WORTH_TESTING_PERCENT]
    return (
        *(_player(cause) for cause in worth),
        *_more_exactly(known),
        *(_player(cause) for cause in hidden[len(worth) :]),
        *_rest(known),
    )


def _more_exactly(known: Known) -> Iterator[Missing]:
    """Where something was measured but nothing is told, the same again, more exactly."""
    shares, measurement = known.traced.shares, known.measurement
    if measurement is None or shares is None or any(one.told for one in shares.players.values()):
        return
    words = said("missing_exactness" if measurement.source.solid else "missing_cameras")
    yield Missing(name="movement", test=measurement.test, said=words)


def _width(cause: Cause) -> float:
    low, high = cause.hidden or (0.0, 0.0)
    return high - low


def _player(cause: Cause) -> Missing:
    low, high = (rounded(end) for end in cause.hidden or (0.0, 0.0))
    test = ACTION_OF_PLAYER.get(cause.player)
    if test is None:
        words = said(f"missing_{cause.player}", low=low, high=high)
    else:
        words = said(
            "missing_strength_of",
            test=strength_tests()[test].title,
            player=said(f"player_{cause.player}"),
            low=low,
            high=high,
        )
    return Missing(name=cause.player, test=test, said=words)


def _rest(known: Known) -> Iterator[Missing]:
    if known.traced.posture is None:
        words = said("missing_movement", test=movement_test(name=BEST_TEST).title)
        yield Missing(name="movement", test=BEST_TEST, said=words)
        untested = [one for one in ACTION_OF_PLAYER if one not in known.lacking.strengths]
        if untested:
            test = ACTION_OF_PLAYER[untested[0]]
            yield Missing(
                name="strength",
                test=test,
                said=said(
                    "missing_strength", tests=listed([said(f"player_{one}") for one in untested])
                ),
            )
    if known.story is None:
        yield Missing(name="story", test=None, said=said("missing_story"))
    if known.strengths is not None and not any(
        one.measured for one in known.strengths.groups if one.side is known.side.other
    ):
        yield Missing(
            name="other_side",
            test=ACTION_OF_PLAYER[next(iter(known.lacking.strengths), "hip_abduction")],
            said=said("missing_other_side", side=said(known.side.other.value)),
        )
