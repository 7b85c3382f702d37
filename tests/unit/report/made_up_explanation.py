"""A made-up explanation of a made-up squat on one leg, for tests of pages and drawings."""

from dataclasses import replace
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
    Surrogate,
    TracedPosture,
    fit_surrogate,
    posture_shares,
    stand,
)
from kneetrace.terms import ByLanguage, Side, Unit
from validation.one_leg_squat import PERSON, one_leg_squat, squat_rad

LACKING: Final = Deficits(
    strengths={"hip_abduction": (0.7, 1.0), "hip_extension": (0.6, 1.0), "quadriceps": (0.8, 1.0)}
)
NOT_MEASURED: Final = ShareInterval(share=None, low=None, high=None)


def said(what: str) -> ByLanguage:
    return {"en": f"{what} in English.", "es": f"{what} en español."}


def cause(player: str, share: ShareInterval, now: float | None = None) -> Cause:
    measured = share.measured
    return Cause(
        player=player,
        share=share,
        exact=share.share,
        unit=Unit.RATIO,
        now=now,
        low=None if now is None else now * 0.8,
        high=None if now is None else now * 1.25,
        healthy=1.0 if measured else None,
        hidden=None if measured else (0.0, 4.2),
        origin=said(f"Where {player} is from"),
    )


CAUSES: Final = (
    cause("hip_extension", ShareInterval(share=6.1, low=2.0, high=11.3), 0.6),
    cause("quadriceps", ShareInterval(share=-2.4, low=-4.1, high=-0.9), 0.8),
    cause("hip_abduction", ShareInterval(share=0.7, low=-2.6, high=3.1), 0.7),
    cause("trunk", NOT_MEASURED),
    replace(cause("foot_pronation", NOT_MEASURED), unit=Unit.RADIAN, hidden=None),
)

BASES: Final = (
    *(Basis.MEASURED, Basis.MEASURED, Basis.SIMULATED),
    *(Basis.SIMULATED, Basis.UNKNOWN, Basis.ASSOCIATION),
)


@cache
def squat(side: Side = Side.RIGHT) -> TracedPosture:
    stance = replace(one_leg_squat(), side=side)
    person = stand(stance, deficits=LACKING)
    answers = posture_shares(person).answers
    return TracedPosture(
        side=side,
        legs=1,
        instants_s=(2.1, 5.4),
        angles_rad=squat_rad(),
        sds_rad={"knee_angle": float(np.radians(4.0))},
        person=person,
        answers=answers.taken(np.array([len(answers.found) - 1, 0])),
    )


@cache
def made_up(side: Side = Side.RIGHT) -> Explanation:
    return Explanation(
        person=PERSON,
        side=side,
        test="single_leg_squat",
        posture=squat(side),
        causes=CAUSES,
        total=ShareInterval(share=4.4, low=1.2, high=9.0),
        source="hip_extension",
        links=tuple(
            Link(
                name=name,
                basis=basis,
                said=said(f"About {name}"),
                why=said(f"Numbers of {name}"),
                sources=("herrington2014",),
            )
            for name, basis in zip(LINKS, BASES, strict=True)
        ),
        missing=(
            Missing(name="trunk", test=None, said=said("Measure the trunk")),
            Missing(name="movement", test="squat", said=said("Film a squat")),
            Missing(name="strength", test="hip_flexion", said=said("Test the hip")),
        ),
        asides=(
            Aside(name="exposure", known=True, said=said("Training"), why=said("Repetitions")),
            Aside(name="tissue", known=False, said=said("The joint"), why=said("No picture")),
        ),
        capacity={"knee_extensors": MostUsed(share=0.5, low=0.4, high=0.6, strength_measured=True)},
        for_patient=said("For the patient"),
        for_therapist=said("For the therapist"),
        remarks=(said("Left out"),),
    )


@cache
def surrogate() -> Surrogate:
    return fit_surrogate(squat().person, random=np.random.default_rng(0))


def with_sliders() -> Explanation:
    return replace(made_up(), what_if=surrogate())


def little() -> Explanation:
    """What is left where there was nothing but a story."""
    return replace(
        made_up(),
        test=None,
        posture=None,
        causes=tuple(cause(one.player, NOT_MEASURED) for one in CAUSES),
        total=None,
        source=None,
        links=tuple(replace(link, basis=Basis.UNKNOWN) for link in made_up().links),
        capacity={},
    )
