import re
import xml.etree.ElementTree as ET

import pytest

from kneetrace.measure import (
    MovementTest,
    StrengthTest,
    movement_test,
    movement_tests,
    strength_test,
    strength_tests,
)
from kneetrace.report import (
    UnknownLanguage,
    UnknownTest,
    find_test,
    phone_places,
    render_sheet,
    steps_of,
    where_to_film,
)

EVERY = [*movement_tests().values(), *strength_tests().values()]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("test", EVERY, ids=lambda test: test.name)
def test_every_test_has_a_sheet_with_its_picture_and_every_step(
    test: MovementTest | StrengthTest, language: str
) -> None:
    page = render_sheet(test=test, language=language)
    assert f'<html lang="{language}">' in page
    assert 'class="picture"' in page
    assert len(re.findall(r"<li>", page)) >= len(steps_of(test=test, language=language)) > 0


def test_only_a_filmed_test_says_where_the_phone_stands() -> None:
    assert "Where the phone stands" in render_sheet(test=movement_test(name="squat"))
    assert "Where the phone stands" not in render_sheet(test=strength_test(name="knee_extension"))


def test_a_sheet_loads_nothing_and_closes_every_drawing() -> None:
    page = render_sheet(test=movement_test(name="squat"))
    assert not re.search(r'(?:src|href)="(?!#)', page)
    for drawing in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        ET.fromstring(drawing)


@pytest.mark.parametrize("name", movement_tests())
def test_every_place_of_the_phone_is_drawn_and_said(name: str) -> None:
    assert set(movement_test(name=name).placements) <= set(phone_places())
    assert all(where_to_film(test=movement_test(name=name), language="es"))


def test_the_best_place_comes_first_and_whole() -> None:
    first, second = where_to_film(test=movement_test(name="squat"))
    assert first.startswith("Halfway between")
    assert second == "Also possible: straight in front."


def test_an_instruction_is_cut_into_sentences() -> None:
    assert steps_of(test=movement_test(name="squat"))[0].endswith("two seconds.")


def test_an_unknown_language_or_test_is_said_in_a_sentence() -> None:
    with pytest.raises(UnknownLanguage, match="en, es"):
        render_sheet(test=movement_test(name="squat"), language="fr")
    with pytest.raises(UnknownTest, match="handstand"):
        find_test("handstand")
