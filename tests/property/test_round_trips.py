"""Whatever leaves by a file comes back as it was."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.exchange import read_measurement, read_mot, write_measurement, write_mot
from kneetrace.measure import (
    JOINTS,
    LANDMARKS,
    CameraPlacement,
    CleanTrack,
    Clip,
    Landmarks,
    Measurement,
    Motion,
)
from kneetrace.terms import COORDINATES, Answer, CannotTell, Measure, Person, Quality, Side, Unit

sides = st.none() | st.sampled_from(Side)
repetitions = st.none() | st.integers(1, 99)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.floats(-1e3, 1e3)
cannot_tell = st.builds(
    CannotTell, name=texts, reason=texts, advice=texts, side=sides, repetition=repetitions
)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    low, value, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    return Measure(
        name=draw(texts),
        value=value,
        low=low,
        high=high,
        unit=draw(st.sampled_from(Unit)),
        quality=draw(st.sampled_from(Quality)),
        side=draw(sides),
        repetition=draw(repetitions),
        mdc=draw(st.none() | numbers),
        mdc_origin=draw(st.none() | texts),
    )


def made_motion(*, values: list[float]) -> Motion:
    frames = len(values)
    curve = np.array(values)
    return Motion(
        time_s=np.arange(frames) / 30.0,
        values={name: curve + number for number, name in enumerate(COORDINATES)},
        sd={name: np.abs(curve) for name in COORDINATES},
        joints_m=np.zeros((frames, len(JOINTS), 3)),
        joints_px=np.zeros((frames, len(JOINTS), 2)),
        planted={side: np.zeros(frames, dtype=bool) for side in "rl"},
        residual_px=np.zeros((frames, len(LANDMARKS))),
        standing=np.zeros(frames, dtype=bool),
        camera=CameraPlacement(
            **{field.name: 0.5 for field in dataclasses.fields(CameraPlacement)}
        ),
    )


def made_measurement(*, answers: list[Answer]) -> Measurement:
    clip = Clip(name="a", width_px=1, height_px=1, time_s=np.zeros(1), brightness=np.zeros(1))
    nothing = np.full((1, len(LANDMARKS)), np.nan)
    return Measurement(
        test="squat",
        person=Person(height_m=1.7, mass_kg=60),
        clip=clip,
        landmarks=Landmarks(clip=clip, tracks=(), model="none"),
        track=CleanTrack(
            person=0,
            xy_px=np.repeat(nothing[..., None], 2, axis=-1),
            visibility=nothing,
            world_m=np.repeat(nothing[..., None], 3, axis=-1),
            noise_px=nothing[0],
            swapped=np.zeros(1, dtype=bool),
            rejected=np.zeros((1, len(LANDMARKS)), dtype=bool),
        ),
        motion=None,
        repetitions=(),
        answers=tuple(answers),
        findings=(),
        method="test/1",
    )


def words_of(measure: Measure) -> Measure:
    return dataclasses.replace(measure, value=0.0, low=0.0, high=0.0, mdc=None)


@given(answers=st.lists(measures() | cannot_tell, max_size=4))
def test_answers(answers: list[Answer], tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "measurement.json"
    write_measurement(made_measurement(answers=answers), path=path)
    for written, read in zip(answers, read_measurement(path).answers, strict=True):
        if isinstance(written, CannotTell) or isinstance(read, CannotTell):
            assert read == written
            continue
        assert words_of(read) == words_of(written)
        assert (read.low, read.value, read.high, read.mdc) == pytest.approx(
            (written.low, written.value, written.high, written.mdc)
        )


@given(values=st.lists(st.floats(-10, 10), min_size=1, max_size=5))
def test_motions(values: list[float], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "angles.mot"
    motion = made_motion(values=values)
    write_mot(motion, path=path)
    read = read_mot(path)
    np.testing.assert_allclose(read.time_s, motion.time_s, atol=1e-8)
    for name in motion.reported:
        np.testing.assert_allclose(read.values[name], motion.values[name], atol=1e-8)
