"""What measurements and strength tests say, as facts that statements can ask for.

A fact is true or false only where its whole interval, or a judgement, lies on one side; else it is
left out, which is neither.
"""

import math
from collections.abc import Iterable, Sequence
from statistics import median_low
from typing import Final

from kneetrace.intake import Truth, Values
from kneetrace.measure import (
    ExaminedTest,
    Judgement,
    Measurement,
    ScoreSheet,
    Standing,
    StrengthExamination,
    strength_test,
)
from kneetrace.terms import Answer, Measure, Sex, Side

ACTIONS: Final = ("hip_abduction", "hip_external_rotation", "hip_extension", "knee_extension")
INWARD_LIMITS_DEG: Final = (13, 17)
"""DESIGN: healthy women's mean and one standard deviation, and the mean of women with this pain
(herrington2014); two samples with the pain differ by 9 degrees, so neither is a cut-off."""

STEP_DOWN_LIMITS: Final = {"medium": 2, "poor": 4}
"""Points from which the step-down score is called medium and poor (lsd_snyder)."""


def sore_side(*, values: Values) -> Side | None:
    """Give the leg the story is about; ``None`` where it is not known or both are alike."""
    chosen = values.get("which_knee")
    if chosen == "both":
        chosen = values.get("worse_knee")
    return Side(chosen) if chosen in ("right", "left") else None


def measured_facts(
    *,
    side: Side | None,
    sex: Sex | None,
    measurements: Iterable[Measurement] = (),
    strength: StrengthExamination | None = None,
) -> dict[str, Truth]:
    """Give what was measured of the sore leg, by name of the fact.

    Where it is not known which leg is sore, nothing measured can be laid at its door.
    """
    if side is None:
        return {}
    facts: dict[str, Truth] = {}
    for one in measurements:
        if one.test == "single_leg_squat" and one.side in (side, None):
            facts |= inward_facts(answers=one.answers, side=side, sex=sex)
        if one.score:
            facts |= step_down_facts(score=one.score, side=side)
    for test in strength.tests if strength else ():
        facts |= strength_facts(test=test, side=side, before=facts)
    return facts


def inward_facts(*, answers: Sequence[Answer], side: Side, sex: Sex | None) -> dict[str, Truth]:
    """Tell whether the knee tracks inwards, by the middle repetition; of women only.

    Men with this pain move otherwise (willy2012mf), and no figures are held for them.
    """
    angles = [
        one
        for one in answers
        if isinstance(one, Measure)
        and one.name == "frontal_plane_projection_angle"
        and one.side in (side, None)
    ]
    if sex is not Sex.FEMALE or not angles:
        return {}
    middle_value = median_low(one.value for one in angles)
    middle = next(one for one in angles if one.value == middle_value)
    return {
        f"knee_inward_{limit}": _beyond(middle.low, middle.high, math.radians(limit))
        for limit in INWARD_LIMITS_DEG
    }


def step_down_facts(*, score: ScoreSheet, side: Side) -> dict[str, Truth]:
    """Tell how the step-down score stands, as far as it was answered."""
    if score.side is not side:
        return {}
    return {
        f"step_down_{name}": True if score.low >= limit else False if score.high < limit else None
        for name, limit in STEP_DOWN_LIMITS.items()
    }


def strength_facts(*, test: ExaminedTest, side: Side, before: Values) -> dict[str, Truth]:
    """Tell whether the sore leg is weak in one action: against the other, or people studied."""
    action = strength_test(name=test.test).action
    if action not in ACTIONS:
        return {}
    difference, leg = test.difference, test.leg(side)
    judged = difference is not None and difference.judgement is not Judgement.NOT_JUDGED
    weaker = judged and difference is not None and difference.weaker is side
    real = weaker and difference is not None and difference.judgement in _REAL
    notable = real and difference is not None and difference.judgement is _NOTABLE
    standing = leg.norm.standing if leg else Standing.NOT_JUDGED
    weak: Truth = True if real or standing is Standing.BELOW else None
    if weak is None and (judged or standing in (Standing.WITHIN, Standing.ABOVE)):
        weak = False
    found = {f"weak_{action}": weak, f"much_weaker_{action}": notable if judged else None}
    # The same action tested in two ways: what one of them shows is not unseen by the other.
    return {
        name: before.get(name) or truth if truth is not None else before.get(name)
        for name, truth in found.items()
    }


_NOTABLE: Final = Judgement.REAL_AND_NOTABLE
_REAL: Final = (Judgement.REAL, Judgement.REAL_AND_NOTABLE)


def _beyond(low: float, high: float, limit: float) -> Truth:
    if low > limit:
        return True
    return False if high <= limit else None
