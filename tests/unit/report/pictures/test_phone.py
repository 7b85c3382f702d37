import re
import xml.etree.ElementTree as ET

import pytest

from kneetrace.report.pictures import draw_phone, find_picture, phone_places


@pytest.mark.parametrize("name", phone_places())
def test_every_place_can_be_drawn_and_says_itself(name: str) -> None:
    place = phone_places()[name]
    svg = ET.fromstring(draw_phone([place], picture=find_picture("side_plank"), language="es"))
    assert svg.get("aria-label") == place.words["es"]


def test_the_best_place_is_filled_and_the_others_are_outlines() -> None:
    places = phone_places()
    drawn = draw_phone([places["oblique"], places["front"]], picture=None)
    assert drawn.count('class="phone other"') == 1
    assert drawn.count('class="cone"') == 1


def test_the_phone_stands_in_front_below_and_to_the_side_on_the_left() -> None:
    def at(name: str) -> tuple[float, float]:
        drawn = str(draw_phone([phone_places()[name]], picture=None))
        found = re.search(r"translate\(([\d.]+) ([\d.]+)\) rotate", drawn)
        assert found is not None
        return float(found[1]), float(found[2])

    (front_x, front_y), (side_x, side_y) = at("front"), at("side")
    assert front_y > side_y
    assert side_x < front_x
