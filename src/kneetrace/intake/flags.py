"""What must not wait: the red flags, as cited data. The fields are explained in red_flags.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.evidence import Confidence, source
from kneetrace.intake.catalogue import question
from kneetrace.intake.dispositions import BrokenAdviceError, Disposition, Words, read_words
from kneetrace.intake.statements import Statement, statement
from kneetrace.terms import ByLanguage, InvalidInput, every_language


class BrokenFlagError(ValueError):
    """An entry of the red flags does not say when, where to, why or from which source."""


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """One reason why somebody should see a doctor before anything else.

    when : what raises it
    unless : what, found by a therapist and known to be true, takes it back
    disposition : where it leads
    if_unknown : where it leads when the person was asked and does not know
    basis : what the sources say, and what is ours
    clinician : what only the clinician is told; a page that a family may read then holds the
        words and nothing more
    """

    name: str
    when: Statement
    unless: Statement | None
    disposition: Disposition
    if_unknown: Disposition
    words: Mapping[str, Words]
    sources: tuple[str, ...]
    confidence: Confidence
    basis: ByLanguage
    population: ByLanguage
    clinician: ByLanguage


@cache
def red_flags() -> tuple[RedFlag, ...]:
    """Give every red flag, the most urgent first."""
    text = files("kneetrace.intake").joinpath("red_flags.toml").read_text(encoding="utf-8")
    flags = [read_flag(entry=entry) for entry in tomllib.loads(text)["flag"]]
    return tuple(sorted(flags, key=lambda flag: -flag.disposition))


def read_flag(*, entry: Mapping[str, Any]) -> RedFlag:
    """Read one entry and refuse it where something is missing or unknown.

    Raises
    ------
    BrokenFlagError
        Without a known source (unless it is DESIGN) or confidence, without words in a language,
        or with a question or an option that does not exist.
    """
    try:
        flag = RedFlag(
            name=entry["id"],
            when=_asked(entry["when"]),
            unless=_asked(entry["unless"]) if "unless" in entry else None,
            disposition=Disposition[entry["disposition"].upper()],
            if_unknown=Disposition[entry["if_unknown"].upper()],
            words=read_words(entry=entry),
            sources=tuple(source(each).id for each in entry["sources"]),
            confidence=Confidence(entry["confidence"]),
            basis=every_language(entry["basis"]),
            population=every_language(entry["population"]) if "population" in entry else {},
            clinician=every_language(entry["clinician"]) if "clinician" in entry else {},
        )
    except (KeyError, ValueError, InvalidInput, BrokenAdviceError) as error:
        raise BrokenFlagError(f"The flag {entry.get('id')!r} cannot be used: {error}") from error
    if not flag.sources and flag.confidence is not Confidence.DESIGN:
        raise BrokenFlagError(f"The flag {flag.name!r} names no source and is not DESIGN.")
    if Disposition.SELF_CARE in (flag.disposition, flag.if_unknown):
        raise BrokenFlagError(f"The flag {flag.name!r} leads to self-care.")
    return flag


def _asked(text: str) -> Statement:
    read = statement(text=text)
    for name, value in read.compared:
        options = question(name=name).option_names
        if (isinstance(value, str) and value not in options) or (
            options and not isinstance(value, str)
        ):
            raise ValueError(f"{name} has no option {value!r}")
    return read
