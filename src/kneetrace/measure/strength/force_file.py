"""Reading a force-time table from a text file, whatever its decimal mark, encoding and unit."""

import re
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.strength.force_trace import ForceTrace
from kneetrace.measure.strength.units import MixedUnits, Quantity, UnknownUnit, si_factor
from kneetrace.terms import InvalidInput

Floats = NDArray[np.float64]

_TIME: Final = re.compile(r"(time|t|zeit|tiempo|temps|tempo)\b", re.IGNORECASE)
_TIME_UNIT_S: Final = {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 0.001}
_UNIT: Final = re.compile(r"[(\[]([^)\]]*)[)\]]\s*$|[_ ]([A-Za-z]{1,4})$")
_JUMP: Final = 1.5
"""DESIGN: a step in time of one and a half samples means that some are missing."""


class UnreadableForceFile(InvalidInput):
    """A file that is no table of force against time."""


def read_force_file(
    path: Path, /, *, unit: str | None = None, rate_hz: float | None = None
) -> tuple[ForceTrace, ...]:
    """Read every force channel of a CSV file.

    The first line names the columns with their units: ``time_s;right_kgf`` or
    ``Time (ms),Force [N]``. Columns are parted by semicolons, tabs or commas; the decimal mark is
    a point, or a comma where commas do not part the columns. A byte-order mark does no harm.

    Parameters
    ----------
    path
        The file.
    unit
        Of force columns whose name has none.
    rate_hz
        Samples per second, for a file without a time column.

    Returns
    -------
    tuple of ForceTrace
        One for each force column, in N; an empty cell is NaN.

    Raises
    ------
    UnreadableForceFile
        When it is no such table; the sentence names the line.
    UnknownUnit, MixedUnits
        When a unit is missing, unknown, or contradicts the one given.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableForceFile(
            f"{path.name} cannot be opened: check its name and place."
        ) from error
    if content.startswith(b"PK"):
        raise UnreadableForceFile(
            f"{path.name} is a spreadsheet, not a text table: save it as CSV and try again."
        )
    lines = [line for line in _decoded(content).splitlines() if line.strip()]
    if len(lines) < 3:
        raise UnreadableForceFile(
            f"{path.name} holds no table: the first line must name the columns, like "
            "'time_s;force_N', and the samples must follow."
        )
    mark = next((mark for mark in ";\t" if mark in lines[0]), ",")
    names = [name.strip().strip('"') for name in lines[0].split(mark)]
    if all(re.fullmatch(r"[-+\d.,eE]+", name) for name in names):
        raise UnreadableForceFile(
            f"{path.name} does not name its columns: put a line like 'time_s;force_N' on top."
        )
    table = _numbers(lines=lines[1:], mark=mark, columns=len(names), file=path.name)
    time_columns = [column for column, name in enumerate(names) if _is_time(name)]
    if time_columns:
        rate_hz = _rate_hz(
            time_s=table[:, time_columns[0]] * _time_unit_s(names[time_columns[0]]),
            file=path.name,
        )
    elif rate_hz is None:
        raise UnreadableForceFile(
            f"{path.name} has no time column: add one called 'time_s', or say how many samples "
            "there are per second."
        )
    traces = tuple(
        ForceTrace(
            name=name,
            rate_hz=rate_hz,
            force_n=table[:, column] * _newtons(name=name, unit=unit),
        )
        for column, name in enumerate(names)
        if column not in time_columns
    )
    if not traces:
        raise UnreadableForceFile(f"{path.name} has no force column: add one like 'force_N'.")
    return traces


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _numbers(*, lines: list[str], mark: str, columns: int, file: str) -> Floats:
    table = np.full((len(lines), columns), np.nan)
    for row, line in enumerate(lines):
        cells = line.split(mark)
        if len(cells) != columns:
            hint = (
                " Commas seem to be both decimal mark and column mark: export with semicolons."
                if mark == "," and len(cells) > columns
                else " Export the table again."
            )
            raise UnreadableForceFile(
                f"Line {row + 2} of {file} has {len(cells)} columns instead of {columns}.{hint}"
            )
        for column, cell in enumerate(cells):
            table[row, column] = _number(cell=cell.strip().strip('"'), place=(row + 2, file))
    return table


def _number(*, cell: str, place: tuple[int, str]) -> float:
    if not cell or cell.lower() == "nan":
        return float("nan")
    try:
        if "," in cell and "." in cell:
            raise ValueError
        return float(cell.replace(",", "."))
    except ValueError:
        line, file = place
        raise UnreadableForceFile(
            f"Line {line} of {file} holds {cell!r} where a plain number should be: correct it or "
            "export the table again."
        ) from None


def _is_time(name: str) -> bool:
    return _TIME.match(name.replace("_", " ")) is not None


def _unit_in(name: str) -> str | None:
    found = _UNIT.search(name)
    return (found[1] or found[2]) if found else None


def _time_unit_s(name: str) -> float:
    unit = _unit_in(name) or ""
    if unit.lower() not in _TIME_UNIT_S:
        raise UnknownUnit(
            f"The unit of the time column {name!r} is not known: call it 'time_s' or 'time_ms'."
        )
    return _TIME_UNIT_S[unit.lower()]


def _newtons(*, name: str, unit: str | None) -> float:
    found = _unit_in(name)
    try:
        quantity, factor = si_factor(unit=found or unit or "")
    except UnknownUnit:
        # "force_left" ends like a unit but is a name.
        if unit is None or re.search(r"[(\[]", name):
            raise UnknownUnit(
                f"The column {name!r} has no unit that is known: name it like 'force_N', "
                "'force_kgf' or 'force_lbf'."
            ) from None
        quantity, factor = si_factor(unit=unit)
    else:
        if found and unit and si_factor(unit=unit) != (quantity, factor):
            raise MixedUnits(
                f"The column {name!r} is in {found}, but {unit} was given: leave one of them out."
            )
    if quantity is Quantity.TORQUE:
        raise UnknownUnit(f"The column {name!r} is a torque: give the force, in N, kgf or lbf.")
    return factor


def _rate_hz(*, time_s: Floats, file: str) -> float:
    steps_s = np.diff(time_s)
    if not np.isfinite(steps_s).all() or (steps_s <= 0).any():
        line = int(np.flatnonzero(~(steps_s > 0))[0]) + 3
        raise UnreadableForceFile(
            f"The time in {file} does not go forward at line {line}: export the table again."
        )
    usual_s = float(np.median(steps_s))
    if (steps_s > _JUMP * usual_s + 1e-9).any():
        line = int(steps_s.argmax()) + 3
        raise UnreadableForceFile(
            f"Samples are missing in {file} before line {line}, where the time jumps by "
            f"{steps_s.max():.3g} s: record again."
        )
    return float(steps_s.size / (time_s[-1] - time_s[0]))
