"""From a movement, strengths and a story to an explanation that shrinks to what can be said."""

from collections.abc import Callable
from typing import Final

import numpy as np

from kneetrace.explain.attribution.share_intervals import DRAWS
from kneetrace.explain.differential.record import Differential
from kneetrace.explain.differential.whole import known_values
from kneetrace.explain.load.capacity import MostUsed
from kneetrace.explain.load.strengths import Strengths
from kneetrace.explain.load.whole_load import Load
from kneetrace.explain.tracing.asides import asides_of
from kneetrace.explain.tracing.causes import causes_of
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.lacking import what_lacks
from kneetrace.explain.tracing.links import links_of
from kneetrace.explain.tracing.missing import missing_of
from kneetrace.explain.tracing.posed import trace
from kneetrace.explain.tracing.record import Explanation
from kneetrace.explain.tracing.summary import for_patient, for_therapist
from kneetrace.explain.tracing.surrogate_fit import fit_surrogate
from kneetrace.intake import Story, judge
from kneetrace.measure import Measurement
from kneetrace.terms import Person, Side

SHARES_PART: Final = 0.7
"""Of the time that an explanation takes, about; for progress alone."""


def explain_movement(
    person: Person,
    /,
    *,
    side: Side,
    random: np.random.Generator,
    measurement: Measurement | None = None,
    load: Load | None = None,
    strengths: Strengths | None = None,
    story: Story | None = None,
    differential: Differential | None = None,
    draws: int = DRAWS,
    what_ifs: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Explanation:
    """Trace what may load one kneecap, from the hip to the pain.

    What is not given makes the explanation shorter, and it says so; nothing is guessed instead.

    Parameters
    ----------
    side : of the knee in question
    random : the same state gives the same explanation
    measurement : of a test on that leg, from any source
    load : of the same movement
    strengths : from strength tests, see ``strengths_from_tests``
    story : what the person told and a therapist found
    differential : of that story
    draws : believable persons behind the intervals
    what_ifs : whether to fit formulas for a page with sliders, which takes a few seconds
    progress : called with the share that is done, 0 to 1

    Returns
    -------
    Explanation
    """
    tell = progress or (lambda done: None)
    values = {} if story is None else known_values(story=story)
    lacking = what_lacks(person, strengths=strengths, values=values, side=side)
    traced = trace(
        measurement,
        person=person,
        side=side,
        lacking=lacking,
        random=random,
        draws=draws,
        progress=lambda done: tell(SHARES_PART * done),
    )
    known = Known(
        person=person,
        side=side,
        measurement=measurement,
        load=load,
        strengths=strengths,
        story=story,
        values=values,
        flagged=story is not None and bool(judge(story=story, person=person).triage.raised),
        differential=differential,
        lacking=lacking,
        traced=traced,
    )
    what_if = None
    if what_ifs and traced.posture is not None:
        what_if = fit_surrogate(traced.posture.person, random=random)
    tell(1.0)
    causes = causes_of(lacking, traced=traced)
    missing = missing_of(known, causes=causes)
    return Explanation(
        person=person,
        side=side,
        test=None if measurement is None else measurement.test,
        posture=traced.posture,
        causes=causes,
        total=traced.shares.total if traced.shares else None,
        source=traced.shares.source if traced.shares else None,
        links=links_of(known),
        missing=missing,
        asides=asides_of(known),
        capacity=_capacity(load, side=side),
        for_patient=for_patient(known, causes=causes, missing=missing),
        for_therapist=for_therapist(known, causes=causes, missing=missing),
        remarks=traced.remarks,
        what_if=what_if,
    )


def _capacity(load: Load | None, *, side: Side) -> dict[str, MostUsed]:
    if load is None or not load.told[side].any():
        return {}
    return {group: one.most(load.told[side]) for group, one in load.capacity[side].items()}
