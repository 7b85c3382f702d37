import base64
import hashlib
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from kneetrace.report import ExplanationWords, render_explanation, render_report
from kneetrace.report.standing_figure import SHAPES
from kneetrace.report.what_if_sliders import show_what_if
from kneetrace.terms import Side
from tests.unit.report.made_up_explanation import made_up, squat, surrogate, with_sliders

EN, ES = ExplanationWords(), ExplanationWords(language="es")


def test_a_page_runs_the_one_script_its_policy_admits() -> None:
    page = render_explanation(with_sliders())
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "unsafe" not in page.partition("</head>")[0]


def test_without_sliders_no_script_may_run() -> None:
    for page in (
        render_explanation(made_up()),
        render_explanation(replace(with_sliders(), posture=None)),
    ):
        assert "<script" not in page
        assert "script-src" not in page
        assert "<input" not in page


def test_the_report_has_the_sliders_too() -> None:
    person = made_up().person
    page = render_report(person=person, explanations=[with_sliders()])
    assert page.count('type="range"') == len(surrogate().sliders)


def test_nothing_shows_before_the_script_has_run() -> None:
    page = render_explanation(with_sliders())
    assert '<div class="what-if" hidden>' in page


def test_the_data_hold_the_formulas_and_all_that_is_drawn() -> None:
    shown = show_what_if(surrogate(), squat(), words=ES)
    assert shown is not None
    assert "<" not in shown.data
    data = json.loads(shown.data)
    assert data["model"] == json.loads(json.dumps(surrogate().document()))
    assert len(data["shapes"]) == len(SHAPES)
    circles = [circle for shape in data["shapes"] for link in shape for circle in link]
    places = {*data["places"], *data["feet"]}
    assert {place for circle in circles for place in circle[:2]} <= places
    told = {output.name for output in surrogate().outputs}
    assert {f"{name}_{way}" for name in data["places"] for way in ("forward", "up")} <= told


def test_every_slider_has_a_name_in_both_languages_and_starts_as_measured() -> None:
    english, spanish = (show_what_if(surrogate(), squat(), words=words) for words in (EN, ES))
    assert english is not None
    assert spanish is not None
    for one, other in zip(
        (*english.strengths, *english.angles), (*spanish.strengths, *spanish.angles), strict=True
    ):
        assert one.title != other.title
        assert one.low < one.now < one.high


def test_what_no_formula_follows_is_named_and_without_formulas_nothing_shows() -> None:
    fewer = replace(surrogate(), left_out=("quadriceps", "hip_rotation"))
    shown = show_what_if(fewer, squat(), words=EN)
    assert shown is not None
    assert shown.left_out == "Front of the thigh, Hip, thigh turned in"
    assert show_what_if(replace(fewer, formulas={}), squat(), words=EN) is None


def test_a_left_leg_is_drawn_as_the_mirror_image() -> None:
    right, left = (
        show_what_if(surrogate(), squat(side), words=EN) for side in (Side.RIGHT, Side.LEFT)
    )
    assert right is not None
    assert left is not None
    assert right.data == left.data
    boxes = [
        np.array(re.findall(r'viewBox="([^"]+)"', one.side)[0].split(), dtype=float)
        for one in (right, left)
    ]
    assert boxes[1][0] == pytest.approx(-boxes[0][0] - boxes[0][2], abs=0.2)
    assert 'transform="scale(-1 1)"' in left.side
