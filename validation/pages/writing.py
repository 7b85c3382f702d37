"""Every page made from data, and every picture under docs/tests, and how they get there."""

from pathlib import Path
from typing import Final

from kneetrace.measure import movement_tests, strength_tests
from kneetrace.report import draw_phone, draw_picture, find_picture, phone_places
from validation.pages.index import index_page
from validation.pages.movement import movement_page, phone_file
from validation.pages.red_flags import red_flags_page
from validation.pages.safety import safety_page
from validation.pages.strength import strength_page
from validation.running import CHECKOUT

DOCS: Final = CHECKOUT / "docs"
FOLDER: Final = "tests"


def build_pages() -> dict[str, str]:
    """Make every page and picture.

    Returns
    -------
    dict
        Path under docs -> the whole text.
    """
    pages = {
        "tests.md": index_page(),
        "red_flags.md": red_flags_page(),
        "safety.md": safety_page("en"),
        "safety.es.md": safety_page("es"),
        f"{FOLDER}/strength.md": strength_page(),
    }
    for name, test in movement_tests().items():
        pages[f"{FOLDER}/{name}.md"] = movement_page(test)
        pages[f"{FOLDER}/{phone_file(test)}"] = draw_phone(
            [phone_places()[place] for place in test.placements],
            picture=find_picture(name),
            alone=True,
        )
    for name in [*movement_tests(), *strength_tests()]:
        picture = find_picture(name)
        if picture is not None:
            pages[f"{FOLDER}/{name}.svg"] = draw_picture(picture, alone=True)
    return {path: text.rstrip("\n") + "\n" for path, text in pages.items()}


def write_pages() -> tuple[Path, ...]:
    """Write every page, and remove those of tests that are gone."""
    pages = build_pages()
    (DOCS / FOLDER).mkdir(exist_ok=True)
    for old in (DOCS / FOLDER).iterdir():
        if f"{FOLDER}/{old.name}" not in pages:
            old.unlink()
    for path, text in pages.items():
        (DOCS / path).write_text(text, encoding="utf-8")
    return tuple((DOCS / path).relative_to(CHECKOUT) for path in pages)
