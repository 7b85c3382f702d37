import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kneetrace import __version__, journey
from kneetrace.cli import main, run

WHO = ("--height-m", "1.72", "--mass-kg", "72")


def measured(*arguments: str, video: str, out: Path) -> list[str]:
    return ["measure", video, "--test", "squat", *WHO, "--out", str(out), *arguments]


@pytest.mark.usefixtures("quick_measuring")
def test_a_measured_video_ends_with_zero_and_says_what_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(measured(video="squat.mp4", out=tmp_path)) == 0
    said = capsys.readouterr()
    assert "5 complete repetitions were counted" in said.out
    assert "overlay.mp4" in said.out


@pytest.mark.usefixtures("quick_measuring")
@pytest.mark.parametrize(
    ("video", "code", "kind"),
    [
        ("missing.mp4", 2, "bad_input"),
        ("empty.mp4", 3, "not_measurable"),
        ("broken.mp4", 1, "unexpected"),
    ],
)
def test_each_way_to_fail_has_its_exit_code_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], video: str, code: int, kind: str
) -> None:
    assert run(measured(video=video, out=tmp_path)) == code
    plain = capsys.readouterr()
    assert plain.out == ""
    assert "Traceback" not in plain.err
    assert run(measured("--json", video=video, out=tmp_path)) == code
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["kind"] == kind
    assert document["exit"] == code


@pytest.mark.usefixtures("quick_measuring")
@pytest.mark.parametrize(("second", "code"), [("side.mp4", 0), ("side.trc", 2), ("missing.mp4", 2)])
def test_a_second_video_of_the_same_moments_is_taken(
    tmp_path: Path, second: str, code: int
) -> None:
    assert run(measured("--second", second, video="front.mp4", out=tmp_path)) == code


@pytest.mark.usefixtures("quick_measuring")
def test_nothing_measured_is_three(tmp_path: Path) -> None:
    assert run(measured(video="nothing.mp4", out=tmp_path)) == 3
    assert (tmp_path / "measurement.json").exists()


@pytest.mark.usefixtures("quick_measuring")
def test_what_could_not_be_told_comes_with_its_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(measured(video="squat.mp4", out=tmp_path))
    said = capsys.readouterr().out
    assert "Not told: " in said
    assert "said below" not in said


@pytest.mark.parametrize(("option", "shown"), [("", False), ("--debug", True)])
def test_native_libraries_do_not_reach_the_terminal(option: str, shown: bool) -> None:
    code = (
        "import os, sys; from kneetrace import cli, journey; "
        "journey.examine_machine = lambda: os.write(2, b'INFO: native') and 1 / 0; "
        f"sys.argv = ['kneetrace', 'doctor', *'{option}'.split()]; cli.main()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1
    assert ("INFO: native" in ended.stderr) is shown
    assert "ZeroDivisionError" in ended.stderr


@pytest.mark.parametrize(("said", "kept"), [(None, "1"), ("3", "3")])
def test_linear_algebra_gets_one_thread_unless_somebody_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, said: str | None, kept: str
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if said is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", said)
    monkeypatch.setattr("sys.argv", ["kneetrace", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert os.environ["OPENBLAS_NUM_THREADS"] == kept


@pytest.mark.usefixtures("quick_measuring")
def test_json_is_one_document_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(measured("--json", video="squat.mp4", out=tmp_path)) == 0
    assert json.loads(capsys.readouterr().out)["test"] == "squat"


@pytest.mark.usefixtures("quick_measuring")
def test_debug_shows_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(measured("--debug", video="broken.mp4", out=tmp_path)) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("quick_measuring")
def test_debug_shows_the_traceback_of_one_recording_of_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "person.toml"
    file.write_text(
        '[person]\nheight_m = 1.72\nmass_kg = 72\n[[recording]]\nvideo = "broken.mp4"\n'
        'test = "squat"\n',
        encoding="utf-8",
    )
    assert run(["assess", str(file), "--out", str(tmp_path / "out"), "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["measure"],
        ["measure", "a.mp4"],
        ["measure", "a.mp4", "--test", "squat", "--height-m", "tall"],
        ["measure", "a.mp4", "--test", "hop", *WHO, "--out", "x"],
        ["measure", "a.mp4", "--test", "squat", "--height-m", "172", "--mass-kg", "72", "-o", "x"],
        ["walk"],
        ["--nonsense"],
        ["assess", "nobody.toml", "--out", "x"],
    ],
)
def test_bad_input_is_two_and_one_sentence(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.usefixtures("quick_measuring")
@pytest.mark.parametrize(
    ("videos", "code"),
    [
        (("squat", "missing"), 0),
        (("missing",), 2),
        (("empty", "missing"), 3),
        (("broken", "empty"), 1),
    ],
)
def test_an_assessment_ends_well_when_anything_was_measured(
    tmp_path: Path, videos: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "person.toml"
    file.write_text(
        "[person]\nheight_m = 1.72\nmass_kg = 72\n"
        + "".join(f'[[recording]]\nvideo = "{one}.mp4"\ntest = "squat"\n' for one in videos),
        encoding="utf-8",
    )
    assert run(["assess", str(file), "--out", str(tmp_path / "out"), "--json"]) == code
    assert len(json.loads(capsys.readouterr().out)["recordings"]) == len(videos)
    assert (tmp_path / "out" / "report.html").exists()


def test_an_interruption_is_a_clean_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(journey, "measure_one", interrupted)
    assert run(measured(video="squat.mp4", out=tmp_path)) == 130
    assert "Stopped" in capsys.readouterr().err


def test_doctor_says_what_is_missing_and_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = (
        journey.Check(name="python", good=True, seen="3.11"),
        journey.Check(name="weights", good=False, seen="absent", mend="run: make setup"),
    )
    monkeypatch.setattr(journey, "examine_machine", lambda: checks)
    assert run(["doctor"]) == 1
    assert "make setup" in capsys.readouterr().out
    assert run(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["good"] is False


@pytest.mark.usefixtures("quick_measuring")
def test_doctor_tells_how_long_a_measurement_takes_and_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = (journey.Check(name="python", good=True, seen="3.11"),)
    monkeypatch.setattr(journey, "examine_machine", lambda: checks)
    assert run(["doctor"]) == 0
    assert "--clip VIDEO" in capsys.readouterr().out
    assert run(["doctor", "--clip", "squat.mp4"]) == 0
    assert "Drawing the overlay" in capsys.readouterr().out
    assert run(["doctor", "--clip", "missing.mp4"]) == 2
    run(measured(video="squat.mp4", out=tmp_path))
    capsys.readouterr()
    assert run(["doctor", "--clip", "squat.mp4", "--results", str(tmp_path), "--json"]) == 0
    stored, timed = json.loads(capsys.readouterr().out)["timings"]
    assert [one["stage"] for one in stored["stages"]] == [one["stage"] for one in timed["stages"]]
    assert run(["doctor", "--results", str(tmp_path / "nowhere")]) == 2


def test_help_and_version_are_quick_and_load_no_heavy_package() -> None:
    code = (
        "import sys; from kneetrace.cli import run; code = run(['measure', '--help']); "
        "heavy = {'numpy', 'av', 'scipy', 'numba', 'pyarrow', 'ai_edge_litert', 'matplotlib'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--height-m" in ended.stdout
    assert ended.stderr.strip() == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "doctor" in capsys.readouterr().out


def test_the_tests_are_listed_and_each_tells_how_it_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tests"]) == 0
    listed = capsys.readouterr().out
    assert "sit_to_stand" in listed
    assert "hip_abduction" in listed
    assert run(["tests", "squat", "--language", "es"]) == 0
    assert "dos segundos" in capsys.readouterr().out
    sheet = tmp_path / "squat.html"
    assert run(["tests", "squat", "--sheet", str(sheet)]) == 0
    assert sheet.exists()


def test_an_empty_score_sheet_is_written(tmp_path: Path) -> None:
    sheet = tmp_path / "score.toml"
    assert run(["tests", "lateral_step_down", "--score-sheet", str(sheet)]) == 0
    assert "arms" in sheet.read_text("utf-8")
    assert run(["tests", "--score-sheet", str(sheet)]) == 2


@pytest.mark.usefixtures("quick_measuring")
def test_a_sheet_that_does_not_suit_the_test_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "score.toml"
    sheet.write_text("arms = 1", "utf-8")
    assert run(measured("--score", str(sheet), video="squat.mp4", out=tmp_path / "out")) == 2
    assert '"squat" has no score' in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked", [["handstand"], ["squat", "--language", "fr"], ["--sheet", "squat.html"]]
)
def test_a_test_that_cannot_be_told_is_bad_input(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tests", *asked]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_is_converted_and_what_is_lost_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.mot").write_text("inDegrees=yes\nendheader\ntime\tknee_angle_r\n0\t1\n1\t2\n")
    assert run(["convert", str(tmp_path / "a.mot"), str(tmp_path / "b.mot")]) == 0
    assert "b.mot" in capsys.readouterr().out
    assert run(["convert", str(tmp_path / "a.mot"), str(tmp_path / "c.trc")]) == 2
    assert "poses a body" in capsys.readouterr().err
