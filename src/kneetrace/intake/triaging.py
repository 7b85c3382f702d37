"""Red flags first: where a story leads, what is still to be asked, and whether it is safe to go on.

A question nobody answered is asked, never taken as "no": until then nobody is cleared, and the
answer "I do not know" counts as what its flag says of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Final

from kneetrace.intake.catalogue import Asker, Kind, Question, question, questions
from kneetrace.intake.dispositions import Advice, Disposition, advice, advices
from kneetrace.intake.flags import RedFlag, red_flags
from kneetrace.intake.statements import Statement, Values
from kneetrace.intake.story import Story

_NO: Final = {
    Kind.YES_NO: False,
    Kind.CHOICE: "",
    Kind.CHOICES: (),
    Kind.SCALE: 0,
    Kind.NUMBER: 0,
    Kind.DURATION: 0,
    Kind.TEXT: "",
    Kind.ACTIVITIES: (),
}


@dataclass(frozen=True, kw_only=True)
class Triage:
    """Where a story leads so far.

    disposition : never self-care before every safety question is answered and speaks against a flag
    raised : the red flags, most urgent first
    unknown : the flags that the person was asked about and does not know
    to_ask : the safety questions still to be asked, for the most urgent flags first
    cleared : every safety question is answered and no flag is raised or open
    worst : the most urgent disposition that is still possible
    grown_up_missing : a minor answers alone; a parent or guardian has to be there
    """

    disposition: Disposition
    raised: tuple[RedFlag, ...]
    unknown: tuple[RedFlag, ...]
    to_ask: tuple[Question, ...]
    cleared: bool
    worst: Disposition
    grown_up_missing: bool

    @property
    def advice(self) -> Advice:
        """What is said to the person about the disposition; each raised flag has its own words."""
        return advice(disposition=self.disposition)


def triage(*, story: Story) -> Triage:
    """Tell where a story leads, and what has to be asked before anybody is cleared."""
    told = _Told(story=story)
    states = {flag.name: _flag_state(flag=flag, told=told) for flag in red_flags()}
    raised = _flags_in(states, _State.TRUE)
    unknown = _flags_in(states, _State.UNKNOWN)
    unasked = _flags_in(states, _State.UNASKED)
    alone = told.state(statement=_rule("grown_up"))
    cleared = not (raised or unknown or unasked) and alone is _State.FALSE
    disposition = max(
        [
            *(flag.disposition for flag in raised),
            *(flag.if_unknown for flag in unknown),
            _without_flags(told=told, cleared=cleared),
        ]
    )
    return Triage(
        disposition=disposition,
        raised=raised,
        unknown=unknown,
        to_ask=_to_ask(unasked=unasked, told=told, alone=alone),
        cleared=cleared,
        worst=max([disposition, *(flag.disposition for flag in (*unknown, *unasked))]),
        grown_up_missing=alone is _State.TRUE,
    )


class _State(Enum):
    """What is known of a statement once nobody can be asked but the person."""

    TRUE = auto()
    FALSE = auto()
    UNASKED = auto()
    UNKNOWN = auto()  # the person was asked and does not know


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a story tells: its answers, and "no" to what makes no sense to ask."""

    story: Story

    @cached_property
    def values(self) -> Values:
        return {
            **{
                each.name: _NO[each.kind]
                for each in questions(asked=Asker.PERSON)
                if each.asked_when and each.asked_when.truth(values=self.story.values) is False
            },
            **self.story.values,
        }

    def state(self, *, statement: Statement) -> _State:
        """Tell what is known of a statement; what a therapist did not examine leaves it false."""
        truth = statement.truth(values=self.values)
        if truth is not None:
            return _State.TRUE if truth else _State.FALSE
        asked = self.open_to_the_person(statement=statement)
        if any(name not in self.story.current for name in asked):
            return _State.UNASKED
        return _State.UNKNOWN if asked else _State.FALSE

    def open_to_the_person(self, *, statement: Statement) -> tuple[str, ...]:
        """Give the open questions a statement hangs on, of those the person can answer."""
        names = statement.open_names(values=self.values)
        return tuple(name for name in names if question(name=name).asked is Asker.PERSON)

    def askable(self, *, statement: Statement, urgency: Disposition) -> dict[str, Disposition]:
        """Give what can be asked now to decide a statement: first what questions hang on."""
        askable: dict[str, Disposition] = {}
        for name in self.open_to_the_person(statement=statement):
            if name in self.story.current:
                continue
            condition = question(name=name).asked_when
            before = self.askable(statement=condition, urgency=urgency) if condition else {}
            askable |= before or {name: urgency}
        return askable


def _without_flags(*, told: _Told, cleared: bool) -> Disposition:
    if cleared and told.state(statement=_rule("self_care")) is _State.TRUE:
        return Disposition.SELF_CARE
    return Disposition.THERAPIST


def _rule(name: str) -> Statement:
    rule = advices()[name].when
    assert rule is not None
    return rule


def _flags_in(states: dict[str, _State], state: _State) -> tuple[RedFlag, ...]:
    return tuple(flag for flag in red_flags() if states[flag.name] is state)


def _flag_state(*, flag: RedFlag, told: _Told) -> _State:
    state = told.state(statement=flag.when)
    taken_back = flag.unless is not None and flag.unless.truth(values=told.values)
    return _State.FALSE if state is _State.TRUE and taken_back else state


def _to_ask(*, unasked: Iterable[RedFlag], told: _Told, alone: _State) -> tuple[Question, ...]:
    urgency: dict[str, Disposition] = {}
    if alone is _State.UNASKED:
        urgency |= told.askable(statement=_rule("grown_up"), urgency=Disposition.THERAPIST)
    for flag in sorted(unasked, key=lambda flag: flag.disposition):
        urgency |= told.askable(statement=flag.when, urgency=flag.disposition)
    asked = [each for each in questions(asked=Asker.PERSON) if each.name in urgency]
    return tuple(sorted(asked, key=lambda each: -urgency[each.name]))
