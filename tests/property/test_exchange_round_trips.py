"""Markers and keypoints leave by a file and come back as they were, whatever they are."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kneetrace.exchange import (
    MarkerTrial,
    TrialEvent,
    read_blazepose,
    read_c3d,
    read_coco,
    read_trc,
    write_blazepose,
    write_c3d,
    write_coco,
    write_trc,
)
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.measure import INDEX, LANDMARKS, Clip, Landmarks, LandmarkTrack
from kneetrace.terms import Side

WIDTH_PX, HEIGHT_PX, RATE_HZ = 1080, 1920, 30.0

names = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), min_size=1)
# A place of exactly 0 0 0 means "not seen" in .trc, so nothing lies there.
coordinates = st.floats(-10, 10).map(lambda value: value if abs(value) > 1e-3 else np.nan)
events = st.builds(
    TrialEvent,
    time_s=st.floats(0, 600, width=32),
    label=st.sampled_from(["Foot Strike", "Foot Off"]),
    side=st.none() | st.sampled_from(Side),
)


@st.composite
def trials(draw: st.DrawFn) -> MarkerTrial:
    markers = draw(st.lists(names.map(lambda name: name[:30]), min_size=1, max_size=4, unique=True))
    frames = draw(st.integers(1, 4))
    rate_hz = draw(st.sampled_from([30.0, 59.94, 100.0, 250.0]))
    places_m = draw(arrays.arrays(np.float64, (frames, len(markers), 3), elements=coordinates))
    # A marker is seen as a whole or not at all.
    places_m[np.isnan(places_m).any(axis=2)] = np.nan
    return MarkerTrial(
        time_s=(draw(st.integers(0, 50)) + np.arange(frames)) / rate_hz,
        names=tuple(markers),
        places_m=places_m,
        rate_hz=rate_hz,
        events=tuple(sorted(draw(st.lists(events, max_size=3)), key=lambda one: one.time_s)),
    )


@given(trial=trials())
def test_trc_files(trial: MarkerTrial, tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "trial.trc"
    write_trc(trial, path=path)
    read = read_trc(path)
    assert read.names == trial.names
    assert read.rate_hz == pytest.approx(trial.rate_hz)
    np.testing.assert_allclose(read.time_s, trial.time_s, atol=1e-7)
    np.testing.assert_allclose(read.places_m, trial.places_m, atol=1e-7)


@given(trial=trials())
def test_c3d_files(trial: MarkerTrial, tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "trial.c3d"
    write_c3d(trial, path=path)
    read = read_c3d(path)
    assert read.names == trial.names
    assert read.rate_hz == pytest.approx(trial.rate_hz)
    np.testing.assert_allclose(read.time_s, trial.time_s, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(read.places_m, trial.places_m, rtol=1e-6)
    assert [(one.label, one.side) for one in read.events] == [
        (one.label, one.side) for one in trial.events
    ]
    np.testing.assert_allclose(
        [one.time_s for one in read.events], [one.time_s for one in trial.events], atol=1e-3
    )


@st.composite
def found_landmarks(draw: st.DrawFn) -> Landmarks:
    frames, persons = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    seen = draw(arrays.arrays(np.bool_, (persons, frames)))
    seen[:, draw(st.integers(0, frames - 1))] = True
    chance = np.random.default_rng(draw(st.integers(0, 999)))
    clip = Clip(
        name="clip",
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_s=np.arange(frames) / RATE_HZ,
        brightness=np.full(frames, np.nan),
    )
    tracks = []
    for person in range(persons):
        shape = (frames, len(LANDMARKS))
        gone = ~seen[person]
        track = LandmarkTrack(
            person=3 * person,
            xy_px=chance.uniform(5, 1000, (*shape, 2)),
            visibility=chance.uniform(0.01, 1, shape),
            world_m=chance.normal(0, 0.5, (*shape, 3)),
            score=chance.uniform(0, 1, frames),
        )
        for values in (track.xy_px, track.visibility, track.world_m, track.score):
            values[gone] = np.nan
        tracks.append(track)
    return Landmarks(clip=clip, tracks=tuple(tracks), model="any")


@given(landmarks=found_landmarks(), layout=st.sampled_from(sorted(LAYOUTS)))
def test_coco_files(
    landmarks: Landmarks, layout: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "coco.json"
    write_coco(landmarks, path=path, layout=layout)
    read = read_coco(
        path,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        rate_hz=RATE_HZ,
        frames=landmarks.clip.frames,
    )
    known = [INDEX[name] for name in LAYOUTS[layout].known]
    for old, new in zip(landmarks.tracks, read.tracks, strict=True):
        assert new.person == old.person
        np.testing.assert_array_equal(new.score, old.score)
        np.testing.assert_array_equal(new.xy_px[:, known], old.xy_px[:, known])
        np.testing.assert_array_equal(new.visibility[:, known], old.visibility[:, known])
        assert np.isnan(np.delete(new.xy_px, known, axis=1)).all()


@given(landmarks=found_landmarks())
def test_blazepose_files(landmarks: Landmarks, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "blazepose.json"
    write_blazepose(landmarks, path=path)
    read = read_blazepose(path, width_px=WIDTH_PX, height_px=HEIGHT_PX, rate_hz=RATE_HZ)
    for old, new in zip(landmarks.tracks, read.tracks, strict=True):
        assert new.person == old.person
        np.testing.assert_allclose(new.xy_px, old.xy_px)
        np.testing.assert_array_equal(new.visibility, old.visibility)
        np.testing.assert_array_equal(new.world_m, old.world_m)
