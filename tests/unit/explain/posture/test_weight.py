import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.movement_loads import loads_without_plates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.posture.stance import COORDINATES, LUMBAR, MUSCLE_AXES, Stance
from kneetrace.explain.posture.weight import COUNT, LEVEL, level, standing, weigh
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, one_leg_squat, squat_rad
from validation.two_leg_squat import both_legs_rad, two_leg_squat

Array = NDArray[np.float64]
KNEE = COORDINATES.index("knee_angle")
FREE = [at for at in range(COUNT) if at != KNEE]


def weighed(moved: Array, stance: Stance | None = None) -> tuple[Array, Array, Array, Array]:
    moments, growth = np.empty(COUNT), np.empty((COUNT, COUNT))
    centre, going = np.empty(3), np.empty((COUNT, 3))
    weigh(standing(stance or one_leg_squat()), moved, moments, growth, centre, going)
    return moments, growth, centre, going


def test_gravity_asks_what_inverse_dynamics_finds_of_somebody_who_stands_still() -> None:
    frames = 12
    held = {name: np.full(frames, angle) for name, angle in squat_rad().items()}
    motion = coordinates_of(time_s=np.arange(frames) / 20, values=held, cutoff_hz=None)
    on_ground = {side: np.full(frames, side is Side.RIGHT) for side in Side}
    loads = loads_without_plates(PERSON, motion=motion, on_ground=on_ground)
    moments, _, _, _ = weighed(np.zeros(COUNT))
    for at, name in enumerate(COORDINATES[:MUSCLE_AXES]):
        full = name if name in LUMBAR else f"{name}_r"
        expected = loads.moments.moments[full][frames // 2]
        # The kneecap goes with the thigh here.
        np.testing.assert_allclose(moments[at], expected, atol=0.1 if at == KNEE else 1e-6)


def test_on_two_legs_the_ground_asks_what_inverse_dynamics_finds_without_plates() -> None:
    frames, stance = 12, two_leg_squat()
    held = {name: np.full(frames, angle) for name, angle in both_legs_rad().items()}
    held["pelvis_ty"] = np.full(frames, -stance.footing.floor_m)
    motion = coordinates_of(time_s=np.arange(frames) / 20, values=held, cutoff_hz=None)
    on_ground = {side: np.full(frames, True) for side in Side}
    loads = loads_without_plates(PERSON, motion=motion, on_ground=on_ground)
    moments, _, _, _ = weighed(np.zeros(COUNT), stance)
    for at, name in enumerate(COORDINATES[:MUSCLE_AXES]):
        both = name in LUMBAR
        expected = loads.moments.moments[name if both else f"{name}_r"][frames // 2]
        # Each half holds half of the trunk; the kneecap goes with the thigh here.
        np.testing.assert_allclose(
            moments[at], expected / (2 if both else 1), atol=0.1 if at == KNEE else 1e-6
        )


@pytest.mark.parametrize("stance", [one_leg_squat(), two_leg_squat()])
def test_moments_and_centre_of_mass_grow_as_told(stance: Stance) -> None:
    moved = np.random.default_rng(6).normal(0, 0.1, COUNT)
    moved[KNEE] = 0.0
    _, growth, _, going = weighed(moved, stance)
    for at in FREE:
        step = 1e-6 * np.eye(COUNT)[at]
        more, less = weighed(moved + step, stance), weighed(moved - step, stance)
        np.testing.assert_allclose((more[0] - less[0])[FREE] / 2e-6, growth[FREE, at], atol=1e-5)
        np.testing.assert_allclose((more[2] - less[2]) / 2e-6, going[at], atol=1e-8)


def test_the_pelvis_leaves_its_level_as_told() -> None:
    def off(moved: Array) -> tuple[Array, Array]:
        found, slopes = np.empty(LEVEL), np.empty((LEVEL, COUNT))
        level(standing(two_leg_squat()), moved, found, slopes)
        return found, slopes

    moved = np.random.default_rng(6).normal(0, 0.1, COUNT)
    moved[KNEE] = 0.0
    np.testing.assert_allclose(off(np.zeros(COUNT))[0], 0.0, atol=1e-12)
    for at in FREE:
        step = 1e-6 * np.eye(COUNT)[at]
        grown = (off(moved + step)[0] - off(moved - step)[0]) / 2e-6
        np.testing.assert_allclose(grown, off(moved)[1][:, at], atol=1e-7)
