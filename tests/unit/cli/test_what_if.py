import json
from dataclasses import replace
from pathlib import Path

import pytest

from kneetrace.cli import run
from kneetrace.exchange import write_explanation
from tests.unit.explain.made_up_trace import made_up_trace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explained")
    write_explanation(made_up_trace(), path=path / "explanation.json")
    return path


def test_posture_load_and_stress_are_told_now_and_then(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["whatif", str(folder), "--strength", "hip_extension=100%", "--angle"]
    assert run([*asked, "hip_adduction=2.5"]) == 0
    said = capsys.readouterr().out
    for what in ("now", "then", "free side lower", "joint reaction", "planar", "Peak stress"):
        assert what in said
    assert run([*asked, "hip_adduction=2.5", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["strengths"] == {"hip_extension": 1.0}
    assert document["angles_deg"] == {"hip_adduction": 2.5}
    figures = {one["name"]: one for one in document["figures"]}
    assert figures["peak_stress"]["now"] == 1.0
    assert figures["peak_stress"]["then"] != 1.0
    assert figures["pelvic_drop"]["then"] < figures["pelvic_drop"]["now"]


def test_a_page_shows_the_person_now_and_then_and_replaces_only_its_like(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "then.html"
    asked = ["whatif", str(folder), "--angle", "hip_adduction=2", "--language", "es"]
    assert run([*asked, "--out", str(page)]) == 0
    assert run([*asked, "--out", str(page)]) == 0
    assert str(page) in capsys.readouterr().out
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2
    assert ": 2°</li>" in text
    assert "Presión máxima" in text
    page.write_text("mine", encoding="utf-8")
    assert run([*asked, "--out", str(page)]) == 2
    assert "elija otro nombre" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "mine"
    assert run([*asked, "--out", str(tmp_path / "no" / "then.html")]) == 2
    assert "elija otro lugar" in capsys.readouterr().err


def test_in_spanish_with_its_decimal_mark(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["whatif", str(folder / "explanation.json"), "--strength", "quadriceps=0.7"]
    assert run([*asked, "--language", "es"]) == 0
    assert "Presión máxima, respecto a ahora" in (said := capsys.readouterr().out)
    assert "1,00" in said


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ([], 2, "Say what would be otherwise"),
        (["--strength", "calf=1"], 2, "one of hip_abduction, hip_external_rotation, hip_extension"),
        (["--strength", "quadriceps=80"], 2, "between"),
        (["--strength", "quadriceps=strong"], 2, "is no number"),
        (["--strength", "quadriceps"], 2, "write --strength NAME=FACTOR"),
        (["--strength", "quadriceps=1", "--strength", "quadriceps=2"], 2, "set twice"),
        (["--angle", "knee_angle=50"], 2, "one of ankle_angle, hip_adduction"),
        (["--angle", "hip_adduction=nan"], 2, "give a number"),
        (["--angle", "hip_adduction=5%"], 2, "is no number"),
        (["--angle", "hip_adduction=80"], 3, "smaller change"),
        (["--strength", "quadriceps=1", "--language", "fr"], 2, 'not told in "fr"'),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    folder: Path,
    options: list[str],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["whatif", str(folder), *options]) == code
    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said


def test_where_no_explanation_is_it_says_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = ["--strength", "quadriceps=1"]
    bare = replace(made_up_trace(), posture=None)
    write_explanation(bare, path=tmp_path / "bare.json")
    (tmp_path / "rubbish.json").write_text("[", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for path, code, words in (
        (tmp_path / "none.json", 2, "cannot be read"),
        (tmp_path / "rubbish.json", 2, "not valid JSON"),
        (tmp_path / "empty", 2, "make one with kneetrace explain"),
        (tmp_path / "bare.json", 3, "no posture to change"),
    ):
        assert run(["whatif", str(path), *change]) == code
        assert words in capsys.readouterr().err


def test_an_assessment_with_one_explanation_is_enough_and_several_have_to_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = ["--strength", "quadriceps=1"]
    (tmp_path / "00-walk").mkdir()
    bare = replace(made_up_trace(), posture=None)
    write_explanation(bare, path=tmp_path / "00-walk" / "explanation.json")
    for name in ("01-right", "02-left"):
        (tmp_path / name).mkdir()
        write_explanation(made_up_trace(), path=tmp_path / name / "explanation.json")
        assert run(["whatif", str(tmp_path), *change]) == (0 if name == "01-right" else 2)
    assert "name one of" in (said := capsys.readouterr().err)
    assert "02-left" in said
