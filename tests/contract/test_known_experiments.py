"""The table of known experiments says what is measured, misses among it."""

import re
from pathlib import Path
from typing import Final

import pytest

from kneetrace import evidence
from validation.row import Row
from validation.sections.posture import known_experiments

DOCS: Final = Path(__file__).parents[2] / "docs"
LINE: Final = r"\| (-?[\d.]+) (?:deg|%) \| ([^|]+) \| `([\w.]+)` \|$"


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[float, str]]:
    page = (DOCS / "posture.md").read_text("utf-8")
    found = re.findall(LINE, page, flags=re.MULTILINE)
    return {name: (float(value), verdict) for value, verdict, name in found}


@pytest.fixture(scope="module")
def measured() -> dict[str, Row]:
    return {row.name.removeprefix("posture."): row for row in known_experiments()}


def test_every_figure_is_told(told: dict[str, tuple[float, str]], measured: dict[str, Row]) -> None:
    assert set(told) == set(measured)


def test_figures_are_the_measured_ones_and_no_miss_is_a_hit(
    told: dict[str, tuple[float, str]], measured: dict[str, Row]
) -> None:
    for name, row in measured.items():
        value, verdict = told[name]
        assert round(row.value, 1) == value, name
        assert ("MISSED" in row.data) == (verdict == "miss"), name
        assert row.holds is not False, name
        assert verdict.startswith("hit") == (row.holds is True), name


def test_hits_are_counted_rightly(told: dict[str, tuple[float, str]]) -> None:
    hits = [name for name, (_, verdict) in told.items() if verdict.startswith("hit")]
    page = (DOCS / "science.md").read_text("utf-8")
    assert (len(told), len(hits)) == (15, 8)
    assert "Of fifteen figures from known experiments eight agree in direction" in page


@pytest.mark.parametrize("page", ["posture.md", "science.md"])
def test_every_source_that_is_named_is_registered(page: str) -> None:
    named = set(re.findall(r"\b[a-z_]+\d{4}[a-z]*\b", (DOCS / page).read_text("utf-8")))
    assert named
    assert not sorted(named - set(evidence.sources()))
