"""Tables as people keep them, .xlsx or text: every cell as it was typed."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kneetrace.exchange.json_documents import FileUnreadable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | float | bool | date | None

MOST_BYTES: Final = 8_000_000
MOST_ROWS: Final = 2_000
"""DESIGN: a clinic's whole list of strength tests is far smaller; more is some other file."""

_MARKS: Final = ";\t|,"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_LITERAL: Final = re.compile(r'"\s*([^"\d]*[A-Za-z][^"\d]*)"')


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table: ``rows[r][c]`` is what stands there; rows may differ in length.

    Empty cells are ``None``. A merged cell's value stands in each of its places. A formula is its
    stored result; one whose result was never stored is its text, beginning with ``=``.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]


def read_sheets(path: str | Path) -> tuple[Sheet, ...]:
    """Read every visible sheet of an ``.xlsx`` file, or the one table of a text file.

    In a text file columns are parted by semicolons, tabs, bars or commas; its cells are texts.

    Raises
    ------
    FileUnreadable
        When the file is absent, is no table, or is far too large for one.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _too_large(file)
        content = file.read_bytes()
    except OSError as cause:
        raise FileUnreadable(f"{file} cannot be read ({cause.strerror}): check the path.") from None
    if content.startswith(_OLD_EXCEL):
        raise FileUnreadable(
            f"{file.name} is an old or a password-protected spreadsheet: save it as .xlsx without "
            "a password."
        )
    sheets = _from_workbook(file) if content.startswith(b"PK") else (_from_text(content, file),)
    if any(len(sheet.rows) > MOST_ROWS for sheet in sheets):
        raise _too_large(file)
    return sheets


def cell_name(*, row: int, column: int) -> str:
    """Name a cell as spreadsheets do, from row and column counted from 0: ``"D5"``."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _from_text(content: bytes, file: Path) -> Sheet:
    lines = _decoded(content).splitlines()
    if len(lines) > 10 * MOST_ROWS:  # before the work of parting it into cells
        raise _too_large(file)
    try:
        mark = max(_MARKS, key=lambda mark: _most_columns(lines[:20], mark))
        rows = tuple(
            tuple(cell.strip() or None for cell in row) for row in csv.reader(lines, delimiter=mark)
        )
    except csv.Error as cause:
        raise FileUnreadable(
            f"{file.name} is no table ({cause}): export it as .xlsx or CSV."
        ) from None
    return Sheet(name=file.stem, rows=_without_empty_end(rows))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _most_columns(lines: list[str], mark: str) -> int:
    return max((len(row) for row in csv.reader(lines, delimiter=mark)), default=0)


def _from_workbook(file: Path) -> tuple[Sheet, ...]:
    try:
        has_formulas = _checked(file)
        # What openpyxl warns of (styles, validations it drops) does not touch values.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = _opened(file, results=True)
            formulas = _opened(file, results=False) if has_formulas else None
            return tuple(
                Sheet(
                    name=sheet.title,
                    rows=_rows(sheet, None if formulas is None else formulas[sheet.title]),
                )
                for sheet in values.worksheets
                if sheet.sheet_state == "visible"
            )
    except FileUnreadable:
        raise
    except Exception as cause:  # openpyxl meets a damaged file with errors of every kind
        raise FileUnreadable(
            f"{file.name} cannot be read as .xlsx ({type(cause).__name__}): open it in your "
            "spreadsheet program and save it as .xlsx again."
        ) from cause


def _checked(file: Path) -> bool:
    """Refuse a workbook that unpacks to too much; tell whether it has formulas."""
    with zipfile.ZipFile(file) as packed:
        sheets = [one for one in packed.infolist() if one.filename.startswith("xl/")]
        if sum(one.file_size for one in sheets) > MOST_BYTES:
            raise _too_large(file)
        return any(
            re.search(rb"<f[ >/]", packed.read(one))
            for one in sheets
            if one.filename.startswith("xl/worksheets/")
        )


def _opened(file: Path, *, results: bool) -> Any:
    from openpyxl import load_workbook

    return load_workbook(file, data_only=results, keep_links=False)


def _rows(sheet: "Worksheet", formulas: "Worksheet | None") -> tuple[tuple[CellValue, ...], ...]:
    table = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    if formulas is not None:
        for row, cells in enumerate(formulas.iter_rows()):
            for column, cell in enumerate(cells):
                if cell.data_type == "f" and table[row][column] is None:
                    table[row][column] = str(cell.value)
    for merged in sheet.merged_cells.ranges:
        first = table[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(table))):
            for column in range(merged.min_col - 1, min(merged.max_col, len(table[row]))):
                table[row][column] = first
    return _without_empty_end(tuple(tuple(row) for row in table))


def _value(cell: Any) -> CellValue:
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date) or value is None:
        return value
    if isinstance(value, int | float):
        # A number format may hold the unit that the reader of the sheet sees.
        unit = _LITERAL.search(cell.number_format or "")
        return f"{value:.12g} {unit[1].strip()}" if unit else float(value)
    return str(value).strip() or None


def _without_empty_end(
    rows: tuple[tuple[CellValue, ...], ...],
) -> tuple[tuple[CellValue, ...], ...]:
    filled = [index for index, row in enumerate(rows) if any(cell is not None for cell in row)]
    return rows[: filled[-1] + 1] if filled else ()


def _too_large(file: Path) -> FileUnreadable:
    return FileUnreadable(
        f"{file.name} is far too large for a table of strength tests: keep only this person's rows "
        f"(at most {MOST_ROWS})."
    )


def columns_of(row: tuple[CellValue, ...], /) -> Iterator[tuple[int, CellValue]]:
    """Give a row's filled cells with their column."""
    return ((column, cell) for column, cell in enumerate(row) if cell is not None)
