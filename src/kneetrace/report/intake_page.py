"""The chapters on a person's story, and the report of an intake alone as one HTML page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kneetrace.evidence import Source
from kneetrace.explain import Differential
from kneetrace.intake import Intake, Judged
from kneetrace.report.differential_chapter import (
    ShownCondition,
    ShownDifferential,
    show_differential,
)
from kneetrace.report.intake_words import Say
from kneetrace.report.page_frame import fill_page
from kneetrace.report.safety_chapter import ShownSafety, show_safety
from kneetrace.report.story_chapter import ShownStory, show_story
from kneetrace.report.told import Told
from kneetrace.terms import ByLanguage, Person


@dataclass(frozen=True, kw_only=True)
class ToldStory:
    """What a story came to: the intake, where it leads and, once weighed, what it may be.

    ``problems`` are sentences, by language, on answers that could not be used.
    """

    intake: Intake
    judged: Judged
    differential: Differential | None = None
    problems: tuple[ByLanguage, ...] = ()


def render_intake(story: ToldStory) -> str:
    """Tell an intake as a page of its own, in the language it was told in.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    shown = story_fields(story)
    say: Say = shown["tell"]
    label = story.intake.label
    return fill_page(
        "intake_page.html",
        sheets=("report.css", "intake.css"),
        **shown,
        label=say("patient") if label == Person.label else label,
        made_on=say.day(story.intake.made_on),
    )


def story_fields(story: ToldStory | None) -> dict[str, Any]:
    """Give what the chapters on a story need; without one only what every report says of itself."""
    language = "en" if story is None else story.intake.language
    fields: dict[str, Any] = {
        "tell": Say(language),
        "intake_language": language,
        "safety": None,
        "story": None,
        "differential": None,
        "problems": (),
        "sources": (),
    }
    if story is None:
        return fields
    safety = show_safety(story.judged, story=story.intake.story, language=language)
    told_story = show_story(story.intake)
    differential = (
        None
        if story.differential is None
        else show_differential(story.differential, language=language)
    )
    return fields | {
        "safety": safety,
        "story": told_story,
        "differential": differential,
        "problems": [one[language] for one in story.problems],
        "sources": tuple(dict.fromkeys(_sources(safety, told_story, differential))),
    }


def _sources(
    safety: ShownSafety, story: ShownStory, differential: ShownDifferential | None
) -> Iterator[Source]:
    for one in _sentences(safety, story, differential):
        yield from one.links


def _sentences(
    safety: ShownSafety, story: ShownStory, differential: ShownDifferential | None
) -> Iterator[Told]:
    yield from (flag.basis for flag in (*safety.raised, *safety.unknown) if flag.basis)
    yield from (change for score in story.scores for change in score.changes)
    if differential is None:
        return
    for condition in (*differential.estimated, *differential.fits, *differential.cannot):
        yield from _of_condition(condition)
    for group in differential.groups:
        yield from (*group.seen, *group.not_seen)
    yield from differential.outlook


def _of_condition(condition: ShownCondition) -> Iterator[Told]:
    yield from (*condition.supports, *condition.opposes)
    if condition.prior is not None:
        yield condition.prior
