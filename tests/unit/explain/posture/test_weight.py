import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.movement_loads import loads_without_plates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.posture.stance import COORDINATES, LUMBAR, MUSCLE_AXES
from kneetrace.explain.posture.weight import COUNT, standing, weigh
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, one_leg_squat, squat_rad

Array = NDArray[np.float64]
KNEE = COORDINATES.index("knee_angle")
FREE = [at for at in range(COUNT) if at != KNEE]


def weighed(moved: Array) -> tuple[Array, Array, Array, Array]:
    moments, growth = np.empty(COUNT), np.empty((COUNT, COUNT))
    centre, going = np.empty(3), np.empty((COUNT, 3))
    weigh(standing(one_leg_squat()), moved, moments, growth, centre, going)
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


def test_moments_and_centre_of_mass_grow_as_told() -> None:
    moved = np.random.default_rng(6).normal(0, 0.1, COUNT)
    moved[KNEE] = 0.0
    _, growth, _, going = weighed(moved)
    for at in FREE:
        step = 1e-6 * np.eye(COUNT)[at]
        more, less = weighed(moved + step), weighed(moved - step)
        np.testing.assert_allclose((more[0] - less[0])[FREE] / 2e-6, growth[at, FREE], atol=1e-5)
        np.testing.assert_allclose((more[2] - less[2]) / 2e-6, going[at], atol=1e-8)
