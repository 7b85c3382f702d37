"""An empty table of strength tests to be filled in, with what may be written in each column."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import Holding, Kind, StrengthTest, strength_tests
from kneetrace.terms import Side

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS: Final = {
    "test": 30,
    "side": 8,
    "position": 18,
    "holding": 15,
    "trial 1": 9,
    "trial 2": 9,
    "trial 3": 9,
    "unit": 7,
    "lever arm (cm)": 14,
    "date": 12,
    "conditions": 18,
    "notes": 30,
}
"""The columns of the table with their widths in characters."""

UNITS: Final = ("N", "kgf", "lbf", "Nm")
HELP: Final = (
    "One row for each test of each leg; leave the rows of tests you did not do empty.",
    "Trials: what the device showed, each a positive number; three are best. All in one unit.",
    "Unit: N, kgf (a scale's kg), lbf (lb) or Nm. Empty for the tests without a device.",
    "Lever arm: from the joint to the middle of the device; without it a force is no torque.",
    "Tests without a device: write repetitions, seconds, or yes or no under trial 1.",
    "Date: rows of another day are compared with the first day.",
)
_ACCENT: Final = "0F5A58"
_PALE: Final = "DFE6E4"


def write_strength_template(path: str | Path) -> None:
    """Write an ``.xlsx`` table with a row for every strength test and leg, and the choices."""
    from openpyxl import Workbook

    book = Workbook()
    table = book.active
    table.title = "strength"
    _fill_table(table)
    _fill_choices(book)
    with whole_file(path) as unfinished:
        book.save(unfinished)


def _fill_table(table: "Worksheet") -> None:
    from openpyxl.utils import get_column_letter

    table.append(list(COLUMNS))
    for row in _rows():
        table.append(row)
    _head(table[1])
    for number, width in enumerate(COLUMNS.values(), start=1):
        table.column_dimensions[get_column_letter(number)].width = width
    table.freeze_panes = "E2"
    names = list(COLUMNS)
    for column, choices in (
        ("side", tuple(map(str, Side))),
        ("holding", tuple(map(str, Holding))),
        ("unit", UNITS),
    ):
        _offer(table, column=get_column_letter(names.index(column) + 1), choices=choices)
    for cell in table[get_column_letter(names.index("date") + 1)][1:]:
        cell.number_format = "yyyy-mm-dd"


def _rows() -> Iterator[list[str | None]]:
    for test in strength_tests().values():
        for side in Side if test.sides else (None,):
            yield [test.title["en"], side, _only(test.positions), _only(test.holdings)]


def _fill_choices(book: "Workbook") -> None:
    sheet = book.create_sheet("choices")
    sheet.append(["Name", "Español", "Positions", "Holding", "Conditions", "What to write down"])
    _head(sheet[1])
    for test in strength_tests().values():
        sheet.append(_choices(test))
    sheet.append([])
    for line in HELP:
        sheet.append([line])
    for letter, width in zip("ABCDEF", (34, 40, 34, 24, 28, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _choices(test: StrengthTest) -> list[str]:
    return [
        test.title["en"],
        test.title["es"],
        ", ".join(one.replace("_", " ") for one in test.positions),
        ", ".join(one.replace("_", " ") for one in test.holdings)
        or ("yes or no" if test.kind is Kind.PASS_FAIL else "no device"),
        ", ".join(one.replace("_", " ") for one in test.conditions),
        test.records,
    ]


def _only(choices: tuple[str, ...]) -> str | None:
    return choices[0] if len(choices) == 1 else None


def _head(cells: Any) -> None:
    from openpyxl.styles import Font, PatternFill

    for cell in cells:
        cell.font = Font(bold=True, color=_ACCENT)
        cell.fill = PatternFill("solid", fgColor=_PALE)


def _offer(table: "Worksheet", *, column: str, choices: tuple[str, ...]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation(
        type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
    )
    table.add_data_validation(offered)
    offered.add(f"{column}2:{column}500")
