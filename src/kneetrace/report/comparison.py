"""What a measure is compared with: a cited reference for this very test, or nothing."""

from dataclasses import dataclass

from kneetrace.evidence import (
    NoReference,
    Reference,
    Source,
    UnknownSource,
    method_errors,
    reference,
    source,
)
from kneetrace.report.dots import Band
from kneetrace.terms import Measure, Person


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A reference with the band to shade and where it was published."""

    reference: Reference
    band: Band | None
    sources: tuple[Source, ...]


def compare(measure: Measure, *, test: str, person: Person) -> Comparison | None:
    """Look up the reference for a measure; None where nothing verified covers this test."""
    try:
        found = reference(measure=measure.name, test=test, sex=person.sex)
    except NoReference:
        return None
    if found.unit is not measure.unit:
        return None
    band = None if found.sd is None else Band(low=found.mean - found.sd, high=found.mean + found.sd)
    return Comparison(reference=found, band=band, sources=find_sources(found.sources))


def find_sources(ids: tuple[str, ...]) -> tuple[Source, ...]:
    """Look up sources by id; one that is not registered (``"measured"``, say) is left out."""
    found = []
    for one in ids:
        try:
            found.append(source(one))
        except UnknownSource:
            continue
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class PublishedError:
    """How far video was off in a published study of this test, in words, and its sources."""

    method: str
    result: str
    sources: tuple[Source, ...]


def published_errors(*, test: str) -> tuple[PublishedError, ...]:
    """Give what was published about measuring this test from video."""
    return tuple(
        PublishedError(method=one.method, result=one.result, sources=find_sources(one.sources))
        for one in method_errors(test=test)
    )
