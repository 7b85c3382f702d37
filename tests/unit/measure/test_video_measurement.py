import math
from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import Measurement, Stage, measure_video, video_measurement
from kneetrace.measure.pose.landmarks import Landmarks, LandmarkTrack
from kneetrace.terms import Measure, Person
from tests.unit.measure.synthetic_recording import squat


@pytest.fixture
def two_people(monkeypatch: pytest.MonkeyPatch) -> Landmarks:
    """A squatter, and somebody half as large who stands beside; no video is read."""
    recording = squat(yaw_rad=math.radians(40))
    squatter = LandmarkTrack(
        person=0,
        xy_px=recording.track.xy_px,
        visibility=recording.track.visibility,
        world_m=recording.track.world_m,
        score=np.ones(recording.clip.frames),
    )
    still_px = np.broadcast_to(squatter.xy_px[0] / 2, squatter.xy_px.shape)
    bystander = replace(squatter, person=1, xy_px=still_px)
    found = Landmarks(clip=recording.clip, tracks=(squatter, bystander), model="made-up")
    monkeypatch.setattr(video_measurement, "find_landmarks", lambda *_, **__: found)
    return found


def measured(person: int | None = None) -> Measurement:
    return measure_video(
        "made-up.mp4",
        test="squat",
        person=Person(height_m=1.7, mass_kg=70),
        person_index=person,
    )


@pytest.mark.usefixtures("two_people")
def test_a_choice_among_several_people_is_told_and_a_named_person_is_not() -> None:
    chosen = measured()
    told = {one.what: one for one in chosen.findings}
    assert "2 people were seen; number 0 was measured" in told["several_people"].sentence
    assert "several_people" not in {one.what for one in measured(0).findings}
    assert chosen.motion is not None
    count = next(one for one in chosen.answers if isinstance(one, Measure))
    assert count.name == "repetition_count"
    assert count.value == 2


def test_what_is_there_is_handed_out_as_soon_as_it_is(two_people: Landmarks) -> None:
    kept: list[str] = []
    shares: list[tuple[str, float]] = []
    measurement = measure_video(
        "made-up.mp4",
        test="squat",
        person=Person(height_m=1.7, mass_kg=70),
        progress=lambda stage, share: shares.append((stage, share)),
        on_stage=lambda name, _: kept.append(name),
    )
    assert kept == ["landmarks", "motion"]
    assert [told for told, share in shares if share == 1.0] == [
        Stage.LANDMARKS,
        Stage.BODY_FIT,
        Stage.MEASURES,
    ]
    assert list(measurement.stage_s) == [Stage.CLEANING, Stage.BODY_FIT, Stage.MEASURES]
    assert len(two_people.tracks) == 2
