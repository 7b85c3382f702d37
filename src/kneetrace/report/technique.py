"""How well each repetition was done, and what moved its score, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kneetrace.measure import (
    Measurement,
    TechniqueModel,
    TechniquePart,
    TechniqueScore,
    technique_model,
)
from kneetrace.report.figures import interval_text, text
from kneetrace.report.svg import joined, percent, tag
from kneetrace.report.words import Words, read_words

LEAST_POINTS: Final = 1.0
"""A measure that cost less than this is not named. DESIGN"""

BAR_PX: Final = 22


@dataclass(frozen=True, kw_only=True)
class ShownTechnique:
    """One repetition's score: as text, drawn on a scale from 0 to 100, and what moved it."""

    number: int
    score: str
    drawing: Markup
    reasons: tuple[str, ...]


def show_technique(measurement: Measurement, *, words: Words) -> tuple[ShownTechnique, ...]:
    """Prepare the scores of one recording's repetitions for the page."""
    return tuple(
        ShownTechnique(
            number=score.repetition,
            score=_score(score, words=words),
            drawing=_scale(score, words=words),
            reasons=tuple(_reasons(score, words=words)),
        )
        for score in measurement.technique
        if isinstance(score, TechniqueScore)
    )


def technique_note(measurement: Measurement, *, words: Words) -> str:
    """Say what a score is worth; or that the test has none."""
    model = technique_model(test=measurement.test)
    return words.say("technique.none") if model is None else _worth(model, words=words)


def plain_technique(measurement: Measurement, *, words: Words | None = None) -> tuple[str, ...]:
    """Tell the scores of one recording's repetitions, and what they are worth, line by line.

    Parameters
    ----------
    measurement
        Of one recording.
    words
        The language; English when not given.

    Returns
    -------
    tuple of str
        A line for each repetition that was scored, then what a score is worth; empty where none
        was scored.
    """
    spoken = words or read_words()
    lines = tuple(
        " ".join(
            [
                spoken.say(
                    "technique.line",
                    number=one.number,
                    score=one.score,
                ),
                *one.reasons,
            ]
        )
        for one in show_technique(measurement, words=spoken)
    )
    return (*lines, technique_note(measurement, words=spoken)) if lines else ()


def _score(score: TechniqueScore, *, words: Words) -> str:
    return words.say(
        "technique.score",
        value=f"{score.value:.0f}",
        low=f"{score.low:.0f}",
        high=f"{score.high:.0f}",
    )


def _reasons(score: TechniqueScore, *, words: Words) -> Iterable[str]:
    costly = [part for part in score.parts if part.points >= LEAST_POINTS]
    yield from (_part(part, words=words) for part in costly)
    if not costly:
        yield words.say("technique.nothing")
    if score.left_out:
        titles = ", ".join(words.title_of(name) for name in score.left_out)
        yield words.say("technique.left_out", measures=titles)


def _part(part: TechniquePart, *, words: Words) -> str:
    low, high = interval_text(part.usual_low, part.usual_high, part.unit)
    return words.say(
        "technique.part",
        measure=words.title_of(part.measure),
        value=text(part.value, part.unit),
        low=low,
        high=high,
        points=f"{part.points:.0f}",
    )


def _worth(model: TechniqueModel, *, words: Words) -> str:
    return words.say(
        "technique.worth",
        people=model.people,
        share=f"{100 * model.auc:.0f}",
        low=f"{100 * model.auc_low:.0f}",
        high=f"{100 * model.auc_high:.0f}",
    )


def _scale(score: TechniqueScore, *, words: Words) -> Markup:
    """Draw the score as a mark on its interval, from 0 at the left to 100 at the right."""
    middle = BAR_PX / 2
    ends = {"y1": middle, "y2": middle}
    return tag(
        "svg",
        joined(
            [
                tag("line", class_="grid", x1="0%", x2="100%", **ends),
                tag(
                    "line",
                    class_="reach neither",
                    x1=percent(score.low),
                    x2=percent(score.high),
                    **ends,
                ),
                tag("circle", class_="mark neither", cx=percent(score.value), cy=middle, r=6.5),
            ]
        ),
        class_="dots",
        role="img",
        aria_label=words.say(
            "technique.alt", number=score.repetition, score=_score(score, words=words)
        ),
        width="100%",
        height=BAR_PX,
    )
