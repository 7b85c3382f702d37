import numpy as np

from kneetrace.explain.posture.answers import what_if
from kneetrace.explain.posture.figures import posture_figures
from kneetrace.explain.posture.standing_person import stand
from kneetrace.terms import Unit
from tests.unit.explain.made_up_trace import LACKING
from validation.one_leg_squat import one_leg_squat


def test_stress_and_contact_are_ratios_to_now_and_leave_no_pascal() -> None:
    answers = what_if(stand(one_leg_squat(), deficits=LACKING), strengths={"hip_extension": 1.0})
    figures = posture_figures(answers, now=answers.taken(np.array([0])))
    for name in ("contact_area", "mean_stress", "peak_stress"):
        unit, (now, then) = figures[name]
        assert unit is Unit.RATIO
        assert now == 1.0
        assert 0.5 < then < 2.0
    unit, drops_rad = figures["pelvic_drop"]
    assert unit is Unit.RADIAN
    np.testing.assert_array_equal(drops_rad, answers.pelvic_drop_rad)
