"""One what-if as an HTML page: the person as measured and as they would stand, and the figures."""

from collections.abc import Mapping

from kneetrace.explain import PostureAnswers
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.page_frame import CHAPTER_STYLES, fill_page
from kneetrace.report.standing_figure import with_feet
from kneetrace.report.what_if import tell_what_if
from kneetrace.report.what_if_sliders import draw_stage
from kneetrace.terms import Person, Side, Unit


def render_what_if(
    answers: PostureAnswers,
    *,
    person: Person,
    side: Side,
    legs: int = 1,
    strengths: Mapping[str, float],
    angles_rad: Mapping[str, float],
    words: ExplanationWords | None = None,
) -> str:
    """Tell a what-if as a page of its own.

    Parameters
    ----------
    answers
        Two cases: as measured, and what was asked.
    person, side, legs
        Who stands, on which leg, or on two alike.
    strengths, angles_rad
        What was asked: see ``what_if``.
    words
        The language; English when not given.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    words = words or ExplanationWords()
    tall_m = person.height_m
    now, then = (
        with_feet(
            {name: places_m[case] for name, places_m in answers.points_m.items()},
            tall_m=tall_m,
            legs=legs,
        )
        for case in (0, 1)
    )
    pictures = {
        view: draw_stage(
            now, then, view=view, side=side, tall_m=tall_m, alt=words.say("what_if_pale")
        )
        for view in ("front", "side")
    }
    return fill_page(
        "what_if_page.html",
        sheets=CHAPTER_STYLES,
        **pictures,
        say=words.say,
        language=words.language,
        person=person,
        asked=(
            *(_asked("player", *one, Unit.RATIO, words=words) for one in strengths.items()),
            *(_asked("angle", *one, Unit.RADIAN, words=words) for one in angles_rad.items()),
        ),
        told=tell_what_if(answers, person=person, language=words.language),
    )


def _asked(kind: str, name: str, value: float, unit: Unit, *, words: ExplanationWords) -> str:
    return f"{words.name_of(kind, name)}: {words.value(value, unit)}"
