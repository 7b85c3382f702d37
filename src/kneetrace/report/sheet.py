"""The sheet a person is handed before a test: one page with its picture, steps and phone."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from markupsafe import Markup

from kneetrace.measure import Legs, MovementTest, StrengthTest, movement_tests, strength_tests
from kneetrace.report.page_frame import fill_page
from kneetrace.report.pictures import (
    draw_phone,
    draw_picture,
    find_picture,
    phone_places,
)
from kneetrace.terms import InvalidInput

_SENTENCE_END: Final = re.compile(r"(?<=[.!?]) ")


class UnknownTest(InvalidInput):
    """No movement or strength test has this name."""


class UnknownLanguage(InvalidInput):
    """Instructions are not written in this language."""


def find_test(name: str) -> MovementTest | StrengthTest:
    """Find a test that a person can be asked to do; a movement goes before a strength test.

    Raises
    ------
    UnknownTest
        When no test has this name.
    """
    known = strength_tests() | movement_tests()
    if name not in known:
        raise UnknownTest(f'There is no test "{name}": `kneetrace tests` lists them all.')
    return known[name]


def where_to_film(*, test: MovementTest, language: str = "en") -> tuple[str, ...]:
    """Say where the phone stands: the best place in a sentence, then the others in short."""
    words = _words(language)
    best, *others = (phone_places()[name] for name in test.placements)
    return (
        best.words[language],
        *(words["also"].format(where=place.short[language]) for place in others),
    )


def render_sheet(*, test: MovementTest | StrengthTest, language: str = "en") -> str:
    """Write the instruction sheet of one test, for a phone's screen and for paper.

    Parameters
    ----------
    test
        A movement test, which is filmed, or a strength test.
    language
        ``"en"`` or ``"es"``.

    Returns
    -------
    str
        A whole HTML document that loads nothing from anywhere.

    Raises
    ------
    UnknownLanguage
        For any other language.
    """
    words = _words(language)
    picture = find_picture(test.name)
    phone, where = Markup(""), tuple[str, ...]()
    before, one_side = words["weigh"], False
    if isinstance(test, MovementTest):
        where = where_to_film(test=test, language=language)
        places = [phone_places()[name] for name in test.placements]
        phone = draw_phone(places, picture=picture, language=language)
        before, one_side = words["film"], test.legs is Legs.ONE
    return fill_page(
        "sheet.html",
        sheets=("report.css", "sheet.css"),
        language=language,
        words=words,
        title=test.title[language],
        one_side=one_side,
        steps=steps_of(test=test, language=language),
        picture=draw_picture(picture, language=language) if picture else "",
        phone=phone,
        where=where,
        before=before,
    )


def steps_of(*, test: MovementTest | StrengthTest, language: str = "en") -> tuple[str, ...]:
    """Cut a test's instruction into its sentences, one for each step.

    Raises
    ------
    UnknownLanguage
        When the instruction is not written in this language.
    """
    _words(language)
    return tuple(_SENTENCE_END.split(test.instruction[language].strip()))


def _words(language: str) -> dict[str, Any]:
    known = _table()
    if language not in known:
        raise UnknownLanguage(
            f'There are no instructions in "{language}": choose one of {", ".join(known)}.'
        )
    words: dict[str, Any] = known[language]
    return words


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("sheet.toml").read_text("utf-8"))
