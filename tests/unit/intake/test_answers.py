from typing import Any

import pytest

from kneetrace.intake import Activity, UnusableAnswer, question
from kneetrace.intake.answers import checked

STAIRS_AND_RUNNING = (
    Activity(words="stairs", ability=4),
    Activity(words="running", ability=0),
)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("feverish", "yes", True),
        ("feverish", "Sí", True),
        ("feverish", False, False),
        ("age_years", "34", 34),
        ("sport_hours_per_week", "2,5", 2.5),
        ("since_days", "6 weeks", 42),
        ("since_days", "2 años", 730.5),
        ("since_days", 3, 3),
        ("pain_worst", "7", 7),
        ("places", "back, kneecap", ("kneecap", "back")),
        ("activities", "stairs: 4; running: 0", STAIRS_AND_RUNNING),
        ("activities", [{"words": "subir", "ability": 3}], (Activity(words="subir", ability=3),)),
        ("goal", "<b>correr</b> 🏃\x00", "<b>correr</b> 🏃"),
        ("goal", "می\u200cدوم\nदौड़ना \ud800", "می\u200cدوم\nदौड़ना"),
    ],
)  # fmt: skip
def test_an_answer_takes_the_form_of_its_question(name: str, given: Any, kept: Any) -> None:
    assert checked(question=question(name=name), value=given) == kept


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("feverish", "perhaps"),
        ("age_years", -1),
        ("age_years", 111),
        ("age_years", "nan"),
        ("age_years", True),
        ("pain_worst", 11),
        ("pain_worst", 2.5),
        ("places", []),
        ("places", ["elbow"]),
        ("pain_elsewhere", ["nowhere", "calf"]),
        ("since_days", "a while"),
        ("since_days", "-3 days"),
        ("activities", "stairs"),
        ("activities", "a:1;b:2;c:3;d:4"),
        ("activities", "stairs: 11"),
        ("goal", "x" * 3000),
        ("sex", "other"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_one_sentence(name: str, given: Any) -> None:
    with pytest.raises(UnusableAnswer, match=rf"^{name} \(\".*\.$"):
        checked(question=question(name=name), value=given)
