import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kneetrace.exchange import (
    CellUnusable,
    FileUnreadable,
    SheetUnclear,
    StrengthTable,
    read_day,
    read_strength_table,
    write_strength_template,
)
from kneetrace.measure import Holding, HomeEntry, Quantity, StrengthEntry, strength_tests
from kneetrace.terms import Side

HEADINGS = ["test", "side", "position", "holding", "trial 1 (N)", "trial 2 (N)", "lever arm (cm)"]
GOOD = ["knee extension", "right", "seated knee 90", "belt", 400.0, 410.0, 32.0]


def book(tmp_path: Path, *rows: list[Any], headings: list[Any] | None = None) -> Path:
    made = Workbook()
    sheet = made.active
    sheet.append(headings or HEADINGS)
    for row in rows:
        sheet.append(row)
    path = tmp_path / "tests.xlsx"
    made.save(path)
    return path


def text(tmp_path: Path, content: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "tests.csv"
    path.write_bytes(content.encode(encoding))
    return path


def only(table: StrengthTable) -> StrengthEntry:
    assert table.problems == ()
    (entry,) = table.entries
    return entry


def changed(column: int, value: Any) -> list[Any]:
    return [value if at == column else cell for at, cell in enumerate(GOOD)]


def test_a_row_is_an_entry(tmp_path: Path) -> None:
    assert only(read_strength_table(book(tmp_path, GOOD))) == StrengthEntry(
        test="knee_extension",
        side=Side.RIGHT,
        trials=(400.0, 410.0),
        quantity=Quantity.FORCE,
        holding=Holding.BELT,
        position="seated_knee_90",
        lever_arm_m=0.32,
    )


ENGLISH = "test;side;position;holding;trial 1;trial 2;unit;lever arm (cm);date\n"
SPANISH = "Prueba;Pierna;Posición;Sujeción;Intento 1;Intento 2;Unidad;Brazo de palanca (cm);Fecha\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize(
    "content",
    [
        ENGLISH + "Knee extension;R;seated knee 90;belt;40,5;41.0;kg;32;2026-03-31\n",
        SPANISH + "Extensión de rodilla;derecha;sentado 90;cinturón;40,5;41.0;kgf;32;31/03/2026\n",
        "\ntable of tests\n" + ENGLISH + "quads;right;seated 90;strap;40,5 kp;41;kp;32;46112\n\n",
    ],
)
def test_a_text_table_in_whatever_dress(
    tmp_path: Path, content: str, mark: str, encoding: str
) -> None:
    entry = only(read_strength_table(text(tmp_path, content.replace(";", mark), encoding=encoding)))
    assert entry.trials == pytest.approx((40.5 * 9.80665, 41 * 9.80665))
    assert (entry.side, entry.holding, entry.lever_arm_m) == (Side.RIGHT, Holding.BELT, 0.32)
    assert entry.tested_on == date(2026, 3, 31)


@pytest.mark.parametrize("decimal", [".", ","])
def test_a_comma_between_columns_and_in_quoted_numbers(tmp_path: Path, decimal: str) -> None:
    path = text(
        tmp_path,
        "test,side,position,holding,trial 1 (N)\n"
        f'knee extension,left,seated knee 60,rig,"400{decimal}5"\n',
    )
    assert only(read_strength_table(path)).trials == (400.5,)


def test_a_comma_for_both_shifts_no_trial_into_its_neighbour(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "test,side,position,holding,trial 1 (kgf),trial 2 (kgf),lever arm (cm)\n"
        "knee extension,left,seated knee 60,rig,40,5,41,5,32\n"
        "knee extension,right,seated knee 60,rig,40.5,41.5,32\n",
    )
    table = read_strength_table(path)
    assert len(table.entries) == 1
    assert "row 2" in table.problems[0]
    assert "export with semicolons" in table.problems[0]


@pytest.mark.parametrize(
    ("column", "value", "cell", "says"),
    [
        (0, "leg curl", "A2", "no strength test"),
        (0, None, "A2", "the test is missing"),
        (1, "middle", "B2", "no side"),
        (1, None, "B2", "the side is missing"),
        (2, "on the moon", "C2", "write seated knee 60 or seated knee 90"),
        (2, None, "C2", "the position is missing"),
        (3, "magic", "D2", "no holding"),
        (3, "luggage scale", "D2", "no holding"),
        (4, -400, "E2", "positive number"),
        (4, 0, "E2", "positive number"),
        (4, "41 kgf", "E2", "contradict"),
        (4, "90 lb", "E2", "contradict"),
        (4, "90 stone", "E2", "not known"),
        (4, "1,234", "E2", "two ways"),
        (4, "strong", "E2", "not a number"),
        (4, "#DIV/0!", "E2", "not a number"),
        (4, date(2026, 3, 1), "E2", "date stands where a number"),
        (4, True, "E2", "no number"),
        (6, 320, "G2", "lever arm"),
        (6, "32 feet", "G2", "no length"),
    ],
)
def test_a_bad_row_is_named_by_its_cell_and_the_good_ones_kept(
    tmp_path: Path, column: int, value: Any, cell: str, says: str
) -> None:
    table = read_strength_table(book(tmp_path, changed(column, value), GOOD))
    assert len(table.entries) == 1
    (problem,) = table.problems
    assert cell in problem
    assert says in problem
    assert problem.count("\n") == 0


def test_units_that_differ_within_one_row_are_refused(tmp_path: Path) -> None:
    headings = [*HEADINGS[:4], "trial 1", "trial 2 (kgf)", "lever arm (m)"]
    mixed = [*GOOD[:4], "90 lb", 41, 0.32]
    table = read_strength_table(book(tmp_path, mixed, headings=headings))
    assert table.entries == ()
    assert "cell F2" in table.problems[0]
    assert "one unit" in table.problems[0]


def test_without_any_unit_a_row_is_refused(tmp_path: Path) -> None:
    headings = [*HEADINGS[:4], "trial 1", "trial 2", "lever arm (cm)"]
    table = read_strength_table(book(tmp_path, GOOD, headings=headings))
    assert "cell E2: the unit is missing" in table.problems[0]


def test_torques_and_a_unit_in_the_number_format(tmp_path: Path) -> None:
    headings = [*HEADINGS[:4], "value"]
    path = book(tmp_path, [*GOOD[:4], 120], headings=headings)
    made = reopened(path)
    made.active["E2"].number_format = '0.0" Nm"'
    made.save(path)
    entry = only(read_strength_table(path))
    assert (entry.trials, entry.quantity) == ((120.0,), Quantity.TORQUE)


def test_empty_rows_dashes_and_unfilled_tests_are_skipped(tmp_path: Path) -> None:
    unfilled = ["hip abduction", "left", None, None, "-", "", None]
    table = read_strength_table(book(tmp_path, [], GOOD, [None] * 7, unfilled))
    only(table)


def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    path = book(tmp_path, GOOD, [None, "left", None, None, 380, 390, 32])
    made = reopened(path)
    for cells in ("A2:A3", "C2:C3", "D2:D3"):
        made.active.merge_cells(cells)
    made.save(path)
    table = read_strength_table(path)
    assert [one.side for one in table.entries] == [Side.RIGHT, Side.LEFT]


def test_a_formula_without_a_result_is_named(tmp_path: Path) -> None:
    table = read_strength_table(book(tmp_path, changed(4, "=200+200")))
    assert "cell E2: the formula's result was never stored" in table.problems[0]


def test_a_formula_is_its_stored_result(tmp_path: Path) -> None:
    path = book(tmp_path, changed(4, "=200+200"))
    rewrite_sheet(path, lambda xml: re.sub(rb"</f><v ?/?>(</v>)?", b"</f><v>400</v>", xml))
    assert only(read_strength_table(path)).trials == (400.0, 410.0)


def test_several_tables_must_be_told_apart_and_other_sheets_do_not_matter(tmp_path: Path) -> None:
    path = book(tmp_path, GOOD)
    made = reopened(path)
    made.create_sheet("notes").append(["anything"])
    made.save(path)
    only(read_strength_table(path))
    second = made.create_sheet("June")
    for row in (HEADINGS, changed(4, 430)):
        second.append(row)
    made.save(path)
    with pytest.raises(SheetUnclear, match="Sheet and June"):
        read_strength_table(path)
    assert only(read_strength_table(path, sheet="June")).trials[0] == 430
    with pytest.raises(SheetUnclear, match="no sheet 'July'"):
        read_strength_table(path, sheet="July")


def test_home_tests_are_read_in_the_same_table(tmp_path: Path) -> None:
    table = read_strength_table(
        book(
            tmp_path,
            ["30-second chair stand", None, None, None, 14],
            ["single leg sit to stand", "left", None, None, "no"],
            ["plancha lateral", "izq", None, None, "48,5 s"],
            ["puente con una pierna", "der", None, None, 12, 15],
            ["side plank", None, None, None, 40],
            ["chair stand", None, None, None, "14 kg"],
            headings=["test", "side", "position", "holding", "value", "attempt 2"],
        )
    )
    assert [(one.test, one.value) for one in table.home] == [
        ("chair_stand_30s", 14),
        ("single_leg_sit_to_stand", 0),
        ("side_plank", 48.5),
        ("single_leg_bridge", 15),
    ]
    assert "say which one" in table.problems[0]
    assert "does not belong" in table.problems[1]
    assert isinstance(table.home[0], HomeEntry)


def test_columns_nobody_asks_for_are_named(tmp_path: Path) -> None:
    table = read_strength_table(book(tmp_path, [*GOOD, "Ana"], headings=[*HEADINGS, "tester"]))
    only(table)
    assert table.unread == ("tester",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026/3/31", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("3.4.2026", date(2026, 4, 3)),
        ("31/03/2026", date(2026, 3, 31)),
        ("03/31/2026", date(2026, 3, 31)),
        ("2026-03-31T10:30:00", date(2026, 3, 31)),
        (46112.0, date(2026, 3, 31)),
        (46112.4, date(2026, 3, 31)),
    ],
)
def test_a_day_is_read(written: str | float, read: date) -> None:
    assert read_day(written) == read


@pytest.mark.parametrize("written", ["03/04/2026", "soon", "31.2.2026", 4.0, 1e300, "1.1.26"])
def test_what_is_no_day_or_two_days_is_refused(written: str | float) -> None:
    with pytest.raises(CellUnusable, match=r"write it like"):
        read_day(written)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no table of strength tests"),
        (b"\x00\x01\x02", "no table"),
        (b"PK\x03\x04 cut off", "cannot be read as .xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "password"),
        (b"a;b;c\n1;2;3\n", "kneetrace strength template"),
        (b"x" * 8_000_001, "too large"),
        (b"1;2;3\n" * 40_000, "too large"),
        (b"test;side;trial 1 (N)\n" + b"rubbish;\xff;\x07\n" * 40_000, "too large"),
        (b'test;trial\n"' + b"y" * 200_000 + b'"\n', "no table"),
    ],
)
def test_rubbish_is_refused_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "rubbish.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match=says):
        read_strength_table(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened(
    tmp_path: Path,
) -> None:
    path = book(tmp_path, GOOD)
    rewrite_sheet(path, lambda xml: xml + b" " * 8_000_001)
    assert path.stat().st_size < 100_000
    with pytest.raises(FileUnreadable, match="too large"):
        read_strength_table(path)


def test_an_absent_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nobody.xlsx", tmp_path):
        with pytest.raises(FileUnreadable, match="cannot be read"):
            read_strength_table(path)


@settings(max_examples=30)
@given(content=st.binary(max_size=400))
def test_no_text_ends_the_program(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"test;side;position;holding;trial 1;unit;date\n" + content)
    try:
        table = read_strength_table(path)
    except FileUnreadable:
        return
    assert all("\n" not in one for one in table.problems)


def test_an_empty_template_holds_every_test_and_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_strength_template(path)
    table = read_strength_table(path)
    assert table == StrengthTable(entries=(), home=(), problems=(), unread=())
    tests = {row[0].value for row in reopened(path)["strength"].iter_rows(min_row=2)}
    assert tests == {test.title["en"] for test in strength_tests().values()}


def test_a_filled_template_is_read(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_strength_template(path)
    made = reopened(path)
    sheet = made["strength"]
    for column, value in enumerate(("supine", "belt", 80.5, 84, 82, "N", 75), start=3):
        sheet.cell(row=2, column=column, value=value)
    sheet.cell(row=2, column=10, value=date(2026, 3, 31))
    made.save(path)
    entry = only(read_strength_table(path))
    assert entry.test == "hip_abduction"
    assert entry.trials == (80.5, 84, 82)
    assert entry.lever_arm_m == pytest.approx(0.75)
    assert entry.tested_on == date(2026, 3, 31)


def rewrite_sheet(path: Path, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, change(content) if "worksheets/" in name else content)


def reopened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)
