from datetime import date

import pytest

from kneetrace.terms import LANGUAGES, say_day


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_word_of_its_own_and_no_number(language: str) -> None:
    said = {say_day(date(2026, month, 5), language=language) for month in range(1, 13)}
    assert len(said) == 12
    assert all(one.startswith("5 ") and one.endswith(" 2026") for one in said)


def test_a_spanish_day_is_said_as_people_say_it() -> None:
    assert say_day(date(2026, 8, 31), language="es") == "31 de agosto de 2026"
