"""Force plates as OpenSim writes them (``.mot`` or ``.sto``): force, pressure centre, moment."""

from pathlib import Path

import numpy as np

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.motion_file import read_columns
from kneetrace.exchange.refusals import refusal
from kneetrace.explain import PlateRecord


def read_plates(path: str | Path) -> tuple[PlateRecord, ...]:
    """Read what force plates felt.

    Columns are named ``<plate>_vx``, ``<plate>_px`` and, of the moment about the pressure centre,
    ``<plate>_mx`` or ``<torque>_x``, as OpenSim's own examples are; N, m and N m, Y up. Which foot
    stood on which plate is told by the motion later, not by a column's name.

    Raises
    ------
    FileUnreadable
        When the file is absent, no motion file, or names no plate.
    """
    file = Path(path)
    _, table = read_columns(file)
    columns = table.values
    plates = [name.removesuffix("_vx") for name in columns if name.endswith("_vx")]
    if not plates:
        raise FileUnreadable(refusal("no_plate", file=file.name))
    nothing = np.zeros(len(table.time_s))

    def three(stems: tuple[str, ...], *, needed: bool) -> np.ndarray:
        for stem in stems:
            if f"{stem}x" in columns:
                return np.column_stack([_plain(columns, f"{stem}{axis}", file) for axis in "xyz"])
        if needed:
            raise FileUnreadable(
                refusal("plate_column_lacking", file=file.name, column=f"{stems[0]}x")
            )
        return np.column_stack([nothing] * 3)

    return tuple(
        PlateRecord(
            time_s=table.time_s,
            force_n=three((f"{plate}_v",), needed=True),
            point_m=three((f"{plate}_p",), needed=True),
            moment_nm=three(
                (f"{plate}_m", f"{plate.replace('force', 'moment')}_m", f"{_torque(plate)}_"),
                needed=False,
            ),
        )
        for plate in plates
    )


def _torque(plate: str) -> str:
    return plate.replace("force", "torque")


def _plain(columns: dict[str, np.ndarray], name: str, file: Path) -> np.ndarray:
    if name not in columns:
        raise FileUnreadable(refusal("plate_column_lacking", file=file.name, column=name))
    return columns[name]
