"""An explanation in a few plain lines, as a terminal shows them."""

from dataclasses import dataclass

from kneetrace.explain import Explanation
from kneetrace.report.explanation_chapter import heading_of
from kneetrace.report.explanation_words import ExplanationWords


@dataclass(frozen=True, kw_only=True)
class PlainExplanation:
    """What an explanation came to, nothing said twice.

    told : the largest part, how sure it is, what is unknown
    missing : what else would tell more
    remarks : what else was left out and why
    """

    heading: str
    told: str
    missing: tuple[str, ...]
    remarks: tuple[str, ...]


def plain_explanation(explanation: Explanation, *, words: ExplanationWords) -> PlainExplanation:
    """Say what an explanation came to in plain words."""
    told = words.own(explanation.for_patient)
    missing = (words.own(one.said) for one in explanation.missing)
    remarks = (words.own(one) for one in explanation.remarks)
    return PlainExplanation(
        heading=heading_of(explanation, words=words),
        told=told,
        missing=tuple(one for one in missing if one not in told),
        remarks=tuple(one for one in remarks if one not in told),
    )
