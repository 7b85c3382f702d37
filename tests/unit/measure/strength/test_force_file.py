from pathlib import Path

import numpy as np
import pytest

from kneetrace.measure.strength.force_file import UnreadableForceFile, read_force_file
from kneetrace.measure.strength.units import MixedUnits, UnknownUnit
from kneetrace.terms import InvalidInput

POINTS = "time_s,force_kgf\n0.00,1.5\n0.01,2.5\n0.02,3.5\n0.03,3.0\n"
COMMAS = POINTS.replace(",", ";").replace(".", ",")


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "pull.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POINTS, "utf-8"),
        (POINTS, "utf-8-sig"),
        (POINTS, "utf-16"),
        (COMMAS, "utf-8"),
        (COMMAS, "utf-8-sig"),
        (COMMAS.replace(";", "\t").replace("\n", "\r\n"), "utf-8"),
        (POINTS.replace("time_s", "Time (s)").replace("force_kgf", "Fuerza máx [kg]"), "latin-1"),
        (POINTS.replace("time_s", "zeit_ms").replace("0.0", ""), "utf-8"),
    ],
)
def test_every_spelling_of_one_table_gives_the_same_force(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (trace,) = read_force_file(written(tmp_path, text, encoding))
    np.testing.assert_allclose(trace.force_n, np.array([1.5, 2.5, 3.5, 3.0]) * 9.80665)
    assert trace.rate_hz == pytest.approx(1000 if "zeit" in text else 100)


def test_every_column_is_a_channel_of_its_own(tmp_path: Path) -> None:
    text = "time_s;right (N);left (lbf)\n0;1;1\n0,1;2;2\n0,2;3;\n"
    right, left = read_force_file(written(tmp_path, text))
    assert left.force_n[1] == pytest.approx(8.896, abs=0.001)
    assert right.force_n[2] == 3
    assert np.isnan(left.force_n[2])


def test_unit_and_rate_may_be_given(tmp_path: Path) -> None:
    file = written(tmp_path, "force_left\n1\n2\n3\n")
    (trace,) = read_force_file(file, unit="kgf", rate_hz=80)
    assert (trace.rate_hz, trace.force_n[0]) == (80, 9.80665)
    with pytest.raises(UnknownUnit, match="force_left"):
        read_force_file(file, rate_hz=80)
    with pytest.raises(UnreadableForceFile, match="no time column"):
        read_force_file(file, unit="kgf")


def test_a_unit_against_the_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MixedUnits, match="in kgf, but N was given"):
        read_force_file(written(tmp_path, POINTS), unit="N")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no table"),
        ("PK\x03\x04", "save it as CSV"),
        ("0.1,5\n0.2,6\n0.3,7\n", "does not name its columns"),
        (POINTS.replace("2.5", "oops"), r"Line 3 of pull.csv holds 'oops'"),
        (COMMAS.replace("2,5", "1.002,5"), "plain number"),
        ("time_s,force_N\n0,00,1,5\n0,01,2,5\n", "export with semicolons"),
        (POINTS.replace("0.02", "0.01"), "does not go forward at line 4"),
        (POINTS.replace("0.03", "0.09"), "before line 5"),
        (POINTS.replace("kgf", "stone"), "no unit that is known"),
        (POINTS.replace("force_kgf", "torque (Nm)"), "is a torque"),
        (POINTS.replace("time_s", "time_h"), "time column"),
        ("time_s\n0\n1\n2\n", "no force column"),
    ],
)
def test_a_bad_file_is_answered_with_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_force_file(written(tmp_path, text))


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableForceFile, match=r"gone\.csv"):
        read_force_file(tmp_path / "gone.csv")
