"""The load of one recording as an HTML page of its own."""

from collections.abc import Sequence

from kneetrace.explain import Load
from kneetrace.measure import Repetition
from kneetrace.report.load_chapter import LoadOfTest, load_fields
from kneetrace.report.load_words import LoadWords
from kneetrace.report.page_frame import fill_page
from kneetrace.terms import say_number


def render_load(
    load: Load,
    *,
    recording: str,
    repetitions: Sequence[Repetition] = (),
    words: LoadWords | None = None,
) -> str:
    """Tell loads as a page of its own.

    Parameters
    ----------
    load
        Of one recording.
    recording
        Its name.
    repetitions
        Marked on the curves; none where they are not known.
    words
        The language; English when not given.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    words = words or LoadWords()
    return fill_page(
        "load_page.html",
        sheets=("report.css", "load.css"),
        **load_fields(
            [LoadOfTest(title=recording, load=load, repetitions=repetitions)],
            words=words,
        ),
        recording=recording,
        person=load.person,
        height=words.number(load.person.height_m, decimals=2),
        mass=say_number(load.person.mass_kg, language=words.language),
    )
