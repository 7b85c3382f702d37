"""The load of one recording as an HTML page of its own."""

from markupsafe import Markup

from kneetrace import __version__
from kneetrace.explain import Load
from kneetrace.report.load_chapter import LoadOfTest, load_fields
from kneetrace.report.load_words import LoadWords
from kneetrace.report.page_frame import environment, style_hash, styles


def render_load(load: Load, *, recording: str, words: LoadWords | None = None) -> str:
    """Tell loads as a page of its own.

    Parameters
    ----------
    load
        Of one recording.
    recording
        Its name.
    words
        The language; English when not given.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.
    """
    style = styles("report.css", "load.css")
    return (
        environment()
        .get_template("load_page.html")
        .render(
            **load_fields([LoadOfTest(title=recording, load=load)], words=words or LoadWords()),
            recording=recording,
            person=load.person,
            version=__version__,
            style=Markup(style),  # our own files, so they are not escaped
            style_hash=style_hash(style),
        )
    )
