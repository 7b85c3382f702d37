import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.evidence import kneecap_curves, kneecap_findings, source
from kneetrace.explain.kneecap.planar import (
    FlexionOutsideCurve,
    UnequalLengths,
    contact_area_mm2,
    force_ratio,
    kneecap_forces,
    quadriceps_lever_m,
)
from kneetrace.terms import OutsideEvidence


def rad(*degrees: float) -> NDArray[np.float64]:
    return np.asarray(np.radians(degrees))


def test_reads_the_published_curves() -> None:
    assert force_ratio(flexion_rad=rad(0, 30, 60, 90)) == pytest.approx(
        [0.462, 0.743, 0.947, 0.981], abs=1e-3
    )
    assert quadriceps_lever_m(flexion_rad=rad(0, 90)) == pytest.approx([0.046, 0.02422], abs=1e-5)
    assert contact_area_mm2(flexion_rad=rad(0, 60)) == pytest.approx([151.75, 473.49], abs=0.01)


def test_holds_the_ratio_before_its_pole() -> None:
    held = force_ratio(flexion_rad=rad(110, 115, 120))
    assert held == pytest.approx([held[0]] * 3)


@pytest.mark.parametrize(
    ("curve", "beyond_deg"),
    [(force_ratio, 121), (quadriceps_lever_m, 121), (contact_area_mm2, 61), (force_ratio, -1)],
)
def test_says_nothing_outside_what_was_published(curve: object, beyond_deg: float) -> None:
    assert callable(curve)
    with pytest.raises(FlexionOutsideCurve, match="degrees of knee bend") as told:
        curve(flexion_rad=rad(10, beyond_deg))
    assert isinstance(told.value, OutsideEvidence)


def test_a_missing_angle_is_not_answered() -> None:
    with pytest.raises(FlexionOutsideCurve):
        force_ratio(flexion_rad=np.array([np.nan]))


def test_gives_both_ways_side_by_side() -> None:
    flexion = rad(60, 90, 90)
    lever = quadriceps_lever_m(flexion_rad=flexion)
    moment = np.array([50.0, 50.0, -20.0])
    forces = kneecap_forces(
        flexion_rad=flexion, extension_moment_nm=moment, quadriceps_n=2 * moment / lever
    )
    assert forces.ratio[:2] == pytest.approx([2.0, 2.0])
    assert forces.by_moment_n[2] == 0
    assert np.isnan(forces.ratio[2])


def test_frames_must_belong_together() -> None:
    with pytest.raises(UnequalLengths):
        kneecap_forces(flexion_rad=rad(1), extension_moment_nm=rad(1, 2), quadriceps_n=rad(1))


def test_every_figure_says_where_it_is_from() -> None:
    curves = [one.sources for one in kneecap_curves().values()]
    findings = [one.sources for one in kneecap_findings().values()]
    for ids in curves + findings:
        assert [source(name).cite for name in ids]
