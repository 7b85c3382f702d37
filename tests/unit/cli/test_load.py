import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from kneetrace.cli import run
from kneetrace.exchange import LOAD_SCHEMA, write_mot
from kneetrace.measure import MotionTable
from tests.conftest import RealData

WHO = ("--height-m", "1.75", "--mass-kg", "72")
FRAMES = 40


def squat(path: Path, *, gap: bool = False, deep_rad: float = 1.2) -> Path:
    time_s = np.arange(FRAMES) / 20
    bend = deep_rad * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    if gap:
        values["knee_angle_l"][5:9] = np.nan
    write_mot(MotionTable(time_s=time_s, values=values), path=path)
    return path


def test_a_motion_is_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "The right kneecap was pressed hardest with the knee bent by" in said
    assert "times body weight by one method" in said
    document = json.loads((out / "load.json").read_text(encoding="utf-8"))
    assert document["schema"] == LOAD_SCHEMA
    peak = document["legs"]["right"]["kneecap"]["planar"]
    assert peak["low_bw"] <= peak["peak_bw"] <= peak["high_bw"]
    stress = document["contact"]["right"]["peak_stress_of_reference"]
    assert 0 < stress["low"] < stress["value"] < stress["high"]
    assert not any("mpa" in key for key in json.dumps(document).split('"'))
    table = pq.read_table(out / "load.parquet")
    assert table.num_rows == FRAMES
    wanted = {
        "time_s",
        "knee_angle_r_deg",
        "pelvis_ty_m",
        "knee_angle_l_moment_nm",
        "vasmed_r_force_n",
        "vasmed_r_activation",
        "patellofemoral_l_reaction_low_n",
        "patellofemoral_l_lateral_share",
        "patellofemoral_r_peak_stress_of_reference_high",
        "knee_extensors_r_capacity_used",
    }
    assert wanted <= set(table.column_names)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "never one person" in page
    assert page.count("<svg") >= 4
    assert "http" not in page.replace("http-equiv", "")


def test_a_page_in_spanish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, file = tmp_path / "out", squat(tmp_path / "squat.mot")
    assert run(["load", str(file), *WHO, "--out", str(out), "--language", "es"]) == 0
    assert "La rótula derecha se apretó más" in capsys.readouterr().out
    page = (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert "Dónde aprieta la rótula" in page


def test_an_unknown_language_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = squat(tmp_path / "squat.mot")
    assert run(["load", str(file), *WHO, "--out", str(tmp_path / "o"), "--language", "fr"]) == 2
    assert 'not told in "fr": use en or es' in capsys.readouterr().err


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = squat(tmp_path / "squat.mot")
    assert run(["load", str(file), *WHO, "--out", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measured_ground"] is False


def test_a_gap_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = squat(tmp_path / "squat.mot", gap=True)
    assert run(["load", str(file), *WHO, "--out", str(tmp_path / "out")]) == 2
    assert "knee_angle_l is missing in" in capsys.readouterr().err


def spoilt(path: Path, old: str, new: str) -> Path:
    squat(path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("inDegrees=yes", "inDegrees=no", 2, "check whether the header's inDegrees"),
        ("\n0.05000000\t", "\n9.05000000\t", 2, "do not go forward"),
        ("\n0.05000000\t", "\n0.00000000\t", 2, "do not go forward"),
        ("\t0.94", "\t940.0", 2, "places in metres"),
        ("knee_angle_l", "left_knee", 2, "no knee_angle_l"),
        ("pelvis_ty", "height", 2, "no pelvis_ty"),
    ],
)
def test_bad_angles_are_one_sentence_and_cost_no_earlier_result(
    old: str,
    new: str,
    code: int,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert run(["load", str(squat(tmp_path / "good.mot")), *WHO, "--out", str(out)]) == 0
    earlier = {path.name: path.read_bytes() for path in out.iterdir()}
    capsys.readouterr()
    file = spoilt(tmp_path / "bad.mot", old, new)
    assert run(["load", str(file), *WHO, "--out", str(out)]) == code
    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said
    assert {path.name: path.read_bytes() for path in out.iterdir()} == earlier


def test_knees_that_hardly_bend_are_remarked_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = squat(tmp_path / "squat.mot", deep_rad=0.02)
    assert run(["load", str(file), *WHO, "--out", str(tmp_path / "out")]) == 0
    assert "knees bend by only 1.1 degrees" in capsys.readouterr().out


def test_plates_beside_a_video_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["load", "squat.mp4", *WHO, "--plates", "grf.mot", "--out", str(tmp_path / "out")]
    assert run(asked) == 2
    assert "does not tell where the force plates lie" in capsys.readouterr().err


def test_frames_beyond_the_tables_are_empty_in_the_table(tmp_path: Path) -> None:
    out = tmp_path / "out"
    file = squat(tmp_path / "squat.mot", deep_rad=2.3)
    assert run(["load", str(file), *WHO, "--out", str(out)]) == 0
    column = pq.read_table(out / "load.parquet").column("vasmed_r_force_n")
    assert 0 < column.null_count < FRAMES


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("squat-grf-nimble-subject4/squats1.trc", "squat"),
        ("gait-rehazenter-c3d/2014001_C1_01.c3d", "walking"),
    ],
)
def test_plates_with_markers_tell_the_ground(
    name: str, test: str, real_data: RealData, tmp_path: Path
) -> None:
    file = real_data(name)
    beside = file.with_name(file.name.replace(".trc", "_grf.mot"))
    plates = [] if beside == file else ["--plates", str(beside)]
    out = tmp_path / "out"
    person = ("--height-m", "1.71", "--mass-kg", "63")
    assert run(["load", str(file), *person, "--test", test, *plates, "--out", str(out)]) == 0
    document = json.loads((out / "load.json").read_text(encoding="utf-8"))
    assert document["measured_ground"] is True
    assert not any("disagree" in note for note in document["notes"])


def test_plates_of_another_trial_are_refused_in_the_language_asked_for(
    real_data: RealData, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = real_data("squat-grf-nimble-subject4/squats1_manual_scaling_ik.mot")
    plates = str(file.with_name("STS1_grf.mot"))
    asked = ["load", str(file), *WHO, "--plates", plates, "--out", str(tmp_path / "out")]
    assert run([*asked, "--language", "es"]) == 2
    assert "grabadas con este movimiento" in capsys.readouterr().err
    assert not (tmp_path / "out" / "load.json").exists()


def test_a_seat_is_not_taken_for_hip_muscles(real_data: RealData, tmp_path: Path) -> None:
    file = real_data("squat-grf-nimble-subject4/STS1_ik.mot")
    plates = str(file.with_name("STS1_grf.mot"))
    who = ("--height-m", "1.68", "--mass-kg", "63")
    assert run(["load", str(file), *who, "--plates", plates, "--out", str(tmp_path)]) == 0
    document = json.loads((tmp_path / "load.json").read_text(encoding="utf-8"))
    assert any("do not carry the whole person" in note for note in document["notes"])
    table = pq.read_table(tmp_path / "load.parquet")
    for side in "rl":
        told = np.isfinite(table.column(f"hip_flexors_{side}_capacity_used").to_numpy())
        assert 0.5 < told.mean() < 0.65  # the rest of the time the seat carries


def test_runners_without_knee_markers_are_told_what_to_mark(
    real_data: RealData, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = real_data("gait-run-opensim-models/Hamner/subject02_running.trc.gz")
    file = tmp_path / "run.trc"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    asked = ["load", str(file), *WHO, "--test", "running", "--out", str(tmp_path / "out")]
    assert run(asked) == 2
    said = capsys.readouterr().err
    assert "outer side of each knee and ankle" in said
    assert "hip_flexion" not in said


def test_plates_that_are_not_there_are_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = squat(tmp_path / "squat.mot")
    plates = str(tmp_path / "none.mot")
    assert run(["load", str(file), *WHO, "--plates", plates, "--out", str(tmp_path / "o")]) == 2
    assert "cannot be read" in capsys.readouterr().err


TESTS = """test;side;position;holding;trial 1;unit
knee_extension;right;seated_knee_90;belt;{right};Nm
knee_extension;left;seated_knee_90;belt;120;Nm
"""


def strength_table(path: Path, *, right: float = 180) -> Path:
    path.write_text(TESTS.format(right=right), encoding="utf-8")
    return path


def test_measured_strengths_scale_each_leg(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests, out = strength_table(tmp_path / "tests.csv"), tmp_path / "out"
    load = ["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(out)]
    assert run([*load, "--strength", str(tests)]) == 0
    document = json.loads((out / "load.json").read_text(encoding="utf-8"))
    right, left = (
        document["legs"][side]["capacity_used"]["knee_extensors"] for side in ("right", "left")
    )
    assert right["strength_measured"]
    assert left["strength_measured"]
    assert left["share"] > 1.2 * right["share"]
    assert not document["legs"]["left"]["capacity_used"]["hip_extensors"]["strength_measured"]
    strong = next(one for one in document["strengths"] if one["group"] == "knee_extensors")
    assert "times what young adults reach" in strong["origin"]
    column = pq.read_table(out / "load.parquet").column
    low, share, high = (
        column(f"knee_extensors_l_capacity_used{end}").to_numpy() for end in ("_low", "", "_high")
    )
    assert (low <= share).all()
    assert (share <= high).all()
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "the strength of those that straighten the knee was measured. All other" in page
    assert str(tests.name) not in capsys.readouterr().err


def test_the_strength_file_of_this_program_serves_too(tmp_path: Path) -> None:
    tests, out = strength_table(tmp_path / "tests.csv"), tmp_path / "strength"
    assert run(["strength", str(tests), *WHO, "--out", str(out)]) == 0
    load = ["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(tmp_path / "out")]
    assert run([*load, "--strength", str(out / "strength.json")]) == 0
    other = ["--height-m", "1.60", "--mass-kg", "55", "--out", str(tmp_path / "other")]
    assert run([*load[:2], *other, "--strength", str(out / "strength.json")]) == 2


@pytest.mark.parametrize(
    ("right", "said"), [(3.0, "young adults reach"), (1900.0, "more than a person of 72 kg")]
)
def test_impossible_strengths_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: float, said: str
) -> None:
    tests = strength_table(tmp_path / "tests.csv", right=right)
    load = ["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(tmp_path / "out")]
    code = run([*load, "--strength", str(tests)])
    told = capsys.readouterr()
    assert said in " ".join((told.out + told.err).split())
    # What can be used of a table is used; a strength of no muscle stops.
    assert code == (2 if right < 10 else 0)


def test_a_file_without_any_strength_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = tmp_path / "tests.csv"
    tests.write_text("test;trial 1\nchair_stand_30s;14\n", encoding="utf-8")
    load = ["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(tmp_path / "out")]
    assert run([*load, "--strength", str(tests)]) == 2
    assert "holds no strength test with a device" in capsys.readouterr().err


def test_a_table_of_which_nothing_can_be_used_names_the_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = tmp_path / "tests.csv"
    tests.write_text(
        "test;side;position;holding;trial 1 (N)\nknee_extension;middle;seated_knee_90;belt;300\n",
        encoding="utf-8",
    )
    load = ["load", str(squat(tmp_path / "squat.mot")), *WHO, "--out", str(tmp_path / "out")]
    assert run([*load, "--strength", str(tests)]) == 2
    said = capsys.readouterr().err
    assert "cell B2: 'middle' is no side" in said
    assert "holds no strength test" not in said
