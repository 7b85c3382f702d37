import datetime
import json
import math
from pathlib import Path

import pytest

from validation import tables
from validation.row import Row

ROWS = [
    Row("bodyfit.knee_deg", 4.2, "deg", "<= 5", "<= 3.5", "one clip"),
    Row("bodyfit.lost", math.nan, "deg", "<= 5", None, "one clip"),
    Row("bodyfit.beside", 7.1, "deg", None, None, "one clip"),
]


def test_the_file_for_programs_judges_what_was_promised() -> None:
    table = tables.json_table(rows=ROWS)
    assert set(table["bodyfit.knee_deg"]) == {"value", "unit", "must", "goal", "holds", "data"}
    assert [one["holds"] for one in table.values()] == [True, False, None]
    json.dumps(table, allow_nan=False)


def test_the_page_shows_the_last_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: tmp_path / f"{name}.json" for name in ("quality", "bench")}
    monkeypatch.setattr(tables, "JSON_FILES", files)
    tables.write_json_table(table="quality", rows=ROWS)
    page = tmp_path / "validation.md"
    tables.write_page(day=datetime.date(2026, 1, 2), path=page)
    text = page.read_text()
    assert "| bodyfit.lost | - | deg | <= 5 |  | **no** | one clip |" in text
    assert "Not measured yet." in text
    assert "2026-01-02" in text
    assert str(tmp_path) not in text
