from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneetrace.measure import (
    Landmarks,
    LandmarkTrack,
    Measurement,
    Motion,
    Source,
    Stage,
    measure_views,
    views_measurement,
)
from kneetrace.terms import CannotTell, InvalidInput, Measure, Person
from tests.unit.measure.synthetic_recording import squat
from validation.simulated_recording import Errors, Recording, film

PERSON = Person(height_m=1.7, mass_kg=70)
FINDING_S = 2.0
ERRORS = Errors(landmark=0.008, depth=0.04, lean=0.08)


def filmed(name: str, *, yaw_deg: float, seed: int, pace: float = 1.0) -> Landmarks:
    """What is found in a made-up film of the same squats, or of others at another pace."""
    dofs = squat(yaw_rad=np.radians(yaw_deg)).dofs
    frames = np.arange(len(dofs))
    at_pace = np.stack([np.interp(pace * frames, frames, one) for one in dofs.T], axis=1)
    return found(name, film(at_pace, errors=ERRORS, rng=np.random.default_rng(seed)))


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
    """Find landmarks in made-up films; no video is read."""
    shown = {
        "front.mp4": {"yaw_deg": 0, "seed": 1},
        "side.mp4": {"yaw_deg": 80, "seed": 2},
        "another.mp4": {"yaw_deg": 80, "seed": 3, "pace": 0.7},
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
    assert [type(one) for one in kept[1:]] == [Landmarks, Motion]
    assert kept[0] == Path("front.mp4")
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


def test_recordings_of_different_moments_are_not_joined_and_it_is_said() -> None:
    kept: list[Any] = []
    measurement = measured(["another.mp4", "front.mp4"], kept)
    assert measurement.source is Source.VIDEO
    assert measurement.clip.name == "front.mp4"
    told = measurement.findings[0]
    assert "do not show the same moments" in told.sentence
    assert "two recordings" in told.advice
    assert measurement.stage_s[Stage.LANDMARKS] == 2 * FINDING_S
    assert [type(one) for one in kept[1:]] == [Landmarks, Motion]


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
