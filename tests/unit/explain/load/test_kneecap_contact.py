from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.kneecap_contact import LegContact, leg_contact
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.movement_loads import LegLoad, MovementLoads, loads_without_plates
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.reference_load import ADULT, reference_load
from kneetrace.terms import Person, Side

FRAMES = 40
EVERY = np.ones(FRAMES, dtype=bool)
RATIOS = ("area_of_reference", "mean_stress_of_reference", "peak_stress_of_reference")


def squat(**seen: float) -> Coordinates:
    time_s = np.arange(FRAMES) / 20
    bend = 1.2 * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
        **{name: np.full(FRAMES, value) for name, value in seen.items()},
    }
    return coordinates_of(time_s=time_s, values=values, cutoff_hz=None)


@pytest.fixture(scope="module")
def loads() -> MovementLoads:
    return loads_without_plates(ADULT, motion=squat(), on_ground=dict.fromkeys(Side, EVERY))


@pytest.fixture(scope="module")
def right(loads: MovementLoads) -> LegLoad:
    return loads.legs[Side.RIGHT]


def contact(
    leg: LegLoad,
    *,
    motion: Coordinates | None = None,
    told: NDArray[np.bool_] = EVERY,
    person: Person = ADULT,
) -> LegContact:
    return leg_contact(
        leg, motion=motion or squat(), told=told, person=person, reference=reference_load()
    )


def pulled(leg: LegLoad, newtons: float) -> LegLoad:
    """The same leg over plates, its quadriceps pulling as hard in every frame."""
    pull = np.full(FRAMES, newtons)
    kneecap = replace(leg.kneecap, quadriceps_n=pull, planar_n=pull)
    return replace(
        leg,
        kneecap=kneecap,
        **dict.fromkeys(("quadriceps_low_n", "quadriceps_high_n"), pull),  # type: ignore[arg-type]
        planar_low_n=pull,
        planar_high_n=pull,
    )


def test_every_figure_lies_within_its_ends(right: LegLoad) -> None:
    found = contact(right)
    assert found.told.sum() > FRAMES / 2
    for low, value, high in found.courses.values():
        assert np.all((low <= value + 1e-12)[found.told])
        assert np.all((value <= high + 1e-12)[found.told])
        assert np.array_equal(np.isfinite(value), found.told)


def test_the_reference_squat_is_one_times_itself(right: LegLoad) -> None:
    reference = reference_load()
    bent = np.full(FRAMES, np.radians(reference.knee_deg))
    leg = pulled(right, reference.quadriceps_n)
    leg = replace(leg, kneecap=replace(leg.kneecap, flexion_rad=bent))
    found = contact(leg)
    for name in RATIOS:
        np.testing.assert_allclose(found.courses[name][1], 1.0)
    usual = reference.contacts.lateral_share[0]
    np.testing.assert_allclose(found.courses["lateral_share"][1], usual)


def test_the_hardest_press_is_where_it_is_bent_and_pulled_most(right: LegLoad) -> None:
    greatest = contact(right).greatest
    assert greatest is not None
    assert abs(greatest - FRAMES // 2) <= 3


def test_both_legs_of_an_even_squat_press_alike(loads: MovementLoads) -> None:
    of_right, of_left = (contact(loads.legs[side]).courses for side in Side)
    for name, course in of_right.items():
        np.testing.assert_allclose(course, of_left[name], rtol=0.1, atol=0.05)


def test_a_bigger_knee_bears_the_same_pull_with_less_stress(right: LegLoad) -> None:
    leg = pulled(right, 1500.0)
    small, big = (
        contact(leg, person=Person(height_m=height_m, mass_kg=75.0)).courses
        for height_m in (1.6, 1.8)
    )
    both = np.isfinite(small["peak_stress_of_reference"]).all(axis=0)
    assert both.any()
    assert np.all(
        big["peak_stress_of_reference"][:, both] < small["peak_stress_of_reference"][:, both]
    )


def test_nothing_is_told_where_the_load_is_not(right: LegLoad) -> None:
    told = EVERY.copy()
    told[FRAMES // 2 :] = False
    assert not contact(right, told=told).told[FRAMES // 2 :].any()


def test_too_slight_a_pull_is_not_told_and_nothing_is_missed_by_it(right: LegLoad) -> None:
    found = contact(pulled(right, 150.0))
    assert not found.told.any()
    assert not found.beyond.any()
    assert found.greatest is None


def test_a_pull_beyond_the_model_is_not_told_and_said(right: LegLoad) -> None:
    leg = pulled(right, 1500.0)
    leg.kneecap.quadriceps_n[FRAMES // 2] = 7000.0
    found = contact(replace(leg, quadriceps_high_n=leg.kneecap.quadriceps_n))
    assert np.flatnonzero(found.beyond).tolist() == [FRAMES // 2]


def test_a_planar_load_of_nothing_only_opens_the_low_end(right: LegLoad) -> None:
    leg = replace(pulled(right, 1500.0), planar_low_n=np.zeros(FRAMES))
    found = contact(leg)
    assert found.told.any()
    low, value, _ = found.courses["peak_stress_of_reference"][:, found.told]
    np.testing.assert_allclose(low, 0.0)
    assert np.all(value > 0.3)


def test_a_valgus_that_is_seen_narrows_the_ends(right: LegLoad) -> None:
    unseen = contact(right).courses["lateral_share"]
    seen = contact(right, motion=squat(knee_adduction_r=-0.03)).courses["lateral_share"]
    here = np.isfinite(unseen).all(axis=0)
    assert np.all((seen[2] - seen[0])[here] < (unseen[2] - unseen[0])[here])
    assert np.all(seen[1][here] > unseen[1][here])  # valgus presses the outer facet


def test_the_pose_to_draw_is_that_of_the_frame(right: LegLoad) -> None:
    found = contact(right)
    pose = found.pose_at(FRAMES // 2)
    assert pose.flexion_rad == pytest.approx(right.kneecap.flexion_rad[FRAMES // 2])
    assert pose.quadriceps_n == pytest.approx(right.kneecap.quadriceps_n[FRAMES // 2])
