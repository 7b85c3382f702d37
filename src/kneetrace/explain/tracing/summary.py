"""The trace in a few sentences: for the person, and for the therapist with every number."""

from collections.abc import Iterator, Sequence
from typing import Final

from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.explain.tracing.causes import facts_of
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.record import Cause, Missing
from kneetrace.explain.tracing.wording import listed, rounded, said
from kneetrace.terms import ByLanguage, joined_words

NAMED: Final = 3
"""DESIGN: as many unknown parts are named to the person, those that might be largest."""


def for_patient(
    known: Known, /, *, causes: Sequence[Cause], missing: Sequence[Missing]
) -> ByLanguage:
    """Tell the largest explainable part, how sure it is, what is unknown and what would tell."""
    return joined_words(_patient(known, causes, missing))


def _patient(
    known: Known, causes: Sequence[Cause], missing: Sequence[Missing]
) -> Iterator[ByLanguage]:
    if known.flagged:
        yield said("flag_first")
    if known.elsewhere:
        yield said("pain_elsewhere")
    yield _largest(known, causes)
    unknown = [one for one in causes if not one.share.measured][:NAMED]
    if unknown:
        parts = [said(f"player_{one.player}") for one in unknown]
        yield said("unknown_parts", parts=listed(parts))
    if missing:
        yield missing[0].said
    yield said("patient_end")


def _largest(known: Known, causes: Sequence[Cause]) -> ByLanguage:
    traced = known.traced
    if traced.posture is None:
        return joined_words([said("nothing_traced"), *traced.remarks])
    if traced.shares is None:
        return joined_words([said("nothing_blamed"), *traced.remarks])
    source = next((one for one in causes if one.player == traced.shares.source), None)
    if source is None:
        most = max(causes, key=lambda one: one.share.share or 0.0)
        unsure = said("no_part_sure")
        if (most.share.share or 0.0) <= 0:
            return unsure
        player = said(f"player_{most.player}")
        return joined_words([unsure, said("perhaps_most", player=player, **facts_of(most.share))])
    return said("largest_part", player=said(f"player_{source.player}"), **facts_of(source.share))


def for_therapist(
    known: Known, /, *, causes: Sequence[Cause], missing: Sequence[Missing]
) -> ByLanguage:
    """Tell the same with numbers: every share with its interval, and what was assumed."""
    return joined_words(_therapist(known, causes, missing))


def _therapist(
    known: Known, causes: Sequence[Cause], missing: Sequence[Missing]
) -> Iterator[ByLanguage]:
    yield _largest(known, causes)
    for cause in causes:
        player = said(f"player_{cause.player}")
        if cause.share.measured:
            which = "share_told" if cause.share.told else "share_unsure"
            yield said(which, player=player, **facts_of(cause.share))
        elif cause.hidden is not None and cause.player in MUSCLES:
            low, high = cause.hidden
            yield said("share_hidden", player=player, low=rounded(low), high=rounded(high))
    if known.traced.posture is not None:
        yield said("assumed")
        yield from known.traced.remarks
    if missing:
        yield missing[0].said
