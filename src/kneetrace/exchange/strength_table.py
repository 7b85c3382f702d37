"""Strength tests from a table, one row for each test of each leg: see docs/strength.md."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.sheets import CellValue, Sheet, cell_name, columns_of, read_sheets
from kneetrace.exchange.strength_words import METRES, Heading, known_as, read_heading
from kneetrace.measure import (
    Holding,
    HomeEntry,
    ImpossibleStrength,
    Kind,
    MixedUnits,
    Quantity,
    StrengthEntry,
    StrengthTest,
    UnknownUnit,
    UnreadableNumber,
    read_amount,
    si_factor,
    strength_test,
)
from kneetrace.terms import InvalidInput, Side

HEADINGS_WITHIN: Final = 30
"""Rows from the top in which the names of the columns are looked for. DESIGN"""

_EXCEL_DAY_0: Final = date(1899, 12, 30)
_DAYS: Final = (date(1990, 1, 1), date(2100, 1, 1))
_DATE: Final = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ].*)?")
_BLANKS: Final = ("", "-", "–", "—", "n/a", "na", "x")  # noqa: RUF001


class SheetUnclear(InvalidInput):
    """A workbook with several tables, none of which was named."""


class CellUnusable(InvalidInput):
    """What stands in a cell cannot be used; the sentence names the cell."""


@dataclass(frozen=True, kw_only=True)
class StrengthTable:
    """What a table of strength tests holds.

    ``problems`` are sentences on rows that could not be read, each naming the cell; all other
    rows are in ``entries`` and ``home``. ``unread`` are the names of columns nobody asks for.
    """

    entries: tuple[StrengthEntry, ...]
    home: tuple[HomeEntry, ...]
    problems: tuple[str, ...]
    unread: tuple[str, ...] = ()


def read_strength_table(path: str | Path, /, *, sheet: str | None = None) -> StrengthTable:
    """Read strength tests from an ``.xlsx`` or text table.

    Parameters
    ----------
    path
        The file. Decimal points or commas; semicolons, tabs, bars or commas between columns.
    sheet
        Name of the sheet to read, where several hold such a table.

    Returns
    -------
    StrengthTable
        Every row that can be used, and a sentence for every row that cannot.

    Raises
    ------
    FileUnreadable
        When there is no such table in the file.
    SheetUnclear
        When there are several and none was named.
    """
    file = Path(path)
    chosen, top, headings = _find_table(read_sheets(file), sheet=sheet, file=file)
    entries: list[StrengthEntry] = []
    home: list[HomeEntry] = []
    problems: list[str] = []
    for number in range(top + 1, len(chosen.rows)):
        row = _Row(
            cells=chosen.rows[number],
            number=number,
            headings=headings,
            width=len(chosen.rows[top]),
        )
        try:
            entry = row.entry()
        except InvalidInput as refused:
            problems.append(f"{file.name}, {refused}")
            continue
        if isinstance(entry, StrengthEntry):
            entries.append(entry)
        elif entry is not None:
            home.append(entry)
    return StrengthTable(
        entries=tuple(entries),
        home=tuple(home),
        problems=tuple(problems),
        unread=tuple(
            str(cell) for column, cell in columns_of(chosen.rows[top]) if column not in headings
        ),
    )


def _find_table(
    sheets: tuple[Sheet, ...], *, sheet: str | None, file: Path
) -> tuple[Sheet, int, Mapping[int, Heading]]:
    if sheet is not None and sheet not in [one.name for one in sheets]:
        raise SheetUnclear(
            f"{file.name} has no sheet {sheet!r}: choose one of "
            f"{', '.join(one.name for one in sheets)}."
        )
    found = [(one, *top) for one in sheets if sheet in (None, one.name) and (top := _headings(one))]
    if not found:
        raise FileUnreadable(
            f"{file.name} holds no table of strength tests: one row must name the columns, like "
            "test, side, position, holding, trial 1 (N); `kneetrace strength template` writes one."
        )
    if len(found) > 1:
        raise SheetUnclear(
            f"{file.name} has tables of strength tests on the sheets "
            f"{' and '.join(one.name for one, _, _ in found)}: say which one to read."
        )
    return found[0]


def _headings(sheet: Sheet) -> tuple[int, Mapping[int, Heading]] | None:
    for number, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        headings = {
            column: heading
            for column, cell in columns_of(row)
            if isinstance(cell, str) and (heading := read_heading(cell))
        }
        if {"test", "trial"} <= {heading.field for heading in headings.values()}:
            return number, headings
    return None


@dataclass(frozen=True, kw_only=True)
class _Amount:
    """A trial as typed: number, unit as written (None where nothing says it), and its cell."""

    number: float
    unit: str | None
    place: str


class _Row:
    """One row, read cell by cell; every refusal begins with the cell it is about."""

    def __init__(
        self,
        *,
        cells: tuple[CellValue, ...],
        number: int,
        headings: Mapping[int, Heading],
        width: int,
    ) -> None:
        self._cells = dict(columns_of(cells))
        self._length = len(cells)
        self._width = width
        self._number = number
        self._headings = headings

    def entry(self) -> StrengthEntry | HomeEntry | None:
        """Read the row; None where nothing was tested."""
        trials = [
            column
            for column, heading in self._headings.items()
            if heading.field == "trial" and not _is_blank(self._cells.get(column))
        ]
        if not trials:
            return None
        self._refuse_shifted()
        test = self._test()
        if test.kind is Kind.FORCE:
            return self._force(test, trials)
        return self._home(test, trials)

    def _force(self, test: StrengthTest, columns: list[int]) -> StrengthEntry:
        amounts = [self._amount(column) for column in columns]
        quantity, factor = self._common_unit(amounts)
        lever_arm_m = self._lever_arm_m()
        side = self._side()
        if side is None:
            raise CellUnusable(f"{self._place('side')}: the side is missing: write right or left.")
        holding = self._one_of("holding", "holdings", tuple(map(str, test.holdings)))
        position = self._one_of("position", "positions", test.positions)
        tested_on = self._date()
        try:
            return StrengthEntry(
                test=test.name,
                side=side,
                trials=tuple(one.number * factor for one in amounts),
                quantity=quantity,
                holding=Holding(holding),
                position=position,
                lever_arm_m=lever_arm_m,
                tested_on=tested_on,
                note=self._text("note") or "",
                unit_typed=amounts[0].unit or "",
                places=tuple(one.place for one in amounts),
            )
        except ImpossibleStrength as refused:
            # A sentence about a trial names its cell; otherwise it is about the lever arm.
            named = any(str(refused).startswith(f"{one.place}:") for one in amounts)
            place = "" if named else f"{self._place('lever_arm')}: "
            raise CellUnusable(f"{place}{refused}") from None
        except InvalidInput as refused:
            raise CellUnusable(f"row {self._number + 1}: {refused}") from None

    def _home(self, test: StrengthTest, columns: list[int]) -> HomeEntry:
        values = []
        for column in columns:
            with _naming(self._name(column)):
                values.append(_plain_value(self._cells[column], kind=test.kind))
        best = max(values)
        conditions = re.split(r"[;,]", self._text("conditions") or "")
        side, tested_on = self._side(), self._date()
        with _naming(self._name(columns[values.index(best)])):
            return HomeEntry(
                test=test.name,
                value=best,
                side=side,
                conditions=tuple(
                    one.strip().lower().replace(" ", "_") for one in conditions if one.strip()
                ),
                tested_on=tested_on,
                note=self._text("note") or "",
            )

    def _test(self) -> StrengthTest:
        written = self._text("test")
        if written is None:
            raise CellUnusable(
                f"{self._place('test')}: the test is missing: write its name beside its trials."
            )
        with _naming(self._place("test")):
            return strength_test(name=known_as("tests", written) or written)

    def _side(self) -> Side | None:
        written = self._text("side")
        if written is None:
            return None
        side = known_as("sides", written)
        if side is None:
            raise CellUnusable(
                f"{self._place('side')}: {written!r} is no side: write right or left."
            )
        return None if side == "both" else Side(side)

    def _one_of(self, field: str, words: str, choices: tuple[str, ...]) -> str:
        """Read a cell that holds one of a test's choices; the only choice need not be written."""
        written = self._text(field)
        if written is None and len(choices) == 1:
            return choices[0]
        shown = " or ".join(one.replace("_", " ") for one in choices)
        if written is None:
            raise CellUnusable(f"{self._place(field)}: the {field} is missing: write {shown}.")
        found = known_as(words, written)
        if found not in choices:
            raise CellUnusable(
                f"{self._place(field)}: {written!r} is no {field} of this test: write {shown}."
            )
        return found

    def _amount(self, column: int) -> _Amount:
        place = self._name(column)
        with _naming(place):
            number, own = _read_cell(self._cells[column])
            said = [
                unit
                for unit in (own, self._text("unit"), self._headings[column].unit)
                if unit is not None
            ]
            if len({si_factor(unit=unit) for unit in said}) > 1:
                raise MixedUnits(
                    f"its units contradict each other ({', '.join(dict.fromkeys(said))}): leave "
                    "the wrong one out."
                )
        return _Amount(number=number, unit=said[0] if said else None, place=place)

    def _common_unit(self, amounts: list[_Amount]) -> tuple[Quantity, float]:
        for one in amounts:
            if one.unit is None:
                raise CellUnusable(
                    f"{one.place}: the unit is missing: write N, kgf, lbf or Nm into the heading "
                    "or a column 'unit'."
                )
        first, *others = amounts
        assert first.unit is not None
        common = si_factor(unit=first.unit)
        for one in others:
            if one.unit and si_factor(unit=one.unit) != common:
                raise MixedUnits(
                    f"{one.place}: this trial is in {one.unit} and the one in {first.place} in "
                    f"{first.unit}: give all trials of one test in one unit."
                )
        return common

    def _lever_arm_m(self) -> float | None:
        column = self._column("lever_arm")
        if column is None or _is_blank(self._cells.get(column)):
            return None
        with _naming(self._name(column)):
            number, own = _read_cell(self._cells[column])
            unit = (own or self._headings[column].unit or "m").lower()
            if unit not in METRES:
                raise UnknownUnit(f"{unit!r} is no length known here: give m, cm, mm or in.")
            return number * METRES[unit]

    def _date(self) -> date | None:
        column = self._column("date")
        if column is None or _is_blank(self._cells.get(column)):
            return None
        with _naming(self._name(column)):
            return read_day(self._cells[column])

    def _refuse_shifted(self) -> None:
        # Only in a text file: a comma that is decimal mark and column mark at once shifts cells.
        if self._length > self._width:
            raise CellUnusable(
                f"row {self._number + 1}: it has {self._length} cells under {self._width} "
                "headings; a comma may be decimal mark and column mark at once: export with "
                "semicolons."
            )

    def _text(self, field: str) -> str | None:
        column = self._column(field)
        cell = None if column is None else self._cells.get(column)
        if _is_blank(cell):
            return None
        return f"{cell:g}" if isinstance(cell, float) else str(cell)

    def _column(self, field: str) -> int | None:
        return next((at for at, heading in self._headings.items() if heading.field == field), None)

    def _place(self, field: str) -> str:
        column = self._column(field)
        return f"row {self._number + 1}" if column is None else self._name(column)

    def _name(self, column: int) -> str:
        return f"cell {cell_name(row=self._number, column=column)}"


@contextmanager
def _naming(place: str) -> Iterator[None]:
    try:
        yield
    except InvalidInput as refused:
        raise CellUnusable(f"{place}: {refused}") from None


def _is_blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _BLANKS)


def _read_cell(cell: CellValue) -> tuple[float, str | None]:
    """Read a number and, where it is written with it, its unit."""
    if isinstance(cell, bool):
        raise UnreadableNumber("true or false is no number: type it like 12.5 or 12,5.")
    if isinstance(cell, float):
        return cell, None
    if isinstance(cell, date):
        raise UnreadableNumber(
            "a date stands where a number should be; spreadsheets turn 1.3 into the first of "
            "March: set the cell's format to number and type it again."
        )
    text = str(cell)
    if text.startswith("="):
        raise UnreadableNumber(
            "the formula's result was never stored: open the file in your spreadsheet program, "
            "save it there and try again."
        )
    return read_amount(text=text)


def _plain_value(cell: CellValue, *, kind: Kind) -> float:
    if kind is Kind.PASS_FAIL and isinstance(cell, str | bool):
        passed = known_as("passed", str(cell))
        if passed is not None:
            return 1.0 if passed == "yes" else 0.0
    number, unit = _read_cell(cell)
    allowed = ("s", "sec", "seg", "seconds", "segundos") if kind is Kind.HOLD else ()
    if unit is not None and unit.lower() not in allowed:
        raise UnknownUnit(f"the unit {unit!r} does not belong to this test: leave it out.")
    return number


def read_day(cell: CellValue, /) -> date:
    """Read a day: a date, a spreadsheet's serial number, or a text like ``2026-03-31``.

    Raises
    ------
    CellUnusable
        When it is none, or could be read in two ways (``03/04/2026``).
    """
    found: date | None = None
    if isinstance(cell, date):
        found = cell
    elif isinstance(cell, float) or (isinstance(cell, str) and re.fullmatch(r"\d{5}", cell)):
        if abs(float(cell)) < 1e6:
            found = _EXCEL_DAY_0 + timedelta(days=int(float(cell)))
    elif isinstance(cell, str) and (written := _DATE.fullmatch(cell.strip())):
        found = _day_of(written[1], written[2], written[3], text=cell)
    if found is None or not _DAYS[0] <= found < _DAYS[1]:
        raise CellUnusable(f"{cell!s} is no day of a test: write it like 2026-03-31.")
    return found


def _day_of(first: str, second: str, third: str, *, text: str) -> date | None:
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    elif len(third) == 4:
        year, day, month = int(third), int(first), int(second)
        if "." not in text and day <= 12 and month <= 12 and day != month:
            raise CellUnusable(
                f"{text} can be the {day}th of month {month} or the other way round: write it like "
                f"{year}-{month:02d}-{day:02d}."
            )
        if month > 12:
            day, month = month, day
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
