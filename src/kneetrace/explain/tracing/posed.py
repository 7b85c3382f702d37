"""From a recording and what somebody lacks to the posture, its shares, and how sure they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from kneetrace.explain.attribution.posture_shares import CounterfactualNotFound, posture_shares
from kneetrace.explain.attribution.share_intervals import draw_shares
from kneetrace.explain.posture.deficits import PLAYERS
from kneetrace.explain.posture.footing import UnevenStance
from kneetrace.explain.posture.stance import NoPosture, Stance, stance_of
from kneetrace.explain.posture.standing_person import LegOutsideTables, PostureNotHeld, stand
from kneetrace.explain.posture.uncertainty import PostureErrors
from kneetrace.explain.tracing.causes import peak_stress
from kneetrace.explain.tracing.hidden import hidden_effect
from kneetrace.explain.tracing.instant import Instant, NoInstant, find_instant
from kneetrace.explain.tracing.known import Traced
from kneetrace.explain.tracing.lacking import Lacking
from kneetrace.explain.tracing.record import TracedPosture
from kneetrace.explain.tracing.wording import said
from kneetrace.measure import Measurement
from kneetrace.terms import KneetraceError, Person, Side

PUSH_SAID: Final = 0.15
PUSH_REFUSED: Final = 0.6
"""DESIGN, both: upward acceleration over gravity from which it is said, and from which nobody
counts as standing still."""

FOOT_MIDDLE_M: Final = 0.05
"""DESIGN: how far before the ankle the middle of a foot is."""

OFF_FOOT_M: Final = 0.15
"""DESIGN: a weight further from there is beside a foot, which nobody stands on alone."""

_WHY_NOT: Final[Mapping[type[KneetraceError], str]] = {
    NoPosture: "no_body",
    UnevenStance: "uneven",
    PostureNotHeld: "not_held",
    LegOutsideTables: "outside_tables",
    CounterfactualNotFound: "not_found",
}
"""What ends a trace, and the sentence that says so."""


def trace(
    measurement: Measurement | None,
    /,
    *,
    person: Person,
    side: Side,
    lacking: Lacking,
    random: np.random.Generator,
    draws: int,
    progress: Callable[[float], None] | None = None,
) -> Traced:
    """Trace a movement's load to what was measured that a person may lack.

    What cannot be traced is left out, with a remark.
    """
    if measurement is None:
        return Traced(remarks=(said("no_movement"),))
    try:
        instant = find_instant(measurement, side=side)
        traced = _posture(instant, person=person, side=side, lacking=lacking)
    except NoInstant as why:
        return Traced(remarks=(why.words,))
    except tuple(_WHY_NOT) as why:
        return Traced(remarks=(said(_WHY_NOT[type(why)]),))
    if not lacking.anything:
        return traced
    assert traced.posture is not None
    errors = PostureErrors(
        angles_rad=instant.sds_rad,
        strengths_log=lacking.leg.log_sds,
        strengths_correlation=lacking.leg.correlation,
    )
    try:
        drawn = draw_shares(
            traced.posture.person, random=random, errors=errors, draws=draws, progress=progress
        )
    except CounterfactualNotFound:
        return replace(traced, remarks=(*traced.remarks, said("not_sure")))
    shares = drawn.intervals(peak_stress)
    fell = (said("most_fell", percent=round(100 * shares.fallen)),) if shares.most_fell else ()
    return replace(traced, drawn=drawn, shares=shares, remarks=(*traced.remarks, *fell))


def _posture(instant: Instant, *, person: Person, side: Side, lacking: Lacking) -> Traced:
    if instant.pushed_up > PUSH_REFUSED:
        raise NoInstant(said("too_fast", percent=round(100 * instant.pushed_up)))
    stance = stance_of(person, angles=instant.angles_rad, side=side, legs=instant.legs)
    off_m = _off_foot_m(stance) if instant.legs == 1 else 0.0
    if off_m > OFF_FOOT_M:
        raise NoInstant(said("off_foot", off=round(100 * off_m)))
    standing = stand(stance, deficits=lacking.deficits)
    shares = posture_shares(standing)
    answers = shares.answers.taken(np.array([-1, 0]))
    remarks = [] if instant.legs == 1 else [said("both_alike")]
    if instant.pushed_up > PUSH_SAID:
        remarks.append(said("pushed_up", percent=round(100 * instant.pushed_up)))
    if not answers.in_table.all():
        remarks.append(said("contact_edge"))
    return Traced(
        posture=TracedPosture(
            side=side,
            legs=instant.legs,
            instants_s=instant.times_s,
            angles_rad=instant.angles_rad,
            sds_rad=instant.sds_rad,
            person=standing,
            answers=answers,
        ),
        exact=shares.shares(peak_stress, relative=True),
        hidden={
            player: hidden_effect(standing, player, lacking=lacking)
            for player in PLAYERS
            if not lacking.deficits.measured(player)
        },
        remarks=tuple(remarks),
    )


def _off_foot_m(stance: Stance) -> float:
    """How far the weight is from the middle of the foot, along the floor, m."""
    centre_m = np.average(stance.centres_m, axis=0, weights=stance.masses_kg)
    off_m = centre_m - stance.points_m["ankle"][1] - FOOT_MIDDLE_M * stance.facing
    return float(np.hypot(off_m[0], off_m[2]))
