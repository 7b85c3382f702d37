"""Patellofemoral pain described in the guideline's four groups, by degrees, with reasons.

The groups may stand beside each other; they are expert opinion (willy2019, grade F), and no
cut-off was published: the degrees are ours, and each sign says so.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kneetrace.evidence import Confidence, source
from kneetrace.intake import Statement, Truth, Values, statement


class Degree(IntEnum):
    """How far a group is seen in this person; ours."""

    NONE_SEEN = 0
    SLIGHT = 1
    MARKED = 2


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One sign of a group; ``origin``: learnt from story, examination, strength or movement.

    Its confidence is that of the sign's place in the group; a limit in it may be ours (DESIGN).
    """

    when: Statement
    words: dict[str, str]
    degree: Degree
    origin: str
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """One of the four groups, with its words by language."""

    name: str
    title: dict[str, str]
    says: dict[str, str]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, kw_only=True)
class ImpairmentGroup:
    """How far one group is seen in one person.

    ``least`` is what was seen; ``most`` what the signs that were not looked at leave open.
    """

    group: Group
    least: Degree
    most: Degree
    seen: tuple[Sign, ...]
    not_seen: tuple[Sign, ...]
    open: tuple[Sign, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Which kinds of signs were not looked at and might raise the degree."""
        return tuple(dict.fromkeys(one.origin for one in self.open if one.degree > self.least))

    @property
    def can_be_judged(self) -> bool:
        """Whether anything of the group is known: something was seen, or all was looked at."""
        return self.least is not Degree.NONE_SEEN or self.most is Degree.NONE_SEEN

    @property
    def sentence(self) -> str:
        """What may be said, in English."""
        missing = " and ".join(_WITHOUT[origin] for origin in self.missing)
        if not self.can_be_judged:
            return f"Cannot be judged without {missing}."
        seen = _CALLED[self.least]
        if self.most > self.least:
            return f"{seen}; {missing} might show more."
        return f"{seen}."


_CALLED: Final = {
    Degree.NONE_SEEN: "None of its signs was found",
    Degree.SLIGHT: "Seen to a slight degree (our own degrees)",
    Degree.MARKED: "Marked (our own degrees)",
}
_WITHOUT: Final = {
    "story": "the story of the load",
    "examination": "an examination by the therapist",
    "strength": "strength tests of the sore leg and the other",
    "movement": "a filmed single-leg squat or step-down",
}


@cache
def impairment_groups() -> tuple[Group, ...]:
    """Give the four groups."""
    text = files("kneetrace.explain.differential").joinpath("impairments.toml").read_text("utf-8")
    return tuple(
        Group(
            name=entry["id"],
            title=dict(entry["title"]),
            says=dict(entry["says"]),
            signs=tuple(read_sign(entry=one) for one in entry["sign"]),
        )
        for entry in tomllib.loads(text)["group"]
    )


def read_sign(*, entry: Mapping[str, Any]) -> Sign:
    """Read one sign.

    Raises
    ------
    ValueError
        When it has no known confidence, or no source although it is not ours.
    """
    confidence = Confidence(entry.get("confidence", ""))
    sources = tuple(source(each).id for each in entry.get("sources", ()))
    if not sources and confidence is not Confidence.DESIGN:
        raise ValueError(f"{entry['en']!r} has no source")
    return Sign(
        when=statement(text=entry["when"]),
        words={"en": entry["en"]},
        degree=Degree[entry["degree"].upper()],
        origin=entry["from"],
        confidence=confidence,
        sources=sources,
    )


def describe_impairments(*, values: Values) -> tuple[ImpairmentGroup, ...]:
    """Describe how far each group is seen; ``values`` are answers and measured facts."""
    return tuple(_described(group, values) for group in impairment_groups())


def impairment_seen(*, groups: Sequence[ImpairmentGroup]) -> Truth:
    """Tell whether anything but overload is seen; ``None`` while some was not looked at."""
    others = [one for one in groups if one.group.name != "overload"]
    if any(one.least > Degree.NONE_SEEN for one in others):
        return True
    return False if all(one.can_be_judged for one in others) else None


def _described(group: Group, values: Values) -> ImpairmentGroup:
    judged = [(sign, sign.when.truth(values=values)) for sign in group.signs]
    seen, not_seen, still_open = (
        tuple(sign for sign, truth in judged if truth is wanted) for wanted in (True, False, None)
    )
    least = max((sign.degree for sign in seen), default=Degree.NONE_SEEN)
    most = max((sign.degree for sign in (*seen, *still_open)), default=Degree.NONE_SEEN)
    return ImpairmentGroup(
        group=group, least=least, most=most, seen=seen, not_seen=not_seen, open=still_open
    )
