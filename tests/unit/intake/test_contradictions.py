import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest

from kneetrace.intake import Story, find_contradictions, question, statement
from kneetrace.terms import Person, Sex

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OF_THE_FILE = {"person_age_years", "person_sex"}


def rules() -> list[dict[str, Any]]:
    text = files("kneetrace.intake").joinpath("contradictions.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)["contradiction"]
    return entries


def story(**answers: Any) -> Story:
    told = Story()
    for name, value in answers.items():
        told = told.answered(name=name, value=value, at=MONDAY)
    return told


def names(told: Story, person: Person | None = None) -> set[str]:
    return {one.name for one in find_contradictions(story=told, person=person)}


def test_rules_speak_of_questions_there_are_in_both_languages() -> None:
    for entry in rules():
        for name in (statement(text=entry["when"]).names - OF_THE_FILE) | set(entry["ask_again"]):
            assert question(name=name)
        assert entry["en"] != entry["es"]


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"swelling": "none", "hot_and_swollen": True}, "swollen_or_not"),
        ({"pain_worst": 0, "pain_usual": 6}, "worst_pain_none"),
        ({"pain_worst": 3, "pain_usual": 6}, "worst_below_usual"),
        ({"onset": "gradual", "felt_pop": True}, "gradual_with_pop"),
        (
            {"four_steps_now": False, "sports": "running", "sport_hours_per_week": 5},
            "cannot_walk_but_sport",
        ),
        ({"age_years": 9, "since_days": "40 years"}, "longer_than_life"),
        ({"sex": "male", "pregnant": True}, "male_and_pregnant"),
        ({"places": ["back", "all_over"]}, "all_over_and_a_place"),
        ({"age_years": 15, "guardian_present": False}, "minor_alone"),
    ],
)
def test_answers_that_cannot_both_be_right_are_found(answers: dict[str, Any], name: str) -> None:
    assert names(story(**answers)) == {name}
    for one in answers.keys() - {"sports"}:
        assert name not in names(story(**{**answers, one: None}))


def test_a_sound_story_contradicts_nothing() -> None:
    told = story(age_years=34, sex="female", pregnant=False, pain_worst=6, pain_usual=6)
    assert names(told) == set()
    assert names(Story()) == set()


def test_the_person_file_is_compared() -> None:
    person = Person(height_m=1.7, mass_kg=70, sex=Sex.FEMALE, age_years=34)
    assert names(story(age_years=34, sex="female"), person) == set()
    assert names(story(age_years=35), person) == set()  # a birthday
    assert names(story(age_years=43, sex="male"), person) == {"age_of_the_file", "sex_of_the_file"}
    assert names(story(age_years=43), Person(height_m=1.7, mass_kg=70)) == set()


def test_an_answer_to_a_question_that_makes_no_sense_is_asked_again() -> None:
    told = story(onset="gradual", injury_how=["twist"])
    (found,) = find_contradictions(story=told)
    assert found.ask_again == ("injury_how", "onset")
    assert question(name="injury_how").words["es"] in found.words["es"]


def test_a_no_goes_with_any_answer_where_it_says_that_nothing_was() -> None:
    assert names(story(age_years=97, sex="female", pregnant=False)) == set()
    assert names(story(onset="gradual", wound=False, felt_pop=False)) == set()
    assert names(story(pain_elsewhere=["nowhere"], calf_pain=["none"])) == set()
    assert names(story(age_years=97, pregnant=True)) == {"pregnant_at_this_age"}
    assert names(story(onset="gradual", four_steps_then=False)) == {"no_steps_after_no_injury"}


def test_an_answer_that_a_correction_has_overtaken_is_history() -> None:
    told = story(onset="injury", injury_how=["twist"])
    told = told.answered(name="onset", value="gradual", at=MONDAY + timedelta(minutes=1))
    assert names(told) == set()
