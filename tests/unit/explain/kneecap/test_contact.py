import dataclasses
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.kneecap.contact import (
    Contact,
    KneecapModel,
    KneecapNotBalanced,
    KneePose,
    kneecap_model,
    pose_energy,
    solve_contact,
    turned,
)
from kneetrace.terms import NotMeasurable


@pytest.fixture(scope="module")
def model() -> KneecapModel:
    return kneecap_model()


def solved(model: KneecapModel, flexion_deg: float = 45, **other: float) -> Contact:
    pose = KneePose(flexion_rad=math.radians(flexion_deg), **other)
    return solve_contact(model=model, pose=pose)


@pytest.mark.parametrize("flexion_deg", [15, 60, 95])
def test_the_slope_is_that_of_the_energy(model: KneecapModel, flexion_deg: float) -> None:
    pose = KneePose(flexion_rad=math.radians(flexion_deg), inward_rad=0.1, valgus_rad=0.05)
    found = solve_contact(model=model, pose=pose)
    # Off balance on purpose: there every slope is far from nought.
    rotation = turned(found.rotation, np.array([0.01, -0.02, 0.015]))
    shift_mm = found.shift_mm + np.array([-0.2, 0.3, -0.1])

    def energy(step: NDArray[np.float64]) -> float:
        return pose_energy(
            model=model,
            pose=pose,
            rotation=turned(rotation, step[:3]),
            shift_mm=shift_mm + step[3:],
        )[0]

    _, slope = pose_energy(model=model, pose=pose, rotation=rotation, shift_mm=shift_mm)
    size = np.array([1e-5] * 3 + [2e-4] * 3)
    by_steps = []
    for axis in range(6):
        step = np.eye(6)[axis] * size[axis]
        near = (energy(step) - energy(-step)) / (2 * size[axis])
        far = (energy(2 * step) - energy(-2 * step)) / (4 * size[axis])
        by_steps.append((4 * near - far) / 3)
    assert slope == pytest.approx(np.array(by_steps), abs=1e-6 * np.abs(slope).max())


def test_a_kneecap_at_rest_is_in_balance(model: KneecapModel) -> None:
    found = solved(model)
    _, slope = pose_energy(
        model=model,
        pose=KneePose(flexion_rad=math.radians(45)),
        rotation=found.rotation,
        shift_mm=found.shift_mm,
    )
    assert np.abs(slope[3:]).max() < 0.1
    assert np.abs(slope[:3]).max() < 2.0
    assert found.rotation @ found.rotation.T == pytest.approx(np.eye(3), abs=1e-9)


def test_more_pull_means_more_area_and_more_pressure(model: KneecapModel) -> None:
    weak, strong = (solved(model, quadriceps_n=force) for force in (300, 1500))
    assert strong.area_mm2 > weak.area_mm2
    assert strong.mean_mpa > weak.mean_mpa
    assert strong.peak_mpa > weak.peak_mpa
    assert strong.load_n == pytest.approx(5 * weak.load_n, rel=0.15)


def test_a_thigh_turned_in_loads_the_outer_facet(model: KneecapModel) -> None:
    straight, inward = (solved(model, 30, inward_rad=math.radians(a)) for a in (0, 10))
    assert inward.lateral_share > straight.lateral_share
    assert inward.peak_mpa > straight.peak_mpa


def test_no_vastus_medialis_loads_the_outer_facet(model: KneecapModel) -> None:
    assert solved(model, medialis_share=0).lateral_share > solved(model).lateral_share


def test_the_same_from_another_start(model: KneecapModel) -> None:
    one, near = solved(model, 45), solved(model, 40)
    again = solve_contact(
        model=model,
        pose=KneePose(flexion_rad=math.radians(45)),
        start=(near.rotation, near.shift_mm),
    )
    assert again.shift_mm == pytest.approx(one.shift_mm, abs=1e-3)
    assert again.peak_mpa == pytest.approx(one.peak_mpa, rel=1e-3)


def test_a_kneecap_out_of_the_groove_is_said(model: KneecapModel) -> None:
    nowhere = dataclasses.replace(
        model.thigh, low_mm=model.thigh.low_mm + np.array([500.0, 0.0, 0.0, 0.0])
    )
    lost = dataclasses.replace(model, thigh=nowhere)
    with pytest.raises(KneecapNotBalanced, match="Leave this frame out") as told:
        solve_contact(model=lost, pose=KneePose(flexion_rad=0.5))
    assert isinstance(told.value, NotMeasurable)
