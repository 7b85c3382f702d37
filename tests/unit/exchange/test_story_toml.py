import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kneetrace import intake
from kneetrace.exchange import (
    FileUnreadable,
    StoryFile,
    read_story,
    write_story_template,
)
from kneetrace.intake import Intake

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "story.toml"


def read(file: Path, text: str, *, earlier: Intake | None = None) -> StoryFile:
    file.write_text(text, encoding="utf-8")
    return read_story(file, now=TUESDAY if earlier else MONDAY, earlier=earlier)


def test_answers_findings_and_what_is_not_known_are_read(file: Path) -> None:
    found = read(
        file,
        """
        label = "P-17"
        language = "es"
        [answers]
        age_years = 34
        places = ["back", "kneecap"]
        since_days = "6 semanas"
        limp = "?"
        activities = [{ words = "subir", ability = 4 }]
        goal = "<script>alert(1)</script> Lüft 日本"
        [examination]
        exam_effusion = "trace"
        """,
    )
    assert not found.problems
    assert (found.intake.label, found.intake.language) == ("P-17", "es")
    values = found.intake.story.values
    assert values["places"] == ("kneecap", "back")
    assert values["since_days"] == 42
    assert values["limp"] is None
    assert values["goal"] == "<script>alert(1)</script> Lüft 日本"
    assert values["exam_effusion"] == "trace"


def test_every_problem_is_told_at_once_and_everything_else_is_kept(file: Path) -> None:
    found = read(
        file,
        """
        langauge = "en"
        label = 17
        [answers]
        age_years = 111
        places = []
        swelling = "lots"
        pain_worse = 7
        feverish = true
        exam_lachman = true
        [questionnaires]
        koos_pain = 50
        akps_items = [5, 5]
        """,
    )
    assert set(found.intake.story.values) == {"feverish"}
    for problem, field in zip(
        found.problems,
        (
            *("langauge", "label", "age_years", "places", "swelling", "pain_worse"),
            *("exam_lachman", "koos_pain", "akps"),
        ),
        strict=True,
    ):
        for said in problem.values():
            assert said.startswith("story.toml: ")
            assert field in said
            assert said.endswith(".")
    assert "was 'pain_worst' meant" in found.problems[5]["en"]
    assert "[examination]" in found.problems[6]["en"]


def test_a_problem_is_told_in_the_questions_words_and_in_both_languages(file: Path) -> None:
    (problem,) = read(file, "[answers]\nonset = 'yesterday'").problems
    assert problem["en"].startswith("story.toml: onset (\"How did it begin?\"): 'yesterday'")
    assert "gradual (Little by little)" in problem["en"]
    assert "onset («¿Cómo empezó?»)" in problem["es"]
    assert "gradual (Poco a poco)" in problem["es"]


def test_an_edited_file_adds_versions_to_the_earlier_intake(file: Path) -> None:
    first = read(file, "[answers]\nonset = 'injury'\nlimp = true").intake
    second = read(file, "[answers]\nonset = 'gradual'\nlimp = true", earlier=first).intake
    story = second.story
    assert [(one.value, one.given_at) for one in story.versions(name="onset")] == [
        ("injury", MONDAY),
        ("gradual", TUESDAY),
    ]
    assert story.edited == ("onset",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[answers", "is not valid TOML"),
        ("", "holds no story"),
        ("label = 'P-17'", "holds no story"),
        ("a = " + "[" * 20_000, "is not valid TOML"),
    ],
)
def test_what_is_no_story_is_refused_in_one_sentence(file: Path, text: str, says: str) -> None:
    with pytest.raises(FileUnreadable, match=rf"story\.toml.*{says}"):
        read(file, text)


def test_a_file_that_is_absent_or_no_text_is_refused(file: Path) -> None:
    with pytest.raises(FileUnreadable, match="cannot be read"):
        read_story(file, now=MONDAY)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileUnreadable, match="UTF-8"):
        read_story(file, now=MONDAY)


def test_a_table_that_is_none_is_a_problem(file: Path) -> None:
    found = read(file, "answers = 3")
    assert [one["en"] for one in found.problems] == [
        "story.toml: answers: write it as a table: [answers], then one line for each answer."
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_names_every_question_and_is_a_story_without_answers(
    file: Path, language: str
) -> None:
    write_story_template(file, language=language)
    text = file.read_text(encoding="utf-8")
    for each in intake.questions():
        assert f"\n# {each.name} =" in text
        assert each.says(language=language) in text
        assert all(f'"{option.name}": ' in text for option in each.options)
    assert not read_story(file, now=MONDAY).intake.story.answers
    assert tomllib.loads(text)["language"] == language
