import errno
import os
from pathlib import Path

import pytest

from kneetrace.journey.folder import ResultsFolder
from kneetrace.terms import InvalidInput, Unavailable


def test_files_of_ours_are_replaced(tmp_path: Path) -> None:
    ResultsFolder(tmp_path).write_text("report.html", "old")
    assert ResultsFolder(tmp_path).write_text("report.html", "new").read_text() == "new"


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("theirs")
    folder = ResultsFolder(tmp_path)
    with pytest.raises(InvalidInput, match="not written by kneetrace"):
        folder.refuse_foreign(("report.html",))
    with pytest.raises(InvalidInput, match="not written by kneetrace"):
        folder.write_text("report.html", "ours")
    assert (tmp_path / "report.html").read_text() == "theirs"


def test_the_video_is_never_overwritten(tmp_path: Path) -> None:
    ResultsFolder(tmp_path).write_text("overlay.mp4", "an overlay, now given as a video")
    folder = ResultsFolder(tmp_path, never=(tmp_path / "overlay.mp4",))
    with pytest.raises(InvalidInput, match="overwrite the video"):
        folder.write_text("overlay.mp4", "")


def test_a_failure_leaves_the_old_file_whole_and_nothing_else(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path)
    folder.write_text("a.json", "old")

    def failing(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folder.write("a.json", failing)
    assert (tmp_path / "a.json").read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".kneetrace", "a.json"]


def test_results_of_an_earlier_run_are_forgotten_but_not_other_files(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path)
    folder.write_text("angles.mot", "old")
    (tmp_path / "notes.txt").write_text("theirs")
    folder.forget(("angles.mot", "notes.txt"))
    assert not (tmp_path / "angles.mot").exists()
    assert (tmp_path / "notes.txt").exists()


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, Unavailable, "full"),
        (errno.EACCES, InvalidInput, "Nothing may be written"),
        (errno.EROFS, InvalidInput, "Nothing may be written"),
    ],
)
def test_the_disk_is_answered_in_a_sentence(
    tmp_path: Path, number: int, kind: type[Exception], said: str
) -> None:
    def failing(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(kind, match=said):
        ResultsFolder(tmp_path).write("a.json", failing)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("")
    with pytest.raises(InvalidInput, match="not a folder"):
        ResultsFolder(file)
    with pytest.raises(InvalidInput, match="not a folder"):
        ResultsFolder(file / "deeper")


@pytest.mark.parametrize("name", [300 * "x", "a\0b"])
def test_a_name_no_folder_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="choose another place"):
        ResultsFolder(tmp_path / name)
