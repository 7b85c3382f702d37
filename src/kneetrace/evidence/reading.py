"""Reading the evidence files, and refusing an entry without origin."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kneetrace.evidence.confidence import Confidence


class BrokenEntryError(ValueError):
    """An evidence file holds an entry that does not say where it comes from."""


@cache
def read_table(*, name: str) -> Mapping[str, Any]:
    """Read one evidence file of the package by its name without ending."""
    file = files("kneetrace.evidence").joinpath("tables", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_confidence(*, entry: Mapping[str, Any]) -> Confidence:
    """Read how well an entry is known; every entry must say it."""
    try:
        return Confidence(entry["confidence"])
    except (KeyError, ValueError) as error:
        raise BrokenEntryError(f"No known confidence on {dict(entry)}") from error


def read_sources(*, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the source ids of an entry; only a DESIGN entry may rest on none."""
    confidence = read_confidence(entry=entry)
    ids = tuple(entry.get("sources", ()))
    if not ids and confidence is not Confidence.DESIGN:
        raise BrokenEntryError(f"No source on {dict(entry)}")
    return ids
