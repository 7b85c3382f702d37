"""Sentences that name their sources by id, parted into words and links."""

import re
from dataclasses import dataclass
from typing import Final

from kneetrace.evidence import Source, sources

_IN_BRACKETS: Final = re.compile(r"\s*\(([a-z]+\d+\w*(?:, [a-z]+\d+\w*)*)\)")


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A sentence without the ids of its sources, and the sources."""

    text: str
    links: tuple[Source, ...] = ()


def part_citations(sentence: str, /) -> Cited:
    """Take the ids of registered sources, in brackets, out of a sentence.

    Examples
    --------
    >>> part_citations("This was seen (thorborg2010).").text
    'This was seen.'
    """
    found: list[Source] = []

    def keep(brackets: re.Match[str]) -> str:
        ids = brackets[1].split(", ")
        if any(one not in sources() for one in ids):
            return brackets[0]
        found.extend(sources()[one] for one in ids)
        return ""

    return Cited(text=_IN_BRACKETS.sub(keep, sentence), links=tuple(dict.fromkeys(found)))
