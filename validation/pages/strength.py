"""The page of the strength tests."""

from collections.abc import Iterator

from kneetrace.measure import StrengthTest, strength_tests
from kneetrace.report import find_picture, steps_of
from validation.pages.markdown import numbered, table
from validation.pages.validated import figures_for

HEAD = """\
# The strength tests

Written by `make docs` from the tests' own data; do not edit by hand. [All tests](../tests.md)

What a strength test can and cannot say, its error, the smallest real change and with whom a result
is compared: [strength.md](../strength.md). The orange piece in the pictures is the device; the
arrow is the way to push or pull.
"""


def strength_page() -> str:
    """Write the page."""
    rows = [
        (f"`{one.name}`", f"{one.value} {one.unit}", one.must, one.holds, one.data)
        for one in figures_for("strength")
    ]
    figures = (
        "## How well\n\nFrom [validation.md](../validation.md):\n\n"
        + table(("figure", "value", "must", "holds", "data"), rows)
        if rows
        else ""
    )
    return "\n\n".join(
        part.strip() for part in (HEAD, *map(_section, strength_tests().values()), figures) if part
    )


def _section(test: StrengthTest) -> str:
    picture = find_picture(test.name)
    alt = "" if picture is None else picture.alt["en"]
    facts = "\n".join(f"- {fact}" for fact in _facts(test))
    return (
        f"## {test.title['en']}\n\n"
        f'<img src="{test.name}.svg" width="420" alt="{alt}">\n\n'
        f"{numbered(steps_of(test=test))}\n\n"
        f"<details><summary>En español: {test.title['es']}</summary>\n\n"
        f"{numbered(steps_of(test=test, language='es'))}\n\n"
        f"</details>\n\n"
        f"{facts}"
    )


def _facts(test: StrengthTest) -> Iterator[str]:
    yield f"Name: `{test.name}`{', each side' if test.sides else ''}"
    yield f"Write down: {test.records}"
    if test.holdings:
        yield f"Device held by: {', '.join(one.value.replace('_', ' ') for one in test.holdings)}"
    if test.positions:
        yield f"Positions: {', '.join(one.replace('_', ' ') for one in test.positions)}"
