"""Why measures could not be told, each reason once."""

from collections.abc import Iterable
from dataclasses import dataclass

from kneetrace.measure import Measurement
from kneetrace.report.summary import summarise
from kneetrace.report.words import Words, read_words
from kneetrace.terms import CannotTell


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why some measures could not be told, and what would show them."""

    titles: tuple[str, ...]
    reason: str
    advice: str


def plain_reasons(measurement: Measurement, *, words: Words | None = None) -> tuple[Reason, ...]:
    """Say why measures of one recording could not be told.

    Parameters
    ----------
    measurement
        Of one recording.
    words
        The language; English when not given.

    Returns
    -------
    tuple of Reason
        Each reason once, with the measures it keeps back.
    """
    spoken = (words or read_words()).about(measurement.test)
    return grouped_reasons(all_refusals(measurement), words=spoken)


def all_refusals(measurement: Measurement) -> tuple[CannotTell, ...]:
    """Collect what could not be told of one recording: measures, and the technique score."""
    scores = [one for one in measurement.technique if isinstance(one, CannotTell)]
    return (*summarise(measurement.answers).cannot, *scores[:1])


def grouped_reasons(them: Iterable[CannotTell], *, words: Words) -> tuple[Reason, ...]:
    """Put measures together that cannot be told for the same reason."""
    titles: dict[tuple[str, str], list[str]] = {}
    for one in them:
        title = words.title_of(one.name)
        if one.side is not None:
            title = f"{title} ({words.say(f'page.{one.side}')})"
        titles.setdefault((one.reason, one.advice), []).append(title)
    return tuple(
        Reason(titles=tuple(named), reason=reason, advice=advice)
        for (reason, advice), named in titles.items()
    )
