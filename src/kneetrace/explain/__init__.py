"""Why it may hurt: which conditions fit, what to ask next; what the kneecap joint bears."""

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
from kneetrace.explain.kneecap.contact import Contact as KneecapContact
from kneetrace.explain.kneecap.contact import (
    KneecapModel,
    KneecapNotBalanced,
    KneePose,
    kneecap_model,
    solve_contact,
)
from kneetrace.explain.kneecap.planar import (
    FlexionOutsideCurve,
    KneecapForces,
    UnequalLengths,
    contact_area_mm2,
    force_ratio,
    kneecap_forces,
    quadriceps_lever_m,
)
from kneetrace.explain.kneecap.response import (
    KneecapContacts,
    PoseOutsideTable,
    kneecap_contacts,
)
from kneetrace.explain.kneecap.shapes import KneecapShape

__all__ = [
    "DIFFERENTIAL_METHOD",
    "BrokenCondition",
    "Candidate",
    "Condition",
    "Degree",
    "Differential",
    "FindingRule",
    "FlexionOutsideCurve",
    "Group",
    "ImpairmentGroup",
    "KneePose",
    "KneecapContact",
    "KneecapContacts",
    "KneecapForces",
    "KneecapModel",
    "KneecapNotBalanced",
    "KneecapShape",
    "NextStep",
    "Outlook",
    "PoseOutsideTable",
    "PriorRange",
    "Probability",
    "Says",
    "Sign",
    "Standing",
    "UnequalLengths",
    "UnknownSetting",
    "UnusablePrior",
    "Weighed",
    "conditions",
    "contact_area_mm2",
    "force_ratio",
    "kneecap_contacts",
    "kneecap_forces",
    "kneecap_model",
    "quadriceps_lever_m",
    "solve_contact",
    "weigh_conditions",
]
