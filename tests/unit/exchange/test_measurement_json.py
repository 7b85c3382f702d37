import dataclasses
import json
from math import degrees, radians
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    MEASUREMENT_SCHEMA,
    FileUnreadable,
    WrittenByNewer,
    measurement_document,
    read_json,
    read_measurement,
    write_json,
    write_measurement,
)
from kneetrace.measure import Measurement, TechniquePart, TechniqueScore, answer_score
from kneetrace.measure.movement.scores.step_down_score import propose_score
from kneetrace.terms import CannotTell, InvalidInput, Measure, Side, Unit


def test_degrees_at_the_door(measurement: Measurement) -> None:
    document = measurement_document(measurement)
    flexion, count, refused = document["answers"]
    assert flexion["unit"] == "deg"
    assert flexion["value"] == pytest.approx(degrees(1.6))
    assert flexion["mdc"] == pytest.approx(degrees(0.1))
    assert count["unit"] == "count"
    assert refused["kind"] == "cannot_tell"
    assert refused["advice"]
    assert document["camera"]["yaw_deg"] == pytest.approx(degrees(0.5))
    assert document["pose"]["chosen_person"] == 3
    assert document["pose"]["frames_seen"] == 5


def test_curves_only_where_asked_for(measurement: Measurement) -> None:
    assert "curves" not in measurement_document(measurement)
    assert "curves" in measurement_document(measurement, curves=True)


def test_a_document_is_plain_json(measurement: Measurement) -> None:
    json.dumps(measurement_document(measurement, curves=True), allow_nan=False)


def test_a_measurement_comes_back(measurement: Measurement, tmp_path: Path) -> None:
    path = tmp_path / "measurement.json"
    write_measurement(measurement, path=path)
    back = read_measurement(path)
    assert back.schema == MEASUREMENT_SCHEMA
    assert back.method == measurement.method
    assert back.person == measurement.person
    assert back.repetitions == measurement.repetitions
    assert back.findings == measurement.findings
    flexion, count, refused = back.answers
    assert isinstance(flexion, Measure)
    assert (flexion.side, flexion.unit) == (Side.LEFT, Unit.RADIAN)
    assert flexion.value == pytest.approx(1.6)
    assert flexion.high == pytest.approx(1.75)
    assert count == measurement.answers[1]
    assert isinstance(refused, CannotTell)
    assert refused == measurement.answers[2]


def test_scores_come_back_with_what_moved_them(measurement: Measurement, tmp_path: Path) -> None:
    part = TechniquePart(
        measure="trunk_lean_forward",
        value=radians(48),
        usual_low=radians(20),
        usual_high=radians(35),
        unit=Unit.RADIAN,
        points=14.0,
    )
    scored = TechniqueScore(
        repetition=1, value=71.0, low=52.0, high=83.0, parts=(part,), left_out=("weight_shift",)
    )
    refused = CannotTell(
        name="technique_score", reason="Hidden.", advice="Film it again.", repetition=2
    )
    path = tmp_path / "measurement.json"
    technique = (scored, refused)
    write_measurement(dataclasses.replace(measurement, technique=technique), path=path)
    assert read_json(path)["technique"][0]["parts"][0]["value"] == pytest.approx(48)
    back, back_refused = read_measurement(path).technique
    assert isinstance(back, TechniqueScore)
    assert back.parts[0].value == pytest.approx(part.value)
    assert dataclasses.replace(back, parts=()) == dataclasses.replace(scored, parts=())
    assert back_refused == refused


def test_curves_come_back_with_their_spread(measurement: Measurement, tmp_path: Path) -> None:
    path = tmp_path / "measurement.json"
    write_measurement(measurement, path=path)
    back = read_measurement(path)
    assert measurement.motion is not None
    assert back.curves is not None
    assert back.curves_sd is not None
    for name in measurement.motion.reported:
        np.testing.assert_allclose(
            back.curves.values[name], measurement.motion.values[name], atol=1e-4
        )
        np.testing.assert_allclose(
            back.curves_sd.values[name], measurement.motion.sd[name], atol=1e-4
        )


def test_what_one_camera_does_not_show_has_no_curve(measurement: Measurement) -> None:
    curves = measurement_document(measurement, curves=True)["curves"]["coordinates"]
    assert "knee_angle_r" in curves
    assert not {"hip_rotation_r", "hip_rotation_l", "ankle_angle_r", "ankle_angle_l"} & set(curves)


def test_without_a_fit_there_is_no_camera_and_no_curve(
    measurement: Measurement, tmp_path: Path
) -> None:
    path = tmp_path / "measurement.json"
    write_measurement(dataclasses.replace(measurement, motion=None), path=path)
    back = read_measurement(path)
    assert back.camera is None
    assert back.curves is None


VERSION_1 = Path(__file__).parents[2] / "golden" / "measurement_1.json"


def test_version_1_stays_readable() -> None:
    stored = read_measurement(VERSION_1)
    assert stored.program == "kneetrace 0.1.0"
    answer = stored.answers[0]
    assert isinstance(answer, Measure)
    assert answer.value == pytest.approx(radians(91.7))
    assert stored.camera is not None
    assert stored.camera.yaw_rad == pytest.approx(radians(28.6))
    assert stored.curves is not None
    assert np.isnan(stored.curves.values["knee_angle_r"][1])


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"schema": "kneetrace.measurement/99"}, WrittenByNewer),
        ({"schema": "kneetrace.assessment/1"}, FileUnreadable),
        ({"schema": None}, FileUnreadable),
        ({"answers": [{"kind": "measure"}]}, FileUnreadable),
        ({"person": {"height_m": 175, "mass_kg": 70}}, InvalidInput),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, change: dict[str, object], refusal: type[Exception]
) -> None:
    path = tmp_path / "measurement.json"
    write_json(read_json(VERSION_1) | change, path=path)
    with pytest.raises(refusal):
        read_measurement(path)


def test_a_score_sheet_is_read_back_as_it_was(measurement: Measurement, tmp_path: Path) -> None:
    sheet = propose_score(test="lateral_step_down", answers=[], side=Side.LEFT, height_m=1.7)
    assert sheet is not None
    sheet = answer_score(sheet=sheet, points={"arms": 1})
    path = tmp_path / "measurement.json"
    write_measurement(dataclasses.replace(measurement, score=sheet), path=path)
    assert read_measurement(path).score == sheet
    assert read_json(path)["score"]["items"][0]["proposal"] == "cannot_tell"


def test_films_made_in_turn_are_read_back_as_they_were(
    twice_filmed: Measurement, tmp_path: Path
) -> None:
    path = tmp_path / "measurement.json"
    write_measurement(twice_filmed, path=path)
    back = read_measurement(path)
    assert back.source is twice_filmed.source
    assert [film.clip["name"] for film in back.films] == ["front.mp4", "side.mp4"]
    assert [one.film for one in back.answers] == [one.film for one in twice_filmed.answers]
    assert len(back.disagreements) == len(twice_filmed.disagreements) > 0
    assert back.disagreements[0].other.film == "side.mp4"
    assert back.curves is not None
    assert [film.curves is None for film in back.films] == [True, False]


def test_a_second_phone_of_the_same_moments_is_read_back(
    measurement: Measurement, tmp_path: Path
) -> None:
    assert measurement.motion is not None
    path = tmp_path / "measurement.json"
    camera = measurement.motion.camera
    write_measurement(dataclasses.replace(measurement, beside=(camera,)), path=path)
    (back,) = read_measurement(path).beside
    assert back.yaw_rad == pytest.approx(camera.yaw_rad)
