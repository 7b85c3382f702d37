"""Every page that leaves this machine links what the program is for and what not, and holds it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from kneetrace import report
from kneetrace.explain import find_load, stand, what_if
from kneetrace.intake import Asker, Intake, Story, judge, questions, red_flags
from kneetrace.measure import MotionTable, movement_test
from kneetrace.report import ToldStory, purpose_figures, read_purpose
from kneetrace.terms import Person, Side
from tests.unit.explain.made_up_trace import LACKING
from tests.unit.report.made_up_explanation import little
from validation.one_leg_squat import one_leg_squat
from validation.vignettes import read_vignettes

PERSON: Final = Person(height_m=1.75, mass_kg=72)
TITLE: Final = "What this is for, and what it is not"


def told(*, language: str = "en") -> ToldStory:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    story = Story().answered(name="age_years", value=34, at=at)
    return ToldStory(intake=Intake(story=story, language=language), judged=judge(story=story))


def load_page() -> str:
    time_s = np.linspace(0, 2, 41)
    bend = 1.2 * np.sin(np.pi * time_s / 2) ** 2
    values = {
        "pelvis_tx": 0 * bend,
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    load = find_load(MotionTable(time_s=time_s, values=values), person=PERSON)
    return report.render_load(load, recording="squat.mot")


def what_if_page() -> str:
    asked = {"hip_extension": 1.0}
    answers = what_if(stand(one_leg_squat(), deficits=LACKING), strengths=asked)
    return report.render_what_if(
        answers, person=PERSON, side=Side.RIGHT, strengths=asked, angles_rad={}
    )


# One for each of the room's functions that write a page.
PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "render_report": lambda: report.render_report(person=PERSON, story=told()),
    "render_intake": lambda: report.render_intake(told()),
    "render_explanation": lambda: report.render_explanation(little()),
    "render_load": load_page,
    "render_what_if": what_if_page,
    "render_sheet": lambda: report.render_sheet(test=movement_test(name="squat")),
}


def test_no_kind_of_page_is_forgotten() -> None:
    assert {name for name in report.__all__ if name.startswith("render_")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_links_the_safety_page_and_holds_it(name: str) -> None:
    page = PAGES[name]()
    head, _, rest = page.partition("</header>")
    assert re.search(rf'<a [^>]*href="#safety"[^>]*>{TITLE}</a>', head)
    assert rest.count('<details id="safety">') == 1
    for part in read_purpose("en").parts:
        assert f"<h3>{part.heading}</h3>" in rest
    assert len(re.findall(r'id="([^"]+)"', page)) == len(set(re.findall(r'id="([^"]+)"', page)))


def test_a_spanish_page_says_it_in_spanish() -> None:
    spanish = read_purpose("es")
    for page in (
        report.render_intake(told(language="es")),
        report.render_report(person=PERSON, story=told(language="es")),
        report.render_sheet(test=movement_test(name="squat"), language="es"),
    ):
        assert f'href="#safety" lang="es">{spanish.title}</a>' in page
        assert f"<h3>{spanish.parts[0].heading}</h3>" in page


def test_both_languages_say_the_same_parts() -> None:
    english, spanish = (
        [
            (len(part.said), len(part.points), len(part.table), part.numbered, bool(part.after))
            for part in read_purpose(language).parts
        ]
        for language in ("en", "es")
    )
    assert english == spanish


def test_what_can_be_counted_is_counted_rightly() -> None:
    of_the_person = {each.name for each in questions(asked=Asker.PERSON)}
    asked = of_the_person & {name for flag in red_flags() for name in flag.when.names}
    assert purpose_figures()["questions"] == len(asked)
    assert purpose_figures()["vignettes"] == len(read_vignettes())


def test_figures_are_the_published_ones_rounded() -> None:
    page = (Path(__file__).parents[2] / "docs/validation.md").read_text(encoding="utf-8")
    published = dict(re.findall(r"^\| triage\.(\w+) \| ([\d.]+) \|", page, flags=re.MULTILINE))
    for name, told_as in purpose_figures().items():
        if name != "questions":
            decimals = len(str(told_as).partition(".")[2])
            assert round(float(published[name]), decimals) == told_as, name
