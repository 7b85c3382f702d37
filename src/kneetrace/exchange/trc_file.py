"""Marker files of OpenSim (.trc), in its own and other programs' dialects."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.refusals import refusal
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import MarkerTrial
from kneetrace.terms import InvalidInput

METRES_IN: Final = {
    "m": 1.0,
    "meters": 1.0,
    "metres": 1.0,
    "cm": 0.01,
    "centimeters": 0.01,
    "mm": 0.001,
    "millimeters": 0.001,
    "millimetres": 0.001,
}
"""Metres in a unit, by the unit's name in small letters."""

_HEADER_KEYS: Final = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units"),
    *("OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)
_AXES: Final = "XYZ"


class MarkersUnwritable(InvalidInput):
    """A file format has no way to write a marker of this name."""


def write_trc(trial: MarkerTrial, *, path: str | Path) -> None:
    """Write markers as OpenSim reads them: metres, Y up; a marker not seen is left blank.

    Events and force plates have no place in this format.

    Raises
    ------
    MarkersUnwritable
        When a name is empty, given twice, or holds a tab or line break.
    """
    file = Path(path)
    _check_names(trial.names, file=file)
    frames, markers = len(trial.time_s), len(trial.names)
    rate = f"{trial.rate_hz:.10g}"
    values = (rate, rate, frames, markers, "m", rate, 1, frames)
    axes = [f"{axis}{number + 1}" for number in range(markers) for axis in _AXES]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{file.name}",
        "\t".join(_HEADER_KEYS),
        "\t".join(map(str, values)),
        "\t".join(["Frame#", "Time", *(f"{name}\t\t" for name in trial.names)]),
        "\t".join(["", "", *axes]),
        "",
    ]
    rows = trial.places_m.reshape(frames, -1)
    for number, (time_s, row) in enumerate(zip(trial.time_s, rows, strict=True), start=1):
        cells = ("" if np.isnan(value) else f"{value:.7f}" for value in row)
        lines.append("\t".join([str(number), f"{time_s:.7f}", *cells]))
    with whole_file(file) as unfinished:
        unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_trc(path: str | Path) -> MarkerTrial:
    """Read a marker file into metres, in the axes it was written in (OpenSim's are Y up).

    A blank cell, ``nan``, and a place of exactly 0 0 0 mean that the marker was not seen.

    Raises
    ------
    FileUnreadable
        When the file is absent, cut off, or no marker file, or names a unit nobody knows.
    """
    file = Path(path)
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise FileUnreadable(
            refusal("unreadable", file=str(file), cause=str(error.strerror))
        ) from None
    if len(lines) < 4 or not lines[0].lstrip().startswith("PathFileType"):
        raise FileUnreadable(refusal("not_trc", file=file.name))
    header = dict(zip(lines[1].lower().split(), lines[2].lower().split(), strict=False))
    names = _names(lines[3])
    table = _table(lines[4:], width=2 + 3 * len(names), name=file.name)
    if not names or len(set(names)) < len(names):
        raise FileUnreadable(refusal("names_unclear", file=file.name))
    if len(table) < _number(header, "numframes", name=file.name):
        raise FileUnreadable(refusal("rows_lacking", file=file.name))
    time_s = table[:, 1]
    if not np.isfinite(time_s).all() or (np.diff(time_s) <= 0).any():
        raise FileUnreadable(refusal("times_back", file=file.name))
    unit = header.get("units", "")
    if unit not in METRES_IN:
        raise FileUnreadable(refusal("unit", file=file.name, unit=unit or refusal("no_unit")))
    places_m = table[:, 2:].reshape(len(table), -1, 3) * METRES_IN[unit]
    places_m[(places_m == 0).all(axis=2)] = np.nan
    return MarkerTrial(
        time_s=time_s,
        names=names,
        places_m=places_m,
        rate_hz=_rate_hz(header, time_s=time_s, name=file.name),
    )


def _check_names(names: Sequence[str], *, file: Path) -> None:
    for name in names:
        if not name.strip() or name != name.strip() or len(name.splitlines()) > 1 or "\t" in name:
            raise MarkersUnwritable(
                f"{file.name} cannot name a marker {name!r}: use a name without tabs or margins."
            )
    if len(set(names)) < len(names):
        raise MarkersUnwritable(f"{file.name} cannot hold two markers of one name: rename one.")


def _names(line: str) -> tuple[str, ...]:
    # Names may hold blanks where tabs part the columns, as they nearly always do.
    cells = line.split("\t") if "\t" in line else line.split()
    return tuple(cell.strip() for cell in cells[2:] if cell.strip())


def _table(lines: Sequence[str], *, width: int, name: str) -> NDArray[np.float64]:
    rows: list[list[float]] = []
    for line in lines:
        # Between the names and the first row some programs write axes, some a blank line.
        if not line.strip() or (not rows and re.match(r"\s*X1\b", line)):
            continue
        cells = line.split("\t") if "\t" in line else line.split()
        # Blank cells of markers not seen may be left out at the end of a row, or be one too many.
        while cells and not cells[-1].strip():
            cells.pop()
        try:
            row = [float(cell.replace(",", ".")) if cell.strip() else np.nan for cell in cells]
        except ValueError:
            raise FileUnreadable(refusal("row_cut", file=name)) from None
        if not 2 <= len(row) <= width or (width - len(row)) % 3:
            raise FileUnreadable(refusal("row_width", file=name, columns=len(row), width=width))
        rows.append(row + [np.nan] * (width - len(row)))
    if not rows:
        raise FileUnreadable(refusal("no_frames", file=name))
    return np.array(rows, dtype=np.float64)


def _number(header: dict[str, str], key: str, *, name: str) -> float:
    try:
        return float(header.get(key, "0").replace(",", "."))
    except ValueError:
        raise FileUnreadable(refusal("header_number", file=name, key=key)) from None


def _rate_hz(header: dict[str, str], *, time_s: NDArray[np.float64], name: str) -> float:
    stated_hz = _number(header, "datarate", name=name)
    if stated_hz > 0:
        return stated_hz
    return float(1 / np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
