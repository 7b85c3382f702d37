import json
from pathlib import Path

import pytest

from kneetrace.journey import (
    ASSESSMENT_FILE,
    REPORT_FILE,
    AssessmentRequest,
    RecordingRequest,
    StrengthRequest,
    assess,
)
from kneetrace.measure import Holding, Quantity, StrengthEntry
from kneetrace.terms import InvalidInput, Person, Side

pytestmark = pytest.mark.usefixtures("quick_measuring")


def request(*names: str) -> AssessmentRequest:
    return AssessmentRequest(
        person=Person(height_m=1.72, mass_kg=72, label="A <script> & B"),
        recordings=tuple(RecordingRequest(file=Path(name), test="squat") for name in names),
    )


def test_one_recording_that_fails_does_not_lose_the_others(tmp_path: Path) -> None:
    names = ("missing.mp4", "squat one.mp4", "broken.mp4", "empty.mp4", "squat two.mp4")
    assessment = assess(request(*names), out=tmp_path)
    assert [one.measured for one in assessment.recordings] == [False, True, False, False, True]
    document = json.loads((tmp_path / ASSESSMENT_FILE).read_text(encoding="utf-8"))
    assert [one["refusal"] and one["refusal"]["trouble"] for one in document["recordings"]] == [
        "bad_input",
        None,
        "unexpected",
        "not_measurable",
        None,
    ]
    assert document["recordings"][1]["measurement"]["test"] == "squat"
    assert (tmp_path / "02-squat-squat_one" / "measurement.json").exists()
    page = (tmp_path / REPORT_FILE).read_text(encoding="utf-8")
    assert "A &lt;script&gt; &amp; B" in page
    assert page.count("This recording could not be measured") == 3


def test_files_are_named_relative_to_the_assessment(tmp_path: Path) -> None:
    assess(request("squat.mp4"), out=tmp_path)
    document = json.loads((tmp_path / ASSESSMENT_FILE).read_text(encoding="utf-8"))
    for name in document["recordings"][0]["files"]:
        assert (tmp_path / name).exists()


def test_a_person_file_will_do(tmp_path: Path) -> None:
    file = tmp_path / "alex.toml"
    file.write_text(
        "[person]\nheight_m = 1.72\nmass_kg = 72\n"
        '[[recording]]\nvideo = "squat.mp4"\ntest = "squat"\n',
        encoding="utf-8",
    )
    assert assess(file, out=tmp_path / "out").measured


def test_a_report_of_someone_else_stops_it_before_the_work(tmp_path: Path) -> None:
    (tmp_path / REPORT_FILE).write_text("theirs", encoding="utf-8")
    with pytest.raises(InvalidInput):
        assess(request("squat.mp4"), out=tmp_path)
    assert not (tmp_path / "01-squat-squat").exists()


def test_the_report_is_there_before_a_later_recording_ends_hard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kneetrace import measure

    whole = measure.measure_video

    def stopped(path: Path, **given: object) -> object:
        if path.stem == "late":
            raise KeyboardInterrupt
        return whole(path, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(measure, "measure_video", stopped)
    with pytest.raises(KeyboardInterrupt):
        assess(request("squat.mp4", "late.mp4"), out=tmp_path)
    assert (tmp_path / REPORT_FILE).exists()


def test_a_video_s_long_name_makes_no_folder_no_system_allows(tmp_path: Path) -> None:
    long = "ü" * 300 + ".mp4"
    assert assess(request(long), out=tmp_path).measured
    assert (tmp_path / REPORT_FILE).exists()


def test_strength_alone_makes_an_assessment(tmp_path: Path) -> None:
    entry = StrengthEntry(
        test="hip_abduction",
        side=Side.LEFT,
        trials=(100.0,),
        quantity=Quantity.FORCE,
        holding=Holding.BELT,
        position="supine",
    )
    made = assess(
        AssessmentRequest(
            person=Person(height_m=1.72, mass_kg=72), strength=StrengthRequest(entries=(entry,))
        ),
        out=tmp_path,
    )
    assert made.measured
    document = json.loads((tmp_path / ASSESSMENT_FILE).read_text(encoding="utf-8"))
    assert document["strength"]["results"][0]["entry"]["trials"] == [100.0]
    assert (tmp_path / REPORT_FILE).exists()
