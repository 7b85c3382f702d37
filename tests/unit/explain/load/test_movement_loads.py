import numpy as np
import pytest

from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.movement_loads import (
    MovementLoads,
    loads_on_plates,
    loads_without_plates,
)
from kneetrace.explain.load.plates import PlateForces
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.explain.load.strengths import ImpossibleStrengthFactor
from kneetrace.terms import Person, Side

PERSON = Person(height_m=1.75, mass_kg=72.0)
FRAMES = 40
FORWARD_M = np.array([0.1, 0.0, 0.0])
BOTH = dict.fromkeys(Side, np.ones(FRAMES, dtype=bool))


def squat(*, deep_rad: float = 1.2) -> Coordinates:
    time_s = np.arange(FRAMES) / 20
    bend = deep_rad * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        "lumbar_extension": -0.15 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + 1.0 * bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    return coordinates_of(time_s=time_s, values=values, cutoff_hz=None)


@pytest.fixture(scope="module")
def squatting() -> MovementLoads:
    return loads_without_plates(PERSON, motion=squat(), on_ground=BOTH)


def test_the_deepest_moment_loads_the_kneecap_most(squatting: MovementLoads) -> None:
    for leg in squatting.legs.values():
        assert leg.forces.converged.all()
        assert abs(int(leg.kneecap.reaction_n.argmax()) - FRAMES // 2) <= 3
        assert 1.0 < leg.kneecap.reaction_n.max() / (PERSON.mass_kg * 9.81) < 8.0


def test_two_legs_get_an_interval_around_the_load(squatting: MovementLoads) -> None:
    for leg in squatting.legs.values():
        assert (leg.reaction_low_n <= leg.kneecap.reaction_n).all()
        assert (leg.kneecap.reaction_n <= leg.reaction_high_n).all()
        deepest = leg.kneecap.reaction_n.argmax()
        assert leg.reaction_high_n[deepest] > 1.05 * leg.reaction_low_n[deepest]


def test_the_motion_alone_leaves_nothing_unexplained(squatting: MovementLoads) -> None:
    assert not squatting.measured_ground
    assert squatting.unexplained_share.max() < 1e-6


def test_one_leg_bears_more_than_two(squatting: MovementLoads) -> None:
    right = {Side.RIGHT: BOTH[Side.RIGHT], Side.LEFT: np.zeros(FRAMES, dtype=bool)}
    alone = loads_without_plates(PERSON, motion=squat(), on_ground=right).legs[Side.RIGHT]
    shared = squatting.legs[Side.RIGHT]
    assert alone.kneecap.planar_n.max() > 1.5 * shared.kneecap.planar_n.max()


def test_plates_say_how_much_of_the_weight_is_missing() -> None:
    motion = squat()
    placed = place_bodies(skeleton_of(PERSON), motion=motion)
    half = np.zeros((FRAMES, 3))
    half[:, 1] = 0.45 * PERSON.mass_kg * 9.80665
    plates = [
        PlateForces(
            force_n=half,
            point_m=placed.bodies[f"calcn_{side.suffix}"].place_m + FORWARD_M,
            moment_nm=np.zeros((FRAMES, 3)),
        )
        for side in Side
    ]
    found = loads_on_plates(PERSON, motion=motion, plates=plates)
    assert found.measured_ground
    assert 0.05 < np.median(found.unexplained_share) < 0.25


def test_a_weaker_quadriceps_takes_more_of_its_strength(squatting: MovementLoads) -> None:
    weak = {Side.LEFT: dict.fromkeys(("recfem", "vasint", "vaslat", "vasmed"), 0.6)}
    weaker = loads_without_plates(PERSON, motion=squat(), on_ground=BOTH, strengths=weak)
    for side, factor in ((Side.LEFT, 0.6), (Side.RIGHT, 1.0)):
        used, usual = (
            one.legs[side].forces.capacity_used("knee_angle").max() for one in (weaker, squatting)
        )
        assert used == pytest.approx(usual / factor, rel=0.1)


@pytest.mark.parametrize("factor", [0.0, -1.0, 60.0, float("nan")])
def test_impossible_strengths_are_refused(factor: float) -> None:
    weak = {Side.LEFT: {"vaslat": factor}}
    with pytest.raises(ImpossibleStrengthFactor, match=r"vaslat \(left\)"):
        loads_without_plates(PERSON, motion=squat(), on_ground=BOTH, strengths=weak)
