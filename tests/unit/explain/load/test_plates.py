import numpy as np
import pytest

from kneetrace.explain.load.movement import Placed, place_bodies
from kneetrace.explain.load.plates import PlateForces, PlateUnderNoFoot, feet_on_plates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import reference_skeleton

FRAMES = 30


@pytest.fixture(scope="module")
def standing() -> Placed:
    motion = coordinates_of(
        time_s=np.arange(FRAMES) / 100,
        values={"pelvis_ty": np.full(FRAMES, 0.95)},
        cutoff_hz=None,
    )
    return place_bodies(reference_skeleton(), motion=motion)


def plate_under(placed: Placed, body: str, *, aside_m: float = 0.0) -> PlateForces:
    upward = np.zeros((FRAMES, 3))
    upward[:, 1] = 350.0
    aside = np.array([0.1, 0.0, aside_m])
    return PlateForces(
        force_n=upward,
        point_m=placed.bodies[body].place_m + aside,
        moment_nm=np.zeros((FRAMES, 3)),
    )


@pytest.mark.parametrize("bodies", [("calcn_r", "calcn_l"), ("calcn_l", "calcn_r")])
def test_plates_find_their_feet_in_any_order(standing: Placed, bodies: tuple[str, str]) -> None:
    plates = [plate_under(standing, body) for body in bodies]
    assert tuple(each.body for each in feet_on_plates(standing, plates=plates)) == bodies


def test_a_plate_nobody_stands_on_does_nothing(standing: Placed) -> None:
    nothing = np.zeros((FRAMES, 3))
    empty = PlateForces(force_n=nothing, point_m=nothing, moment_nm=nothing)
    assert feet_on_plates(standing, plates=[empty]) == ()


def test_feet_may_take_turns_on_a_plate(standing: Placed) -> None:
    first, second = (plate_under(standing, body) for body in ("calcn_r", "calcn_l"))
    early = (np.arange(FRAMES) < 12)[:, None]
    gap = ((np.arange(FRAMES) < 12) | (np.arange(FRAMES) >= 16))[:, None]
    shared = PlateForces(
        force_n=np.where(gap, first.force_n, 0.0),
        point_m=np.where(early, first.point_m, second.point_m),
        moment_nm=first.moment_nm,
    )
    right, left = feet_on_plates(standing, plates=[shared])
    assert (right.body, left.body) == ("calcn_r", "calcn_l")
    assert np.flatnonzero(right.force_n[:, 1]).tolist() == list(range(12))
    assert np.flatnonzero(left.force_n[:, 1]).tolist() == list(range(16, FRAMES))


def test_a_plate_far_from_both_feet_is_refused(standing: Placed) -> None:
    with pytest.raises(PlateUnderNoFoot, match="origin"):
        feet_on_plates(standing, plates=[plate_under(standing, "calcn_r", aside_m=1.5)])
