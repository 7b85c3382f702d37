import math

import numpy as np
import pytest

from kneetrace.explain.kneecap.contact import KneePose, kneecap_model, solve_contact
from kneetrace.explain.kneecap.response import PoseOutsideTable, kneecap_contacts, response_table
from kneetrace.terms import OutsideEvidence


def test_answers_as_the_solver_does() -> None:
    model = kneecap_model()
    generator = np.random.default_rng(5)
    for _ in range(4):
        flexion_rad, inward_rad, valgus_rad = np.radians(
            generator.uniform([15, -9, -4.5], [95, 9, 4.5])
        )
        quadriceps_n, share = generator.uniform([300, 0.5], [4000, 1.5])
        solved = solve_contact(
            model=model,
            pose=KneePose(
                flexion_rad=flexion_rad,
                inward_rad=inward_rad,
                valgus_rad=valgus_rad,
                quadriceps_n=quadriceps_n,
                medialis_share=share,
            ),
        )
        told = kneecap_contacts(
            flexion_rad=np.array([flexion_rad]),
            inward_rad=inward_rad,
            valgus_rad=valgus_rad,
            quadriceps_n=np.array([quadriceps_n]),
            medialis_share=share,
        )
        assert told.peak_mpa == pytest.approx([solved.peak_mpa], rel=0.03)
        assert told.mean_mpa == pytest.approx([solved.mean_mpa], rel=0.03)
        assert told.area_mm2 == pytest.approx([solved.area_mm2], rel=0.03)
        assert told.load_n == pytest.approx([solved.load_n], rel=0.03)
        assert told.lateral_share == pytest.approx([solved.lateral_share], rel=0.03)


def test_pressure_goes_up_with_the_pull() -> None:
    pulled = np.linspace(210, 5500, 40)
    told = kneecap_contacts(flexion_rad=np.full(40, math.radians(50)), quadriceps_n=pulled)
    assert np.all(np.diff(told.peak_mpa) > 0)
    assert np.all(np.diff(told.area_mm2) > 0)


@pytest.mark.parametrize(
    "other",
    [
        {"flexion_deg": 101.0},
        {"flexion_deg": 9.0},
        {"flexion_deg": math.nan},
        {"inward_rad": 0.2},
        {"valgus_rad": -0.1},
        {"quadriceps_n": 6001.0},
        {"quadriceps_n": 190.0},
        {"quadriceps_n": -5.0},
        {"medialis_share": 0.2},
    ],
)
def test_says_nothing_outside_the_table(other: dict[str, float]) -> None:
    asked = {"flexion_deg": 40.0, "quadriceps_n": 800.0, **other}
    flexion_rad = np.radians(np.array([40.0, asked.pop("flexion_deg")]))
    quadriceps_n = np.array([800.0, asked.pop("quadriceps_n")])
    with pytest.raises(PoseOutsideTable, match="was solved for") as told:
        kneecap_contacts(flexion_rad=flexion_rad, quadriceps_n=quadriceps_n, **asked)
    assert isinstance(told.value, OutsideEvidence)


def test_a_pull_outside_the_table_is_named_in_newtons() -> None:
    with pytest.raises(PoseOutsideTable, match="quadriceps_n from 200 to 6000, and"):
        kneecap_contacts(flexion_rad=np.array([0.7]), quadriceps_n=np.array([50.0]))


def test_the_table_says_how_it_was_made() -> None:
    table = response_table()
    assert table.coefficients.shape[:5] == tuple(table.nodes + 2)
    assert np.all(table.low < table.high)
