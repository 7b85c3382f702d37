"""Why it may hurt: which conditions fit, how sure that is, and what to ask or examine next."""

from kneetrace.explain.differential.conditions import (
    BrokenCondition,
    Condition,
    FindingRule,
    conditions,
)
from kneetrace.explain.differential.impairments import (
    Degree,
    Group,
    ImpairmentGroup,
    Sign,
)
from kneetrace.explain.differential.next_steps import NextStep
from kneetrace.explain.differential.outlook import Outlook
from kneetrace.explain.differential.prior_ranges import PriorRange, UnusablePrior
from kneetrace.explain.differential.record import DIFFERENTIAL_METHOD, Differential, UnknownSetting
from kneetrace.explain.differential.weighing import (
    Candidate,
    Probability,
    Says,
    Standing,
    Weighed,
)
from kneetrace.explain.differential.whole import weigh_conditions

__all__ = [
    "DIFFERENTIAL_METHOD",
    "BrokenCondition",
    "Candidate",
    "Condition",
    "Degree",
    "Differential",
    "FindingRule",
    "Group",
    "ImpairmentGroup",
    "NextStep",
    "Outlook",
    "PriorRange",
    "Probability",
    "Says",
    "Sign",
    "Standing",
    "UnknownSetting",
    "UnusablePrior",
    "Weighed",
    "conditions",
    "weigh_conditions",
]
