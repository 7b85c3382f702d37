import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kneetrace import intake
from kneetrace.cli import run
from kneetrace.cli.interview import Interview
from kneetrace.exchange import read_intake
from kneetrace.intake import Activity, Asker, Intake, Story

Sitting = Callable[..., int]


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """One sitting at the terminal: lines as they are typed, then the end of the input."""

    def sit(*lines: str, options: tuple[str, ...] = ()) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return run(["intake", "--out", str(tmp_path / "results"), *options])

    return sit


@pytest.fixture
def story(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "story.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def kept(tmp_path: Path) -> dict[str, Any]:
    return dict(read_intake(tmp_path / "results" / "intake.json").story.values)


def test_answers_are_saved_at_once_and_gone_on_with(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sitting("34", "1", "?", options=("--label", "P-17")) == 3
    assert kept(tmp_path) == {"age_years": 34, "sex": "female", "pregnant": None}
    shown = capsys.readouterr().out
    assert "ABOUT YOU" in shown
    assert "1 of " in shown
    assert "Saved." in shown
    assert sitting("1", "1, 11") == 3
    assert "Going on: 3 of " in capsys.readouterr().out
    assert kept(tmp_path)["places"] == ("kneecap", "back")


def test_back_corrects_the_answer_before_and_keeps_both_versions(
    sitting: Sitting, tmp_path: Path
) -> None:
    sitting("34", "1", "back", "2", "1")
    told = read_intake(tmp_path / "results" / "intake.json").story
    assert [one.value for one in told.versions(name="sex")] == ["female", "male"]
    assert told.values["which_knee"] == "right"


def test_back_at_the_first_question_and_enter_ask_again(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting("back", "", "three", "34")
    shown = capsys.readouterr().out
    assert "This is the first question." in shown
    assert "Write an answer, or ?" in shown
    assert "That does not fit: a number, 0 to 110 years." in shown
    assert kept(tmp_path) == {"age_years": 34}


def test_an_emergency_stops_the_questions_says_what_to_do_and_stays_in_sight(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ["34", "2", "1", "1", "7", "3 days", "3", "7", "yes", "no"]
    assert sitting(*before, "yes", "no") == 0
    first = capsys.readouterr().out
    assert "emergency department now" in first
    assert "Go on with the questions all the same?" in first
    assert kept(tmp_path)["foot_cold_or_numb"] is True
    sitting("yes", "no")
    later = capsys.readouterr().out
    assert later.count("! Still so: The foot is cold") >= 2
    assert kept(tmp_path)["leg_getting_weaker"] is False


def test_a_minor_alone_is_stopped(sitting: Sitting, capsys: pytest.CaptureFixture[str]) -> None:
    sitting("12", "no", "no")
    assert "parent or guardian" in capsys.readouterr().out


def test_answers_that_do_not_go_together_are_asked_again(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    until_pain = ["9", "yes", "2", "1", "1", "7"]
    sitting(*until_pain, "40 years", "2", "40 days")
    assert "Two answers do not go together" in capsys.readouterr().out
    assert kept(tmp_path)["since_days"] == 40


def test_the_questions_come_in_spanish(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting("34", "atrás", "35", "salir", options=("--language", "es"))
    shown = capsys.readouterr().out
    assert "SOBRE USTED" in shown
    assert "¿Cuántos años tiene?" in shown
    assert "Guardado." in shown
    assert read_intake(tmp_path / "results" / "intake.json").language == "es"
    assert kept(tmp_path) == {"age_years": 35}


def test_the_examination_is_asked_and_what_was_not_done_stays_open(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(intake.questions(asked=Asker.THERAPIST))
    sitting("2", *[""] * count, options=("--examination",))
    shown = capsys.readouterr().out
    assert "for the therapist who examines" in shown
    assert "your knee" not in shown
    assert "That was the whole examination." in shown
    assert kept(tmp_path) == {"exam_effusion": "trace"}


def test_activities_are_asked_one_by_one() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    story = Story()
    while (due := story.unasked()) and due[0].name != "activities":
        story = story.answered(name=due[0].name, value=None, at=noon)
    lines = iter(["stairs", "4", "running", "1", "", "stop"])
    sitting = Interview(
        intake=Intake(story=story),
        asked=Asker.PERSON,
        read=lambda prompt: next(lines),
        show=lambda shown: None,
        keep=lambda intake: None,
        now=lambda: noon,
    )
    assert not sitting.run()
    assert sitting.intake.story.values["activities"] == (
        Activity(words="stairs", ability=4),
        Activity(words="running", ability=1),
    )


def test_a_story_file_is_taken_in_and_triaged(
    story: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = story("label = 'P-17'\n[answers]\nbreathless = true\ngoal = '<b>run</b>'")
    assert run(["intake", str(file), "--out", str(tmp_path / "results")]) == 0
    shown = capsys.readouterr().out
    assert "Go to an emergency department now" in shown
    assert kept(tmp_path)["goal"] == "<b>run</b>"
    assert run(["triage", str(tmp_path / "results")]) == 0
    assert run(["triage", str(file), "--json"]) == 0


def test_triage_says_as_json_what_is_open_and_what_could_not_be_used(
    story: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = story("[answers]\nage_years = 111\npain_worst = 0\npain_usual = 6\nfeverish = '?'")
    assert run(["triage", str(file), "--language", "es", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["disposition"] in ("therapist", "doctor", "urgent")
    assert not told["cleared"]
    assert told["contradictions"][0]["ask_again"] == ["pain_worst", "pain_usual"]
    assert "dolor" in told["contradictions"][0]["words"]
    assert any(one["question"] == "age_years" for one in told["to_ask"])
    assert told["problems"][0].startswith("story.toml: age_years («¿Cuántos años")


def test_what_is_still_open_is_an_exit_code(
    story: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["triage", str(story("[answers]\nage_years = 30"))]) == 3
    shown = capsys.readouterr().out
    assert "Cannot tell yet" in shown
    assert "No red flag was found" not in shown
    assert run(["triage", str(story("[answers]\nage_years = 30")), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["advice"]["why"] == ""


def test_what_it_can_become_is_said_only_where_that_is_more_urgent(
    story: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    example = (Path(__file__).parents[3] / "examples" / "story.toml").read_text(encoding="utf-8")
    locked = re.sub(r"(?m)^locking = .*", 'locking = "stuck"', example)
    locked_and_open = re.sub(r"(?m)^sports = .*", "", locked)
    told = []
    for text in ("[answers]\nage_years = 30", locked_and_open):
        assert run(["triage", str(story(text))]) == 3
        told.append(" ".join(capsys.readouterr().out.replace("│", "").split()))
    assert "This can still become: Go to an emergency department now." in told[0]
    assert "So far: Be seen today" in told[1]
    assert "can still become" not in told[1]


def test_a_folder_without_a_story_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["triage", str(tmp_path)]) == 2
    assert "There is no intake.json in" in capsys.readouterr().err


def test_the_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["intake", "--list"]) == 0
    shown = capsys.readouterr().out
    assert all(f"{each.name}: " in shown for each in intake.questions())
    assert run(["intake", "--list", "--json", "--language", "es"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["words"].startswith("¿Cuántos años tiene?")


def test_an_empty_story_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    assert run(["intake", "--template", str(file)]) == 0
    assert run(["intake", "--template", str(file)]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["intake"],
        ["intake", "--out", "results", "--json"],
        ["intake", "nowhere.toml", "--out", "results"],
        ["intake", "--list", "--language", "fr"],
        ["triage", "nowhere.toml"],
        ["triage", "nowhere.json"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_story_of_another_person_is_not_put_on_top(
    story: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "results")
    run(["intake", str(story("label = 'P-17'\n[answers]\nlimp = true")), "--out", out])
    code = run(["intake", str(story("label = 'P-18'\n[answers]\nlimp = true")), "--out", out])
    assert code == 2
    assert "P-18" in capsys.readouterr().err


def test_the_clinician_is_told_in_the_terminal_what_no_page_says(
    story: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = story("[answers]\nage_years = 8\n[examination]\nexam_second_look = true")
    run(["triage", str(file)])
    assert "For the clinician: For you alone" in capsys.readouterr().out
    run(["intake", str(file), "--out", str(file.parent / "out")])
    family = capsys.readouterr().out
    assert "A child's injury that a doctor should see today" in family
    assert "safeguarding" not in family.lower()
    run(["triage", str(file), "--json"])
    (flag,) = json.loads(capsys.readouterr().out)["raised"]
    assert "safeguarding" in flag["clinician"]


def test_questions_are_shown_in_their_own_words_with_how_to_answer_them(
    story: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["triage", str(story("[answers]\nage_years = 30\npain_worst = 0\npain_usual = 6"))])
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "- Can you take four steps" in shown
    assert "yes or no (four_steps_now)" in shown
    assert "With an injury: a fall, a twist, a blow; Suddenly" in shown
    assert "6 of 10 a whole number, 0 to 10 (pain_usual)" in shown
    assert "kneetrace intake --out" in shown


def test_a_range_the_therapist_sets_is_used_and_shown(
    story: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = story("[answers]\nage_years = 30")
    out = str(tmp_path / "results")
    run(["intake", str(told), "--out", out, "--prior", "meniscal_tear=0.2..0.35"])
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "20 to 35 of 100 who come. Set by the therapist" in shown
    page = (tmp_path / "results" / "report.html").read_text("utf-8")
    assert "20 to 35 of 100 who come. Set by the therapist" in page


@pytest.mark.parametrize(
    "given", ["meniscal_tear", "meniscal_tear=0.3..0.1", "meniscal_tera=0.1..0.2", "a=1", "="]
)
def test_a_range_that_cannot_be_used_is_refused_before_anything_is_asked(
    story: Callable[[str], Path],
    tmp_path: Path,
    given: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told, out = story("[answers]\nage_years = 30"), tmp_path / "results"
    assert run(["intake", str(told), "--out", str(out), "--prior", given]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (out / "report.html").exists()


@pytest.mark.parametrize("written", ["", "answers", 'language = "es"', "\xff"])
def test_a_file_that_cannot_be_used_is_refused_in_the_language_asked_for(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "story.toml"
    file.write_text(written, encoding="latin-1")
    for name in (file, tmp_path / "absent.toml", tmp_path):
        assert run(["triage", str(name), "--language", "es"]) == 2
        in_spanish = capsys.readouterr().err
        assert run(["triage", str(name)]) == 2
        assert in_spanish.startswith("kneetrace: ")
        assert in_spanish != capsys.readouterr().err


def test_a_story_file_is_told_in_the_language_asked_for(
    story: Callable[[str], Path], tmp_path: Path
) -> None:
    file, out = story("[answers]\nage_years = 34\n"), tmp_path / "results"
    assert run(["intake", str(file), "--out", str(out), "--language", "es"]) == 3
    assert '<html lang="es">' in (out / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--prior", "meniscal_tear"), "escriba --prior CONDITION=0.1..0.3"),
        (("--prior", "fat_pad=0.1..0.2"), "no recibe ninguna probabilidad"),
        (("--prior", "meniscal_tear=0.5..0.1"), "de 0,5 a 0,1 no es un intervalo"),
        (("--setting", "moon"), "No hay ningún lugar de atención llamado «moon»"),
    ],
)
def test_what_cannot_be_used_is_said_in_the_language_asked_for(
    options: tuple[str, str],
    said: str,
    story: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = story("[answers]\nage_years = 34\n")
    asked = ["intake", str(told), "--out", str(tmp_path / "results"), "--language", "es"]
    assert run([*asked, *options]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", '{"schema": "kneetrace.intake/1"}'])
def test_a_broken_intake_is_refused_in_the_language_asked_for(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "intake.json").write_text(text, encoding="utf-8")
    assert run(["triage", str(tmp_path), "--language", "es"]) == 2
    assert "de nuevo" in capsys.readouterr().err
