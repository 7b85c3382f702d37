"""The kneecap joint: published curves over knee flexion, and what was measured on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kneetrace.evidence.confidence import Confidence
from kneetrace.evidence.reading import read_confidence, read_sources, read_table


@dataclass(frozen=True, kw_only=True)
class KneecapCurve:
    """A published ratio of two polynomials in knee flexion, deg, lowest power first.

    flexion_deg : where it was published; held_to_deg : how far the end's value is held beyond
    """

    name: str
    unit: str
    over: tuple[float, ...]
    under: tuple[float, ...]
    flexion_deg: tuple[float, float]
    held_to_deg: float
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class KneecapFinding:
    """What one study measured, at which knee flexions, deg; sd is empty where none was told."""

    name: str
    unit: str
    flexion_deg: tuple[float, ...]
    value: tuple[float, ...]
    sd: tuple[float, ...]
    confidence: Confidence
    sources: tuple[str, ...]
    note: str = ""


@cache
def kneecap_curves() -> Mapping[str, KneecapCurve]:
    """Give every published curve of the kneecap joint by its name."""
    return {
        one["name"]: KneecapCurve(
            name=one["name"],
            unit=one["unit"],
            over=tuple(one["over"]),
            under=tuple(one["under"]),
            flexion_deg=(one["flexion_deg"][0], one["flexion_deg"][1]),
            held_to_deg=one["held_to_deg"],
            confidence=read_confidence(entry=one),
            sources=read_sources(entry=one),
            note=one["note"],
        )
        for one in read_table(name="kneecap")["curve"]
    }


@cache
def kneecap_findings() -> Mapping[str, KneecapFinding]:
    """Give every measured finding on the kneecap joint by its name."""
    return {
        one["name"]: KneecapFinding(
            name=one["name"],
            unit=one["unit"],
            flexion_deg=tuple(one["flexion_deg"]),
            value=tuple(one["value"]),
            sd=tuple(one.get("sd", ())),
            confidence=read_confidence(entry=one),
            sources=read_sources(entry=one),
            note=one["note"],
        )
        for one in read_table(name="kneecap")["finding"]
    }
