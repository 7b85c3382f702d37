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
from typing import Any

from kneetrace.evidence import Confidence, source
from kneetrace.explain.differential.reasons import listed, reason
from kneetrace.intake import Statement, Truth, Values, statement
from kneetrace.terms import ByLanguage, every_language


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
    words: ByLanguage
    degree: Degree
    origin: str
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """One of the four groups, with its words by language."""

    name: str
    title: ByLanguage
    says: ByLanguage
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
    def words(self) -> ByLanguage:
        """What may be said, by language."""
        missing = listed([reason(f"without_{origin}") for origin in self.missing])
        if not self.can_be_judged:
            return reason("cannot_be_judged", missing=missing)
        seen = reason(self.least.name.lower())
        if self.most > self.least:
            return reason("might_show_more", seen=seen, missing=missing)
        return reason("seen", seen=seen)


@cache
def impairment_groups() -> tuple[Group, ...]:
    """Give the four groups."""
    text = files("kneetrace.explain.differential").joinpath("impairments.toml").read_text("utf-8")
    return tuple(
        Group(
            name=entry["id"],
            title=every_language(entry["title"]),
            says=every_language(entry["says"]),
            signs=tuple(read_sign(entry=one) for one in entry["sign"]),
        )
        for entry in tomllib.loads(text)["group"]
    )


def read_sign(*, entry: Mapping[str, Any]) -> Sign:
    """Read one sign.

    Raises
    ------
    ValueError
        When it lacks a language or a known confidence, or a source although it is not ours.
    """
    confidence = Confidence(entry.get("confidence", ""))
    sources = tuple(source(each).id for each in entry.get("sources", ()))
    if not sources and confidence is not Confidence.DESIGN:
        raise ValueError(f"{entry['en']!r} has no source")
    return Sign(
        when=statement(text=entry["when"]),
        words=every_language(entry),
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
