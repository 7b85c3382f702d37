"""The made-up explanation of pages with what files and doors need: an ankle at its limit."""

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from kneetrace.explain import Deficits, Explanation, ShareInterval, posture_shares, stand
from kneetrace.terms import Unit
from tests.unit.report.made_up_explanation import NOT_MEASURED, cause, made_up, squat
from validation.one_leg_squat import one_leg_squat

LACKING: Final = Deficits(
    strengths={"hip_abduction": (0.7, 1.0), "hip_extension": (0.6, 1.0)},
    dorsiflexion_rad=(float(np.radians(30.0)), float(np.radians(38.0))),
)


@cache
def made_up_trace() -> Explanation:
    person = stand(one_leg_squat(), deficits=LACKING)
    return replace(
        made_up(),
        posture=replace(
            squat(),
            person=person,
            answers=posture_shares(person).answers.taken(np.array([-1, 0])),
        ),
        causes=(
            cause("hip_extension", ShareInterval(share=6.1, low=2.0, high=11.3), 0.6),
            replace(
                cause("ankle_dorsiflexion", ShareInterval(share=0.4, low=-1.0, high=2.0)),
                unit=Unit.RADIAN,
                now=float(np.radians(30.0)),
                low=float(np.radians(26.0)),
                high=float(np.radians(34.0)),
                healthy=float(np.radians(38.0)),
            ),
            cause("trunk", NOT_MEASURED),
        ),
        total=ShareInterval(share=6.5, low=1.8, high=12.0),
    )
