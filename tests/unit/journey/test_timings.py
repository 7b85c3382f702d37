from dataclasses import replace
from pathlib import Path

import pytest

from kneetrace.exchange import write_measurement
from kneetrace.journey import (
    NothingMeasured,
    RecordingRequest,
    measure_one,
    stored_timings,
    time_recording,
)
from kneetrace.measure import Measurement, Source, Stage
from kneetrace.terms import InvalidInput, NotMeasurable, Person

STAGES = (Stage.OPEN, Stage.LANDMARKS, Stage.BODY_FIT, Stage.MEASURES, Stage.OVERLAY)


@pytest.mark.usefixtures("quick_measuring")
def test_a_recording_is_timed_with_its_overlay_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    timing = time_recording("squat.mp4")
    assert not list(tmp_path.iterdir())
    assert timing.name == "squat.mp4"
    assert tuple(one.stage for one in timing.stages) == STAGES
    assert sum(one.share for one in timing.stages) == pytest.approx(1.0)
    assert timing.taken_s == pytest.approx(sum(one.taken_s for one in timing.stages))
    found = timing.stages[1]
    assert found.rate_hz == pytest.approx(timing.frames / found.taken_s)
    assert timing.stages[0].rate_hz is None


@pytest.mark.usefixtures("quick_measuring")
@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (("missing.mp4", "squat"), InvalidInput),
        (("squat.mp4", "hop"), InvalidInput),
        (("empty.mp4", "squat"), NotMeasurable),
    ],
)
def test_what_cannot_be_measured_cannot_be_timed(
    asked: tuple[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        time_recording(asked[0], test=asked[1])


@pytest.mark.usefixtures("quick_measuring")
def test_results_keep_their_times(tmp_path: Path) -> None:
    for name in ("a", "b"):
        measure_one(
            RecordingRequest(file=Path(f"{name}.mp4"), test="squat"),
            person=Person(height_m=1.7, mass_kg=70),
            out=tmp_path / name,
        )
    assert len(stored_timings(tmp_path)) == 2
    (timing,) = stored_timings(tmp_path / "a")
    assert tuple(one.stage for one in timing.stages) == STAGES


def test_an_earlier_versions_stages_are_not_counted_twice(
    squat_measurement: Measurement, tmp_path: Path
) -> None:
    spent = {"pose": 8.0, "open": 2.0, "landmarks": 6.0, "body_fit": 2.0}
    write_measurement(replace(squat_measurement, stage_s=spent), path=tmp_path / "measurement.json")
    (timing,) = stored_timings(tmp_path)
    assert timing.taken_s == 10.0


def test_frames_of_two_videos_are_not_taken_for_those_of_one(
    squat_measurement: Measurement, tmp_path: Path
) -> None:
    write_measurement(
        replace(squat_measurement, source=Source.VIEWS), path=tmp_path / "measurement.json"
    )
    (timing,) = stored_timings(tmp_path)
    assert all(one.rate_hz is None for one in timing.stages)


def test_a_folder_without_a_measurement_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingMeasured, match="give a folder"):
        stored_timings(tmp_path)
