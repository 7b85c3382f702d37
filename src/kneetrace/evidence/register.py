"""The register of sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_table
from kneetrace.terms import InvalidInput


class UnknownSource(InvalidInput):
    """No source of that id is registered."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One publication that figures are taken from."""

    id: str
    cite: str
    confidence: Confidence
    doi: str | None = None
    url: str | None = None
    note: str = ""

    @property
    def short(self) -> str:
        """First author and year, where the citation has both; else all of it."""
        author = re.match(r"([\w' -]+?) [A-Z]{1,3}(?: et al)?\. ", self.cite)
        year = re.search(r"(?<![-:])\b(?:19|20)\d\d\b(?!-)", self.cite)  # no span, no page
        return f"{author[1]} {year[0]}" if author and year else self.cite

    @property
    def address(self) -> str | None:
        """Where to read it: the DOI's address, else the page that was read, else ``None``."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@cache
def sources() -> Mapping[str, Source]:
    """Give every registered source by its id."""
    table = read_table(name="sources")
    return MappingProxyType(
        {
            source_id: Source(
                id=source_id,
                cite=entry["cite"],
                confidence=read_confidence(entry=entry),
                doi=entry.get("doi"),
                url=entry.get("url"),
                note=entry.get("note", ""),
            )
            for source_id, entry in table.items()
        }
    )


def source(source_id: str, /) -> Source:
    """Look one source up by its id.

    Raises
    ------
    UnknownSource
        When no source of that id is registered.
    """
    try:
        return sources()[source_id]
    except KeyError:
        raise UnknownSource(
            f"There is no source called {source_id!r}: take an id from the register of sources."
        ) from None
