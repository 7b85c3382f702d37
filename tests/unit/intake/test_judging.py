from datetime import UTC, datetime
from typing import Any

from kneetrace.intake import Disposition, Story, judge, triage
from kneetrace.terms import Person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def story(**answers: Any) -> Story:
    told = Story()
    for name, value in answers.items():
        told = told.answered(name=name, value=value, at=MONDAY)
    return told


def test_a_story_without_contradiction_is_triaged_as_it_is() -> None:
    told = story(age_years=30, feverish=True)
    assert judge(story=told).triage == triage(story=told)


def test_a_contradiction_keeps_everything_open_and_is_asked_again() -> None:
    told = story(onset="gradual", wound=True)
    judged = judge(story=told)
    assert [one.name for one in judged.contradictions] == ["wound_does_not_fit"]
    assert not judged.triage.cleared
    assert "onset" in {one.name for one in judged.triage.to_ask}
    assert judged.triage.worst is Disposition.EMERGENCY


def test_of_two_readings_the_more_urgent_one_counts() -> None:
    told = story(age_years=30, swelling="none", hot_and_swollen=True, feverish=True)
    judged = judge(story=told)
    assert judged.triage.disposition >= triage(story=told).disposition
    assert {one.name for one in triage(story=told).raised} <= {
        one.name for one in judged.triage.raised
    }


def test_the_person_file_keeps_a_story_open_too() -> None:
    person = Person(height_m=1.7, mass_kg=70, age_years=12)
    judged = judge(story=story(age_years=30), person=person)
    assert "age_years" in {one.name for one in judged.triage.to_ask}
