from dataclasses import replace

from kneetrace.measure import Measurement, answer_score
from kneetrace.measure.movement.scores.step_down_score import propose_score
from kneetrace.report.score import plain_score, show_score
from kneetrace.report.words import read_words
from kneetrace.terms import Side


def scored(measurement: Measurement) -> Measurement:
    sheet = propose_score(test="lateral_step_down", answers=[], side=Side.LEFT, height_m=1.7)
    return replace(measurement, score=sheet)


def test_the_sheet_says_who_has_to_answer(squat_measurement: Measurement) -> None:
    total, *lines = plain_score(scored(squat_measurement))
    assert total.startswith("Step-down score, left leg: 0 to 6 of 6 points.")
    assert len(lines) == 5
    assert all("ask the therapist" in line for line in lines)


def test_an_answered_sheet_is_called_by_its_class(squat_measurement: Measurement) -> None:
    measurement = scored(squat_measurement)
    assert measurement.score is not None
    points = {one.name: 0 for one in measurement.score.items} | {"knee": 2}
    answered = replace(measurement, score=answer_score(sheet=measurement.score, points=points))
    shown = show_score(answered, words=read_words())
    assert shown is not None
    assert shown.total.endswith("called medium.")
    assert shown.sources
    assert [one.points for one in shown.items] == ["0", "0", "0", "2", "0"]


def test_each_item_says_whose_answer_it_is(squat_measurement: Measurement) -> None:
    sheet = scored(squat_measurement).score
    assert sheet is not None
    arms, trunk, pelvis, knee, steadiness = sheet.items
    sheet = replace(
        sheet,
        items=(
            replace(arms, answered=1),
            replace(trunk, low=1),
            replace(pelvis, low=1, answered=1),
            replace(knee, high=0, answered=2),
            steadiness,
        ),
    )
    shown = show_score(replace(squat_measurement, score=sheet), words=read_words())
    assert shown is not None
    assert [one.says for one in shown.items] == [
        "therapist",
        "camera: present",
        "therapist and camera",
        "therapist; the camera proposed 0",
        "ask the therapist",
    ]
    assert [one.origin for one in sheet.items] == [
        *("therapist", "camera", "therapist", "therapist", "open"),
    ]


def test_a_test_without_a_score_shows_none(squat_measurement: Measurement) -> None:
    assert plain_score(squat_measurement) == ()
