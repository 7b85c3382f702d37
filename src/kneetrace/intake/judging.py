"""Where a story leads when what contradicts itself in it is not taken for granted either way."""

from dataclasses import dataclass, replace

from kneetrace.intake.contradictions import Contradiction, find_contradictions
from kneetrace.intake.story import Story
from kneetrace.intake.triaging import Triage, triage
from kneetrace.terms import Person


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A story's triage, and the contradictions that keep it open."""

    triage: Triage
    contradictions: tuple[Contradiction, ...] = ()


def judge(*, story: Story, person: Person | None = None) -> Judged:
    """Triage a story; where answers contradict each other, as told and without them.

    Of both ways the more urgent one counts, and nobody is cleared before the contradiction is.

    Parameters
    ----------
    story
        Everything that was told.
    person
        Of the person file, where there is one.
    """
    as_told = triage(story=story)
    found = find_contradictions(story=story, person=person)
    if not found:
        return Judged(triage=as_told)
    doubtful = {name for one in found for name in one.ask_again}
    without = triage(
        story=Story(
            answers=tuple(answer for answer in story.answers if answer.question not in doubtful)
        )
    )
    raised = {flag.name: flag for flag in (*as_told.raised, *without.raised)}
    unknown = {flag.name: flag for flag in (*as_told.unknown, *without.unknown)}
    return Judged(
        contradictions=found,
        triage=replace(
            as_told,
            disposition=max(as_told.disposition, without.disposition),
            raised=tuple(sorted(raised.values(), key=lambda flag: -flag.disposition)),
            unknown=tuple(one for name, one in unknown.items() if name not in raised),
            to_ask=without.to_ask,
            cleared=False,
            worst=max(as_told.worst, without.worst),
            grown_up_missing=as_told.grown_up_missing or without.grown_up_missing,
        ),
    )
