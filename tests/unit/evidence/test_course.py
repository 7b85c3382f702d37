from kneetrace import evidence
from kneetrace.intake import statement

PAIN = "patellofemoral_pain"


def test_the_course_is_told_of_groups_with_their_size() -> None:
    anchors = evidence.course_anchors(condition=PAIN)
    assert [(one.months, one.favourable, one.people) for one in anchors] == [
        (3, 0.45, 310),
        (12, 0.60, 310),
    ]


def test_every_word_is_there_in_both_languages() -> None:
    told = [one.words for one in evidence.course_anchors(condition=PAIN)]
    told += [one.words for one in evidence.course_predictors(condition=PAIN)]
    assert all(words[language] for words in told for language in ("en", "es"))


def test_predictors_can_be_asked_of_a_story() -> None:
    named = [one.when for one in evidence.course_predictors(condition=PAIN) if one.when]
    assert named
    assert all(statement(text=when).names for when in named)


def test_nothing_is_known_of_other_conditions() -> None:
    assert evidence.course_anchors(condition="meniscal_tear") == ()
