import numpy as np
import pytest

from kneetrace.measure.body.marker_map import find_marks
from kneetrace.measure.body.upright_lab import TO_Y_UP, axis_upwards
from tests.unit.measure.marked_bodies import markers_on, squats


@pytest.mark.parametrize("axis", TO_Y_UP)
def test_an_upright_person_shows_which_axis_points_up(axis: str) -> None:
    trial = markers_on(squats(repetitions=1))
    found = find_marks(names=trial.names)
    places = {mark: trial.places_m[:, n] @ TO_Y_UP[axis] for mark, n in found.items()}
    assert axis_upwards(places_m=places) == axis


def test_somebody_leaning_between_axes_shows_none() -> None:
    turn = np.array([[0.7, -0.7, 0], [0.7, 0.7, 0], [0, 0, 1]])
    trial = markers_on(squats(repetitions=1))
    found = find_marks(names=trial.names)
    places = {mark: trial.places_m[:, n] @ turn for mark, n in found.items()}
    assert axis_upwards(places_m=places) is None
    assert axis_upwards(places_m={}) is None


def test_turning_an_axis_up_mirrors_nothing() -> None:
    for turn in TO_Y_UP.values():
        assert np.linalg.det(turn) == pytest.approx(1)
