import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kneetrace import exchange
from kneetrace.journey import assess, read_request, read_told, take_intake, tell_story
from kneetrace.terms import InvalidInput

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[3] / "examples" / "story.toml"
TUESDAY = MONDAY + timedelta(days=1)
PERSON = (
    "story_file = 'story.toml'\n{more}\n[person]\nlabel = 'P-17'\nheight_m = 1.7\nmass_kg = 70\n"
)


def write(folder: Path, answers: str, *, more: str = "", after: str = "") -> Path:
    (folder / "story.toml").write_text(f"label = 'P-17'\n[answers]\n{answers}\n", encoding="utf-8")
    person = folder / "person.toml"
    person.write_text(PERSON.format(more=more) + after, encoding="utf-8")
    return person


def test_an_assessment_tells_the_story_with_its_safety_and_what_it_may_be(tmp_path: Path) -> None:
    person = write(tmp_path, "places = ['kneecap']\nfoot_cold_or_numb = true")
    found = assess(person, out=tmp_path / "out", now=MONDAY)
    assert found.story is not None
    document = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    assert document["triage"]["disposition"] == "emergency"
    assert document["story"]["answers"]
    assert document["differential"]["candidates"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Go to an emergency department now" in page
    assert (tmp_path / "out" / "intake.json").exists()


def test_a_story_edited_between_assessments_keeps_both_versions(tmp_path: Path) -> None:
    assess(write(tmp_path, "onset = 'injury'"), out=tmp_path / "out", now=MONDAY)
    assess(write(tmp_path, "onset = 'gradual'"), out=tmp_path / "out", now=TUESDAY)
    kept = exchange.read_intake(tmp_path / "out" / "intake.json").story
    assert [one.given_at for one in kept.versions(name="onset")] == [MONDAY, TUESDAY]
    assert "Answers that were changed" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_the_person_file_is_held_against_the_story(tmp_path: Path) -> None:
    person = write(tmp_path, "age_years = 30", after="age_years = 40\n")
    found = assess(person, out=tmp_path / "out", now=MONDAY)
    assert found.story is not None
    assert [one.name for one in found.story.judged.contradictions] == ["age_of_the_file"]


def test_the_setting_and_the_ranges_of_a_therapist_are_used(tmp_path: Path) -> None:
    person = write(
        tmp_path,
        "places = ['kneecap']",
        more="setting = 'knee_clinic'",
        after="[priors]\nmeniscal_tear = [0.3, 0.4]\n",
    )
    request = read_request(person)
    assert request.setting == "knee_clinic"
    assert request.priors == {"meniscal_tear": (0.3, 0.4)}
    found = assess(request, out=tmp_path / "out", now=MONDAY).story
    assert found is not None
    assert found.differential is not None
    assert found.differential.setting.name == "knee_clinic"
    prior = found.differential.candidate("meniscal_tear").prior
    assert prior is not None
    assert (prior.low, prior.high) == (0.3, 0.4)
    assert prior.moved_from


@pytest.mark.parametrize(
    ("more", "after"),
    [
        ("setting = 'moon'", ""),
        ("", "[priors]\nmeniscal_tear = [0.4]\n"),
        ("", "[priors]\nhousemaids_knee = [0.1, 0.2]\n"),
        ("priors = 3", ""),
    ],
)
def test_a_setting_or_range_that_is_not_known_is_refused(
    tmp_path: Path, more: str, after: str
) -> None:
    with pytest.raises(InvalidInput, match=r"\.$"):
        assess(write(tmp_path, "limp = true", more=more, after=after), out=tmp_path / "out")


def test_a_story_of_another_person_is_refused(tmp_path: Path) -> None:
    person = write(tmp_path, "limp = true")
    (tmp_path / "story.toml").write_text("label = 'P-18'\n[answers]\nlimp = true", "utf-8")
    with pytest.raises(InvalidInput, match="P-18"):
        assess(person, out=tmp_path / "out", now=MONDAY)


def test_answers_were_given_when_the_file_was_last_changed(tmp_path: Path) -> None:
    write(tmp_path, "limp = true")
    os.utime(tmp_path / "story.toml", (0, MONDAY.timestamp()))
    (answer,) = read_told(tmp_path / "story.toml").intake.story.answers
    assert answer.given_at == MONDAY
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_told(tmp_path / "nowhere.toml")


def test_what_could_not_be_used_is_told_in_the_report(tmp_path: Path) -> None:
    write(tmp_path, "age_years = 111\nlimp = true")
    story = take_intake(tmp_path / "story.toml", out=tmp_path / "out", now=MONDAY)
    assert len(story.problems) == 1
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "it takes a number, 0 to 110 years" in page


def test_a_small_child_is_sent_to_a_doctor_and_no_condition_is_weighed(tmp_path: Path) -> None:
    write(tmp_path, "age_years = 3\nlimp = true")
    story = take_intake(tmp_path / "story.toml", out=tmp_path / "out", now=MONDAY)
    assert story.judged.triage.raised[0].name == "small_child"
    assert story.differential is None
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "these questions are not made for so small a child" in page
    assert 'id="differential"' not in page


def test_a_report_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "limp = true")
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput, match="not written by kneetrace"):
        take_intake(tmp_path / "story.toml", out=out, now=MONDAY)
    assert (out / "report.html").read_text(encoding="utf-8") == "mine"


def test_the_example_is_a_whole_story_that_says_it_is_one() -> None:
    told = read_told(EXAMPLE)
    assert not told.problems
    assert "made up" in str(told.intake.story.values["goal"])
    assert "made up" in EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    assert tell_story(told).judged.triage.cleared
