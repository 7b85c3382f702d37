import pytest

from kneetrace.measure import MovementTest, movement_test, movement_tests
from validation.pages import build_pages
from validation.pages.markdown import anchor, first_sentence, split_row, table
from validation.pages.measures import described
from validation.pages.movement import movement_page
from validation.pages.validated import (
    beginnings_for,
    figures,
    figures_for,
    names_with_figures,
)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return build_pages()


def test_every_test_has_a_page_and_is_listed(pages: dict[str, str]) -> None:
    for name in movement_tests():
        assert f"tests/{name}.md" in pages
        assert f"(tests/{name}.md)" in pages["tests.md"]


@pytest.mark.parametrize("name", movement_tests())
def test_every_measure_of_a_test_is_described(name: str) -> None:
    assert not [one for one in movement_test(name=name).measures if one not in described()]


@pytest.mark.parametrize("test", movement_tests().values(), ids=lambda test: test.name)
def test_a_page_says_what_it_shows_for_whom_how_well_and_what_not(test: MovementTest) -> None:
    page = movement_page(test)
    assert test.shows["en"].strip() in page
    assert test.for_whom["en"].strip() in page
    assert all(
        f"## {heading}" in page
        for heading in ("What you do", "What is measured", "What it cannot tell", "How well")
    )


def test_what_no_view_shows_stands_under_what_it_cannot_tell() -> None:
    measured, _, cannot = movement_page(movement_test(name="squat")).partition("## What it cannot")
    assert "hip_rotation" not in measured
    assert "Thigh turning about its own axis" in cannot


def test_figures_are_quoted_from_the_published_ones() -> None:
    published = {one.name: one for one in figures()}
    quoted = figures_for("sit_to_stand")
    assert quoted
    assert all(published[one.name] == one for one in quoted)
    assert all(one.name.startswith(tuple(beginnings_for("sit_to_stand"))) for one in quoted)
    assert figures_for("handstand") == ()


def test_figures_are_chosen_for_tests_that_there_are() -> None:
    assert names_with_figures() <= {*movement_tests(), "strength"}


def test_measures_that_share_a_row_each_have_their_part() -> None:
    assert described()["descent_duration"].definition == "from rest to the hold, s"
    assert described()["ascent_duration"].definition == "from the hold to rest, s"


def test_markdown() -> None:
    assert table(("a", "b"), [("1|2", "3")]).splitlines() == [
        "| a | b |",
        "|---|---|",
        r"| 1\|2 | 3 |",
    ]
    assert split_row("| a |  | b |") == ["a", "", "b"]
    assert anchor("30-second chair stand") == "30-second-chair-stand"
    assert first_sentence("One. Two.") == "One."
