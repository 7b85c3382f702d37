"""How patellofemoral pain went on in those who were followed, and what went with a worse course."""

from dataclasses import dataclass
from typing import Final

from kneetrace.evidence import (
    CourseAnchor,
    CoursePredictor,
    course_anchors,
    course_predictors,
    drives_conclusions,
)
from kneetrace.intake import Values, statement

CONDITION: Final = "patellofemoral_pain"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What can be said of the time ahead: of groups only, never a figure for one person.

    anchors : what happened to those followed
    less_favourable : verified predictors that this person has
    recalled : predictors this person has that were not verified, shown as such
    not_known : predictors whose answer is missing
    of_no_use : what did not tell the course apart
    """

    anchors: tuple[CourseAnchor, ...]
    less_favourable: tuple[CoursePredictor, ...]
    recalled: tuple[CoursePredictor, ...]
    not_known: tuple[CoursePredictor, ...]
    of_no_use: tuple[CoursePredictor, ...]


def describe_outlook(*, values: Values) -> Outlook:
    """Describe the course of patellofemoral pain for a person who told this much."""
    predictors = course_predictors(condition=CONDITION)
    named = [one for one in predictors if one.when]
    truths = {one.when: statement(text=one.when).truth(values=values) for one in named}
    present = [one for one in named if truths[one.when]]
    return Outlook(
        anchors=course_anchors(condition=CONDITION),
        less_favourable=tuple(one for one in present if _drives(one)),
        recalled=tuple(one for one in present if not _drives(one)),
        not_known=tuple(one for one in named if truths[one.when] is None),
        of_no_use=tuple(one for one in predictors if not one.when),
    )


def _drives(one: CoursePredictor) -> bool:
    return drives_conclusions(confidence=one.confidence)
