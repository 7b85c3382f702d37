"""Why it may hurt: which conditions fit, what to ask next; what a movement asks of the knee."""

from kneetrace.explain.attribution.posture_shares import (
    CounterfactualNotFound,
    PostureShares,
    posture_shares,
)
from kneetrace.explain.attribution.share_intervals import (
    DrawnShares,
    ShareInterval,
    ShareIntervals,
    draw_shares,
)
from kneetrace.explain.differential.conditions import (
    BrokenCondition,
    Condition,
    FindingRule,
    conditions,
)
from kneetrace.explain.differential.facts import sore_side
from kneetrace.explain.differential.impairments import (
    Degree,
    Group,
    ImpairmentGroup,
    Sign,
)
from kneetrace.explain.differential.next_steps import NextStep
from kneetrace.explain.differential.outlook import Outlook
from kneetrace.explain.differential.prior_ranges import PriorRange, UnusablePrior, given_ranges
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
from kneetrace.explain.kneecap.geometry_context import GeometryEffect, geometry_context
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
from kneetrace.explain.load.capacity import GroupCapacity, MostUsed
from kneetrace.explain.load.ground_from_motion import NobodyOnTheGround
from kneetrace.explain.load.kneecap import KneecapLoad
from kneetrace.explain.load.kneecap_contact import (
    UNSEEN_TURN_RAD,
    UNSEEN_VALGUS_RAD,
    LegContact,
)
from kneetrace.explain.load.movement_loads import LegLoad
from kneetrace.explain.load.muscle_forces import LegForces
from kneetrace.explain.load.muscles import PoseOutsideTables
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.plate_agreement import PlatesCrossed
from kneetrace.explain.load.plate_records import PlateRecord, plate_record
from kneetrace.explain.load.plates import PlateUnderNoFoot
from kneetrace.explain.load.plates_in_motion import (
    PlatesElsewhen,
    PlatesOfOtherAxes,
    PlateUnusable,
)
from kneetrace.explain.load.rates import GapInMotion
from kneetrace.explain.load.reference_load import ReferenceLoad
from kneetrace.explain.load.strengths import (
    GroupStrength,
    ImpossibleStrengthFactor,
    StrengthOfAnother,
    Strengths,
    strengths_from_tests,
    usual_strengths,
)
from kneetrace.explain.load.whole_load import (
    LOAD_METHOD,
    ContactPeak,
    Load,
    NotAMovingBody,
    NothingTold,
    Peak,
    find_load,
)
from kneetrace.explain.posture.answers import PostureAnswers, reference_pose, what_if
from kneetrace.explain.posture.deficits import PLAYERS as POSTURE_PLAYERS
from kneetrace.explain.posture.deficits import Deficits, ImpossibleDeficit
from kneetrace.explain.posture.figures import posture_figures
from kneetrace.explain.posture.footing import UnevenStance
from kneetrace.explain.posture.leg_strengths import LegStrengths, leg_strengths
from kneetrace.explain.posture.method import ImpossibleMethod, PostureMethod
from kneetrace.explain.posture.stance import NoPosture, Stance, stance_of
from kneetrace.explain.posture.standing_person import (
    LegOutsideTables,
    PostureNotHeld,
    StandingPerson,
    stand,
)
from kneetrace.explain.posture.uncertainty import METHOD_PRIORS as POSTURE_PRIORS
from kneetrace.explain.posture.uncertainty import PostureErrors, Prior, drawn_person
from kneetrace.explain.tracing.instant import ON_ONE_LEG as TESTS_ON_ONE_LEG
from kneetrace.explain.tracing.record import (
    EXPLANATION_METHOD,
    LINKS,
    Aside,
    Basis,
    Cause,
    Explanation,
    Link,
    Missing,
    TracedPosture,
)
from kneetrace.explain.tracing.surrogate import (
    SURROGATE_METHOD,
    BeyondSurrogate,
    NotASlider,
    Surrogate,
)
from kneetrace.explain.tracing.surrogate_fit import fit_surrogate
from kneetrace.explain.tracing.whole import explain_movement

__all__ = [
    "DIFFERENTIAL_METHOD",
    "EXPLANATION_METHOD",
    "LINKS",
    "LOAD_METHOD",
    "POSTURE_PLAYERS",
    "POSTURE_PRIORS",
    "SURROGATE_METHOD",
    "TESTS_ON_ONE_LEG",
    "UNSEEN_TURN_RAD",
    "UNSEEN_VALGUS_RAD",
    "Aside",
    "Basis",
    "BeyondSurrogate",
    "BrokenCondition",
    "Candidate",
    "Cause",
    "Condition",
    "ContactPeak",
    "CounterfactualNotFound",
    "Deficits",
    "Degree",
    "Differential",
    "DrawnShares",
    "Explanation",
    "FindingRule",
    "FlexionOutsideCurve",
    "GapInMotion",
    "GeometryEffect",
    "Group",
    "GroupCapacity",
    "GroupStrength",
    "ImpairmentGroup",
    "ImpossibleDeficit",
    "ImpossibleMethod",
    "ImpossibleStrengthFactor",
    "KneePose",
    "KneecapContact",
    "KneecapContacts",
    "KneecapForces",
    "KneecapLoad",
    "KneecapModel",
    "KneecapNotBalanced",
    "KneecapShape",
    "LegContact",
    "LegForces",
    "LegLoad",
    "LegOutsideTables",
    "LegStrengths",
    "Link",
    "Load",
    "Missing",
    "MostUsed",
    "NextStep",
    "NoPosture",
    "NobodyOnTheGround",
    "NotAMovingBody",
    "NotASlider",
    "NothingTold",
    "Outlook",
    "Peak",
    "PlateRecord",
    "PlateUnderNoFoot",
    "PlateUnusable",
    "PlatesCrossed",
    "PlatesElsewhen",
    "PlatesOfOtherAxes",
    "PoseOutsideTable",
    "PoseOutsideTables",
    "PostureAnswers",
    "PostureErrors",
    "PostureMethod",
    "PostureNotHeld",
    "PostureShares",
    "Prior",
    "PriorRange",
    "Probability",
    "ReferenceLoad",
    "Says",
    "ShareInterval",
    "ShareIntervals",
    "Sign",
    "Stance",
    "Standing",
    "StandingPerson",
    "StrengthOfAnother",
    "Strengths",
    "Surrogate",
    "TracedPosture",
    "UnequalLengths",
    "UnevenStance",
    "UnknownSetting",
    "UnusablePrior",
    "Weighed",
    "conditions",
    "contact_area_mm2",
    "draw_shares",
    "drawn_person",
    "explain_movement",
    "find_load",
    "fit_surrogate",
    "force_ratio",
    "geometry_context",
    "given_ranges",
    "kneecap_contacts",
    "kneecap_forces",
    "kneecap_model",
    "leg_strengths",
    "load_note",
    "plate_record",
    "posture_figures",
    "posture_shares",
    "quadriceps_lever_m",
    "reference_pose",
    "solve_contact",
    "sore_side",
    "stance_of",
    "stand",
    "strengths_from_tests",
    "usual_strengths",
    "weigh_conditions",
    "what_if",
]
