"""OpenSim motion files (``.mot``): joint coordinates over video time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.refusals import refusal
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import Motion, MotionTable
from kneetrace.terms import COORDINATES

_PLACE_ENDINGS: Final = ("_tx", "_ty", "_tz")
_UNITS_NOTE: Final = (
    "Units are S.I. units (second, meters, Newtons, ...)",
    "If the header above contains a line with 'inDegrees', this indicates whether rotational "
    "values are in degrees (yes) or radians (no).",
)


def write_mot(motion: Motion | MotionTable, *, path: str | Path) -> None:
    """Write joint angles as OpenSim reads them: degrees, metres, video time.

    Of a fitted body, columns are the OpenSim coordinates in their usual order; one that the fit
    does not give, or that one camera does not show (see ``Motion.reported``), is left out. A table
    that was read keeps all its columns. Intervals have no place in this format: see
    ``write_measurement``.
    """
    names = (
        [name for name in COORDINATES if name in motion.reported]
        if isinstance(motion, Motion)
        else list(motion.values)
    )
    columns = [
        motion.values[name] if name.endswith(_PLACE_ENDINGS) else np.degrees(motion.values[name])
        for name in names
    ]
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        file.write("Coordinates\nversion=1\n")
        file.write(f"nRows={len(motion.time_s)}\nnColumns={len(names) + 1}\ninDegrees=yes\n")
        file.write("\n{}\n{}\n\nendheader\n".format(*_UNITS_NOTE))
        file.write("\t".join(["time", *names]) + "\n")
        np.savetxt(file, np.column_stack([motion.time_s, *columns]), fmt="%.8f", delimiter="\t")


def read_mot(path: str | Path) -> MotionTable:
    """Read an OpenSim motion file of any of its dialects into radians and metres.

    A column whose name ends in ``_tx``, ``_ty`` or ``_tz`` is a place, every other one an angle.

    Raises
    ------
    FileUnreadable
        When the file is absent, cut off, or no motion file.
    """
    header, table = read_columns(path)
    if header.get("indegrees", "yes").lower() != "yes":
        return table
    return MotionTable(
        time_s=table.time_s,
        values={
            name: column if name.endswith(_PLACE_ENDINGS) else np.radians(column)
            for name, column in table.values.items()
        },
    )


def read_columns(path: str | Path) -> tuple[dict[str, str], MotionTable]:
    """Read the header and the bare numbers of any file of OpenSim's (``.mot``, ``.sto``).

    Raises
    ------
    FileUnreadable
        As ``read_mot``.
    """
    file = Path(path)
    try:
        lines = iter(file.read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError as error:
        raise FileUnreadable(
            refusal("unreadable", file=str(file), cause=str(error.strerror))
        ) from None
    header = _read_header(lines, name=file.name)
    names = next(lines, "").split()
    try:
        table = np.array([[float(cell) for cell in line.split()] for line in lines if line.strip()])
    except ValueError:
        raise FileUnreadable(refusal("row_cut", file=file.name)) from None
    if not len(table):
        raise FileUnreadable(refusal("no_rows", file=file.name))
    if not names or names[0] != "time" or table.ndim != 2 or table.shape[1] != len(names):
        raise FileUnreadable(refusal("columns_unnamed", file=file.name))
    if len(table) != int(header.get("nrows", len(table))):
        raise FileUnreadable(refusal("rows_lacking", file=file.name))
    return header, MotionTable(
        time_s=table[:, 0], values=dict(zip(names[1:], table[:, 1:].T, strict=True))
    )


def _read_header(lines: Iterator[str], *, name: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in lines:
        if line.strip() == "endheader":
            return header
        key, equals, value = line.partition("=")
        if equals:
            header[key.strip().lower()] = value.strip()
    raise FileUnreadable(refusal("no_endheader", file=name))
