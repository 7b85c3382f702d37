"""Landmarks of every person in a clip as a Parquet table."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.json_documents import FileUnreadable, schema_version
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import LANDMARKS, Clip, Landmarks, LandmarkTrack

if TYPE_CHECKING:
    import pyarrow as pa

_KIND: Final = "kneetrace.landmarks"
_VERSION: Final = 1
_NUMBERS: Final = (
    *("x_px", "y_px", "visibility"),
    *("world_x_m", "world_y_m", "world_z_m", "person_score"),
)


def write_landmarks(landmarks: Landmarks, *, path: str | Path) -> None:
    """Write all candidate persons' landmarks, one row for each frame, person and landmark.

    Columns ``frame, time_s, person, landmark, x_px, y_px, visibility, world_x_m, world_y_m,
    world_z_m, person_score``; frames where a person was not found have no rows. The schema
    metadata hold schema version, pose model, stage times and the clip.
    """
    # pyarrow is loaded where a table is written or read: it takes longer than all the rest.
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(metadata=_metadata(landmarks))
    with (
        whole_file(path) as unfinished,
        pq.ParquetWriter(unfinished, schema, compression="zstd") as writer,
    ):
        for track in landmarks.tracks:
            columns = _columns(track, time_s=landmarks.clip.time_s)
            arrays = [
                pa.array(columns[field.name], type=field.type, from_pandas=True) for field in schema
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def read_landmarks(path: str | Path) -> Landmarks:
    """Read a landmark table back into the record it was written from.

    Raises
    ------
    FileUnreadable
        When the file is absent or no landmark table.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = Path(path)
    try:
        table = pq.read_table(file)
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read: check the path.") from error
    except pa.ArrowInvalid as error:
        raise FileUnreadable(
            f"{file} is no Parquet table: write it again from the recording."
        ) from error
    metadata = {
        key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()
    }
    schema_version(metadata, kind=_KIND, newest=_VERSION, name=file.name)
    clip = _clip(json.loads(metadata["clip"]))
    persons = table.column("person").to_numpy()
    return Landmarks(
        clip=clip,
        tracks=tuple(
            _track(table.filter(persons == person), person=person, frames=clip.frames)
            for person in json.loads(metadata["persons"])
        ),
        model=metadata["model"],
        stage_s=json.loads(metadata["stage_s"]),
    )


def _schema(*, metadata: dict[str, str]) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("frame", pa.int32(), nullable=False),
            pa.field("time_s", pa.float64(), nullable=False),
            pa.field("person", pa.int32(), nullable=False),
            pa.field("landmark", pa.string(), nullable=False),
            *(pa.field(name, pa.float32()) for name in _NUMBERS),
        ],
        metadata=metadata,
    )


def _metadata(landmarks: Landmarks) -> dict[str, str]:
    clip = asdict(landmarks.clip)
    clip["time_s"] = landmarks.clip.time_s.tolist()
    clip["brightness"] = landmarks.clip.brightness.tolist()
    return {
        "schema": f"{_KIND}/{_VERSION}",
        "model": landmarks.model,
        "persons": json.dumps([track.person for track in landmarks.tracks]),
        "stage_s": json.dumps(landmarks.stage_s),
        "clip": json.dumps(clip),
    }


def _clip(stored: dict[str, Any]) -> Clip:
    return Clip(
        **stored
        | {
            "time_s": np.array(stored["time_s"], dtype=np.float64),
            "brightness": np.array(stored["brightness"], dtype=np.float64),
            "notes": tuple(stored["notes"]),
        }
    )


def _columns(track: LandmarkTrack, *, time_s: NDArray[np.float64]) -> dict[str, Any]:
    seen = np.flatnonzero(track.seen)
    per_frame = len(LANDMARKS)
    x_px, y_px = track.xy_px[seen].reshape(-1, 2).T
    world_x_m, world_y_m, world_z_m = track.world_m[seen].reshape(-1, 3).T
    return {
        "frame": np.repeat(seen, per_frame),
        "time_s": np.repeat(time_s[seen], per_frame),
        "person": np.full(len(seen) * per_frame, track.person),
        "landmark": np.tile(LANDMARKS, len(seen)),
        "x_px": x_px,
        "y_px": y_px,
        "visibility": track.visibility[seen].reshape(-1),
        "world_x_m": world_x_m,
        "world_y_m": world_y_m,
        "world_z_m": world_z_m,
        "person_score": np.repeat(track.score[seen], per_frame),
    }


def _track(table: "pa.Table", *, person: int, frames: int) -> LandmarkTrack:
    seen = table.column("frame").to_numpy()[:: len(LANDMARKS)]
    numbers = np.column_stack(
        [table.column(name).to_numpy(zero_copy_only=False) for name in _NUMBERS]
    ).reshape(-1, len(LANDMARKS), len(_NUMBERS))
    whole = np.full((frames, len(LANDMARKS), len(_NUMBERS)), np.nan)
    whole[seen] = numbers
    return LandmarkTrack(
        person=person,
        xy_px=whole[..., 0:2],
        visibility=whole[..., 2],
        world_m=whole[..., 3:6],
        score=whole[:, 0, 6],
    )
