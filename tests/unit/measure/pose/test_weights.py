from pathlib import Path

import pytest

from kneetrace.measure.pose.weights import WeightsDiffer, WeightsMissing, read_weights


def test_missing_weights_say_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEETRACE_WEIGHTS", str(tmp_path))
    with pytest.raises(WeightsMissing, match="make setup"):
        read_weights("heavy")


def test_other_weights_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pose_landmark_lite.tflite").write_bytes(b"something else")
    monkeypatch.setenv("KNEETRACE_WEIGHTS", str(tmp_path))
    with pytest.raises(WeightsDiffer, match="not the weights"):
        read_weights("lite")


def test_the_installed_weights_are_the_right_ones() -> None:
    assert len(read_weights("detector")) == 2_962_288
