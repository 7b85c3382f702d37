"""What was not measured and would tell more, the most telling first."""

from collections.abc import Iterator, Sequence

from kneetrace.explain.tracing.instant import BEST_TEST
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.lacking import ACTION_OF_PLAYER
from kneetrace.explain.tracing.record import Cause, Missing
from kneetrace.explain.tracing.wording import listed, rounded, said
from kneetrace.measure import movement_test, strength_tests


def missing_of(known: Known, /, *, causes: Sequence[Cause]) -> tuple[Missing, ...]:
    """Rank what would tell more: unmeasured players by what they may hide, then the rest."""
    hidden = [cause for cause in causes if cause.hidden is not None]
    hidden.sort(key=lambda cause: -_width(cause))
    return (*(_player(cause) for cause in hidden), *_rest(known))


def _width(cause: Cause) -> float:
    low, high = cause.hidden or (0.0, 0.0)
    return high - low


def _player(cause: Cause) -> Missing:
    test = ACTION_OF_PLAYER.get(cause.player)
    if test is None:
        words = said(f"missing_{cause.player}", percent=rounded(_width(cause)))
    else:
        words = said(
            "missing_strength_of",
            test=strength_tests()[test].title,
            player=said(f"player_{cause.player}"),
            percent=rounded(_width(cause)),
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
            test=next(iter(ACTION_OF_PLAYER.values())),
            said=said("missing_other_side", side=said(known.side.other.value)),
        )
