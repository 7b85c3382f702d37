import dataclasses
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import FileUnreadable, WrittenByNewer, read_landmarks, write_landmarks
from kneetrace.measure import LANDMARKS, Landmarks


def test_every_candidate_person_comes_back(landmarks: Landmarks, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.parquet"
    write_landmarks(landmarks, path=path)
    back = read_landmarks(path)
    assert back.model == landmarks.model
    assert back.stage_s == landmarks.stage_s
    assert [track.person for track in back.tracks] == [0, 3]
    for written, read in zip(landmarks.tracks, back.tracks, strict=True):
        for name in ("xy_px", "visibility", "world_m", "score"):
            np.testing.assert_allclose(getattr(read, name), getattr(written, name), rtol=1e-6)


def test_the_clip_comes_back_with_its_times(landmarks: Landmarks, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.parquet"
    write_landmarks(landmarks, path=path)
    read, written = read_landmarks(path).clip, landmarks.clip
    np.testing.assert_array_equal(read.time_s, written.time_s)
    np.testing.assert_array_equal(read.brightness, written.brightness)
    arrays = ("time_s", "brightness")
    names = [field.name for field in dataclasses.fields(written) if field.name not in arrays]
    assert all(getattr(read, name) == getattr(written, name) for name in names)


def test_a_clip_with_nobody_in_it_is_kept_too(landmarks: Landmarks, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.parquet"
    write_landmarks(dataclasses.replace(landmarks, tracks=()), path=path)
    back = read_landmarks(path)
    assert back.tracks == ()
    assert back.clip.frames == landmarks.clip.frames


def test_columns_say_their_units(landmarks: Landmarks, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = tmp_path / "landmarks.parquet"
    write_landmarks(landmarks, path=path)
    table = pq.read_table(path)
    assert table.column_names[:6] == ["frame", "time_s", "person", "landmark", "x_px", "y_px"]
    assert table.num_rows == 2 * 5 * len(LANDMARKS)
    assert table.column("landmark")[0].as_py() == "nose"


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "landmarks.parquet"
    path.write_text("not parquet")
    with pytest.raises(FileUnreadable):
        read_landmarks(path)
    with pytest.raises(FileUnreadable):
        read_landmarks(tmp_path / "nowhere.parquet")


@pytest.mark.parametrize(
    ("schema", "refusal"),
    [("kneetrace.landmarks/2", WrittenByNewer), ("kneetrace.angles/1", FileUnreadable)],
)
def test_another_kind_or_a_newer_version_is_refused(
    landmarks: Landmarks, tmp_path: Path, schema: str, refusal: type[Exception]
) -> None:
    import pyarrow.parquet as pq

    path = tmp_path / "landmarks.parquet"
    write_landmarks(landmarks, path=path)
    table = pq.read_table(path)
    pq.write_table(
        table.replace_schema_metadata({**table.schema.metadata, b"schema": schema}), path
    )
    with pytest.raises(refusal):
        read_landmarks(path)
