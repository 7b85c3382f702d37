"""Scores that follow from a person's answers, each with its scale and what a change in it means."""

from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from kneetrace.evidence import ScoreScale, score_scales
from kneetrace.intake.record import Intake
from kneetrace.intake.values import Activity

_GLOBAL_CHANGE: Final = {
    "much_worse": -3,
    "worse": -2,
    "little_worse": -1,
    "same": 0,
    "little_better": 1,
    "better": 2,
    "much_better": 3,
}


@dataclass(frozen=True, kw_only=True)
class Score:
    """One score; ``value`` is ``None`` where what it needs was not answered.

    ``name`` is ``pain_worst`` or ``pain_usual`` (numeric pain rating), ``activities``
    (patient-specific functional scale, their mean, with its ``parts``), ``change_since_then``
    (global rating of change) or ``akps``.
    """

    name: str
    value: float | None
    scale: ScoreScale
    parts: tuple[Activity, ...] = ()


def read_scores(*, intake: Intake) -> tuple[Score, ...]:
    """Give every score; a change since an earlier visit and licensed ones only where given."""
    values: dict[str, Any] = dict(intake.story.values)
    activities: tuple[Activity, ...] = values.get("activities") or ()
    found = [
        Score(name="pain_worst", value=values.get("pain_worst"), scale=score_scales()["nprs"]),
        Score(name="pain_usual", value=values.get("pain_usual"), scale=score_scales()["nprs"]),
        Score(
            name="activities",
            value=fmean(one.ability for one in activities) if activities else None,
            scale=score_scales()["psfs"],
            parts=activities,
        ),
    ]
    if said := values.get("change_since_then"):
        found.append(
            Score(
                name="change_since_then", value=_GLOBAL_CHANGE[said], scale=score_scales()["groc"]
            )
        )
    for one in intake.questionnaires[-1:]:
        found.append(Score(name=one.name, value=one.total, scale=score_scales()[one.name]))
    return tuple(found)
