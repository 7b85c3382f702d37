import ast
from pathlib import Path
from random import Random

import pytest

import validation.knee_cases
from kneetrace.evidence import sources
from kneetrace.intake import Asker, Disposition, question, questions
from validation.knee_cases import Answering, asked_to_the_end, conditions, draw_cases
from validation.sections.triage import USUAL, hazards, outcomes, upper_95_percent


def test_of_made_up_people_with_gaps_and_errors_none_is_sent_home_who_must_not() -> None:
    cases = draw_cases(count=400, dangerous=True, random=Random(1))
    assert hazards(outcomes(cases=cases, answering=USUAL)) == 0


def test_who_is_well_and_answers_everything_mostly_is_not_sent_to_a_doctor() -> None:
    cases = draw_cases(count=100, dangerous=False, random=Random(2))
    pairs = outcomes(cases=cases, answering=Answering())
    assert sum(result > truth for truth, result in pairs) < 40


def test_who_answers_nothing_is_seen_the_same_day() -> None:
    (case,) = draw_cases(count=1, dangerous=False, random=Random(3))
    found = asked_to_the_end(case=case, answering=Answering(missing=1), random=Random(4))
    assert found.disposition >= Disposition.URGENT
    assert not found.cleared


def test_the_descriptions_know_nothing_of_the_rules() -> None:
    tree = ast.parse(Path(validation.knee_cases.__file__).read_text("utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & {"red_flags", "RedFlag", "advices"}


@pytest.mark.parametrize("condition", conditions(), ids=lambda each: each.name)
def test_a_description_has_a_source_and_speaks_of_questions_and_options_there_are(
    condition: object,
) -> None:
    assert isinstance(condition, validation.knee_cases.Condition)
    assert condition.sources
    assert set(condition.sources) <= set(sources())
    for said in (condition.given, condition.features, *condition.variants):
        for name, value in said.items():
            if name in ("age", "days"):
                continue
            options = question(name=name).option_names
            chosen = [value] if isinstance(value, str) else value
            if options:
                assert set(chosen) <= set(options), name


def test_every_question_is_answered_by_everybody() -> None:
    (case,) = draw_cases(count=1, dangerous=True, random=Random(5))
    assert set(case.answers) == {each.name for each in questions(asked=Asker.PERSON)}


def test_the_upper_end_of_none_in_five_thousand() -> None:
    assert upper_95_percent(count=0, among=5000) == pytest.approx(0.0738, abs=0.0001)
    assert upper_95_percent(count=2, among=5000) == pytest.approx(0.1444, abs=0.0001)
    assert upper_95_percent(count=3, among=3) == 100
