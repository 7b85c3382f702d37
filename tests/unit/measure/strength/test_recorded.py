from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneetrace.measure.strength.force_file import UnreadableForceFile
from kneetrace.measure.strength.force_trace import DeadChannel
from kneetrace.measure.strength.protocols import Holding
from kneetrace.measure.strength.recorded import entry_from_recordings
from kneetrace.terms import Side

HOW: dict[str, Any] = {
    "test": "knee_extension",
    "side": Side.RIGHT,
    "holding": Holding.BELT,
    "position": "seated_knee_90",
    "lever_arm_m": 0.32,
}


def written(
    folder: Path, *, peak_n: float, heading: str = "time_s;force_N", name: str = "a.csv"
) -> Path:
    time_s = np.arange(0, 4, 0.01)
    force_n = peak_n * np.clip((time_s - 1) / 0.3, 0, 1)
    force_n += np.random.default_rng(1).normal(0, 0.2, time_s.size)
    columns = heading.count(";")
    lines = [
        ";".join([f"{t:.2f}", *[f"{f:.3f}"] * columns]).replace(".", ",")
        for t, f in zip(time_s, force_n, strict=True)
    ]
    path = folder / name
    path.write_text("\ufeff" + "\n".join([heading, *lines]), encoding="utf-8")
    return path


def test_each_recording_is_one_trial(tmp_path: Path) -> None:
    paths = [written(tmp_path, peak_n=peak_n, name=f"{peak_n}.csv") for peak_n in (400, 420, 410)]
    found = entry_from_recordings(paths, **HOW)
    assert found.entry.trials == pytest.approx((400, 420, 410), rel=0.01)
    assert found.entry.lever_arm_m == 0.32
    assert [one.name for one in found.efforts] == [f"{n}.csv, force_N" for n in (400, 420, 410)]
    assert found.problems == ()


def test_one_recording_without_an_effort_does_not_lose_the_others(tmp_path: Path) -> None:
    good = written(tmp_path, peak_n=400)
    dead = written(tmp_path, peak_n=0, name="dead.csv")
    found = entry_from_recordings([dead, good, tmp_path / "absent.csv"], **HOW)
    assert len(found.entry.trials) == 1
    assert "dead.csv" in found.problems[0]
    assert "absent.csv" in found.problems[1]
    with pytest.raises(DeadChannel):
        entry_from_recordings([dead], **HOW)


def test_of_several_columns_one_must_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, peak_n=400, heading="time_s;right_N;left_N")
    with pytest.raises(UnreadableForceFile, match="right_N, left_N"):
        entry_from_recordings([path], **HOW)
    with pytest.raises(UnreadableForceFile, match="no force column 'middle'"):
        entry_from_recordings([path], channel="middle", **HOW)
    assert entry_from_recordings([path], channel="left_N", **HOW).entry.trials[0] > 395
