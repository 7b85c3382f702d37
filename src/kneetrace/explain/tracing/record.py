"""Everything the source trace of one movement came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.explain.attribution.share_intervals import ShareInterval
from kneetrace.explain.load.capacity import MostUsed
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.posture.standing_person import StandingPerson
from kneetrace.explain.tracing.surrogate import Surrogate
from kneetrace.terms import ByLanguage, Person, Side, Unit

EXPLANATION_METHOD: Final = "kneetrace.explanation/1"
"""Version of how a pain is traced; stored with every result."""

LINKS: Final = ("hip_strength", "thigh_turn", "knee_in", "contact", "stress", "pain")
"""The chain a clinic promises to trace, from the hip to the pain."""


class Basis(StrEnum):
    """What a link of the chain rests on; none is ever proven."""

    MEASURED = "measured"  # in this person
    SIMULATED = "simulated"  # for this person
    ASSOCIATION = "association"  # known of groups of people
    UNKNOWN = "unknown"  # cannot be told


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link of the chain.

    name : one of ``LINKS``
    said : a plain sentence about this person
    why : for who wants to know: numbers with intervals, where they are from, what was assumed
    sources : ids in ``evidence``
    """

    name: str
    basis: Basis
    said: ByLanguage
    why: ByLanguage
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One player of the attribution, and what it makes of the stress under the kneecap.

    share : percent of the peak stress with nothing lacking; its ``measured`` and ``told`` say
        whether it may be read at all
    exact : likewise, of the posture exactly as measured; these sum to the whole difference
    unit : of the numbers that follow: a ratio over the model's young adult, or rad
    now, low, high : as measured, with its 90 % interval; None: not measured
    healthy : what it is compared with
    hidden : percent of stress that it might make, from nothing to what it would be if it were as
        poor as in one of twenty; only where it was not measured
    origin : where ``now`` and ``healthy`` are from, or why they are not known
    """

    player: str
    share: ShareInterval
    exact: float | None
    unit: Unit
    now: float | None
    low: float | None
    high: float | None
    healthy: float | None
    hidden: tuple[float, float] | None
    origin: ByLanguage


@dataclass(frozen=True, eq=False, kw_only=True)
class TracedPosture:
    """The posture that was explained: the mean of the deepest instants of all repetitions.

    legs : 1, or 2 where both stood alike
    instants_s : of the repetitions it was taken from
    angles_rad : OpenSim coordinate -> rad
    sds_rad : coordinate without side -> rad
    answers : two cases: as measured, and with nothing lacking
    """

    side: Side
    legs: int
    instants_s: tuple[float, ...]
    angles_rad: Mapping[str, float]
    sds_rad: Mapping[str, float]
    person: StandingPerson
    answers: PostureAnswers


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Something whose measurement would tell more.

    name : a player, or ``"movement"``, ``"strength"``, ``"story"``, ``"other_side"``
    test : of the strength or movement test that measures it; None where none does
    said : what to measure, and what that would settle
    """

    name: str
    test: str | None
    said: ByLanguage


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Something beside the chain: training as exposure, the joint's shape, the differential.

    known : whether anything is known of it in this person
    """

    name: str
    known: bool
    said: ByLanguage
    why: ByLanguage
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Explanation:
    """What may load this kneecap, link by link; what cannot be told is said.

    side : of the knee in question
    posture : None where no movement could be traced
    causes : all players, those that are told first, the largest first
    total : of all causes together, as a cause's ``share``
    source : the player that raises stress most, where that is sure
    links : one for each of ``LINKS``
    missing : what would tell most first
    asides : ``"exposure"``, ``"tissue"``, ``"condition"``
    capacity : muscle group of this leg -> the greatest share of its strength that was used
    for_patient, for_therapist : the trace in words
    remarks : what was left out and why
    what_if : the posture's what-ifs as formulas, for pages; None where no posture was traced
    """

    person: Person
    side: Side
    test: str | None
    posture: TracedPosture | None
    causes: tuple[Cause, ...]
    total: ShareInterval | None
    source: str | None
    links: tuple[Link, ...]
    missing: tuple[Missing, ...]
    asides: tuple[Aside, ...]
    capacity: Mapping[str, MostUsed]
    for_patient: ByLanguage
    for_therapist: ByLanguage
    remarks: tuple[ByLanguage, ...] = ()
    what_if: Surrogate | None = None
    method: str = EXPLANATION_METHOD
