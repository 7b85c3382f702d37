"""All that is known of a person when an explanation is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kneetrace.explain.attribution.share_intervals import DrawnShares, ShareIntervals
from kneetrace.explain.differential.outlook import CONDITION
from kneetrace.explain.differential.record import Differential
from kneetrace.explain.differential.weighing import Candidate, Standing
from kneetrace.explain.load.strengths import Strengths
from kneetrace.explain.load.whole_load import Load
from kneetrace.explain.tracing.lacking import Lacking
from kneetrace.explain.tracing.record import TracedPosture
from kneetrace.intake import Story, Values
from kneetrace.measure import Measurement
from kneetrace.terms import ByLanguage, Person, Side


@dataclass(frozen=True, eq=False, kw_only=True)
class Traced:
    """What the posture model told.

    posture : None where none could be traced
    exact : player -> its share of the peak stress, percent, as measured exactly
    hidden : player that was not measured -> what it might make of the stress, percent
    drawn, shares : None where nothing was measured that a person may lack, or nothing was found
    remarks : what was left out and why
    """

    posture: TracedPosture | None = None
    exact: Mapping[str, float | None] = field(default_factory=dict)
    hidden: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    drawn: DrawnShares | None = None
    shares: ShareIntervals | None = None
    remarks: tuple[ByLanguage, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Known:
    """What was given of a person, and what the model told of it.

    values : of the story; empty without one
    flagged : a red flag stands in it, which comes before anything said here
    """

    person: Person
    side: Side
    measurement: Measurement | None
    load: Load | None
    strengths: Strengths | None
    story: Story | None
    values: Values
    flagged: bool
    differential: Differential | None
    lacking: Lacking
    traced: Traced

    @property
    def kneecap(self) -> Candidate | None:
        """Where pain of the kneecap's joint stands in the differential."""
        return None if self.differential is None else self.differential.candidate(CONDITION)

    @property
    def elsewhere(self) -> bool:
        """Whether what was told does not fit pain of the kneecap's joint."""
        return self.kneecap is not None and self.kneecap.standing is Standing.DOES_NOT_FIT
