import numpy as np
import pytest

from kneetrace.explain.load.inverse_dynamics import (
    GRAVITY,
    GroundReaction,
    MovingBody,
    joint_moments,
)
from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.skeleton import Skeleton, reference_skeleton, scaled, skeleton_of
from kneetrace.terms import Person

SKELETON = reference_skeleton()
TIME_S = np.linspace(0.0, 1.0, 401)
INNER = slice(40, -40)  # differences at the ends are no test of anything


def wriggling(seed: int = 0) -> Coordinates:
    """Every coordinate swings at its own rate."""
    rng = np.random.default_rng(seed)
    values = {}
    for name in SKELETON.coordinates:
        middle = 0.6 if name.startswith("knee_angle") else 0.1
        swing, phase = 0.3 * rng.random(), 6 * rng.random()
        values[name] = middle + swing * np.sin(5 * rng.random() * TIME_S + phase)
    return coordinates_of(time_s=TIME_S, values=values, cutoff_hz=None)


def standing() -> Coordinates:
    return coordinates_of(
        time_s=TIME_S[:20], values={"pelvis_ty": np.full(20, 0.95)}, cutoff_hz=None
    )


def mirrored(motion: Coordinates) -> Coordinates:
    def twin(name: str) -> str:
        if name.endswith(("_r", "_l")):
            return name[:-1] + {"r": "l", "l": "r"}[name[-1]]
        return name

    def sign(name: str) -> float:
        turned = ("list", "pelvis_rotation", "_tz", "lumbar_bending", "lumbar_rotation")
        return -1.0 if name.endswith(turned) else 1.0

    def swapped(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: sign(name) * columns[twin(name)] for name in columns}

    return Coordinates(
        time_s=motion.time_s,
        values=swapped(motion.values),
        speeds=swapped(motion.speeds),
        accelerations=swapped(motion.accelerations),
    )


def energy_j(skeleton: Skeleton, motion: Coordinates) -> np.ndarray:
    placed = place_bodies(skeleton, motion=motion)
    total = np.zeros(len(motion.time_s))
    for name, body in skeleton.bodies.items():
        frame = placed.bodies[name]
        centre_m = frame.point_m(body.centre_m)
        speed = np.gradient(centre_m, motion.time_s, axis=0)
        local_spin = np.einsum("tji,tj->ti", frame.axes, frame.spin)
        total += 0.5 * body.mass_kg * (speed**2).sum(1) - body.mass_kg * centre_m @ GRAVITY
        total += 0.5 * np.einsum("ti,ij,tj->t", local_spin, body.inertia_kgm2, local_spin)
    return total


def test_work_of_all_moments_is_the_gain_in_energy() -> None:
    motion = wriggling()
    found = joint_moments(MovingBody(skeleton=SKELETON, motion=motion), ground=())
    power_w = np.zeros(len(TIME_S))
    for name, moment in found.moments.items():
        power_w += moment * motion.speeds[name]
    gained_w = np.gradient(energy_j(SKELETON, motion), TIME_S)
    np.testing.assert_allclose(power_w[INNER], gained_w[INNER], atol=2e-3 * np.ptp(gained_w))


def test_accelerations_are_those_of_the_places() -> None:
    placed = place_bodies(SKELETON, motion=wriggling(1))
    for name in ("calcn_r", "hand_l", "patella_r"):
        frame = placed.bodies[name]
        twice = np.gradient(np.gradient(frame.place_m, TIME_S, axis=0), TIME_S, axis=0)
        scale = np.abs(twice[INNER]).max()
        np.testing.assert_allclose(frame.acceleration[INNER], twice[INNER], atol=2e-3 * scale)


def test_who_stands_still_over_the_plate_needs_nothing_else() -> None:
    motion = standing()
    placed = place_bodies(SKELETON, motion=motion)
    masses = [body.mass_kg for body in SKELETON.bodies.values()]
    centres_m = [placed.bodies[n].point_m(b.centre_m) for n, b in SKELETON.bodies.items()]
    centre_m = np.average(centres_m, axis=0, weights=masses)
    weight = np.tile(-GRAVITY * SKELETON.mass_kg, (len(motion.time_s), 1))
    plate = GroundReaction(
        body="calcn_r",
        force_n=weight,
        point_m=centre_m * np.array([1.0, 0.0, 1.0]),
        moment_nm=np.zeros_like(weight),
    )
    found = joint_moments(MovingBody(skeleton=SKELETON, motion=motion), ground=(plate,))
    for name in ("pelvis_tx", "pelvis_ty", "pelvis_tz", "pelvis_tilt", "pelvis_list"):
        np.testing.assert_allclose(found.moments[name], 0.0, atol=1e-6)


def test_a_mirrored_motion_gives_mirrored_moments() -> None:
    motion = wriggling(2)
    found = joint_moments(MovingBody(skeleton=SKELETON, motion=motion), ground=()).moments
    other = joint_moments(MovingBody(skeleton=SKELETON, motion=mirrored(motion)), ground=()).moments
    for name in ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"):
        scale = np.abs(found[f"{name}_r"]).max()
        np.testing.assert_allclose(other[f"{name}_l"], found[f"{name}_r"], atol=1e-2 * scale)


def test_moments_grow_with_height_and_mass() -> None:
    motion = standing()
    motion.values["hip_flexion_r"] = np.full(20, 1.0)
    once = joint_moments(MovingBody(skeleton=SKELETON, motion=motion), ground=()).moments
    larger = scaled(SKELETON, length=1.1, mass=1.3)
    grown = joint_moments(MovingBody(skeleton=larger, motion=motion), ground=()).moments
    np.testing.assert_allclose(grown["hip_flexion_r"], 1.1 * 1.3 * once["hip_flexion_r"])


def test_a_person_gets_a_skeleton_of_their_height_and_mass() -> None:
    skeleton = skeleton_of(Person(height_m=1.85, mass_kg=92.0))
    assert skeleton.height_m == pytest.approx(1.85)
    assert skeleton.mass_kg == pytest.approx(92.0)
