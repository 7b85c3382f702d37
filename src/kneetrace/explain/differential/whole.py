"""The differential of one person, from what was told, found and measured."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kneetrace import intake
from kneetrace.evidence import CareSetting, care_settings
from kneetrace.explain.differential.conditions import conditions
from kneetrace.explain.differential.facts import measured_facts, sore_side
from kneetrace.explain.differential.impairments import describe_impairments, impairment_seen
from kneetrace.explain.differential.next_steps import next_steps
from kneetrace.explain.differential.outlook import CONDITION, describe_outlook
from kneetrace.explain.differential.prior_ranges import given_ranges, prior_range
from kneetrace.explain.differential.reasons import reason
from kneetrace.explain.differential.record import Differential, UnknownSetting
from kneetrace.explain.differential.weighing import Candidate, Standing, weigh
from kneetrace.intake import Asker, Kind, Story
from kneetrace.measure import Measurement, StrengthExamination
from kneetrace.terms import Sex

DEFAULT_SETTING: Final = "first_contact"


def weigh_conditions(
    *,
    story: Story,
    setting: str = DEFAULT_SETTING,
    measurements: Iterable[Measurement] = (),
    strength: StrengthExamination | None = None,
    priors: Mapping[str, Any] | None = None,
    asked: Asker | None = None,
    akps_points: float | None = None,
) -> Differential:
    """Tell which conditions fit what a person told and a therapist found, and how sure that is.

    Each condition is weighed for itself: present or not, whatever else is. A probability is given
    only where verified ratios exist; what is not known contributes nothing and is offered as the
    next question.

    Parameters
    ----------
    story
        Answers of the person and of the therapist.
    setting
        Where the person seeks help; decides how common each condition is taken to be.
    measurements, strength
        What was measured, for the guideline's groups of patellofemoral pain.
    priors
        Ranges that the therapist set, by condition; see ``given_ranges``.
    asked
        Whom the next questions are for; ``None``: either.
    akps_points
        Anterior Knee Pain Scale, 0 to 100, where the clinic may use it.

    Raises
    ------
    UnknownSetting
        When no ranges are held for such a setting.
    UnusablePrior
        When a range is set for a condition that gets none, or is no range.
    """
    moved = given_ranges(priors or {})
    values = known_values(story=story)
    sex = Sex(values["sex"]) if values.get("sex") else None
    values |= measured_facts(
        side=sore_side(values=values), sex=sex, measurements=measurements, strength=strength
    )
    values["akps_points"] = akps_points
    groups = describe_impairments(values=values)
    values["impairment_seen"] = impairment_seen(groups=groups)
    chosen = _setting(setting)
    candidates = tuple(
        weigh(
            condition=condition,
            values=values,
            prior=prior_range(
                condition=condition.name, setting=chosen.name, values=values, moved=moved
            )
            if condition.has_chance
            else None,
        )
        for condition in conditions()
    )
    refused = [name for name, answer in story.current.items() if answer.value is None]
    ranked = tuple(sorted(candidates, key=_rank))
    is_excluded = any(
        one.name == CONDITION and one.standing is Standing.DOES_NOT_FIT for one in candidates
    )
    return Differential(
        setting=chosen,
        candidates=ranked,
        next_best=next_steps(candidates=candidates, values=values, refused=refused, asked=asked),
        impairments=() if is_excluded else groups,
        outlook=None if is_excluded else describe_outlook(values=values),
    )


def known_values(*, story: Story) -> dict[str, Any]:
    """Give what is known; a question that makes no sense by other answers is answered by them.

    Who was not injured had no twist: where a question is not asked because of another answer, what
    it asks about is absent. A question merely not answered stays open.
    """
    values: dict[str, Any] = dict(story.values)
    for each in intake.questions():
        if each.asked_when and each.asked_when.truth(values=values) is False:
            if each.kind is Kind.YES_NO:
                values[each.name] = False
            elif each.kind is Kind.CHOICES:
                values[each.name] = ()
    return values


_ORDER: Final = (
    Standing.ESTIMATED,
    Standing.FITS,
    Standing.CANNOT_TELL,
    Standing.DOES_NOT_FIT,
)


def _rank(candidate: Candidate) -> tuple[bool, float, int]:
    chance = candidate.probability
    return chance is None, -chance.value if chance else 0.0, _ORDER.index(candidate.standing)


def _setting(name: str) -> CareSetting:
    for one in care_settings():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in care_settings())
    raise UnknownSetting(reason("no_setting", name=name, known=known))
