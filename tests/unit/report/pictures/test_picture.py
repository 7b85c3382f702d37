import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from kneetrace.report.pictures import draw_picture, picture_style, read_picture

STANDING: dict[str, Any] = {"alt": {"en": "Somebody stands."}, "panel": [{}]}


def drawn(**more: Any) -> str:
    return str(draw_picture(read_picture({**STANDING, **more})))


def heights(svg: str) -> list[float]:
    """Places up the page of every stroke that starts a path of the drawn person."""
    return [float(y) for y in re.findall(r'class="shoe" d="M-?[\d.]+ (-?[\d.]+)', svg)]


def test_a_picture_says_itself_in_words() -> None:
    svg = ET.fromstring(drawn())
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Somebody stands."


def test_only_a_picture_alone_brings_its_colours() -> None:
    picture = read_picture(STANDING)
    assert "<style>" not in draw_picture(picture)
    alone = str(draw_picture(picture, alone=True))
    assert picture_style() in alone
    assert 'xmlns="http://www.w3.org/2000/svg"' in alone


def test_every_paint_has_a_colour() -> None:
    table = {**STANDING, "prop": [{"kind": "chair", "back": -0.6}], "timed": True, "yaw_deg": -80}
    painted = set(re.findall(r'class="([a-z-]+)"', str(draw_picture(read_picture(table)))))
    known = set(re.findall(r"\.([a-z-]+)", picture_style()))
    assert painted <= known


def test_the_feet_stand_on_the_floor_or_as_high_as_told() -> None:
    (floor,), (box,) = ({max(heights(drawn(panel=[{"lowest_m": low}])))} for low in (0.0, 0.2))
    assert floor - box == pytest.approx(20.0, abs=0.5)


def test_the_far_limbs_are_paler_only_from_beside() -> None:
    assert 'class="far"' in drawn(yaw_deg=-80)
    assert 'class="far"' not in drawn(yaw_deg=0)


def test_wide_postures_shrink_to_the_card() -> None:
    lying = {"joints_deg": {"tilt": 90}}
    scale = re.search(r"scale\(([\d.]+)\)", drawn(yaw_deg=-90, panel=[lying, lying, lying]))
    assert scale is not None
    assert float(scale[1]) < 1.0


def test_a_picture_mirrored_has_the_same_size() -> None:
    one = drawn(yaw_deg=-60, panel=[{"joints_deg": {"hip_flexion_r": 60, "knee_angle_r": 60}}])
    two = drawn(yaw_deg=60, panel=[{"joints_deg": {"hip_flexion_l": 60, "knee_angle_l": 60}}])
    assert sorted(heights(one)) == pytest.approx(sorted(heights(two)), abs=3.0)
