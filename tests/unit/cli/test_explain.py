import json
from functools import partial
from pathlib import Path

import pytest

from kneetrace.cli import run
from kneetrace.exchange import (
    EXPLANATION_SCHEMA,
    explanation_document,
    read_explanation,
    write_mot,
    write_story_template,
)
from kneetrace.explain import explain_movement
from kneetrace.journey import RecordingRequest, explain_one
from kneetrace.measure import MotionTable
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, one_leg_recording

WHO = ("--side", "right", "--height-m", "1.70", "--mass-kg", "68")
TESTS = """test;side;position;holding;trial 1;unit
hip_abduction;right;supine;belt;60;Nm
hip_extension;right;prone;belt;70;Nm
knee_extension;right;seated_knee_90;belt;120;Nm
"""


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(explain_movement, draws=8, what_ifs=False)
    monkeypatch.setattr("kneetrace.journey.explain.explain_movement", few)


@pytest.fixture(scope="module")
def squat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    motion = one_leg_recording(repetitions=1).motion
    assert motion is not None
    file = tmp_path_factory.mktemp("squat") / "squat.mot"
    write_mot(MotionTable(time_s=motion.time_s, values=dict(motion.values)), path=file)
    return file


@pytest.fixture
def strength(tmp_path: Path) -> Path:
    file = tmp_path / "tests.csv"
    file.write_text(TESTS, encoding="utf-8")
    return file


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.toml"
    write_story_template(file, language="en")
    return file


def test_a_recording_with_strengths_is_traced_and_can_be_asked(
    squat: Path, strength: Path, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["explain", str(squat), *WHO, "--strength", str(strength), "--story", str(story)]
    assert run([*asked, "--out", str(out)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "right knee" in said
    assert "What to measure next:" in said
    assert "not a proof" in said
    assert str(out / "explanation.json") in said.replace(" ", "")
    stored = read_explanation(out / "explanation.json")
    assert stored.test == "single_leg_squat"
    measured = {one.player for one in stored.causes if one.share.measured}
    assert {"hip_abduction", "hip_extension", "quadriceps"} <= measured
    assert "story" not in {one.name for one in stored.missing}
    assert stored.capacity["knee_extensors"].strength_measured
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'src="http' not in page
    assert run(["whatif", str(out), "--strength", "hip_extension=1"]) == 0


def test_the_same_input_gives_the_same_explanation(
    squat: Path, strength: Path, tmp_path: Path
) -> None:
    one, again = (
        explanation_document(
            explain_one(
                RecordingRequest(file=squat, test="single_leg_squat"),
                person=PERSON,
                side=Side.RIGHT,
                strength=strength,
                out=tmp_path / name,
            )
        )
        for name in ("one", "again")
    )
    assert one["causes"] == again["causes"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (("story",), {"movement", "strength"}),
        (("strength",), {"movement", "story"}),
        (("squat",), {"hip_abduction", "story"}),
    ],
)
def test_less_given_says_what_is_missing(
    given: tuple[str, ...], missing: set[str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    files = {name: str(request.getfixturevalue(name)) for name in given}
    recording = [files.pop("squat")] if "squat" in files else []
    options = [word for name, file in files.items() for word in (f"--{name}", file)]
    out = tmp_path / "out"
    assert run(["explain", *recording, *WHO, *options, "--out", str(out)]) == 0
    stored = read_explanation(out / "explanation.json")
    assert missing <= {one.name for one in stored.missing}
    assert stored.source is None
    assert (out / "report.html").is_file()


def test_a_load_that_cannot_be_told_costs_the_posture_nothing(tmp_path: Path) -> None:
    motion = one_leg_recording(repetitions=1).motion
    assert motion is not None
    values = {name: one for name, one in motion.values.items() if name != "pelvis_ty"}
    file = tmp_path / "squat.mot"
    write_mot(MotionTable(time_s=motion.time_s, values=values), path=file)
    explanation = explain_one(
        RecordingRequest(file=file, test="single_leg_squat"),
        person=PERSON,
        side=Side.RIGHT,
        out=tmp_path / "out",
    )
    assert explanation.posture is not None
    assert not explanation.capacity
    assert any("pelvis_ty" in one["en"] for one in explanation.remarks)


def test_in_spanish(strength: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    asked = ["explain", *WHO, "--strength", str(strength), "--out", str(out), "--language", "es"]
    assert run(asked) == 0
    assert "Qué medir ahora:" in capsys.readouterr().out
    assert '<html lang="es">' in (out / "report.html").read_text(encoding="utf-8")


def test_json_is_one_document(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["explain", *WHO, "--story", str(story), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == EXPLANATION_SCHEMA


def test_bad_input_is_one_sentence_and_costs_no_earlier_result(
    squat: Path, strength: Path, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["explain", *WHO, "--story", str(story), "--out", str(out)]) == 0
    earlier = {path.name: path.read_bytes() for path in out.iterdir()}
    rubbish = tmp_path / "rubbish.toml"
    rubbish.write_text("no = ", encoding="utf-8")
    capsys.readouterr()
    for options, words in (
        ([], "nothing to explain"),
        (["--plates", "grf.mot"], "without the movement"),
        ([str(tmp_path / "none.mp4")], "There is no file"),
        ([str(squat), "--strength", str(tmp_path / "none.csv")], "cannot be read"),
        ([str(squat), "--strength", str(rubbish)], "rubbish.toml"),
        ([str(squat), "--story", str(rubbish)], "not valid TOML"),
        ([str(squat), "--test", "hopping"], 'no movement test "hopping"'),
        ([str(squat), "--language", "fr"], 'not told in "fr"'),
        (["squat.mp4", "--plates", "grf.mot"], "does not tell where the force plates lie"),
    ):
        assert run(["explain", *options, *WHO, "--out", str(out)]) == 2
        said = capsys.readouterr().err.strip()
        assert words in said
        assert "\n" not in said
    assert {path.name: path.read_bytes() for path in out.iterdir()} == earlier


def test_strengths_and_files_of_others_are_left_alone(
    squat: Path, strength: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ("--height-m", "1.85", "--mass-kg", "90", "--out", str(tmp_path / "other"))
    assert run(["strength", str(strength), *other]) == 0
    tests = str(tmp_path / "other" / "strength.json")
    capsys.readouterr()
    out = tmp_path / "out"
    assert run(["explain", str(squat), *WHO, "--strength", tests, "--out", str(out)]) == 2
    assert "somebody of 1.85 m" in capsys.readouterr().err
    (out / "explanation.json").write_text("mine", encoding="utf-8")
    assert run(["explain", str(squat), *WHO, "--out", str(out)]) == 2
    assert "was not written by kneetrace" in capsys.readouterr().err
    assert (out / "explanation.json").read_text(encoding="utf-8") == "mine"
