from dataclasses import replace
from pathlib import Path

import pytest

from kneetrace.exchange import read_landmarks, read_measurement, read_mot
from kneetrace.journey import (
    RecordingRequest,
    ScoreAnswers,
    Trouble,
    measure_one,
    refusal_for,
    shows_anything,
)
from kneetrace.journey.folder import ResultsFolder
from kneetrace.journey.recording import try_recording
from kneetrace.measure import Measurement
from kneetrace.terms import (
    InvalidInput,
    Measure,
    NotMeasurable,
    OutsideEvidence,
    Person,
    Unavailable,
    Unit,
)

WHO = Person(height_m=1.72, mass_kg=72)


def request(name: str) -> RecordingRequest:
    return RecordingRequest(file=Path(name), test="squat")


@pytest.mark.usefixtures("quick_measuring")
def test_one_video_becomes_five_files(tmp_path: Path) -> None:
    measurement = measure_one(request("squat.mp4"), person=WHO, out=tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith(".")) == [
        "angles.mot",
        "landmarks.parquet",
        "markers.trc",
        "measurement.json",
        "overlay.mp4",
    ]
    stored = read_measurement(tmp_path / "measurement.json")
    assert len(stored.answers) == len(measurement.answers)
    assert len(read_mot(tmp_path / "angles.mot").time_s) == measurement.clip.frames
    assert read_landmarks(tmp_path / "landmarks.parquet").model == "heavy"


@pytest.mark.usefixtures("quick_measuring")
def test_of_two_videos_the_chosen_one_is_drawn_on(tmp_path: Path) -> None:
    both = RecordingRequest(file=Path("front.mp4"), second=Path("half.mp4"), test="squat")
    recording = try_recording(both, person=WHO, folder=ResultsFolder(tmp_path))
    assert recording.measured
    assert recording.refusal is not None
    assert recording.refusal.sentence == "The video broke off."


@pytest.mark.usefixtures("quick_measuring")
def test_of_two_videos_made_in_turn_each_has_its_files(tmp_path: Path) -> None:
    both = RecordingRequest(file=Path("turn.mp4"), second=Path("front.mp4"), test="squat")
    recording = try_recording(both, person=WHO, folder=ResultsFolder(tmp_path))
    assert recording.refusal is None
    of_one = {"angles.mot", "markers.trc", "landmarks.parquet", "overlay.mp4"}
    assert set(recording.files) == {"measurement.json"} | of_one | {f"second_{n}" for n in of_one}
    assert {still.film for still in recording.stills} == {"front.mp4", "turn.mp4"}
    assert (tmp_path / "second_overlay.mp4").exists()


@pytest.mark.usefixtures("quick_measuring")
def test_a_therapists_answers_come_into_the_measurement(tmp_path: Path) -> None:
    answers = ScoreAnswers(source="score.toml", points={"arms": 1})
    asked = RecordingRequest(file=Path("a.mp4"), test="lateral_step_down", score=answers)
    measurement = measure_one(asked, person=WHO, out=tmp_path)
    assert "score.toml" in measurement.findings[-1].sentence  # no leg is known here


@pytest.mark.usefixtures("quick_measuring")
def test_landmarks_survive_a_measurement_that_fails(tmp_path: Path) -> None:
    with pytest.raises(NotMeasurable):
        measure_one(request("empty.mp4"), person=WHO, out=tmp_path)
    assert (tmp_path / "landmarks.parquet").exists()


@pytest.mark.usefixtures("quick_measuring")
def test_a_measurement_survives_an_overlay_that_fails(tmp_path: Path) -> None:
    recording = try_recording(request("half.mp4"), person=WHO, folder=ResultsFolder(tmp_path))
    assert recording.measured
    assert recording.refusal is not None
    assert recording.refusal.sentence == "The video broke off."
    assert "measurement.json" in recording.files
    assert "overlay.mp4" not in recording.files


@pytest.mark.usefixtures("quick_measuring")
@pytest.mark.parametrize("then", ["missing.mp4", "empty.mp4"])
def test_an_earlier_runs_results_survive_a_run_that_fails(then: str, tmp_path: Path) -> None:
    measure_one(request("squat.mp4"), person=WHO, out=tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises((InvalidInput, NotMeasurable)):
        measure_one(request(then), person=WHO, out=tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("quick_measuring")
def test_an_earlier_runs_results_never_stand_beside_new_ones(tmp_path: Path) -> None:
    both = RecordingRequest(file=Path("turn.mp4"), second=Path("front.mp4"), test="squat")
    try_recording(both, person=WHO, folder=ResultsFolder(tmp_path))
    recording = try_recording(request("squat.mp4"), person=WHO, folder=ResultsFolder(tmp_path))
    there = {file.name for file in tmp_path.iterdir() if not file.name.startswith(".")}
    assert there == set(recording.files)


def test_counting_nothing_is_no_answer(squat_measurement: Measurement) -> None:
    none = Measure(name="repetition_count", value=0, low=0, high=0, unit=Unit.COUNT)
    assert shows_anything(squat_measurement)
    assert not shows_anything(replace(squat_measurement, answers=(none,)))


@pytest.mark.parametrize(
    ("cause", "trouble"),
    [
        (InvalidInput("x"), Trouble.BAD_INPUT),
        (NotMeasurable("x"), Trouble.NOT_MEASURABLE),
        (OutsideEvidence("x"), Trouble.NOT_MEASURABLE),
        (Unavailable("x"), Trouble.UNAVAILABLE),
        (ZeroDivisionError("x"), Trouble.UNEXPECTED),
    ],
)
def test_every_error_is_put_into_words(cause: Exception, trouble: Trouble) -> None:
    refusal = refusal_for(cause)
    assert refusal.trouble is trouble
    assert "x" in refusal.sentence
