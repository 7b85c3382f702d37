import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from kneetrace.measure import Measurement
from kneetrace.report import Chapter, StillTaker, render_report
from kneetrace.terms import Person

if TYPE_CHECKING:
    from tests.unit.conftest import Frames

VOID = {"meta", "br", "img", "link", "hr", "input"}


class Page(HTMLParser):
    """Elements with their attributes, and whether every one that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.elements if name == tag)


@pytest.fixture(scope="module")
def text(squat_measurement: Measurement, squat_frames: "Frames") -> str:
    taker = StillTaker(squat_measurement)
    for _ in taker.watch(squat_frames()):
        pass
    return render_report(
        person=squat_measurement.person,
        made_on=date(2026, 11, 22),
        chapters=(
            Chapter(
                video="squat.mp4", test="squat", measurement=squat_measurement, stills=taker.taken
            ),
            Chapter(video="chair.mp4", test="sit_to_stand", refusal="Nobody was found."),
        ),
    )


def test_the_page_is_well_formed(text: str) -> None:
    assert Page(text).open == []


def test_the_label_is_escaped(text: str) -> None:
    assert "<b>Moreno" not in text
    assert "&lt;b&gt;Moreno" in text


def test_nothing_is_loaded_from_elsewhere(text: str) -> None:
    page = Page(text)
    loaded = [
        attributes.get(name) or ""
        for _, attributes in page.elements
        for name in ("src", "srcset", "poster", "data", "xlink:href", "action")
        if name in attributes
    ]
    assert loaded
    assert all(address.startswith("data:image/jpeg;base64,") for address in loaded)
    assert not list(page.all("link"))
    assert not list(page.all("iframe"))
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_allows_just_this_style_and_no_script(text: str) -> None:
    policy = next(
        one["content"]
        for one in Page(text).all("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    inside = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert inside is not None
    digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "<script" not in text
    assert ' style="' not in text, "the policy would drop it"


def test_pictures_and_drawings_say_what_they_show(text: str) -> None:
    page = Page(text)
    assert all(one.get("alt") for one in page.all("img"))
    for one in page.all("svg"):
        if one.get("role") == "img":
            assert one.get("aria-label")


def test_headings_never_skip_a_level(text: str) -> None:
    levels = [int(name[1]) for name, _ in Page(text).elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_given_once_and_references_resolve(text: str) -> None:
    page = Page(text)
    ids = [one["id"] for _, one in page.elements if one.get("id")]
    assert len(ids) == len(set(ids))
    for _, one in page.elements:
        if one.get("aria-labelledby"):
            assert one["aria-labelledby"] in ids
        if (one.get("href") or "").startswith("#"):
            assert (one["href"] or "")[1:] in ids


def test_what_could_not_be_measured_is_there_with_reason_and_advice(text: str) -> None:
    assert "Pelvis tilting sideways" in text
    assert "phone straight in front of you" in text
    assert "Nobody was found." in text


def test_it_says_what_it_is_not(text: str) -> None:
    assert "not a medical device" in text
    assert "a therapist decides" in text


def test_no_published_reference_is_said_once(text: str) -> None:
    assert text.count("your own baseline") == 1


def test_a_measurement_without_a_fitted_body_still_makes_a_page(
    squat_measurement: Measurement,
) -> None:
    bare = replace(squat_measurement, motion=None, repetitions=(), answers=(), findings=())
    page = render_report(
        person=Person(height_m=1.7, mass_kg=70),
        chapters=(Chapter(video="a.mp4", test="squat", measurement=bare),),
    )
    assert "no curves" in page


WRITTEN = [
    *product(("ink", "soft", "accent", "alert"), ("paper", "shade", "band")),
    ("right", "paper"),
    ("left", "paper"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
def test_writing_has_the_contrast_wcag_asks_for(scheme: str, ink: str, ground: str) -> None:
    colours = palettes()[scheme]
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def palettes() -> dict[str, dict[str, str]]:
    css = files("kneetrace.report").joinpath("report.css").read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    return {"light": blocks[0], "dark": blocks[1]}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, 1.4.3)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
