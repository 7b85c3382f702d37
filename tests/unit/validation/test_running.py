import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from validation import running
from validation.running import run_section, section_names

SECTIONS = {
    "steady": """
from validation.row import Row
CALLS = []
def rows():
    CALLS.append(1)
    yield Row("steady.figure", 1.0, "1", "<= 2", None, "made up")
""",
    "shaky": """
from validation.row import Row
def rows():
    yield Row("shaky.first", 1.0, "1", None, None, "made up")
    raise OSError("the clip is gone")
""",
}


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "validation" / "madeup"
    package.mkdir(parents=True)
    for name in ("src", "requirements"):
        (tmp_path / name).mkdir()
    (tmp_path / "requirements" / "base.txt").touch()
    (package / "__init__.py").touch()
    for name, text in SECTIONS.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setattr(running, "CHECKOUT", tmp_path)
    monkeypatch.setattr(running, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(running, "PACKAGES", {"quality": "madeup"})
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] == "madeup"]:
        del sys.modules[name]


def calls() -> int:
    return len(importlib.import_module("madeup.steady").CALLS)


def test_sections_are_found_by_their_modules() -> None:
    assert section_names(table="quality") == ["shaky", "steady"]


def test_a_section_is_measured_once() -> None:
    first = run_section(table="quality", section="steady")
    second = run_section(table="quality", section="steady")
    assert second.kept
    assert second.rows == first.rows
    assert calls() == 1


def test_a_changed_program_is_measured_again(checkout: Path) -> None:
    run_section(table="quality", section="steady")
    (checkout / "src" / "new.py").touch()
    assert not run_section(table="quality", section="steady").kept


def test_fresh_measures_again() -> None:
    run_section(table="quality", section="steady")
    assert not run_section(table="quality", section="steady", fresh=True).kept
    assert calls() == 2


def test_a_failing_section_keeps_the_rows_it_had_and_says_why() -> None:
    result = run_section(table="quality", section="shaky")
    assert [row.name for row in result.rows] == ["shaky.first"]
    assert result.failure is not None
    assert "the clip is gone" in result.failure
    assert not run_section(table="quality", section="shaky").kept
