from datetime import UTC, datetime
from typing import Any

from kneetrace.evidence import ChangeKind, score_scales
from kneetrace.intake import Intake, Story, akps, read_scores

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def intake(**answers: Any) -> Intake:
    told = Story()
    for name, value in answers.items():
        told = told.answered(name=name, value=value, at=MONDAY)
    return Intake(story=told)


def values(of: Intake) -> dict[str, float | None]:
    return {one.name: one.value for one in read_scores(intake=of)}


def test_scores_follow_from_the_answers() -> None:
    told = intake(
        pain_worst=7,
        pain_usual=None,
        activities="stairs: 4; running: 1",
        answered_before=True,
        change_since_then="little_better",
    )
    assert values(told) == {
        "pain_worst": 7,
        "pain_usual": None,
        "activities": 2.5,
        "change_since_then": 1,
    }


def test_what_was_not_answered_has_no_score() -> None:
    assert values(Intake()) == {"pain_worst": None, "pain_usual": None, "activities": None}


def test_a_questionnaire_counts_as_it_was_last_entered() -> None:
    filled = [akps(items=[n] * 13, permission="The publisher", at=MONDAY) for n in (2, 5)]
    assert values(Intake(questionnaires=tuple(filled)))["akps"] == 65


def test_every_score_lies_within_its_scale_and_says_what_is_better() -> None:
    scales = score_scales()
    assert not scales["nprs"].higher_is_better
    assert scales["psfs"].higher_is_better
    for scale in scales.values():
        assert scale.low < scale.high
    assert scales["nprs"].changes[0].kind is ChangeKind.IMPORTANT
    assert scales["nprs"].changes[0].drives_conclusions
    assert not scales["groc"].changes[0].drives_conclusions
