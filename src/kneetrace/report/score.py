"""A test's clinical score sheet: what the camera proposes, and what it asks of the therapist."""

from dataclasses import dataclass

from kneetrace.evidence import Source
from kneetrace.measure import Measurement, Proposal, ScoreItem, ScoreSheet, score_sources
from kneetrace.report.comparison import find_sources
from kneetrace.report.words import Words, read_words


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """One line of the sheet: what to look at, what the camera says, its points, and why."""

    cue: str
    says: str
    points: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ShownScore:
    """The sheet as the page shows it."""

    total: str
    items: tuple[ShownItem, ...]
    sources: tuple[Source, ...]


def show_score(measurement: Measurement, *, words: Words) -> ShownScore | None:
    """Prepare the score sheet of one recording; None where the test has none."""
    sheet = measurement.score
    if sheet is None:
        return None
    return ShownScore(
        total=_total(sheet, words=words),
        items=tuple(
            ShownItem(
                cue=item.cue[words.language],
                says=_says(item, words=words),
                points=_points(item),
                why=item.why,
            )
            for item in sheet.items
        ),
        sources=find_sources(score_sources()),
    )


def plain_score(measurement: Measurement, *, words: Words | None = None) -> tuple[str, ...]:
    """Tell the score sheet of one recording, line by line.

    Parameters
    ----------
    measurement
        Of one recording.
    words
        The language; English when not given.

    Returns
    -------
    tuple of str
        The total, then a line for each item; empty where the test has no score.
    """
    spoken = words or read_words()
    shown = show_score(measurement, words=spoken)
    if shown is None:
        return ()
    return (
        shown.total,
        *(
            spoken.say("score.line", cue=item.cue, says=item.says, points=item.points, why=item.why)
            for item in shown.items
        ),
    )


def _total(sheet: ScoreSheet, *, words: Words) -> str:
    facts = {
        "side": words.say(f"page.{sheet.side}"),
        "points": _span(sheet.low, sheet.high),
        "most": sum(max(item.points) for item in sheet.items),
    }
    told = words.say("score.total", **facts)
    if sheet.called is not None:
        return f"{told} {words.say(f'score.{sheet.called}')}"
    return f"{told} {words.say('score.open')}"


def _says(item: ScoreItem, *, words: Words) -> str:
    if item.overruled:
        return words.say("score.overruled", points=_span(item.low, item.high))
    if item.answered is not None:
        agreed = item.proposal is not Proposal.CANNOT_TELL
        return words.say("score.agreed" if agreed else "score.answered")
    return words.say(f"score.{item.proposal}")


def _points(item: ScoreItem) -> str:
    if item.answered is not None:
        return str(item.answered)
    return _span(item.low, item.high)


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
