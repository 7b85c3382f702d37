import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure import (
    JOINTS,
    LANDMARKS,
    CameraPlacement,
    CleanTrack,
    Clip,
    Landmarks,
    LandmarkTrack,
    Measurement,
    Motion,
    Repetition,
    ViewFinding,
)
from kneetrace.terms import COORDINATES, CannotTell, Measure, Person, Quality, Sex, Side, Unit

FRAMES = 7
TIME_S: NDArray[np.float64] = np.array([0.0, 0.033, 0.067, 0.1, 0.14, 0.167, 0.2])


def made_track(*, person: int, seed: int) -> LandmarkTrack:
    chance = np.random.default_rng(seed)
    gone = [2, 3]
    numbers = chance.uniform(0, 1000, (FRAMES, len(LANDMARKS), 2))
    world_m = chance.normal(0, 0.5, (FRAMES, len(LANDMARKS), 3))
    visibility = chance.uniform(0, 1, (FRAMES, len(LANDMARKS)))
    score = chance.uniform(0.5, 1, FRAMES)
    for values in (numbers, world_m, visibility, score):
        values[gone] = np.nan
    return LandmarkTrack(
        person=person, xy_px=numbers, visibility=visibility, world_m=world_m, score=score
    )


@pytest.fixture
def landmarks() -> Landmarks:
    clip = Clip(
        name="squat.mp4",
        width_px=720,
        height_px=1280,
        time_s=TIME_S,
        brightness=np.linspace(0.4, 0.5, FRAMES),
        codec="h264",
        notes=("The last frame was damaged and left out.",),
    )
    return Landmarks(
        clip=clip,
        tracks=(made_track(person=0, seed=1), made_track(person=3, seed=2)),
        model="blazepose heavy",
        stage_s={"open": 0.5, "landmarks": 1.25},
    )


@pytest.fixture
def motion() -> Motion:
    chance = np.random.default_rng(3)
    return Motion(
        time_s=TIME_S,
        values={name: chance.normal(0, 0.4, FRAMES) for name in COORDINATES},
        sd={name: chance.uniform(0.01, 0.1, FRAMES) for name in COORDINATES},
        joints_m=np.zeros((FRAMES, len(JOINTS), 3)),
        joints_px=np.zeros((FRAMES, len(JOINTS), 2)),
        planted={"r": np.ones(FRAMES, dtype=bool), "l": np.ones(FRAMES, dtype=bool)},
        residual_px=np.zeros((FRAMES, len(LANDMARKS))),
        standing=np.arange(FRAMES) < 2,
        camera=CameraPlacement(
            yaw_rad=0.5,
            yaw_sd_rad=0.02,
            pitch_rad=-0.1,
            roll_rad=0.01,
            height_m=0.9,
            distance_m=3.1,
            focal_px=900.0,
        ),
    )


@pytest.fixture
def measurement(landmarks: Landmarks, motion: Motion) -> Measurement:
    track = landmarks.tracks[1]
    return Measurement(
        test="squat",
        person=Person(height_m=1.71, mass_kg=64.5, sex=Sex.FEMALE, age_years=31, label="P-17"),
        clip=landmarks.clip,
        landmarks=landmarks,
        track=CleanTrack(
            person=track.person,
            xy_px=track.xy_px,
            visibility=track.visibility,
            world_m=track.world_m,
            noise_px=np.full(len(LANDMARKS), 1.5),
            swapped=np.zeros(FRAMES, dtype=bool),
            rejected=np.zeros((FRAMES, len(LANDMARKS)), dtype=bool),
        ),
        motion=motion,
        repetitions=(
            Repetition(number=1, start_s=0.0, peak_s=0.067, end_s=0.14),
            Repetition(number=2, start_s=0.14, peak_s=0.167, end_s=0.2, complete=False),
        ),
        answers=(
            Measure(
                name="knee_flexion_peak",
                value=1.6,
                low=1.5,
                high=1.75,
                unit=Unit.RADIAN,
                side=Side.LEFT,
                repetition=1,
                mdc=0.1,
                mdc_origin="measured",
            ),
            Measure(
                name="repetition_count",
                value=1.0,
                low=1.0,
                high=1.0,
                unit=Unit.COUNT,
                quality=Quality.COARSE,
            ),
            CannotTell(
                name="hip_adduction",
                reason="The camera stood at the side.",
                advice="Put the phone straight in front.",
                side=Side.RIGHT,
            ),
        ),
        findings=(ViewFinding(what="light", sentence="It is dark.", advice="Turn on a lamp."),),
        method="kneetrace.squat/1",
        stage_s={"body_fit": 1.23456},
    )
