import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kneetrace.explain import conditions, weigh_conditions
from kneetrace.explain.differential.impairments import impairment_groups
from kneetrace.intake import Intake, Story, advices, akps, judge, questions, red_flags
from kneetrace.report import ToldStory, render_intake, render_report
from kneetrace.report.intake_words import Say
from kneetrace.terms import LANGUAGES, Person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MARKUP = "<script>alert('x')</script> & {{ 7 * 7 }} ¿correr? 走る"


def told(*, language: str = "en", label: str = "P-17", **answers: Any) -> ToldStory:
    story = Story()
    for name, value in answers.items():
        story = story.answered(name=name, value=value, at=MONDAY)
    return ToldStory(
        intake=Intake(story=story, label=label, language=language),
        judged=judge(story=story),
        differential=weigh_conditions(story=story),
    )


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_an_emergency_stands_before_everything_else() -> None:
    page = render_intake(told(breathless=True, which_knee="right", places=["kneecap"]))
    assert 'class="verdict emergency"' in page
    assert page.index("Go to an emergency department now") < page.index('id="story"')
    assert "Call the emergency number now" in page


def test_nobody_is_cleared_while_safety_questions_are_open() -> None:
    page = text(render_intake(told(age_years=30)))
    assert "Cannot tell yet" in page
    assert "Nothing urgent was told so far" in page
    assert "See a physical therapist" not in page
    assert "No red flag was found" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_says_what_it_rests_on_unless_it_cannot_be_told_yet(language: str) -> None:
    basis = {name: one.basis[language] for name, one in advices().items()}
    raised = text(render_intake(told(language=language, age_years=12, breathless=True)))
    alone = text(render_intake(told(language=language, age_years=12, guardian_present=False)))
    assert basis["emergency"] in raised
    assert basis["grown_up"] in alone
    assert basis["therapist"] not in alone


def test_a_number_and_its_per_cent_sign_stay_on_one_line() -> None:
    page = render_intake(told(language="es", age_years=61))
    assert not re.search(r"\d %", page)
    assert "95\N{NO-BREAK SPACE}%" in page


def test_a_report_in_two_languages_says_so() -> None:
    person = Person(height_m=1.7, mass_kg=65)
    pages = {one: render_report(person=person, story=told(language=one)) for one in LANGUAGES}
    assert Say("es")("rest_in_english") in pages["es"]
    assert Say("en")("rest_in_english") not in pages["en"]


def test_own_words_stand_as_written_and_are_escaped_everywhere() -> None:
    page = render_intake(
        told(label=MARKUP, goal=MARKUP, activities=[{"words": MARKUP, "ability": 3}])
    )
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert page.count("¿correr? 走る") >= 4
    assert "&lt;script&gt;" in page


def test_contradictions_and_problems_are_shown_and_asked_again() -> None:
    story = told(pain_worst=0, pain_usual=6)
    page = text(
        render_intake(
            ToldStory(
                intake=story.intake, judged=story.judged, problems=({"en": "x.", "es": "y."},)
            )
        )
    )
    assert "Answers that do not go together" in page
    assert "Ask again" in page
    assert "Could not be used" in page


def test_an_edited_answer_keeps_both_versions_with_their_times() -> None:
    story = Story().answered(name="onset", value="injury", at=MONDAY)
    story = story.answered(name="onset", value="gradual", at=MONDAY + timedelta(days=1))
    page = text(render_intake(ToldStory(intake=Intake(story=story), judged=judge(story=story))))
    assert "2 March 2026, 09:00 With an injury" in page
    assert "3 March 2026, 09:00 Little by little" in page


def test_a_spanish_story_is_told_in_spanish() -> None:
    page = render_intake(told(language="es", which_knee="left", onset="gradual", since_days=42))
    assert '<html lang="es">' in page
    for sentence in ("Primero, la seguridad", "Duele la rodilla izquierda.", "hace 6 semanas"):
        assert sentence in page


def test_nothing_of_a_spanish_page_is_in_english() -> None:
    found: dict[str, Any] = {
        "which_knee": "left",
        "places": ["kneecap", "inner_joint"],
        "onset": "injury",
        "age_years": 61,
        "pain_stairs_down": 5,
        "pain_sitting": 7,
        "load_change": ["more"],
        "breathless": True,
        "feverish": None,
        "activities": "escaleras: 4; correr: 1",
        "exam_mcmurray": True,
        "exam_effusion": "large",
        "exam_hip_adduction_less": True,
        "exam_patellar_tilt": True,
        "exam_lachman": False,
        "exam_short_muscles": ["soleus"],
        "exam_quadriceps_wasting": True,
    }
    page = text(render_intake(told(language="es", **found)))
    english = [
        *(rule.words["en"] for one in conditions() for rule in one.findings),
        *(one.basis["en"] for one in red_flags()),
        *(one.says(language="en") for one in questions()),
        *(sign.words["en"] for group in impairment_groups() for sign in group.signs),
        *("Not so", "not counted", "Cannot be judged", "Not known yet", "our own degrees"),
    ]
    assert [words for words in english if words in page] == []
    assert not re.search(r"\s\d+\.\d\s", page[page.index("Primero, la") : page.rindex("Fuentes")])


@pytest.mark.parametrize("answers", [{}, {"which_knee": None, "places": None, "goal": None}])
def test_a_story_that_says_nothing_can_be_told(answers: dict[str, Any]) -> None:
    assert "Which knee hurts was not said." in render_intake(told(**answers))


def test_scores_say_what_a_change_means_and_from_where() -> None:
    story = told(pain_worst=6, activities="stairs: 4; running: 1")
    filled = akps(items=[5] * 13, permission="The publisher", at=MONDAY)
    page = render_intake(
        ToldStory(
            intake=Intake(story=story.intake.story, questionnaires=(filled,)), judged=story.judged
        )
    )
    said = text(page)
    assert "6 (0 to 10, higher is worse)" in said
    assert "2.5 (0 to 10, higher is better)" in said
    assert "65 (0 to 100, higher is better)" in said
    assert "A change of 1.16 points matters to people." in said
    assert "https://doi.org/10.2340/16501977-0295" in page
    assert "KOOS and its relatives are licensed" in said


def test_each_finding_of_the_differential_is_one_click_from_its_source() -> None:
    page = render_intake(told(places=["kneecap"], pain_stairs_down=5, pain_sitting=6, age_years=27))
    chapter = page[page.index('id="differential"') :]
    assert "Patellofemoral pain" in chapter
    counted = chapter[: chapter.index("odds \N{MULTIPLICATION SIGN}") + 600]
    assert 'rel="noreferrer"' in counted
    assert "before anything was asked" in chapter


def test_probabilities_are_never_rounded_to_nothing_or_certainty() -> None:
    assert [Say("en").of_hundred(one) for one in (0.0001, 0.004, 0.034, 0.55, 0.997)] == [
        "0.1",
        "0.4",
        "3",
        "55",
        "99.7",
    ]


def test_every_report_says_what_it_is_for_and_what_not() -> None:
    person = Person(height_m=1.7, mass_kg=70)
    for page in (render_report(person=person), render_intake(told())):
        assert "It is no diagnosis and no medical device." in page
    assert 'id="triage"' not in render_report(person=person)
    with_story = render_report(person=person, story=told(breathless=True))
    assert with_story.index('class="verdict emergency"') < with_story.index('id="story"')


def test_none_of_these_says_of_which() -> None:
    page = text(render_intake(told(bone_risks=["none"])))
    assert "None of these not: A stress fracture before; Eating little" in page


def test_what_only_the_clinician_may_know_is_on_no_page() -> None:
    story = told(age_years=8, onset="injury", exam_second_look=False)
    again = story.intake.story.answered(
        name="exam_second_look", value=True, at=MONDAY + timedelta(days=1)
    )
    judged = judge(story=again)
    assert judged.triage.raised[0].clinician
    page = render_intake(ToldStory(intake=Intake(story=again), judged=judged))
    assert "A child&#39;s injury that a doctor should see today" in page
    grown = Story().answered(name="age_years", value=34, at=MONDAY)
    grown = grown.answered(name="exam_second_look", value=True, at=MONDAY)
    misfit = render_intake(ToldStory(intake=Intake(story=grown), judged=judge(story=grown)))
    shown = text(page + misfit)
    for word in ("second look", "safeguarding", "Safeguarding", "maltreatment", "does not fit"):
        assert word not in shown
