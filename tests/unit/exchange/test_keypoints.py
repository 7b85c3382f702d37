"""Keypoints of other programs, by the formats they are written in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneetrace.exchange import (
    FileUnreadable,
    PictureUnknown,
    read_blazepose,
    read_coco,
    read_keypoints,
    read_openpose,
    write_blazepose,
    write_coco,
    write_landmarks,
    write_openpose,
)
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.measure import INDEX, LANDMARKS, Landmarks, LandmarkTrack

PICTURE: dict[str, Any] = {"width_px": 1000, "height_px": 1000, "rate_hz": 30.0}
MATES = {"coco_17": 17, "coco_18": 18, "body_25": 25, "halpe_26": 26, "blazepose_33": 33}


def person(points: int, *, x_px: float = 100.0, number: int | None = None) -> dict[str, Any]:
    """Somebody whose n-th keypoint lies at (x + n, 10 n) with confidence 0.5."""
    keypoints = [value for n in range(points) for value in (x_px + n, 10.0 * n + 1, 0.5)]
    found: dict[str, Any] = {"pose_keypoints_2d": keypoints}
    return found if number is None else found | {"person_id": [number]}


def folder_of(place: Path, *frames: list[dict[str, Any]], first: int = 0) -> Path:
    folder = place / "clip_json"
    folder.mkdir()
    for frame, people in enumerate(frames, start=first):
        file = folder / f"clip2_{frame:012d}_keypoints.json"
        file.write_text(json.dumps({"version": 1.3, "people": people}))
    return folder


def place_of(track: LandmarkTrack, name: str, *, frame: int = 0) -> list[float]:
    return [float(value) for value in track.xy_px[frame, INDEX[name]]]


@pytest.mark.parametrize(("name", "points"), MATES.items())
def test_layouts_have_the_points_their_formats_have(name: str, points: int) -> None:
    assert len(LAYOUTS[name].points) == points
    assert len(set(LAYOUTS[name].known)) == len(LAYOUTS[name].known)


@pytest.mark.parametrize(
    ("points", "number_of"),
    [
        (25, {"right_knee": 10, "left_ankle": 14, "left_foot_index": 19, "right_heel": 24}),
        (17, {"nose": 0, "left_shoulder": 5, "right_hip": 12, "left_knee": 13}),
        (18, {"right_shoulder": 2, "left_hip": 11, "right_eye": 14, "left_ear": 17}),
        (26, {"right_ankle": 16, "left_foot_index": 20, "right_foot_index": 21, "left_heel": 24}),
        (33, {"right_foot_index": 32, "left_hip": 23}),
    ],
)
def test_each_keypoint_goes_to_its_landmark(
    points: int, number_of: dict[str, int], tmp_path: Path
) -> None:
    read = read_openpose(folder_of(tmp_path, [person(points)]), **PICTURE)
    (track,) = read.tracks
    for name, number in number_of.items():
        assert place_of(track, name) == [100.0 + number, 10.0 * number + 1]
        assert track.visibility[0, INDEX[name]] == 0.5
    assert np.isnan(track.world_m).all()
    assert "no depth" in read.clip.notes[1]


def test_what_a_format_lacks_or_did_not_find_is_nan(tmp_path: Path) -> None:
    found = person(17)
    found["pose_keypoints_2d"][3 * 13 : 3 * 14] = [0.0, 0.0, 0.0]
    (track,) = read_openpose(folder_of(tmp_path, [found]), **PICTURE).tracks
    for name in ("left_heel", "left_knee"):
        assert np.isnan(track.xy_px[0, INDEX[name]]).all()
        assert track.visibility[0, INDEX[name]] == 0
    assert track.score[0] == 0.5


def test_frames_are_numbered_by_file_and_missing_ones_are_empty(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [person(25)], [], [person(25)], [person(25)], first=7)
    next(folder.glob("*9_keypoints.json")).unlink()
    read = read_openpose(folder, **PICTURE)
    assert read.clip.frames == 4
    assert read.clip.rate_hz == pytest.approx(30)
    np.testing.assert_array_equal(read.tracks[0].seen, [True, False, False, True])


def test_persons_are_followed_where_the_file_does_not_number_them(tmp_path: Path) -> None:
    here, there = person(25, x_px=100), person(25, x_px=700)
    read = read_openpose(
        folder_of(tmp_path, [here, there], [there, here], [there], [here]), **PICTURE
    )
    assert [track.person for track in read.tracks] == [0, 1]
    for track, x_px, seen in zip(
        read.tracks, (100, 700), ([1, 1, 0, 1], [1, 1, 1, 0]), strict=True
    ):
        assert np.nanmin(track.xy_px[:, INDEX["nose"], 0]) == x_px
        assert np.nanmax(track.xy_px[:, INDEX["nose"], 0]) == x_px
        np.testing.assert_array_equal(track.seen, seen)


def test_somebody_gone_for_long_or_far_away_is_somebody_new(tmp_path: Path) -> None:
    gone: list[list[dict[str, Any]]] = [[] for _ in range(40)]
    read = read_openpose(
        folder_of(tmp_path, [person(25)], *gone, [person(25)], [person(25, x_px=600)]), **PICTURE
    )
    assert len(read.tracks) == 3


def test_persons_keep_the_numbers_they_were_given(tmp_path: Path) -> None:
    frames = [[person(25, number=4), person(25, number=2)], [person(25, number=4)]]
    read = read_openpose(folder_of(tmp_path, *frames), **PICTURE)
    assert [track.person for track in read.tracks] == [2, 4]


def test_numbers_given_twice_in_a_picture_are_not_trusted(tmp_path: Path) -> None:
    frames = [[person(25, number=0), person(25, x_px=600, number=0)]]
    assert len(read_openpose(folder_of(tmp_path, *frames), **PICTURE).tracks) == 2


def coco(folder: Path, document: object) -> Path:
    path = folder / "coco.json"
    path.write_text(json.dumps(document))
    return path


def test_coco_results_count_pictures_and_keep_scores(tmp_path: Path) -> None:
    keypoints = person(17)["pose_keypoints_2d"]
    path = coco(
        tmp_path,
        [
            {"image_id": "frame_012.jpg", "keypoints": keypoints, "score": 0.9, "idx": 3},
            {"image_id": "frame_014.jpg", "keypoints": keypoints, "score": 2.7, "idx": 3},
        ],
    )
    (track,) = read_coco(path, **PICTURE).tracks
    assert track.person == 3
    np.testing.assert_array_equal(track.score, [0.9, np.nan, 1.0])
    assert place_of(track, "left_knee", frame=2) == [113.0, 131.0]


def test_the_number_of_frames_keeps_empty_ones_at_both_ends(tmp_path: Path) -> None:
    keypoints = person(17)["pose_keypoints_2d"]
    path = coco(tmp_path, [{"image_id": 2, "keypoints": keypoints}])
    (track,) = read_coco(path, **PICTURE, frames=5).tracks
    np.testing.assert_array_equal(track.seen, [0, 0, 1, 0, 0])


def test_coco_annotations_have_flags_for_confidences(tmp_path: Path) -> None:
    keypoints = person(17)["pose_keypoints_2d"]
    keypoints[2::3] = [0, 1, *[2] * 15]
    document = {
        "images": [{"id": 70}, {"id": 50}],
        "annotations": [{"image_id": 70, "keypoints": keypoints}],
    }
    (track,) = read_coco(coco(tmp_path, document), **PICTURE).tracks
    np.testing.assert_array_equal(track.seen, [False, True])
    assert np.isnan(track.xy_px[1, INDEX["nose"]]).all()
    assert np.isnan(track.xy_px[1, INDEX["left_eye"]]).all()
    assert track.visibility[1, INDEX["left_ear"]] == 1


def test_a_plain_list_of_pictures_of_persons(tmp_path: Path) -> None:
    points = np.reshape(person(17)["pose_keypoints_2d"], (-1, 3)).tolist()
    read = read_keypoints(coco(tmp_path, [[], [points], [points], []]), **PICTURE)
    assert read.model == "coco_17"
    np.testing.assert_array_equal(read.tracks[0].seen, [0, 1, 1, 0])


def landmarker_result() -> list[dict[str, float]]:
    return [{"x": 0.2, "y": 0.5, "z": 0.1, "visibility": 0.0}] * len(LANDMARKS)


@pytest.mark.parametrize(
    "result",
    [
        {"landmarks": [landmarker_result()], "worldLandmarks": [landmarker_result()]},
        {"pose_landmarks": [landmarker_result()], "pose_world_landmarks": [landmarker_result()]},
        {"poseLandmarks": landmarker_result(), "poseWorldLandmarks": landmarker_result()},
        [landmarker_result()],
        landmarker_result(),
    ],
)
def test_results_of_the_pose_landmarker_in_their_several_forms(
    result: object, tmp_path: Path
) -> None:
    read = read_keypoints(coco(tmp_path, [{}, result]), **PICTURE)
    (track,) = read.tracks
    assert place_of(track, "left_hip", frame=1) == [200.0, 500.0]
    assert track.visibility[1, INDEX["left_hip"]] == pytest.approx(0, abs=1e-6)
    if isinstance(result, dict):
        assert len(read.clip.notes) == 1
        np.testing.assert_allclose(track.world_m[1, 0], [0.2, 0.5, 0.1])


def test_our_own_table_is_taken_too(landmarks: Landmarks, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.parquet"
    write_landmarks(landmarks, path=path)
    assert read_keypoints(path, **PICTURE).clip.width_px == landmarks.clip.width_px


@pytest.mark.parametrize("layout", LAYOUTS)
def test_openpose_round_trip(layout: str, landmarks: Landmarks, tmp_path: Path) -> None:
    write_openpose(landmarks, folder=tmp_path / "k", layout=layout)
    clip = landmarks.clip
    read = read_openpose(
        tmp_path / "k", width_px=clip.width_px, height_px=clip.height_px, rate_hz=30
    )
    compare(landmarks, read, known=LAYOUTS[layout].known)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_coco_round_trip(layout: str, landmarks: Landmarks, tmp_path: Path) -> None:
    write_coco(landmarks, path=tmp_path / "k.json", layout=layout)
    clip = landmarks.clip
    read = read_coco(
        tmp_path / "k.json",
        width_px=clip.width_px,
        height_px=clip.height_px,
        rate_hz=30,
        frames=clip.frames,
    )
    compare(landmarks, read, known=LAYOUTS[layout].known)
    for old, new in zip(landmarks.tracks, read.tracks, strict=True):
        np.testing.assert_allclose(new.score, old.score)


def test_blazepose_round_trip(landmarks: Landmarks, tmp_path: Path) -> None:
    write_blazepose(landmarks, path=tmp_path / "k.json")
    clip = landmarks.clip
    read = read_blazepose(
        tmp_path / "k.json", width_px=clip.width_px, height_px=clip.height_px, rate_hz=30
    )
    compare(landmarks, read, known=LANDMARKS)
    for old, new in zip(landmarks.tracks, read.tracks, strict=True):
        np.testing.assert_allclose(new.score, old.score)
        np.testing.assert_allclose(new.world_m, old.world_m)


def compare(written: Landmarks, read: Landmarks, *, known: tuple[str, ...]) -> None:
    some = [INDEX[name] for name in known]
    assert read.clip.frames == written.clip.frames
    for old, new in zip(written.tracks, read.tracks, strict=True):
        assert new.person == old.person
        np.testing.assert_array_equal(new.seen, old.seen)
        np.testing.assert_allclose(new.xy_px[:, some], old.xy_px[:, some])
        np.testing.assert_allclose(new.visibility[:, some], old.visibility[:, some])


def test_middles_are_written_where_others_have_them(landmarks: Landmarks) -> None:
    track = landmarks.tracks[0]
    written = LAYOUTS["body_25"].from_landmarks(xy_px=track.xy_px, visibility=track.visibility)
    hips = track.xy_px[0, [INDEX["left_hip"], INDEX["right_hip"]]]
    np.testing.assert_allclose(written[0, 8, :2], hips.mean(axis=0))


def test_a_folder_in_use_is_not_written_into(landmarks: Landmarks, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileUnreadable, match="not empty"):
        write_openpose(landmarks, folder=tmp_path)


BAD: dict[str, tuple[object, str]] = {
    "unknown count": ([[[[1.0, 2.0, 0.5]] * 5]], "5 keypoints a person"),
    "shares": ([[[[0.1, 0.2, 0.5]] * 17]], "shares of the picture"),
    "nobody": ([], "holds nobody"),
    "no keypoints": ([{"image_id": 1}], "no COCO keypoints"),
    "no picture": ([{"image_id": "x.jpg", "keypoints": [1.0, 2.0, 1.0]}], "no COCO keypoints"),
    "not threes": ([{"image_id": 1, "keypoints": [1.0, 2.0]}], "no COCO keypoints"),
    "far numbers": (
        [{"image_id": n, "keypoints": [5.0, 5.0, 1.0] * 17} for n in (1, 10**12)],
        "number the pictures",
    ),
    "a person short": ([[[{"x": 0.1, "y": 0.2}]]], "no results of a pose landmarker"),
    "person of no number": (
        [{"landmarks": [[{"x": 0.1, "y": 0.2}] * 33], "personIds": ["a"]}],
        "no results of a pose landmarker",
    ),
    "3-D guess short": (
        [{"landmarks": [[{"x": 0.1, "y": 0.2}] * 33], "worldLandmarks": [[{"x": 0.1}]]}],
        "no results of a pose landmarker",
    ),
    "no places": ([{"landmarks": [[{"z": 0.1}] * 33]}], "holds nobody"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_document_is_told_in_one_sentence(bad: str, tmp_path: Path) -> None:
    document, says = BAD[bad]
    with pytest.raises(FileUnreadable, match=says):
        read_keypoints(coco(tmp_path, document), **PICTURE)


def spoil(write: Callable[[Path], object]) -> Callable[[Path], Path]:
    def at(folder: Path) -> Path:
        write(folder)
        return folder

    return at


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (spoil(lambda _: None), "no .json files"),
        (spoil(lambda at: (at / "a1.json").write_text("[")), "not valid JSON"),
        (spoil(lambda at: (at / "a1.json").write_text("{}")), "no OpenPose keypoint file"),
        (
            spoil(lambda at: [(at / f"{cam}_01.json").write_text("{}") for cam in "ab"]),
            "two files for frame 1",
        ),
        (
            spoil(lambda at: [(at / f"{n}.json").write_text("{}") for n in (1, 10**9)]),
            "name them by frame",
        ),
        (lambda at: at / "absent.json", "cannot be read"),
        (lambda at: at / "absent", "no keypoint file"),
    ],
)
def test_a_bad_place_is_told_in_one_sentence(
    spoilt: Callable[[Path], Path], says: str, tmp_path: Path
) -> None:
    with pytest.raises(FileUnreadable, match=says):
        read_keypoints(spoilt(tmp_path), **PICTURE)


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ({"width_px": 0}, "cannot be"),
        ({"rate_hz": 0.0}, "cannot be"),
        ({"rate_hz": float("nan")}, "cannot be"),
        ({"width_px": 50}, "outside a picture of 50 x 1000 px"),
    ],
)
def test_a_picture_that_cannot_be_is_told(
    picture: dict[str, Any], says: str, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, [person(25)])
    with pytest.raises(PictureUnknown, match=says):
        read_openpose(folder, **PICTURE | picture)
