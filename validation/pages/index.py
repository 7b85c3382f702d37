"""The page that lists every test: docs/tests.md."""

from kneetrace.measure import MovementTest, StrengthTest, movement_tests, strength_tests
from kneetrace.report import find_picture
from validation.pages.markdown import anchor, first_sentence, table

HEAD = """\
# The tests

Written by `make docs` from the tests' own data; do not edit by hand.

What each test shows, how well, and for whom. Every picture is drawn by the program, with the
skeleton it fits to a video. A sheet to hand out, in English or Spanish:
`kneetrace tests squat --language es --sheet squat.html`.
"""

FILMED = """\
## Filmed with a phone

How the measures are read, and what change is real, is said in [measures.md](measures.md); how the
score of a repetition is made in [technique.md](technique.md).
"""

STRENGTH = """\
## Strength

Measured with a dynamometer, or at home. What strength can and cannot say is in
[strength.md](strength.md).
"""


def index_page() -> str:
    """Write the list."""
    filmed = [_filmed(test) for test in movement_tests().values()]
    strength = [_strength(test) for test in strength_tests().values()]
    return "\n".join(
        (
            HEAD,
            FILMED,
            table(("", "test", "what it shows"), filmed),
            "",
            STRENGTH,
            table(("", "test", "what is done"), strength),
        )
    )


def _filmed(test: MovementTest) -> tuple[str, ...]:
    title = f"[**{test.title['en']}**](tests/{test.name}.md)<br>`{test.name}`"
    return _picture(test.name), title, test.shows["en"]


def _strength(test: StrengthTest) -> tuple[str, ...]:
    title = test.title["en"]
    linked = f"[**{title}**](tests/strength.md#{anchor(title)})<br>`{test.name}`"
    return _picture(test.name), linked, first_sentence(test.instruction["en"])


def _picture(name: str) -> str:
    picture = find_picture(name)
    alt = "" if picture is None else picture.alt["en"]
    return f'<img src="tests/{name}.svg" width="230" alt="{alt}">'
