import pytest

from kneetrace.measure import movement_tests, strength_tests
from kneetrace.report.pictures import draw_picture, find_picture


@pytest.mark.parametrize("name", [*movement_tests(), *strength_tests()])
def test_every_test_has_a_picture_that_says_itself_in_both_languages(name: str) -> None:
    picture = find_picture(name)
    assert picture is not None
    for language in ("en", "es"):
        assert picture.alt[language].endswith(".")
        assert picture.alt[language] in draw_picture(picture, language=language)


def test_nothing_is_drawn_for_an_unknown_name() -> None:
    assert find_picture("handstand") is None
