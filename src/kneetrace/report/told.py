"""A sentence as the page shows it: with its sources, and how well it is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from kneetrace.evidence import Confidence, Source
from kneetrace.report.comparison import find_sources
from kneetrace.report.intake_words import Say


@dataclass(frozen=True, kw_only=True)
class Told:
    """One sentence, the sources it is one click away from, and a caution where it needs one."""

    text: str
    links: tuple[Source, ...] = ()
    caution: str = ""


def told(
    text: str, *, sources: Iterable[str] = (), confidence: Confidence | None = None, say: Say
) -> Told:
    """Put a sentence beside its sources; what was recalled or is ours says so."""
    cautions = {Confidence.RECALLED: "recalled", Confidence.DESIGN: "ours"}
    name = cautions.get(confidence) if confidence else None
    return Told(text=text, links=find_sources(tuple(sources)), caution=say(name) if name else "")
