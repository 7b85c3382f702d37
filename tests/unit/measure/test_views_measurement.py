from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneetrace.measure import (
    JOINTS,
    Landmarks,
    LandmarkTrack,
    Measurement,
    Motion,
    Source,
    Stage,
    measure_views,
    views_measurement,
)
from kneetrace.measure.body.skeleton import CONSTANTS
from kneetrace.terms import CannotTell, InvalidInput, Measure, Person
from tests.unit.measure.synthetic_recording import squat
from validation.simulated_recording import USUAL, Errors, Recording, film
from validation.simulated_tests import facing, mirrored, single_leg_squat

PERSON = Person(height_m=1.7, mass_kg=70)
FINDING_S = 2.0
ERRORS = Errors(landmark=0.008, depth=0.04, lean=0.08)


STRANGER = USUAL + np.array(
    [5 * one.sd * {"thigh": -1, "shank": 1, "trunk": 1}.get(one.name, 0) for one in CONSTANTS]
)


@cache
def filmed(
    name: str,
    *,
    yaw_deg: float,
    seed: int,
    pace: float = 1.0,
    stranger: bool = False,
    leg: str = "both",
) -> Landmarks:
    """What is found in a made-up film of the same squats, or of others at another pace."""
    dofs = squat(yaw_rad=np.radians(yaw_deg)).dofs
    if leg != "both":
        dofs = single_leg_squat(repetitions=2)
        dofs = facing(dofs if leg == "right" else mirrored(dofs), yaw_rad=np.radians(yaw_deg))
    frames = np.arange(len(dofs))
    at_pace = np.stack([np.interp(pace * frames, frames, one) for one in dofs.T], axis=1)
    recording = film(
        at_pace,
        errors=ERRORS,
        rng=np.random.default_rng(seed),
        constants=STRANGER if stranger else USUAL,
        anchor="left_heel" if leg == "left" else "right_heel",
    )
    return found(name, recording)


def found(name: str, recording: Recording) -> Landmarks:
    track = LandmarkTrack(
        person=0,
        xy_px=recording.track.xy_px,
        visibility=recording.track.visibility,
        world_m=recording.track.world_m,
        score=np.ones(recording.clip.frames),
    )
    clip = recording.clip
    named = replace(clip, name=name)
    spent = {str(Stage.LANDMARKS): FINDING_S}
    return Landmarks(clip=named, tracks=(track,), model="made-up", stage_s=spent)


@pytest.fixture(autouse=True)
def films(monkeypatch: pytest.MonkeyPatch) -> None:
    show_films(monkeypatch)


def show_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find landmarks in made-up films; no video is read."""
    shown = {
        "front.mp4": {"yaw_deg": 0, "seed": 1},
        "side.mp4": {"yaw_deg": 80, "seed": 2},
        "another.mp4": {"yaw_deg": 80, "seed": 3, "pace": 0.7},
        "stranger.mp4": {"yaw_deg": 80, "seed": 4, "pace": 0.7, "stranger": True},
        "one_leg.mp4": {"yaw_deg": 20, "seed": 5, "leg": "right"},
        "left_leg.mp4": {"yaw_deg": 40, "seed": 6, "leg": "left", "pace": 0.9},
    }

    def open_clip(path: Path) -> None:
        if Path(path).name not in shown:
            raise InvalidInput(f"There is no file {path}: check the path.")

    def find_landmarks(path: Path, **_: object) -> Landmarks:
        name = Path(path).name
        return filmed(name, **shown[name])  # type: ignore[arg-type]

    monkeypatch.setattr(views_measurement, "open_clip", open_clip)
    monkeypatch.setattr(views_measurement, "find_landmarks", find_landmarks)


def measured(paths: Sequence[str], kept: list[Any] | None = None, **asked: str) -> Measurement:
    return measure_views(
        paths,
        test=asked.get("test", "squat"),
        person=PERSON,
        on_stage=None if kept is None else lambda _, result: kept.append(result),
    )


def test_one_body_is_measured_and_the_more_frontal_picture_is_read() -> None:
    kept: list[Any] = []
    measurement = measured(["side.mp4", "front.mp4"], kept)
    assert measurement.source is Source.VIEWS
    assert measurement.clip.name == "front.mp4"
    assert measurement.motion is not None
    assert abs(np.degrees(measurement.motion.camera.yaw_rad)) < 10
    assert kept[0] == Path("front.mp4")
    assert [type(one) for one in kept[1:]] == [Landmarks, type(kept[0]), Landmarks, Motion]
    (beside,) = measurement.beside
    assert np.degrees(beside.yaw_rad) == pytest.approx(80, abs=10)
    bends = [one for one in measurement.answers if one.name == "knee_flexion_peak"]
    assert bends
    for one in bends:
        assert isinstance(one, Measure)
        assert np.degrees(one.value) == pytest.approx(90, abs=8)
    seen = [one for one in measurement.answers if one.name == "weight_shift"]
    assert seen
    assert not any(isinstance(one, CannotTell) for one in seen)
    assert "view_side" not in {one.what for one in measurement.findings}
    assert measurement.stage_s[Stage.LANDMARKS] == 2 * FINDING_S
    assert set(measurement.stage_s) <= set(Stage)


@pytest.fixture(scope="module")
def in_turn() -> tuple[Measurement, list[tuple[str, Any]]]:
    with pytest.MonkeyPatch.context() as patch:
        show_films(patch)
        kept: list[tuple[str, Any]] = []
        measurement = measure_views(
            ["another.mp4", "front.mp4"],
            test="squat",
            person=PERSON,
            on_stage=lambda stage, result: kept.append((stage, result)),
        )
        return measurement, kept


def test_films_made_one_after_the_other_come_to_one_measurement(
    in_turn: tuple[Measurement, list[tuple[str, Any]]],
) -> None:
    measurement, kept = in_turn
    assert measurement.source is Source.IN_TURN
    assert [film.clip.name for film in measurement.films] == ["front.mp4", "another.mp4"]
    front, another = measurement.films
    assert measurement.repetitions == front.repetitions != another.repetitions
    told = {one.name: one.film for one in measurement.answers if isinstance(one, Measure)}
    assert told["weight_shift"] == "front.mp4"
    assert told["trunk_lean_forward"] == "another.mp4"
    for one in measurement.answers:
        if isinstance(one, Measure) and one.name == "knee_flexion_peak":
            assert np.degrees(one.value) == pytest.approx(90, abs=8)
    assert not any(one.what.startswith("view_") for one in measurement.findings)
    assert [stage for stage, _ in kept] == [
        *("video", "landmarks", "second video", "second landmarks"),
        *("motion", "second motion"),
    ]


def test_one_body_is_in_both_films(in_turn: tuple[Measurement, list[tuple[str, Any]]]) -> None:
    measurement, _ = in_turn
    thighs_m = []
    for each in measurement.films:
        assert each.motion is not None
        hip, knee = (each.motion.joints_m[:, JOINTS.index(name)] for name in ("hip_r", "knee_r"))
        thighs_m.append(np.linalg.norm(hip - knee, axis=1).mean())
    assert thighs_m[0] == pytest.approx(thighs_m[1], rel=0.04)


@pytest.mark.parametrize(
    ("other", "test", "said", "measured_name"),
    [
        ("stranger.mp4", "squat", "other proportions", "front.mp4"),
        ("one_leg.mp4", "squat", "does not show the same test", "front.mp4"),
        ("left_leg.mp4", "single_leg_squat", "shows the", "one_leg.mp4"),
    ],
)
def test_films_that_do_not_belong_together_are_not_joined_and_it_is_said(
    other: str, test: str, said: str, measured_name: str
) -> None:
    first = "one_leg.mp4" if test == "single_leg_squat" else "front.mp4"
    kept: list[Any] = []
    measurement = measured([other, first], kept, test=test)
    assert measurement.source is Source.VIDEO
    assert measurement.films == ()
    assert measurement.clip.name == measured_name
    told = measurement.findings[0]
    assert said in told.sentence
    assert f"{measured_name} alone was measured" in told.sentence
    assert "two recordings" in told.advice
    assert measurement.stage_s[Stage.LANDMARKS] == 2 * FINDING_S
    landmarks = [one for one in kept if isinstance(one, Landmarks)]
    assert {one.clip.name for one in landmarks} == {other, first}  # nothing is lost


@pytest.mark.parametrize(
    ("paths", "test", "said"),
    [
        (["front.mp4"], "squat", "not 1"),
        (["front.mp4", "side.mp4", "another.mp4"], "squat", "not 3"),
        (["front.mp4", "./front.mp4"], "squat", "named twice"),
        (["front.mp4", "missing.mp4"], "squat", "no file missing.mp4"),
        (["front.mp4", "side.mp4"], "side_plank", "lying"),
    ],
)
def test_what_cannot_be_joined_is_refused_at_once(paths: list[str], test: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        measured(paths, test=test)
