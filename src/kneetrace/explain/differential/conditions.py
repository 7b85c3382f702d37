"""The conditions that are weighed and what speaks for and against each, as data.

The fields are explained at the top of ``conditions.toml``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.evidence import (
    Accuracy,
    Confidence,
    UnknownAccuracy,
    UnknownSource,
    accuracy,
    source,
)
from kneetrace.intake import BrokenStatement, Statement, statement
from kneetrace.terms import ByLanguage, LanguageMissing, every_language


class BrokenCondition(ValueError):
    """An entry of the conditions does not say where it comes from, or cannot be read."""


@dataclass(frozen=True, kw_only=True)
class FindingRule:
    """One finding that speaks for or against a condition.

    accuracy : what it is worth, where figures are held; they count only where they were verified
    studied : whom the figures were found in; ``None``: everybody who has the complaint
    group : findings that would count the same thing twice
    against : it speaks against the condition when it holds
    only_if_so : when it does not hold, that says nothing
    decisive : must hold for a condition without a chance to fit
    """

    when: Statement
    words: ByLanguage
    accuracy: Accuracy | None
    studied: Statement | None
    group: str
    against: bool
    only_if_so: bool
    decisive: bool
    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def drives(self) -> bool:
        """Whether it may change a probability."""
        return self.accuracy is not None and self.accuracy.drives_conclusions


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition, with its name and a plain sentence by language.

    has_chance : whether it gets a probability; else only what fits and what does not
    definition : without which it is not this condition
    """

    name: str
    title: ByLanguage
    means: ByLanguage
    has_chance: bool
    findings: tuple[FindingRule, ...]
    definition: Statement | None = None
    definition_words: ByLanguage = field(default_factory=dict)
    definition_sources: tuple[str, ...] = ()


@cache
def conditions() -> tuple[Condition, ...]:
    """Give every condition that is weighed."""
    text = files("kneetrace.explain.differential").joinpath("conditions.toml").read_text("utf-8")
    return tuple(read_condition(entry=entry) for entry in tomllib.loads(text)["condition"])


def read_condition(*, entry: Mapping[str, Any]) -> Condition:
    """Read one condition.

    Raises
    ------
    BrokenCondition
        When a finding lacks its source, its confidence or a language, or a statement cannot be
        read.
    """
    try:
        name, has_chance = entry["id"], entry.get("chance", False)
        findings = tuple(_finding(one, condition=name) for one in entry["finding"])
        read = Condition(
            name=name,
            title=every_language(entry),
            means=every_language(entry["means"]),
            has_chance=has_chance,
            findings=findings,
            definition=statement(text=entry["definition"]) if "definition" in entry else None,
            definition_words=every_language(entry["definition_words"])
            if "definition" in entry
            else {},
            definition_sources=_registered(entry.get("definition_sources", ()), entry),
        )
    except (KeyError, BrokenStatement, LanguageMissing, UnknownAccuracy) as error:
        raise BrokenCondition(f"{entry.get('id', entry)}: {error}") from error
    if read.definition and not read.definition_sources:
        raise BrokenCondition(f"{name}: its definition has no source")
    if has_chance and not any(rule.drives for rule in findings):
        raise BrokenCondition(f"{name}: no verified ratio stands behind a chance")
    if not has_chance and not any(rule.decisive for rule in findings):
        raise BrokenCondition(f"{name}: no finding is decisive")
    return read


def _finding(entry: Mapping[str, Any], *, condition: str) -> FindingRule:
    known = accuracy(entry["ratio"]) if "ratio" in entry else None
    if known and known.condition != condition:
        raise BrokenCondition(f"{entry['en']!r}: {known.id} is about {known.condition}")
    try:
        confidence = known.confidence if known else Confidence(entry["confidence"])
    except (KeyError, ValueError):
        raise BrokenCondition(f"{entry['en']!r} has no known confidence") from None
    sources = known.sources if known else _registered(entry.get("sources", ()), entry)
    if not sources and confidence is not Confidence.DESIGN:
        raise BrokenCondition(f"{entry['en']!r} has no source")
    against = entry.get("speaks", "for") == "against"
    return FindingRule(
        when=statement(text=entry["when"]),
        words=every_language(entry),
        accuracy=known,
        studied=statement(text=entry["studied"]) if "studied" in entry else None,
        group=entry.get("group", entry["when"]),
        against=against,
        only_if_so=entry.get("only_if_so", against),
        decisive=entry.get("decisive", False),
        confidence=confidence,
        sources=sources,
    )


def _registered(ids: Any, entry: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        return tuple(source(each).id for each in ids)
    except UnknownSource as error:
        raise BrokenCondition(f"{entry.get('en', entry)}: {error}") from error
