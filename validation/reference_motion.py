"""Joint angles of other people's systems, to hold ours against."""

import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

Angles = dict[str, NDArray[np.float64]]


def read_bodies(path: Path) -> Angles:
    """Read a ``sample_*.json.gz`` of body orientations: ``time_s`` and OpenSim angles, rad."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sample = json.load(file)
    turns = {
        name: Rotation.from_euler("XYZ", body["rotation"])
        for name, body in sample["bodies"].items()
        if name.startswith(("pelvis", "femur", "tibia"))
    }
    angles: Angles = {"time_s": np.asarray(sample["time"], dtype=np.float64)}
    for side in "rl":
        hip = (turns["pelvis"].inv() * turns[f"femur_{side}"]).as_euler("ZXY")
        knee = (turns[f"femur_{side}"].inv() * turns[f"tibia_{side}"]).as_euler("ZXY")
        angles[f"hip_flexion_{side}"] = hip[:, 0]
        angles[f"knee_angle_{side}"] = -knee[:, 0]
    return angles


def read_places(path: Path) -> Angles:
    """Read where the bodies of a ``sample_*.json.gz`` are: ``time_s`` and (time, xyz), m, Y up."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sample = json.load(file)
    places = {name: np.asarray(body["translation"]) for name, body in sample["bodies"].items()}
    return {"time_s": np.asarray(sample["time"], dtype=np.float64), **places}


def read_mot(path: Path) -> Angles:
    """Read a ``.mot``, in degrees or radians as it says: ``time_s`` and coordinates, rad and m."""
    lines = path.read_text("utf-8").splitlines()
    head = lines.index("endheader")
    names = lines[head + 1].split()
    table = np.array([[float(word) for word in line.split()] for line in lines[head + 2 :] if line])
    columns = dict(zip(names, table.T, strict=True))
    time_s = columns.pop("time")
    in_degrees = any(line.replace(" ", "").lower() == "indegrees=yes" for line in lines[:head])
    if in_degrees:
        places = {"pelvis_tx", "pelvis_ty", "pelvis_tz"}
        columns = {n: c if n in places else np.radians(c) for n, c in columns.items()}
    return {"time_s": time_s, **columns}
