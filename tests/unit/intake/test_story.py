from datetime import UTC, datetime, timedelta

import pytest

from kneetrace.intake import Story, UnknownQuestion, UnusableAnswer

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def test_an_answer_changed_later_counts_and_the_earlier_one_is_kept() -> None:
    story = Story().answered(name="onset", value="injury", at=MONDAY)
    story = story.answered(name="onset", value="gradual", at=TUESDAY)
    assert story.values["onset"] == "gradual"
    assert [each.value for each in story.versions(name="onset")] == ["injury", "gradual"]


def test_the_same_answer_again_changes_nothing() -> None:
    story = Story().answered(name="limp", value="yes", at=MONDAY)
    assert story.answered(name="limp", value=True, at=TUESDAY) is story


def test_what_no_longer_makes_sense_no_longer_counts_but_is_kept() -> None:
    story = Story().answered(name="onset", value="injury", at=MONDAY)
    story = story.answered(name="wound", value=True, at=MONDAY)
    story = story.answered(name="onset", value="gradual", at=TUESDAY)
    assert "wound" not in story.values
    assert story.versions(name="wound")
    assert story.answered(name="onset", value="injury", at=TUESDAY).values["wound"] is True


def test_not_knowing_is_an_answer_and_is_not_asked_again() -> None:
    story = Story().answered(name="limp", value=None, at=MONDAY)
    assert story.values["limp"] is None
    assert "limp" not in {each.name for each in story.unasked()}


def test_a_follow_up_is_asked_when_it_makes_sense_or_may() -> None:
    def names(story: Story) -> set[str]:
        return {each.name for each in story.unasked()}

    assert "guardian_present" not in names(Story())
    assert "guardian_present" in names(Story().answered(name="age_years", value=11, at=MONDAY))
    assert "guardian_present" not in names(Story().answered(name="age_years", value=40, at=MONDAY))
    assert "guardian_present" in names(Story().answered(name="age_years", value=None, at=MONDAY))


def test_nothing_is_kept_of_what_cannot_be_used() -> None:
    with pytest.raises(UnusableAnswer):
        Story().answered(name="age_years", value=111, at=MONDAY)
    with pytest.raises(UnknownQuestion):
        Story().answered(name="shoe_size", value=3, at=MONDAY)
