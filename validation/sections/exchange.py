"""Do files of other programs come in as they are, and come back the same from ours?"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.exchange import (
    MarkerTrial,
    read_c3d,
    read_trc,
    write_c3d,
    write_trc,
)
from validation.recordings import data_folder
from validation.row import Row

TRC_FILES: Final = (
    "squat-grf-nimble-subject4/squats1.trc",
    "squat-grf-nimble-subject4/STS1.trc",
    "squat-grf-nimble-subject4/static1.trc",
    "video-2cam-calibrated/walk/walk.trc",
    "kinematics-opencap-fieldstudy-subject0/MarkerData/Asym_0.trc",
    "kinematics-opencap-fieldstudy-subject0/MarkerData/Squats_0.trc",
    "kinematics-opencap-fieldstudy-subject0/MarkerData/neutral.trc",
)
GAIT_C3D: Final = "gait-rehazenter-c3d/2014001_C1_01.c3d"
C3D_FILES: Final = (GAIT_C3D, "gait-run-opensim-models/opensim-core_walking5.c3d")

LOADED_N: Final = 20.0
"""DESIGN: a plate that feels more is stood on."""


def rows() -> Iterator[Row]:
    """Return the figures of reading and writing the files of others."""
    data = data_folder()
    for name, files, read, write, ending in (
        ("exchange.trc_round_trip_um", TRC_FILES, read_trc, write_trc, "trc"),
        ("exchange.c3d_round_trip_um", C3D_FILES, read_c3d, write_c3d, "c3d"),
    ):
        yield Row(
            name=name,
            value=max(_largest_change_um(read(data / file), read, write, ending) for file in files),
            unit="um",
            must="<= 1",
            goal=None,
            data=f"{len(files)} files of other programs: largest change of a marker's place",
        )
    yield Row(
        name="exchange.c3d_events_to_plates_ms",
        value=_strikes_to_plates_ms(read_c3d(data / GAIT_C3D)),
        unit="ms",
        must="<= 20",
        goal=None,
        data=f"{GAIT_C3D}: marked foot strikes against the loading of the plates, largest",
    )


def _largest_change_um(
    trial: MarkerTrial,
    read: Callable[[Path], MarkerTrial],
    write: Callable[..., None],
    ending: str,
) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"again.{ending}"
        write(trial, path=path)
        again = read(path)
    same = again.names == trial.names and np.array_equal(
        np.isnan(again.places_m), np.isnan(trial.places_m)
    )
    change_m = np.nanmax(np.abs(again.places_m - trial.places_m)) if same else np.inf
    return float(1e6 * change_m)


def _strikes_to_plates_ms(trial: MarkerTrial) -> float:
    strikes_s = np.array([one.time_s for one in trial.events if "Strike" in one.label])
    landed_s = [
        float(plate.time_s[np.argmax(plate.force_n[:, 1] > LOADED_N)]) for plate in trial.plates
    ]
    return float(1000 * max(np.abs(strikes_s - landed).min() for landed in landed_s))
