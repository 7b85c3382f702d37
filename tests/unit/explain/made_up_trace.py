"""A made-up source trace of a made-up squat on one leg, for tests of files and doors."""

from functools import cache
from typing import Final

import numpy as np

from kneetrace.explain import (
    LINKS,
    Aside,
    Basis,
    Cause,
    Deficits,
    Explanation,
    Link,
    Missing,
    MostUsed,
    ShareInterval,
    TracedPosture,
    posture_shares,
    stand,
)
from kneetrace.terms import ByLanguage, Side, Unit
from validation.one_leg_squat import PERSON, one_leg_squat, squat_rad

LACKING: Final = Deficits(
    strengths={"hip_abduction": (0.7, 1.0), "hip_extension": (0.6, 1.0)},
    dorsiflexion_rad=(float(np.radians(30.0)), float(np.radians(38.0))),
)


def said(what: str) -> ByLanguage:
    return {"en": f"{what}.", "es": f"{what}, en español."}


@cache
def made_up_trace() -> Explanation:
    person = stand(one_leg_squat(), deficits=LACKING)
    return Explanation(
        person=PERSON,
        side=Side.RIGHT,
        test="single_leg_squat",
        posture=TracedPosture(
            side=Side.RIGHT,
            legs=1,
            instants_s=(2.1, 5.4),
            angles_rad=squat_rad(),
            sds_rad={"knee_angle": float(np.radians(4.0))},
            person=person,
            answers=posture_shares(person).answers.taken(np.array([-1, 0])),
        ),
        causes=(
            Cause(
                player="hip_extension",
                share=ShareInterval(share=6.1, low=2.0, high=11.3),
                exact=5.9,
                unit=Unit.RATIO,
                now=0.6,
                low=0.5,
                high=0.72,
                healthy=1.0,
                hidden=None,
                origin=said("From a strength test"),
            ),
            Cause(
                player="ankle_dorsiflexion",
                share=ShareInterval(share=0.4, low=-1.0, high=2.0),
                exact=0.5,
                unit=Unit.RADIAN,
                now=float(np.radians(30.0)),
                low=float(np.radians(26.0)),
                high=float(np.radians(34.0)),
                healthy=float(np.radians(38.0)),
                hidden=None,
                origin=said("From the knee-to-wall test"),
            ),
            Cause(
                player="trunk",
                share=ShareInterval(share=None, low=None, high=None),
                exact=None,
                unit=Unit.RATIO,
                now=None,
                low=None,
                high=None,
                healthy=None,
                hidden=(0.0, 4.2),
                origin=said("Not measured"),
            ),
        ),
        total=ShareInterval(share=6.5, low=1.8, high=12.0),
        source="hip_extension",
        links=tuple(
            Link(
                name=name,
                basis=Basis.SIMULATED,
                said=said(f"About {name}"),
                why=said(f"Numbers of {name}"),
                sources=("teng2016",),
            )
            for name in LINKS
        ),
        missing=(Missing(name="trunk", test=None, said=said("Measure the trunk")),),
        asides=(Aside(name="tissue", known=False, said=said("The joint"), why=said("No picture")),),
        capacity={"knee_extensors": MostUsed(share=0.5, low=0.4, high=0.6, strength_measured=True)},
        for_patient=said("For the patient"),
        for_therapist=said("For the therapist"),
        remarks=(said("Left out"),),
    )
