"""An explanation as an HTML page of its own."""

from collections.abc import Iterator
from datetime import date

from kneetrace.explain import Explanation
from kneetrace.measure import movement_tests
from kneetrace.report.explanation_chapter import explanation_fields
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.page_frame import CHAPTER_STYLES, fill_page
from kneetrace.terms import say_day, say_number


def render_explanation(
    explanation: Explanation,
    *,
    made_on: date | None = None,
    words: ExplanationWords | None = None,
) -> str:
    """Tell an explanation as a page of its own, for the patient and the therapist.

    Parameters
    ----------
    explanation
        However little it holds; its what-ifs become sliders that move the person in the page.
    made_on
        The day to print; none is printed when not given.
    words
        The language; English when not given.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    words = words or ExplanationWords()
    return fill_page(
        "explanation_page.html",
        sheets=CHAPTER_STYLES,
        **explanation_fields((explanation,), words=words),
        person=explanation.person,
        facts=tuple(_facts(explanation, words=words)),
        made_on="" if made_on is None else say_day(made_on, language=words.language),
    )


def _facts(explanation: Explanation, *, words: ExplanationWords) -> Iterator[str]:
    person = explanation.person
    test = None if explanation.test is None else movement_tests().get(explanation.test)
    if test is not None:
        yield test.title[words.language]
    yield f"{words.number(person.height_m, decimals=2)} m"
    yield f"{say_number(person.mass_kg, language=words.language)} kg"
