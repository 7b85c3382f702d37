"""What something that was not measured might make of the stress, if it were poor."""

from dataclasses import replace
from typing import Final

import numpy as np

from kneetrace.explain.posture.answers import answer
from kneetrace.explain.posture.deficits import MUSCLES, PLAYERS, Deficits
from kneetrace.explain.posture.solver import ANKLE
from kneetrace.explain.posture.standing_person import (
    LegOutsideTables,
    PostureNotHeld,
    StandingPerson,
    case_of,
    stand,
)
from kneetrace.explain.tracing.lacking import Lacking

STEPS: Final = (1.0, 0.75, 0.5, 0.25)
"""DESIGN: parts of the way to the poor end; the furthest at which the person can stand so."""

LACKING_BEND_RAD: Final = float(np.radians(10.0))
PRONATED_RAD: Final = float(np.radians(5.0))
"""DESIGN, both: how much bend an ankle may lack that stands at its limit, and how far a foot may be
turned out; no figures of people are held."""


def hidden_effect(
    person: StandingPerson, player: str, /, *, lacking: Lacking
) -> tuple[float, float] | None:
    """Tell what an unmeasured player might make of the peak stress, percent, low and high.

    From nothing, where it is as good as a healthy one, to what it would make where it is as poor as
    in one of twenty. None: it cannot be told.
    """
    for step in STEPS:
        deficits = _poor(person, player, lacking=lacking, step=step)
        if deficits is None:
            return None
        try:
            other = stand(person.stance, deficits=deficits, method=person.method)
        except (PostureNotHeld, LegOutsideTables):
            continue
        without = [one for one in PLAYERS if one != player]
        found = answer(other, [case_of(other, lacking=each) for each in (PLAYERS, without, ())])
        if found.found.all():
            poor, good, nothing = found.contact.peak_mpa
            effect = float(100 * (poor - good) / nothing)
            return min(effect, 0.0), max(effect, 0.0)
    return None


def _poor(person: StandingPerson, player: str, *, lacking: Lacking, step: float) -> Deficits | None:
    if player in MUSCLES:
        low = lacking.weak(player) ** step
        return replace(person.deficits, strengths={**person.deficits.strengths, player: (low, 1.0)})
    if player == "ankle_dorsiflexion":
        now_rad = float(person.stance.angles_rad[ANKLE])
        return replace(
            person.deficits, dorsiflexion_rad=(now_rad, now_rad + step * LACKING_BEND_RAD)
        )
    if player == "foot_pronation":
        return replace(person.deficits, pronation_rad=step * PRONATED_RAD)
    return None
