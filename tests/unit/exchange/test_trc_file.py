from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import FileUnreadable, MarkersUnwritable, MarkerTrial, read_trc, write_trc

HEAD = "PathFileType\t4\t(X/Y/Z)\ta.trc"
KEYS = "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate"
NAMES = "Frame#\tTime\tR.ASIS\t\t\tleft knee\t\t\t"
AXES = "\t\tX1\tY1\tZ1\tX2\tY2\tZ2"
ROWS = ("1\t0.00\t1\t2\t3\t4\t5\t6", "2\t0.01\t7\t8\t9\t10\t11\t12")


def written(
    folder: Path,
    *rows: str,
    values: str = "100\t100\t2\t2\tmm\t100",
    names: str = NAMES,
    axes: tuple[str, ...] = (AXES, ""),
) -> Path:
    path = folder / "a.trc"
    path.write_text("\n".join([HEAD, KEYS, values, names, *axes, *(rows or ROWS)]) + "\n")
    return path


def trial(*, names: tuple[str, ...] = ("R.ASIS", "left knee")) -> MarkerTrial:
    places_m = np.arange(12.0).reshape(2, 2, 3) + 1
    return MarkerTrial(time_s=np.array([0.0, 0.01]), names=names, places_m=places_m, rate_hz=100.0)


def test_places_are_read_in_metres(tmp_path: Path) -> None:
    read = read_trc(written(tmp_path))
    assert read.names == ("R.ASIS", "left knee")
    assert read.rate_hz == 100
    np.testing.assert_allclose(read.time_s, [0, 0.01])
    np.testing.assert_allclose(read.places_m, np.arange(1, 13).reshape(2, 2, 3) / 1000)
    np.testing.assert_allclose(read.place("left knee")[0], [0.004, 0.005, 0.006])


@pytest.mark.parametrize(("unit", "metres"), [("m", 1.0), ("cm", 0.01), ("Meters", 1.0)])
def test_units_are_those_the_file_names(unit: str, metres: float, tmp_path: Path) -> None:
    read = read_trc(written(tmp_path, values=f"100\t100\t2\t2\t{unit}\t100"))
    assert read.places_m[0, 0, 0] == pytest.approx(metres)


def test_a_marker_not_seen_is_nan_however_it_is_written(tmp_path: Path) -> None:
    blank = "1\t0.00\t\t\t\t4\t5\t6\t"
    dropped = "2\t0.01\t7\t8\t9"
    zero = "3\t0.02\t0\t0.0\t-0\t4\t5\t6"
    word = "4\t0.03\tnan\tNaN\tNAN\t4\t5\t6"
    nothing = "5\t0.04\t"
    read = read_trc(written(tmp_path, blank, dropped, zero, word, nothing))
    missing = np.isnan(read.places_m).all(axis=2)
    np.testing.assert_array_equal(missing.T, [[1, 0, 1, 1, 1], [0, 1, 0, 0, 1]])


@pytest.mark.parametrize("axes", [(), ("",), (AXES,), (f"  {AXES.strip()}", "", "")])
def test_axes_and_blank_lines_may_be_there_or_not(axes: tuple[str, ...], tmp_path: Path) -> None:
    assert read_trc(written(tmp_path, axes=axes)).places_m.shape == (2, 2, 3)


def test_columns_may_be_parted_by_blanks_and_decimals_by_commas(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "1 0,00 1,5 2 3 4 5 6",
        values="100,0 100 1 2 mm 100",
        names="Frame# Time A B",
    )
    read = read_trc(path)
    assert read.names == ("A", "B")
    assert read.places_m[0, 0, 0] == pytest.approx(0.0015)


def test_a_byte_order_mark_and_foreign_letters_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"a.trc", b"C:\\M\xfcller.trc"))
    assert len(read_trc(path).time_s) == 2


def test_without_a_stated_rate_the_times_tell(tmp_path: Path) -> None:
    assert read_trc(written(tmp_path, values="0\t0\t2\t2\tm\t0")).rate_hz == pytest.approx(100)


@pytest.mark.parametrize(
    ("rows", "values", "names", "says"),
    [
        (ROWS[:1], "100\t100\t2\t2\tmm\t100", NAMES, "lacks rows"),
        (("1\t0.0\t1\t2\tx\t4\t5\t6",), "100\t100\t1\t2\tmm\t100", NAMES, "not numeric"),
        ((f"{ROWS[0]}\t9",), "100\t100\t1\t2\tmm\t100", NAMES, "9 columns where 8"),
        (("1\t0.0\t1\t2\t3\t4",), "100\t100\t1\t2\tmm\t100", NAMES, "6 columns where 8"),
        (ROWS, "100\t100\t2\t2\tfoot\t100", NAMES, "in foot"),
        (ROWS, "100\t100\tmany\t2\tmm\t100", NAMES, "numframes"),
        (ROWS[::-1], "100\t100\t2\t2\tmm\t100", NAMES, "do not go forward"),
        (ROWS, "100\t100\t2\t2\tmm\t100", "Frame#\tTime\tA\t\t\tA\t\t\t", "twice"),
        (("", ""), "100\t100\t0\t2\tmm\t100", NAMES, "no frames"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence(
    rows: tuple[str, ...], values: str, names: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(FileUnreadable, match=says) as raised:
        read_trc(written(tmp_path, *rows, values=values, names=names))
    assert str(raised.value).startswith("a.trc ")


def test_what_is_no_marker_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.trc"
    path.write_text("Coordinates\nversion=1\n\n\n")
    with pytest.raises(FileUnreadable, match="PathFileType"):
        read_trc(path)
    with pytest.raises(FileUnreadable, match="cannot be read"):
        read_trc(tmp_path / "absent.trc")


@pytest.mark.parametrize("names", [("a", "a"), ("a", ""), ("a", "b\tc"), ("a", "b\n")])
def test_a_name_the_format_cannot_hold_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(MarkersUnwritable):
        write_trc(trial(names=names), path=tmp_path / "a.trc")
    assert not list(tmp_path.iterdir())
