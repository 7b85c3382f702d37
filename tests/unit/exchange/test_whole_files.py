from pathlib import Path

import pytest

from kneetrace.exchange import whole_file


def test_a_file_is_there_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "angles.mot"
    with whole_file(target) as unfinished:
        assert unfinished.suffix == ".mot"
        unfinished.write_text("all of it")
        assert not target.exists()
    assert target.read_text() == "all of it"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "measurement.json"
    target.write_text("yesterday's")

    def fail() -> None:
        with whole_file(target) as unfinished:
            unfinished.write_text("half of today's")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [target]
