from typing import Any

import pytest

from kneetrace.intake import BrokenStatement, Truth, statement


@pytest.mark.parametrize(
    ("text", "values", "truth"),
    [
        ("feverish", {"feverish": True}, True),
        ("feverish", {"feverish": False}, False),
        ("feverish", {}, None),
        ("feverish", {"feverish": None}, None),
        ("not feverish", {}, None),
        ("feverish and limp", {"limp": False}, False),
        ("feverish and limp", {"limp": True}, None),
        ("feverish or limp", {"limp": True}, True),
        ("feverish or limp", {"limp": False}, None),
        ("age_years >= 55", {"age_years": 55}, True),
        ("onset == 'injury'", {"onset": "gradual"}, False),
        ("'kneecap' in places", {"places": ("back", "kneecap")}, True),
        ("'kneecap' in places", {"places": ("back",)}, False),
        ("'knee' in places", {"places": "kneecap"}, False),
        ("places == 'back'", {"places": ("back",)}, True),
        ("places != 'back'", {"places": ("back", "kneecap")}, True),
        ("count(a, b, c) >= 2", {"a": True, "b": True}, True),
        ("count(a, b, c) >= 2", {"a": True, "b": False}, None),
        ("count(a, b, c) >= 2", {"a": False, "b": False}, False),
        ("a < b", {"a": 1, "b": 2}, True),
        ("a < b", {"a": 1}, None),
        ("a > 366 * b", {"a": 14610, "b": 9}, True),
        ("a > 366 * b", {"b": 9}, None),
        ("count(a and b, c > 3) == 1", {"a": True, "b": True, "c": 2}, True),
    ],
)
def test_what_is_not_known_stays_open_unless_the_rest_decides(
    text: str, values: dict[str, Any], truth: Truth
) -> None:
    assert statement(text=text).truth(values=values) is truth


def test_an_open_statement_names_what_would_have_to_be_asked() -> None:
    read = statement(text="feverish and (limp or age_years > 80)")
    assert read.open_names(values={"feverish": True, "limp": False}) == {"age_years"}
    assert read.open_names(values={"feverish": False}) == set()


@pytest.mark.parametrize(
    "text",
    ["", "import os", "a ==", "f(a)", "a + b", "__import__('os')", "a < b + c", "a < 'x' * b"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BrokenStatement):
        statement(text=text)
