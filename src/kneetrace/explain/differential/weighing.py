"""One condition against what is known of one person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kneetrace.evidence import Confidence, LikelihoodRatio
from kneetrace.explain.differential.conditions import Condition, FindingRule
from kneetrace.explain.differential.odds import posterior
from kneetrace.explain.differential.prior_ranges import PriorRange
from kneetrace.explain.differential.reasons import reason
from kneetrace.intake import Truth, Values
from kneetrace.terms import ByLanguage

WIDEST_INTERVAL: Final = 0.50
"""DESIGN: a 90 % interval wider than half of everything tells nothing that could be acted on."""


class Says(StrEnum):
    """What a finding says about a condition."""

    FOR = "for"
    AGAINST = "against"
    NOTHING = "nothing"
    OPEN = "open"  # not known yet


class Standing(StrEnum):
    """Where a condition stands."""

    ESTIMATED = "estimated"  # a probability that may be read
    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, kw_only=True)
class Probability:
    """The probability that a condition is present (0 to 1), with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One finding of one condition, as it is in this person.

    truth : whether it holds; ``None`` where it is not known
    ratio : how many times it multiplies the odds as it is; ``None`` where no figure is held
    counts : whether the ratio is in the probability
    why_not : why a finding with figures is not
    open_questions : what would have to be answered to know it
    """

    rule: FindingRule
    truth: Truth
    says: Says
    ratio: LikelihoodRatio | None = None
    counts: bool = False
    why_not: ByLanguage = field(default_factory=dict)
    open_questions: tuple[str, ...] = ()

    @property
    def words(self) -> ByLanguage:
        """What was found, by language."""
        found = self.rule.words
        return reason("not_so", finding=found) if self.truth is False else found

    @property
    def confidence(self) -> Confidence:
        """How well it is known what the finding is worth."""
        return self.rule.confidence

    @property
    def sources(self) -> tuple[str, ...]:
        """Where that comes from."""
        return self.rule.sources


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One condition weighed for one person.

    The probability is that of this condition being there or not, whatever else is: conditions do
    not exclude each other, and probabilities do not add up to one. It is ``None`` for conditions
    without verified ratios and for those that the definition excludes.
    """

    condition: Condition
    standing: Standing
    why: ByLanguage
    findings: tuple[Weighed, ...]
    prior: PriorRange | None = None
    probability: Probability | None = None

    @property
    def name(self) -> str:
        """The condition's name in the data."""
        return self.condition.name

    @property
    def supporting(self) -> tuple[Weighed, ...]:
        """What speaks for it."""
        return self._saying(Says.FOR)

    @property
    def opposing(self) -> tuple[Weighed, ...]:
        """What speaks against it."""
        return self._saying(Says.AGAINST)

    @property
    def open(self) -> tuple[Weighed, ...]:
        """What is not known yet."""
        return self._saying(Says.OPEN)

    def _saying(self, what: Says) -> tuple[Weighed, ...]:
        return tuple(one for one in self.findings if one.says is what)


def weigh(*, condition: Condition, values: Values, prior: PriorRange | None) -> Candidate:
    """Weigh one condition.

    Parameters
    ----------
    values
        What is known of the person.
    prior
        How common it is among those who come; ``None`` where it gets no probability.
    """
    truths = [rule.when.truth(values=values) for rule in condition.findings]
    counted = (
        counted_findings(condition=condition, truths=truths, values=values)
        if condition.has_chance
        else []
    )
    places = {place for group in counted for place in group}
    weighed = tuple(
        _weighed(
            rule,
            truth,
            counts=place in places,
            has_chance=condition.has_chance,
            values=values,
        )
        for place, (rule, truth) in enumerate(zip(condition.findings, truths, strict=True))
    )
    if condition.definition and condition.definition.truth(values=values) is False:
        return Candidate(
            condition=condition,
            standing=Standing.DOES_NOT_FIT,
            why=condition.definition_words,
            findings=weighed,
        )
    if prior is None:
        standing, why = _fit(weighed)
        return Candidate(condition=condition, standing=standing, why=why, findings=weighed)
    contributions = [
        [ratio for place in group if (ratio := weighed[place].ratio)] for group in counted
    ]
    reached = posterior(low=prior.low, high=prior.high, contributions=contributions)
    probability = Probability(value=reached.value, low=reached.low, high=reached.high)
    standing, why = _estimate(probability, counted)
    return Candidate(
        condition=condition,
        standing=standing,
        why=why,
        findings=weighed,
        prior=prior,
        probability=probability,
    )


def counted_findings(
    *, condition: Condition, truths: Sequence[Truth], values: Values
) -> list[tuple[int, ...]]:
    """Give the places of the findings that count, by group.

    Of each group the first in the order of the data that is decided and has a verified ratio for
    what it turned out to be. The order is fixed beforehand: to choose the strongest after seeing
    the results would favour chance. Where a later one of the group says the opposite, both.
    """
    groups: dict[str, list[tuple[int, float]]] = {}
    for place, (rule, truth) in enumerate(zip(condition.findings, truths, strict=True)):
        ratio = ratio_of(rule, truth)
        if ratio and rule.drives and _was_studied(rule, values):
            groups.setdefault(rule.group, []).append((place, ratio.value))
    return [_counted(members) for members in groups.values()]


def ratio_of(rule: FindingRule, truth: Truth, /) -> LikelihoodRatio | None:
    """Give what a finding multiplies the odds by, as it turned out."""
    if rule.accuracy is None or truth is None:
        return None
    return rule.accuracy.present if truth else rule.accuracy.absent


def _counted(members: list[tuple[int, float]]) -> tuple[int, ...]:
    first, value = members[0]
    for other, another in members[1:]:
        if (another > 1) is not (value > 1):
            return first, other
    return (first,)


def _was_studied(rule: FindingRule, values: Values) -> Truth:
    return True if rule.studied is None else rule.studied.truth(values=values)


def _weighed(
    rule: FindingRule, truth: Truth, *, counts: bool, has_chance: bool, values: Values
) -> Weighed:
    ratio = ratio_of(rule, truth)
    return Weighed(
        rule=rule,
        truth=truth,
        says=_says(rule, truth, ratio),
        ratio=ratio,
        counts=counts,
        why_not={} if counts else _why_not(rule, truth, values, has_chance=has_chance),
        open_questions=tuple(sorted(rule.when.open_names(values=values))),
    )


def _says(rule: FindingRule, truth: Truth, ratio: LikelihoodRatio | None) -> Says:
    if truth is None:
        return Says.OPEN
    if ratio:
        return Says.FOR if ratio.value > 1 else Says.AGAINST
    if not truth and rule.only_if_so:
        return Says.NOTHING
    return Says.FOR if truth is not rule.against else Says.AGAINST


def _why_not(rule: FindingRule, truth: Truth, values: Values, *, has_chance: bool) -> ByLanguage:
    if rule.accuracy is None or truth is None:
        return {}
    if not rule.drives:
        return reason("recalled")
    if not has_chance:
        return reason("little_verified")
    if ratio_of(rule, truth) is None:
        return reason("absence_unpublished")
    studied = _was_studied(rule, values)
    if studied is None:
        return reason("person_unknown")
    if not studied:
        return reason("other_people", population=rule.accuracy.population)
    return reason("counted_already")


def _estimate(
    probability: Probability, counted: Sequence[tuple[int, ...]]
) -> tuple[Standing, ByLanguage]:
    if not counted:
        return Standing.CANNOT_TELL, reason("nothing_decisive")
    if any(len(group) > 1 for group in counted):
        return Standing.CANNOT_TELL, reason("disagree")
    if probability.high - probability.low > WIDEST_INTERVAL:
        return Standing.CANNOT_TELL, reason("too_wide")
    return Standing.ESTIMATED, {}


def _fit(weighed: Sequence[Weighed]) -> tuple[Standing, ByLanguage]:
    decisive = [one for one in weighed if one.rule.decisive]
    if missing := [one for one in decisive if one.truth is False]:
        return Standing.DOES_NOT_FIT, reason("decisive_missing", finding=missing[0].words)
    if unknown := [one for one in decisive if one.truth is None]:
        return Standing.CANNOT_TELL, reason("decisive_unknown", finding=unknown[0].words)
    if against := [one for one in weighed if one.says is Says.AGAINST]:
        if any(one.rule.against for one in against):
            return Standing.CANNOT_TELL, reason("fits_but", finding=against[0].words)
        return Standing.FITS, reason("fits_partly", count=len(against))
    return Standing.FITS, reason("fits")
