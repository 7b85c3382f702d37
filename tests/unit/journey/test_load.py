"""Loads of one recording and of an assessment come the same way."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kneetrace.exchange import write_trc
from kneetrace.journey import LOAD_FILE, LOAD_TABLE, RecordingRequest, assess, load_one
from kneetrace.journey.requests import AssessmentRequest
from kneetrace.terms import Person
from tests.unit.journey.test_ways_in import write_angles
from tests.unit.measure.marked_bodies import HEIGHT_M, markers_on, squats

WHO = Person(height_m=HEIGHT_M, mass_kg=70, label="P-17")


@pytest.fixture(scope="module")
def markers(tmp_path_factory: pytest.TempPathFactory) -> RecordingRequest:
    path = tmp_path_factory.mktemp("markers") / "squat.trc"
    write_trc(markers_on(squats()), path=path)
    return RecordingRequest(file=path, test="squat")


def test_an_assessment_tells_what_load_tells(markers: RecordingRequest, tmp_path: Path) -> None:
    assessment = assess(AssessmentRequest(person=WHO, recordings=(markers,)), out=tmp_path / "a")
    (recording,) = assessment.recordings
    load_one(markers, person=WHO, out=tmp_path / "b")
    assert recording.load is not None
    ours, alone = (
        json.loads((folder / LOAD_FILE).read_text(encoding="utf-8"))
        for folder in (recording.files[LOAD_FILE].parent, tmp_path / "b")
    )
    assert ours == alone
    assert pq.read_table(recording.files[LOAD_TABLE]).equals(
        pq.read_table(tmp_path / "b" / LOAD_TABLE)
    )


def test_the_report_holds_a_chapter_on_loads(markers: RecordingRequest, tmp_path: Path) -> None:
    assess(AssessmentRequest(person=WHO, recordings=(markers,)), out=tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("What the movement asked of hip and knee") == 1
    assert page.count('class="kneecap"') == 4
    document = json.loads((tmp_path / "assessment.json").read_text(encoding="utf-8"))
    (of_recording,) = document["recordings"]
    assert of_recording["load_refusal"] is None
    assert any(name.endswith(LOAD_FILE) for name in of_recording["files"])


def test_a_load_that_cannot_be_told_is_one_sentence_and_the_measures_stay(tmp_path: Path) -> None:
    file = tmp_path / "squat.mot"
    write_angles(file)  # no place of the pelvis: angles can be measured, loads cannot
    asked = AssessmentRequest(person=WHO, recordings=(RecordingRequest(file=file, test="squat"),))
    (recording,) = assess(asked, out=tmp_path / "out").recordings
    assert recording.measured
    assert recording.refusal is None
    assert recording.load is None
    assert "The file has no pelvis_ty" in (recording.load_refusal or {})["en"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Cannot be told from this recording" in page
    assert "The file has no pelvis_ty" in page


def test_a_recording_that_was_not_measured_has_no_load_and_no_second_refusal(
    tmp_path: Path,
) -> None:
    file = tmp_path / "squat.trc"
    file.write_text("nothing of use", encoding="utf-8")
    asked = AssessmentRequest(person=WHO, recordings=(RecordingRequest(file=file, test="squat"),))
    (recording,) = assess(asked, out=tmp_path / "out").recordings
    assert recording.refusal is not None
    assert recording.load_refusal is None
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "What the movement asked" not in page
