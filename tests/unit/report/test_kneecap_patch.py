import re

import numpy as np
import pytest

from kneetrace.explain import KneecapContact
from kneetrace.report.kneecap_patch import draw_kneecap_patch
from kneetrace.report.load_words import LoadWords
from kneetrace.terms import Side


@pytest.fixture
def contact() -> KneecapContact:
    up, across = (grid.ravel() for grid in np.meshgrid(np.arange(-4.5, 5), np.arange(-9.5, 10)))
    pressures = np.where((across > 0) & (np.abs(up) < 2), 2.0, 0.0)
    pressures[(across == -0.5) & (np.abs(up) < 2)] = 1.0
    return KneecapContact(
        points_mm=np.column_stack([np.zeros_like(up), up, across]),
        areas_mm2=np.ones_like(up),
        touching_mm2=np.where(pressures > 0, 1.0, 0.0),
        pressures_mpa=pressures,
        force_n=np.zeros(3),
        rotation=np.eye(3),
        shift_mm=np.zeros(3),
    )


def drawn(contact: KneecapContact, side: Side) -> str:
    return str(
        draw_kneecap_patch(contact, side=side, highest_mpa=2.0, words=LoadWords(language="en"))
    )


def test_says_how_the_load_is_shared(contact: KneecapContact) -> None:
    picture = drawn(contact, Side.RIGHT)
    assert re.findall(r">([^<]+)</text>", picture) == ["inner", "5 %", "outer", "95 %"]
    assert 'aria-label="The back of the kneecap' in picture


def test_the_outer_side_is_outside_on_both_legs(contact: KneecapContact) -> None:
    right, left = (re.findall(r">(inner|outer)<", drawn(contact, side)) for side in Side)
    assert sorted([right, left]) == [["inner", "outer"], ["outer", "inner"]]


def test_shades_follow_the_pressure(contact: KneecapContact) -> None:
    shades = re.findall(r'class="pressed"[^>]*fill-opacity="([\d.]+)"', drawn(contact, Side.RIGHT))
    assert [float(one) for one in shades] == pytest.approx([0.58, 1.0])


def test_neighbours_are_one_bar(contact: KneecapContact) -> None:
    bone = re.findall(r'class="bone"[^>]*d="([^"]*)"', drawn(contact, Side.RIGHT))
    assert bone[0].count("M") == 10
