"""Cited numbers, and how to look one up with its source and confidence.

A lookup answers with a typed record or says that there is no reference; it never fills a gap with
a neighbouring test's figure. Only verified, secondary and derived figures drive a conclusion.
"""

from kneetrace.evidence.changes import NoSmallestChange, SmallestChange, smallest_change
from kneetrace.evidence.confidence import Confidence, drives_conclusions
from kneetrace.evidence.course import (
    CourseAnchor,
    CoursePredictor,
    course_anchors,
    course_predictors,
)
from kneetrace.evidence.errors_of_methods import MethodError, method_errors
from kneetrace.evidence.kneecap import (
    KneecapCurve,
    KneecapFinding,
    kneecap_curves,
    kneecap_findings,
)
from kneetrace.evidence.likelihoods import (
    Accuracy,
    Interval,
    LikelihoodRatio,
    UnknownAccuracy,
    accuracies,
    accuracy,
)
from kneetrace.evidence.norms import Group, NoReference, Reference, reference, references
from kneetrace.evidence.prevalence import CareSetting, Prior, care_settings, priors
from kneetrace.evidence.register import Source, UnknownSource, source, sources
from kneetrace.evidence.scores import ChangeKind, ScoreChange, ScoreScale, score_scales
from kneetrace.evidence.strength import (
    HomeReference,
    StrengthNorm,
    StrengthRetest,
    home_reference,
    strength_norms,
    strength_retest,
)

__all__ = [
    "Accuracy",
    "CareSetting",
    "ChangeKind",
    "Confidence",
    "CourseAnchor",
    "CoursePredictor",
    "Group",
    "HomeReference",
    "Interval",
    "KneecapCurve",
    "KneecapFinding",
    "LikelihoodRatio",
    "MethodError",
    "NoReference",
    "NoSmallestChange",
    "Prior",
    "Reference",
    "ScoreChange",
    "ScoreScale",
    "SmallestChange",
    "Source",
    "StrengthNorm",
    "StrengthRetest",
    "UnknownAccuracy",
    "UnknownSource",
    "accuracies",
    "accuracy",
    "care_settings",
    "course_anchors",
    "course_predictors",
    "drives_conclusions",
    "home_reference",
    "kneecap_curves",
    "kneecap_findings",
    "method_errors",
    "priors",
    "reference",
    "references",
    "score_scales",
    "smallest_change",
    "source",
    "sources",
    "strength_norms",
    "strength_retest",
]
