import numpy as np
import pytest

from kneetrace.report.standing_figure import FRONT, SCALE, SIDE, box_of, draw_person, places_of
from validation.one_leg_squat import PERSON, one_leg_squat

TALL = SCALE * PERSON.height_m


def test_a_person_is_about_as_tall_as_they_stand() -> None:
    low, high = box_of(SIDE.paper(places_of(one_leg_squat())), SIDE, tall=TALL)
    assert 0.7 * TALL < high[1] - low[1] < TALL


def test_the_right_leg_is_on_the_left_of_the_paper_and_the_person_looks_to_the_right() -> None:
    places = places_of(one_leg_squat())
    front, side = FRONT.paper(places), SIDE.paper(places)
    assert front["hip"][0] < front["other_hip"][0]
    assert side["toe"][0] > side["heel"][0]
    assert front["neck"][1] < front["hip"][1] < front["knee"][1] < front["ankle"][1]


def test_a_knee_further_inward_is_drawn_further_inward() -> None:
    straight, inward = (
        FRONT.paper(places_of(one_leg_squat(hip_adduction_r=adduction)))
        for adduction in (0.0, 15.0)
    )
    of_hip = [paper["knee"][0] - paper["hip"][0] for paper in (straight, inward)]
    assert of_hip[1] > of_hip[0] + 10


def test_both_feet_stand_flat_where_both_legs_stand() -> None:
    places = places_of(one_leg_squat(), legs=2)
    for side in ("", "other_"):
        assert places[f"{side}toe"][1] == pytest.approx(places[f"{side}heel"][1])


def test_every_shape_is_a_path() -> None:
    drawn = str(draw_person(FRONT.paper(places_of(one_leg_squat())), FRONT, tall=TALL))
    assert drawn.count("<path") == drawn.count('Z"')
    assert "nan" not in drawn


def test_somebody_who_faces_elsewhere_is_drawn_alike() -> None:
    here, there = (
        places_of(one_leg_squat(pelvis_tilt=0.0, pelvis_list=0.0, pelvis_rotation=turned))
        for turned in (0.0, 70.0)
    )
    for name, place_m in here.items():
        np.testing.assert_allclose(there[name], place_m, atol=1e-6)
