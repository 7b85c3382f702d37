"""Safety first: where the story leads and what to do, prepared for the page."""

from dataclasses import dataclass

from kneetrace.intake import (
    Disposition,
    Judged,
    RedFlag,
    Words,
    advice,
    advices,
    question,
)
from kneetrace.report.intake_words import Say
from kneetrace.report.told import Told, told


@dataclass(frozen=True, kw_only=True)
class ShownFlag:
    """One red flag: what it is, what to do, why, and what that rests on.

    ``basis`` is ``None`` where only the clinician is told of it.
    """

    title: str
    do: str
    why: str
    basis: Told | None


@dataclass(frozen=True, kw_only=True)
class ShownContradiction:
    """Answers that do not go together, and the questions to ask again."""

    sentence: str
    again: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownSafety:
    """The chapter on safety, ready for the page.

    ``urgency`` names the disposition, for the page's colours; ``open_sentence`` says that nobody is
    cleared, where safety questions are open.
    """

    urgency: str
    title: str
    do: str
    why: str
    watch: str
    open_sentence: str
    raised: tuple[ShownFlag, ...]
    unknown: tuple[ShownFlag, ...]
    to_ask: tuple[str, ...]
    contradictions: tuple[ShownContradiction, ...]
    grown_up: Words | None
    is_clear: bool


def show_safety(judged: Judged, *, language: str) -> ShownSafety:
    """Prepare where a story leads, in "en" or "es"."""
    say, triage = Say(language), judged.triage
    words = triage.advice.words[language]
    # That no flag was found is not said while some were not asked for.
    is_open = bool(triage.to_ask) and triage.disposition is not Disposition.EMERGENCY
    count_words = "still_open_one" if len(triage.to_ask) == 1 else "still_open"
    still_open = say(count_words, count=len(triage.to_ask))
    if triage.worst > triage.disposition:
        worst = advice(disposition=triage.worst).words[language].title
        still_open = f"{still_open} {say('can_become', worst=worst)}"
    alone = advices()["grown_up"].words[language] if triage.grown_up_missing else None
    title, what_to_do = words.title, words.do
    if is_open and triage.disposition > Disposition.THERAPIST:
        title = say("so_far", title=words.title)
    elif is_open:  # a therapist, or nobody, is no advice while it may still be an emergency
        title, what_to_do = say("nothing_so_far"), ""
    return ShownSafety(
        urgency=triage.disposition.word,
        title=title,
        do=what_to_do,
        why="" if is_open else words.why,
        watch=words.safety_net,
        open_sentence=still_open if is_open else "",
        raised=tuple(_flag(one, language=language) for one in triage.raised),
        unknown=tuple(_flag(one, language=language) for one in triage.unknown),
        to_ask=tuple(one.says(language=language) for one in triage.to_ask),
        contradictions=tuple(
            ShownContradiction(
                sentence=one.words[language],
                again=tuple(question(name=name).says(language=language) for name in one.ask_again),
            )
            for one in judged.contradictions
            if not any(question(name=name).confidential for name in one.ask_again)
        ),
        grown_up=alone,
        is_clear=triage.cleared,
    )


def _flag(flag: RedFlag, *, language: str) -> ShownFlag:
    words = flag.words[language]
    return ShownFlag(
        title=words.title,
        do=words.do,
        why=words.why,
        basis=None if flag.clinician else _basis(flag, language=language),
    )


def _basis(flag: RedFlag, *, language: str) -> Told:
    return told(
        flag.basis[language],
        sources=flag.sources,
        confidence=flag.confidence,
        say=Say(language),
    )
