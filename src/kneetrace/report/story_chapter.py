"""The story as it was told, with a map of the knees, scores and earlier versions, for the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from kneetrace import intake as intake_room
from kneetrace.evidence import ScoreChange
from kneetrace.intake import (
    Answer,
    Asker,
    Intake,
    Kind,
    Question,
    Score,
    answer_words,
    question,
    read_scores,
    section_title,
)
from kneetrace.report.intake_words import Say
from kneetrace.report.knee_map import draw_knee_map
from kneetrace.report.svg import joined, percent, tag
from kneetrace.report.told import Told, told
from kneetrace.terms import Side

_BESIDE_THE_KNEE: Final = ("thigh", "shin", "calf")


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """One question and its answer; ``own_words`` where the person wrote it.

    ``denied`` lists what was said not to apply, where the answer is that none of it does.
    """

    question: str
    answer: str
    own_words: bool = False
    denied: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """The answers under one heading."""

    title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ShownScore:
    """One score on its scale, and what a change in it means."""

    title: str
    value: str
    drawing: Markup | None
    parts: tuple[str, ...]
    changes: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class ShownVersions:
    """A question that was answered more than once: (time, answer), oldest first."""

    question: str
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ShownStory:
    """The chapter on the story, ready for the page."""

    lead: str
    sentences: tuple[str, ...]
    goal: str
    knee_map: Markup
    sections: tuple[ShownSection, ...]
    examination: tuple[ShownSection, ...]
    scores: tuple[ShownScore, ...]
    versions: tuple[ShownVersions, ...]


def show_story(intake: Intake) -> ShownStory:
    """Prepare an intake for the page, in the language it was told in."""
    say = Say(intake.language)
    on = "" if intake.made_on is None else say("story_on", date=say.day(intake.made_on))
    return ShownStory(
        lead=say("story_lead", on=on),
        sentences=tuple(_sentences(intake, say)),
        goal=_words(intake, "goal"),
        knee_map=_knee_map(intake, say),
        sections=_sections(intake, Asker.PERSON),
        examination=_sections(intake, Asker.THERAPIST),
        scores=tuple(_score(one, say) for one in read_scores(intake=intake)),
        versions=tuple(
            _versions(intake, name, say)
            for name in intake.story.edited
            if not question(name=name).confidential
        ),
    )


def _words(intake: Intake, name: str) -> str:
    """Say one answer; nothing where there is none, or it is not known."""
    answer = intake.story.current.get(name)
    if answer is None or answer.value in (None, "", ()):
        return ""
    asked = question(name=name)
    return answer_words(asked=asked, value=answer.value, language=intake.language)


def _sentences(intake: Intake, say: Say) -> Iterator[str]:
    values: dict[str, Any] = dict(intake.story.values)
    knee, worse = values.get("which_knee"), values.get("worse_knee")
    if knee is None:
        yield say("knee_unknown")
    elif knee != "both":
        yield say("hurts_one", side=say(knee))
    elif worse in tuple(Side):
        yield say("hurts_both", side=say(str(worse)))
    else:
        yield say("hurts_both_alike")
    if places := _words(intake, "places"):
        yield say("place", places=places)
    elsewhere = values.get("pain_elsewhere")
    if elsewhere and elsewhere != ("nowhere",):
        yield say("elsewhere", places=_words(intake, "pain_elsewhere"))
    how, since = _words(intake, "onset"), _words(intake, "since_days")
    if how:
        yield say("began_since" if since else "began", how=how, since=since)
    worst, usual = _words(intake, "pain_worst"), _words(intake, "pain_usual")
    if worst and usual:
        yield say("pain", worst=worst, usual=usual)


def _knee_map(intake: Intake, say: Say) -> Markup:
    values: dict[str, Any] = dict(intake.story.values)
    beside = [one for one in values.get("pain_elsewhere") or () if one in _BESIDE_THE_KNEE]
    places = [*(values.get("places") or ()), *beside]
    sides = _sore_sides(values)
    marked = [f"{say(side)}: {_words(intake, 'places')}" for side in sides if values.get("places")]
    return draw_knee_map(
        places=dict.fromkeys(sides, places),
        label=say("map_label", places="; ".join(marked) or say("map_nothing")),
        view_names={"front": say("map_front"), "back": say("map_back")},
        side_letters={side: say(f"letter_{side}") for side in Side},
    )


def _sore_sides(values: dict[str, Any]) -> tuple[Side, ...]:
    """Give the knees the places are marked on: they were told of the worse one."""
    knee, worse = values.get("which_knee"), values.get("worse_knee")
    if knee == "both":
        return (Side(worse),) if worse in tuple(Side) else tuple(Side)
    return () if knee is None else (Side(knee),)


def _sections(intake: Intake, asker: Asker) -> tuple[ShownSection, ...]:
    told_of = [
        each
        for each in intake_room.questions(asked=asker)
        if each.name in intake.story.current and not each.confidential
    ]  # fmt: skip
    return tuple(
        ShownSection(
            title=section_title(section=section, language=intake.language),
            answers=tuple(_answer(each, intake) for each in group),
        )
        for section, group in groupby(told_of, key=lambda each: each.section)
    )


def _answer(asked: Question, intake: Intake) -> ShownAnswer:
    answer, language = intake.story.current[asked.name], intake.language
    words, own = _told_words(intake, answer), asked.kind in (Kind.TEXT, Kind.ACTIVITIES)
    is_denied = asked.nothing is not None and answer.value == (asked.nothing,)
    options = [name for name in asked.option_names if name != asked.nothing]
    return ShownAnswer(
        question=asked.says(language=language),
        answer=words if own else words[:1].upper() + words[1:],
        own_words=own,
        denied="; ".join(asked.option_says(name=name, language=language) for name in options)
        if is_denied
        else "",
    )


def _told_words(intake: Intake, answer: Answer) -> str:
    asked = question(name=answer.question)
    return answer_words(asked=asked, value=answer.value, language=intake.language)


def _versions(intake: Intake, name: str, say: Say) -> ShownVersions:
    return ShownVersions(
        question=question(name=name).says(language=intake.language),
        versions=tuple(
            (f"{say.day(one.given_at)}, {one.given_at:%H:%M}", _told_words(intake, one))
            for one in intake.story.versions(name=name)
        ),
    )


def _score(score: Score, say: Say) -> ShownScore:
    scale = score.scale
    value = say("score_none")
    if score.value is not None:
        value = say(
            "of_scale",
            value=say.number(score.value, ".2g" if scale.high <= 10 else "g"),
            low=say.number(scale.low),
            high=say.number(scale.high),
            direction=say("higher_better" if scale.higher_is_better else "higher_worse"),
        )
    return ShownScore(
        title=say(f"score_{score.name}"),
        value=value,
        drawing=None if score.value is None else _bar(score),
        parts=tuple(str(one) for one in score.parts),
        changes=tuple(_change(one, say) for one in scale.changes)
        or (Told(text=say("change_none")),),
    )


def _change(change: ScoreChange, say: Say) -> Told:
    return told(
        say(f"change_{change.kind}", value=say.number(change.value)),
        sources=change.sources,
        confidence=change.confidence,
        say=say,
    )


def _bar(score: Score) -> Markup:
    scale = score.scale
    place = percent(100 * ((score.value or 0) - scale.low) / (scale.high - scale.low))
    return tag(
        "svg",
        joined(
            [
                tag("line", x1="0%", x2="100%", y1=8, y2=8, class_="track"),
                tag("circle", cx=place, cy=8, r=6, class_="at"),
            ]
        ),
        class_="score-bar",
        width="100%",
        height=16,
        aria_hidden="true",
    )
