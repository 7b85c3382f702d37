from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from kneetrace import evidence
from kneetrace.evidence.reading import (
    BrokenEntryError,
    read_confidence,
    read_sources,
    read_table,
)


def every_entry() -> Iterator[Mapping[str, Any]]:
    for name in ("references", "repeatability", "method_errors", "accuracy", "course"):
        for entries in read_table(name=name).values():
            yield from entries
    for score in read_table(name="scores")["score"]:
        yield from score.get("change", ())
    strength = read_table(name="strength")
    yield from (*strength["norm"], *strength["retest"], *strength["home"])
    yield from read_table(name="priors")["prior"]


def test_every_entry_says_how_well_it_is_known_and_from_where() -> None:
    for entry in every_entry():
        read_confidence(entry=entry)
        for source_id in read_sources(entry=entry):
            assert evidence.source(source_id).cite


def test_every_table_is_read_here() -> None:
    names = {file.name for file in files("kneetrace.evidence").joinpath("tables").iterdir()}
    assert names == {
        f"{name}.toml"
        for name in (
            *("references", "repeatability", "method_errors"),
            *("sources", "gaps", "strength", "scores"),
            *("accuracy", "priors", "course", "kneecap"),
        )
    }


@pytest.mark.parametrize(
    "entry",
    [
        {"mean_deg": 8.4, "sources": ["herrington2014"]},
        {"mean_deg": 8.4, "sources": ["herrington2014"], "confidence": "sure"},
        {"mean_deg": 8.4, "confidence": "V"},
        {"mean_deg": 8.4, "confidence": "V", "sources": []},
    ],
)
def test_an_entry_without_origin_is_refused(entry: Mapping[str, Any]) -> None:
    with pytest.raises(BrokenEntryError):
        read_sources(entry=entry)


def test_only_what_is_ours_may_rest_on_no_source() -> None:
    assert read_sources(entry={"confidence": "DESIGN"}) == ()


def test_sources_behind_a_gap_are_registered() -> None:
    sentences = " ".join(gap["sentence"] for gap in read_table(name="gaps")["gap"])
    assert {"lein2022", "india30cst"} <= set(evidence.sources())
    assert "lein2022" in sentences
