import numpy as np
import pytest

from kneetrace.explain.load.contacts import contacts_of
from kneetrace.explain.load.movement import Placed, place_bodies
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.terms import Side
from tests.unit.measure.walker import STANCE, mirrored, walk


def standing(time_s: np.ndarray) -> Placed:
    values = {"pelvis_ty": np.full(len(time_s), 0.95), "knee_angle_r": np.zeros(len(time_s))}
    motion = coordinates_of(time_s=time_s, values=values, cutoff_hz=None)
    return place_bodies(reference_skeleton(), motion=motion)


@pytest.mark.parametrize("belt", [False, True])
def test_a_walker_stands_for_as_long_as_the_feet_say(*, belt: bool) -> None:
    paths = walk(stride_s=1.1, strides=5, belt=belt)
    found = contacts_of(standing(paths.time_s), time_s=paths.time_s, paths=paths).on_ground
    for stands in found.values():
        assert stands.mean() == pytest.approx(STANCE, abs=0.06)
    assert (found[Side.RIGHT] | found[Side.LEFT]).all()


def test_a_runner_flies_between_the_steps() -> None:
    paths = walk(stride_s=0.7, strides=8, stance=0.35, land_deg=20.0, belt=True)
    found = contacts_of(standing(paths.time_s), time_s=paths.time_s, paths=paths).on_ground
    inner = slice(len(paths.time_s) // 5, -len(paths.time_s) // 5)
    flies = ~(found[Side.RIGHT] | found[Side.LEFT])[inner]
    assert 0.15 < flies.mean() < 0.45
    assert not (found[Side.RIGHT] & found[Side.LEFT])[inner].any()


def test_mirroring_swaps_the_feet() -> None:
    paths = walk()
    still = standing(paths.time_s)
    found, swapped = (
        contacts_of(still, time_s=paths.time_s, paths=each).on_ground
        for each in (paths, mirrored(paths))
    )
    for side in Side:
        np.testing.assert_array_equal(found[side], swapped[side.other])


def test_feet_that_never_pass_each_other_stand_where_they_are_low_and_still() -> None:
    paths = walk(swing_m=0.0)
    found = contacts_of(standing(paths.time_s), time_s=paths.time_s, paths=paths).on_ground
    assert all(stands.all() for stands in found.values())
