"""Red flags first: where a story leads, what is still to be asked, and whether it is safe to go on.

A question nobody answered is asked, never taken as "no": until then nobody is cleared, and the
answer "I do not know" counts as what its flag says of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kneetrace.intake.dispositions import Advice, Disposition, advice, advices
from kneetrace.intake.flags import RedFlag, red_flags
from kneetrace.intake.questions import Asker, Question, question, questions
from kneetrace.intake.statements import Statement
from kneetrace.intake.story import Story


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


class _State(Enum):
    """What is known of a statement once nobody can be asked but the person."""

    TRUE = auto()
    FALSE = auto()
    UNASKED = auto()
    UNKNOWN = auto()  # the person was asked and does not know


def triage(*, story: Story) -> Triage:
    """Tell where a story leads, and what has to be asked before anybody is cleared."""
    states = {flag.name: _flag_state(flag=flag, story=story) for flag in red_flags()}
    raised = _flags_in(states, _State.TRUE)
    unknown = _flags_in(states, _State.UNKNOWN)
    unasked = _flags_in(states, _State.UNASKED)
    alone = _state(statement=_rule("grown_up"), story=story)
    cleared = not (raised or unknown or unasked) and alone is _State.FALSE
    disposition = max(
        [
            *(flag.disposition for flag in raised),
            *(flag.if_unknown for flag in unknown),
            _without_flags(story=story, cleared=cleared),
        ]
    )
    return Triage(
        disposition=disposition,
        raised=raised,
        unknown=unknown,
        to_ask=_to_ask(unasked=unasked, story=story, alone=alone),
        cleared=cleared,
        worst=max([disposition, *(flag.disposition for flag in (*unknown, *unasked))]),
        grown_up_missing=alone is _State.TRUE,
    )


def _without_flags(*, story: Story, cleared: bool) -> Disposition:
    if cleared and _state(statement=_rule("self_care"), story=story) is _State.TRUE:
        return Disposition.SELF_CARE
    return Disposition.THERAPIST


def _rule(name: str) -> Statement:
    rule = advices()[name].when
    assert rule is not None
    return rule


def _flags_in(states: dict[str, _State], state: _State) -> tuple[RedFlag, ...]:
    return tuple(flag for flag in red_flags() if states[flag.name] is state)


def _flag_state(*, flag: RedFlag, story: Story) -> _State:
    state = _state(statement=flag.when, story=story)
    taken_back = flag.unless is not None and flag.unless.truth(values=story.values)
    return _State.FALSE if state is _State.TRUE and taken_back else state


def _state(*, statement: Statement, story: Story) -> _State:
    truth = statement.truth(values=story.values)
    if truth is not None:
        return _State.TRUE if truth else _State.FALSE
    asked = list(_open_to_the_person(statement=statement, story=story))
    if any(name not in story.current for name in asked):
        return _State.UNASKED
    return _State.UNKNOWN if asked else _State.FALSE


def _open_to_the_person(*, statement: Statement, story: Story) -> Iterator[str]:
    for name in statement.open_names(values=story.values):
        each = question(name=name)
        makes_sense = each.asked_when is None or each.asked_when.truth(values=story.values)
        if each.asked is Asker.PERSON and makes_sense is not False:
            yield name


def _to_ask(*, unasked: Iterable[RedFlag], story: Story, alone: _State) -> tuple[Question, ...]:
    urgency: dict[str, Disposition] = {}
    if alone is _State.UNASKED:
        urgency |= _askable(statement=_rule("grown_up"), story=story, at=Disposition.THERAPIST)
    for flag in sorted(unasked, key=lambda flag: flag.disposition):
        urgency |= _askable(statement=flag.when, story=story, at=flag.disposition)
    asked = [each for each in questions(asked=Asker.PERSON) if each.name in urgency]
    return tuple(sorted(asked, key=lambda each: -urgency[each.name]))


def _askable(*, statement: Statement, story: Story, at: Disposition) -> dict[str, Disposition]:
    """Give the questions that can be asked now to decide a statement, those they hang on first."""
    askable: dict[str, Disposition] = {}
    for name in _open_to_the_person(statement=statement, story=story):
        if name in story.current:
            continue
        condition = question(name=name).asked_when
        before = {} if condition is None else _askable(statement=condition, story=story, at=at)
        askable |= before or {name: at}
    return askable
