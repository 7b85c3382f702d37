import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from kneetrace.journey import (
    NoScore,
    ScoreAnswers,
    ScoreSheetUnwritable,
    read_request,
    read_score_sheet,
    write_score_sheet,
)
from kneetrace.journey.score_sheet import fill_in
from kneetrace.measure import Measurement
from kneetrace.measure.movement.scores.step_down_score import propose_score
from kneetrace.terms import InvalidInput, Side

TEST = "lateral_step_down"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "score.toml"
    write_score_sheet(test=TEST, path=path)
    return path


@pytest.fixture
def scored(squat_measurement: Measurement) -> Measurement:
    proposed = propose_score(test=TEST, answers=[], side=Side.RIGHT, height_m=1.7)
    return replace(squat_measurement, score=proposed)


def filled(sheet: Path, **answers: str) -> Path:
    text = sheet.read_text("utf-8")
    for name, answer in answers.items():
        text = text.replace(f'{name} = ""', f"{name} = {answer}")
    sheet.write_text(text, "utf-8")
    return sheet


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_empty_sheet_leaves_every_item_open(tmp_path: Path, language: str) -> None:
    path = tmp_path / "score.toml"
    write_score_sheet(test=TEST, path=path, language=language)
    items = set(tomllib.loads(path.read_text("utf-8"))) - {"test", "side"}
    assert items == {"arms", "trunk", "pelvis", "knee", "steadiness"}
    assert read_score_sheet(path, test=TEST) == ScoreAnswers(source="score.toml")


def test_answers_are_read_with_quotes_or_without(sheet: Path) -> None:
    answers = read_score_sheet(filled(sheet, arms="1", knee='"2"', side='"left"'), test=TEST)
    assert answers.points == {"arms": 1, "knee": 2}
    assert answers.side is Side.LEFT


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("knee", "3", r"score\.toml: knee must be 0, 1 or 2, not 3"),
        ("arms", "true", r"score\.toml: arms must be 0 or 1, not True"),
        ("arms", '"yes"', r"score\.toml: arms must be 0 or 1, not 'yes'"),
        ("trunk", "0.5", r"score\.toml: trunk must be"),
        ("side", '"both"', r"score\.toml: side"),
        ("knee", "", r"score\.toml is not valid TOML"),
        ("knee", "0\nhead = 1", r"score\.toml has a field 'head'"),
    ],
)
def test_a_bad_answer_is_named_by_file_and_field(
    sheet: Path, name: str, answer: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_score_sheet(filled(sheet, **{name: answer}), test=TEST)


def test_a_sheet_of_another_test_or_none_is_refused(sheet: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r'score\.toml: test = "lateral_step_down"'):
        read_score_sheet(sheet, test="squat")
    with pytest.raises(InvalidInput, match="no file"):
        read_score_sheet(tmp_path / "nowhere.toml", test=TEST)
    other = tmp_path / "other.toml"
    other.write_text('test = "squat"', "utf-8")
    with pytest.raises(InvalidInput, match=r"other\.toml: test"):
        read_score_sheet(other, test=TEST)
    with pytest.raises(NoScore, match='"squat" has no score'):
        read_score_sheet(other, test="squat")


@pytest.mark.parametrize(
    ("test", "name", "language", "refusal"),
    [
        ("squat", "new.toml", "en", NoScore),
        (TEST, "new.toml", "de", NoScore),
        (TEST, "score.toml", "en", ScoreSheetUnwritable),
        (TEST, "new.txt", "en", ScoreSheetUnwritable),
        (TEST, "nowhere/new.toml", "en", ScoreSheetUnwritable),
    ],
)
def test_where_no_sheet_can_be_written_it_is_said(
    sheet: Path, test: str, name: str, language: str, refusal: type[Exception]
) -> None:
    before = sheet.read_text("utf-8")
    with pytest.raises(refusal):
        write_score_sheet(test=test, path=sheet.parent / name, language=language)
    assert sheet.read_text("utf-8") == before


def test_answers_fill_the_sheet_of_the_leg_they_are_about(scored: Measurement) -> None:
    answers = ScoreAnswers(source="score.toml", points={"arms": 1}, side=Side.RIGHT)
    filled_in = fill_in(scored, answers)
    assert filled_in.score is not None
    assert filled_in.score.items[0].answered == 1
    assert filled_in.findings == scored.findings


def test_answers_about_another_leg_or_none_are_left_out_and_it_is_said(
    scored: Measurement,
) -> None:
    answers = ScoreAnswers(source="score.toml", points={"arms": 1}, side=Side.LEFT)
    for measurement, said in (
        (scored, "score.toml is about the left leg, but the right one was measured"),
        (replace(scored, score=None), "Which leg was measured is not known"),
    ):
        filled_in = fill_in(measurement, answers)
        assert filled_in.score == measurement.score
        assert said in filled_in.findings[-1].sentence


@pytest.mark.parametrize("score", ['"score.toml"', "{ arms = 1, knee = 2 }"])
def test_a_person_file_names_the_sheet_or_holds_the_answers(sheet: Path, score: str) -> None:
    filled(sheet, arms="1", knee="2")
    person = sheet.with_name("person.toml")
    person.write_text(
        "[person]\nheight_m = 1.7\nmass_kg = 70\n[[recording]]\n"
        f'video = "step.mp4"\ntest = "{TEST}"\nscore = {score}\n',
        "utf-8",
    )
    (recording,) = read_request(person).recordings
    assert recording.score is not None
    assert recording.score.points == {"arms": 1, "knee": 2}


def test_a_bad_answer_in_a_person_file_names_the_recording(tmp_path: Path) -> None:
    person = tmp_path / "person.toml"
    person.write_text(
        "[person]\nheight_m = 1.7\nmass_kg = 70\n[[recording]]\n"
        f'video = "step.mp4"\ntest = "{TEST}"\nscore = {{ arms = 2 }}\n',
        "utf-8",
    )
    with pytest.raises(InvalidInput, match=r"\[\[recording\]\] 1: score: arms must be 0 or 1"):
        read_request(person)
