from pathlib import Path

import pytest

from kneetrace.journey import SheetUnwritable, write_sheet


def test_a_sheet_is_written_and_may_be_written_again(tmp_path: Path) -> None:
    sheet = tmp_path / "squat.html"
    for language in ("en", "es"):
        write_sheet(test="squat", language=language, path=sheet)
        assert f'lang="{language}"' in sheet.read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["squat.html"]


def test_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.html"
    other.write_text("mine", "utf-8")
    with pytest.raises(SheetUnwritable, match="not an instruction sheet"):
        write_sheet(test="squat", language="en", path=other)
    assert other.read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SheetUnwritable, match="choose another place"):
        write_sheet(test="squat", language="en", path=tmp_path / "nowhere" / "squat.html")
