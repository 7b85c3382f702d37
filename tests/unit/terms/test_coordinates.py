from kneetrace.terms import COORDINATES, is_angle


def test_coordinates_are_named_once() -> None:
    assert len(set(COORDINATES)) == len(COORDINATES) == 19


def test_each_leg_coordinate_has_its_mirror() -> None:
    right = [name for name in COORDINATES if name.endswith("_r")]
    left = [name for name in COORDINATES if name.endswith("_l")]
    assert [name[:-2] for name in right] == [name[:-2] for name in left]


def test_only_the_place_of_the_pelvis_is_not_an_angle() -> None:
    assert [name for name in COORDINATES if not is_angle(name)] == [
        "pelvis_tx",
        "pelvis_ty",
        "pelvis_tz",
    ]
