import json
from datetime import date
from pathlib import Path

import pytest

from kneetrace.cli import run
from kneetrace.exchange import read_strength

WHO = ("--height-m", "1.65", "--mass-kg", "60", "--sex", "female", "--age-years", "25")
TABLE = (
    "test;side;position;holding;trial 1;trial 2;unit;lever arm (cm);date\n"
    "knee extension;right;seated knee 90;belt;40,5;41;kgf;32;2026-03-31\n"
    "knee extension;left;seated knee 90;belt;33;31,5;kgf;32;2026-03-31\n"
    "side plank;left;;;40;;;;\n"
)


def written(folder: Path, content: str = TABLE) -> Path:
    path = folder / "tests.csv"
    path.write_text(content, encoding="utf-8-sig")
    return path


def test_a_table_is_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["strength", str(written(tmp_path)), *WHO, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Knee extension (seated, knee at 90°): right 2.14 Nm/kg, left 1.73 Nm/kg." in said
    assert "Side plank, left: 40 s." in said
    assert len(read_strength(out / "strength.json").results) == 2


def test_options_may_come_before_the_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["strength", *WHO, "--out", str(out), str(written(tmp_path))]) == 0


def test_rows_that_cannot_be_used_are_said_and_the_others_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = TABLE + "hip abduction;right;supine;hand;-12;;N;40;\n"
    assert run(["strength", str(written(tmp_path, bad)), *WHO, "-o", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["results"]) == 2
    (problem,) = document["problems"]
    assert problem.startswith("tests.csv, cell E5: ")


@pytest.mark.parametrize(
    "content",
    [
        "nothing;of;the;kind\n",
        "test;side;position;holding;trial 1 (N)\nhip abduction;right;supine;hand;-12\n",
        "test;side;position;holding;trial 1 (N)\nhip abduction;right;supine;hand;12000\n",
        "test;side;position;holding;trial 1 (N)\n",
    ],
)
def test_a_table_without_anything_usable_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = written(tmp_path, content)
    assert run(["strength", str(path), *WHO, "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert path.read_text(encoding="utf-8-sig") == content


def test_the_template_is_written_once_and_reads_as_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tests.xlsx"
    assert run(["strength", "template", str(path)]) == 0
    assert run(["strength", "template", str(path)]) == 2
    assert "there already" in capsys.readouterr().err
    assert run(["strength", "template", str(tmp_path / "tests.csv")]) == 2
    assert run(["strength", "template", str(tmp_path / "no" / "tests.xlsx")]) == 2
    assert run(["strength", str(path), *WHO, "--out", str(tmp_path / "out")]) == 2
    assert "enter at least one" in capsys.readouterr().err


def recording(folder: Path, *, name: str = "a.csv", peak: float = 400) -> Path:
    samples = [0.1] * 100 + [peak * min(1, i / 30) + i % 3 for i in range(300)]
    path = folder / name
    path.write_text(
        "time_s;force_N\n"
        + "".join(f"{i / 100:.2f};{force:.2f}\n" for i, force in enumerate(samples)),
        encoding="utf-8",
    )
    return path


def test_recordings_are_trials(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [recording(tmp_path), recording(tmp_path, name="b.csv", peak=420)]
    how = ["--test", "knee_extension", "--side", "right", "--lever-arm-m", "0.32"]
    way = ["--holding", "belt", "--position", "seated_knee_90", "--date", "2026-03-31"]
    command = ["strength", "trace", *map(str, files), *how, *way, *WHO, "--out", str(tmp_path)]
    assert run(command) == 0
    assert "right 2.25 Nm/kg" in capsys.readouterr().out
    assert run([*command, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in document["efforts"]] == ["a.csv, force_N", "b.csv, force_N"]
    (result,) = read_strength(tmp_path / "strength.json").results
    assert result.entry.tested_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--test", "hop"], 2, "no strength test"),
        (["--test", "side_plank"], 2, "not measured with a device"),
        (["--test", "knee_extension"], 2, "lacks its holding"),
        (["--test", "knee_extension", "--holding", "magic"], 2, "knows no holding 'magic'"),
        (["--test", "luggage_hip_abduction", "--lever-arm-m", "40"], 2, "centimetres"),
        (["--test", "luggage_hip_abduction", "--unit", "kgf"], 2, "leave one of them out"),
    ],
)
def test_a_recording_that_cannot_be_used_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: int,
    says: str,
) -> None:
    path = recording(tmp_path)
    command = ["strength", "trace", str(path), *options, "--side", "left", *WHO, "-o", "x"]
    assert run(command) == code
    said = capsys.readouterr()
    assert says in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_recording_without_an_effort_is_not_measurable(tmp_path: Path) -> None:
    path = recording(tmp_path, peak=0)
    options = ["--test", "luggage_hip_abduction", "--side", "left", *WHO, "-o", str(tmp_path)]
    assert run(["strength", "trace", str(path), *options]) == 3
