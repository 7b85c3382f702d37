"""The pages of the tests are what their data say; a picture's places may differ by a hair."""

import re
from pathlib import Path

import pytest

from validation.pages import build_pages

DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
HAIR = 0.3  # of a picture 360 wide: other machines round otherwise
STALE = "older than the tests' data: run `make docs` and commit what it writes"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return build_pages()


def test_the_pages_are_those_the_data_give(pages: dict[str, str]) -> None:
    written = {path: (DOCS / path).read_text("utf-8") for path in pages if (DOCS / path).exists()}
    stale = [path for path, page in pages.items() if not same(page, written.get(path, ""))]
    assert not stale, STALE


def test_no_page_is_left_of_a_test_that_is_gone(pages: dict[str, str]) -> None:
    assert not [
        file.name for file in (DOCS / "tests").iterdir() if f"tests/{file.name}" not in pages
    ], STALE


def same(made: str, written: str) -> bool:
    if not made.startswith("<svg"):
        return made == written
    if NUMBER.sub("#", made) != NUMBER.sub("#", written):
        return False
    pairs = zip(NUMBER.findall(made), NUMBER.findall(written), strict=True)
    return all(abs(float(one) - float(other)) <= HAIR for one, other in pairs)
