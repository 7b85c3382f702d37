"""One format becomes another that can hold the same; what cannot says how else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    ConversionImpossible,
    FileUnreadable,
    MarkerTrial,
    TrialEvent,
    convert_file,
    read_c3d,
    read_keypoints,
    read_mot,
    read_trc,
    write_c3d,
    write_landmarks,
    write_trc,
)
from kneetrace.measure import LANDMARKS, Clip, Landmarks, LandmarkTrack

PICTURE = {"width_px": 720, "height_px": 1280, "rate_hz": 30.0}
MOTION = "Coordinates\ninDegrees=no\nendheader\ntime\tknee_angle_r\tpelvis_tx\n0\t0.5\t2\n1\t1\t3\n"


@pytest.fixture
def trial() -> MarkerTrial:
    places_m = np.random.default_rng(0).normal(size=(4, 3, 3))
    places_m[2, 1] = np.nan
    return MarkerTrial(
        time_s=np.arange(4) / 100, names=("RASI", "LASI", "C7"), places_m=places_m, rate_hz=100.0
    )


@pytest.fixture
def landmarks() -> Landmarks:
    rng = np.random.default_rng(1)
    frames = 3
    clip = Clip(
        name="a.mp4",
        width_px=720,
        height_px=1280,
        time_s=np.arange(frames) / 30,
        brightness=np.full(frames, np.nan),
    )
    track = LandmarkTrack(
        person=0,
        xy_px=rng.uniform(100, 700, (frames, len(LANDMARKS), 2)),
        visibility=rng.uniform(0.2, 1, (frames, len(LANDMARKS))),
        world_m=rng.normal(size=(frames, len(LANDMARKS), 3)),
        score=np.full(frames, 0.9),
    )
    return Landmarks(clip=clip, tracks=(track,), model="heavy")


def test_markers_go_from_trc_to_c3d_and_back(trial: MarkerTrial, tmp_path: Path) -> None:
    write_trc(trial, path=tmp_path / "a.trc")
    convert_file(tmp_path / "a.trc", tmp_path / "b.c3d")
    convert_file(tmp_path / "b.c3d", tmp_path / "c.trc")
    back = read_trc(tmp_path / "c.trc")
    assert back.names == trial.names
    np.testing.assert_allclose(back.places_m, trial.places_m, atol=1e-6)
    np.testing.assert_allclose(back.time_s, trial.time_s)


def test_what_a_format_has_no_place_for_is_said(trial: MarkerTrial, tmp_path: Path) -> None:
    marked = replace(trial, events=(TrialEvent(time_s=0.01, label="Foot Strike"),))
    write_c3d(marked, path=tmp_path / "a.c3d")
    assert convert_file(tmp_path / "a.c3d", tmp_path / "b.trc") == (
        "A .trc has no place for events.",
    )
    assert read_c3d(tmp_path / "a.c3d").events


@pytest.mark.parametrize(
    ("name", "layout", "kept"),
    [
        ("b.json", None, 33),
        ("b.json", "coco_17", 17),
        ("b.json", "halpe_26", 21),
        ("folder", None, 21),
        ("folder", "coco_18", 17),
        ("b.parquet", None, 33),
    ],
)
def test_landmarks_go_into_every_keypoint_format(
    landmarks: Landmarks, name: str, layout: str | None, kept: int, tmp_path: Path
) -> None:
    write_landmarks(landmarks, path=tmp_path / "a.parquet")
    notes = convert_file(tmp_path / "a.parquet", tmp_path / name, layout=layout)
    back = read_keypoints(tmp_path / name, **PICTURE)  # type: ignore[arg-type]
    seen = np.isfinite(back.tracks[0].xy_px).all(axis=(0, 2))
    assert seen.sum() == kept
    np.testing.assert_allclose(
        back.tracks[0].xy_px[:, seen], landmarks.tracks[0].xy_px[:, seen], rtol=1e-5
    )
    assert name.endswith(".parquet") or "720 x 1280 px" in notes[0]


def test_motions_pass_through_in_degrees(tmp_path: Path) -> None:
    (tmp_path / "a.mot").write_text(MOTION)
    convert_file(tmp_path / "a.mot", tmp_path / "b.sto")
    old, new = read_mot(tmp_path / "a.mot"), read_mot(tmp_path / "b.sto")
    assert "inDegrees=yes" in (tmp_path / "b.sto").read_text()
    for name, values in old.values.items():
        np.testing.assert_allclose(new.values[name], values, atol=1e-8)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a.mot", "b.trc", "poses a body"),
        ("a.mot", "b.json", "does not become"),
        ("a.trc", "b.mot", "reads angles"),
        ("a.parquet", "b.c3d", "fits a body"),
        ("a.avi", "b.trc", "no format that can be converted"),
        ("a.mot", "b.csv", "no format that can be converted"),
    ],
)
def test_what_cannot_be_says_how_else(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConversionImpossible, match=said):
        convert_file(tmp_path / old, tmp_path / new)


def test_nothing_is_overwritten(trial: MarkerTrial, tmp_path: Path) -> None:
    write_trc(trial, path=tmp_path / "a.trc")
    (tmp_path / "b.c3d").write_bytes(b"mine")
    with pytest.raises(ConversionImpossible, match="already"):
        convert_file(tmp_path / "a.trc", tmp_path / "b.c3d")
    with pytest.raises(ConversionImpossible, match="no keypoint layout"):
        convert_file(tmp_path / "a.trc", tmp_path / "c.trc", layout="body_135")


def test_one_picture_of_openpose_is_no_clip(tmp_path: Path) -> None:
    (tmp_path / "a_000_keypoints.json").write_text('{"version": 1.3, "people": []}')
    with pytest.raises(FileUnreadable, match="name the folder"):
        read_keypoints(tmp_path / "a_000_keypoints.json", **PICTURE)  # type: ignore[arg-type]
