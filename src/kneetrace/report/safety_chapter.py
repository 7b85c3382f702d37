"""Safety first: where the story leads and what to do, prepared for the page."""

from dataclasses import dataclass

from kneetrace.intake import (
    Disposition,
    Judged,
    Question,
    RedFlag,
    Story,
    Words,
    advice,
    advices,
    answer_words,
    form_with_options,
    question,
)
from kneetrace.report.intake_words import Say
from kneetrace.report.told import Told, told


@dataclass(frozen=True, kw_only=True)
class ShownQuestion:
    """One question in its own words, with its name in a story file.

    ``takes`` says how to answer it, ``now`` what was answered.
    """

    name: str
    words: str
    takes: str
    now: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownFlag:
    """One red flag: what it is, what to do, why, and what that rests on.

    ``clinician`` is what only the clinician is told; where somebody else reads, it is empty and
    ``basis`` is ``None``.
    """

    urgency: str
    title: str
    do: str
    why: str
    basis: Told | None
    clinician: str


@dataclass(frozen=True, kw_only=True)
class ShownContradiction:
    """Answers that do not go together, and the questions to ask again."""

    sentence: str
    again: tuple[ShownQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class ShownSafety:
    """The chapter on safety, ready for the page.

    ``urgency`` names the disposition, for the page's colours; ``basis`` says what it rests on,
    where it is said; ``open_sentence`` says that nobody is cleared, where safety questions are
    open.
    """

    urgency: str
    title: str
    do: str
    why: str
    watch: str
    basis: str
    open_sentence: str
    raised: tuple[ShownFlag, ...]
    unknown: tuple[ShownFlag, ...]
    to_ask: tuple[ShownQuestion, ...]
    contradictions: tuple[ShownContradiction, ...]
    grown_up: Words | None
    grown_up_basis: str
    is_clear: bool


def show_safety(
    judged: Judged, *, story: Story, language: str, to_clinician: bool = False
) -> ShownSafety:
    """Prepare where a story leads, in "en" or "es", for a page or for the clinician alone."""
    say, triage = Say(language), judged.triage
    words = triage.advice.words[language]
    # That no flag was found is not said while some were not asked for.
    is_open = bool(triage.to_ask) and triage.disposition is not Disposition.EMERGENCY
    count_words = "still_open_one" if len(triage.to_ask) == 1 else "still_open"
    still_open = say(count_words, count=len(triage.to_ask))
    if triage.worst > triage.disposition:
        worst = advice(disposition=triage.worst).words[language].title
        still_open = f"{still_open} {say('can_become', worst=worst)}"
    grown_up = advices()["grown_up"] if triage.grown_up_missing else None
    title, what_to_do, basis = words.title, words.do, triage.advice.basis[language]
    if is_open and triage.disposition > Disposition.THERAPIST:
        title = say("so_far", title=words.title)
    elif is_open:  # a therapist, or nobody, is no advice while it may still be an emergency
        title, what_to_do, basis = say("nothing_so_far"), "", ""
    return ShownSafety(
        urgency=triage.disposition.word,
        title=title,
        do=what_to_do,
        why="" if is_open else words.why,
        watch=words.safety_net,
        basis=basis,
        open_sentence=still_open if is_open else "",
        raised=tuple(_flag(one, say=say, to_clinician=to_clinician) for one in triage.raised),
        unknown=tuple(_flag(one, say=say, to_clinician=to_clinician) for one in triage.unknown),
        to_ask=tuple(_question(one, language=language) for one in triage.to_ask),
        contradictions=tuple(
            ShownContradiction(
                sentence=one.words[language],
                again=tuple(
                    _question(question(name=name), language=language, story=story)
                    for name in one.ask_again
                ),
            )
            for one in judged.contradictions
            if to_clinician or not any(question(name=name).confidential for name in one.ask_again)
        ),
        grown_up=grown_up.words[language] if grown_up else None,
        grown_up_basis=grown_up.basis[language] if grown_up else "",
        is_clear=triage.cleared,
    )


def _question(asked: Question, *, language: str, story: Story | None = None) -> ShownQuestion:
    told = story.told.get(asked.name) if story else None
    return ShownQuestion(
        name=asked.name,
        words=asked.says(language=language),
        takes=form_with_options(asked=asked, language=language),
        now=answer_words(asked=asked, value=told.value, language=language) if told else "",
    )


def _flag(flag: RedFlag, *, say: Say, to_clinician: bool) -> ShownFlag:
    words = flag.words[say.language]
    basis = told(
        flag.basis[say.language], sources=flag.sources, confidence=flag.confidence, say=say
    )
    return ShownFlag(
        urgency=flag.disposition.word,
        title=words.title,
        do=words.do,
        why=words.why,
        basis=basis if to_clinician or not flag.clinician else None,
        clinician=flag.clinician.get(say.language, "") if to_clinician else "",
    )
