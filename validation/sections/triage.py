"""Are people with a red flag ever sent too low, and how many others are sent too high?

Written vignettes, and made-up people who answer with gaps and errors. Both were written beside the
rules by the same hands from the same sources: they check the rules' logic, not the world.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from scipy.stats import beta

from kneetrace.intake import Disposition
from validation.knee_cases import Answering, Case, asked_to_the_end, draw_cases
from validation.row import Row
from validation.vignettes import read_vignettes

COUNT: Final = 5000
SEED: Final = 20260302
USUAL: Final = Answering(missing=0.05, noise=0.02)
FEW_GAPS: Final = Answering(missing=0.01, noise=0.02)
DECISIVE_TOO: Final = Answering(missing=0.05, noise=0.02, decisive_noise=0.02)
SAID: Final = "5 % of answers 'I do not know', 2 % wrong"
Pair = tuple[Disposition, Disposition]  # truth, result


def rows() -> Iterator[Row]:
    """Return under- and over-triage of the vignettes and of the made-up people."""
    yield from _written()
    dangerous = draw_cases(count=COUNT, dangerous=True, random=Random(SEED))
    others = draw_cases(count=COUNT, dangerous=False, random=Random(SEED + 1))
    yield from _made_up_dangerous(dangerous)
    yield from _made_up_others(others)


def _written() -> Iterator[Row]:
    where = "written vignettes, near misses among them"
    vignettes = read_vignettes()
    pairs, missed, suspected = [], 0, 0
    for each in vignettes:
        found = each.triaged()
        raised = {flag.name for flag in found.raised}
        pairs.append((each.truth, found.disposition))
        missed += bool(each.raised - raised)
        suspected += bool(each.not_raised & raised)
    yield Row("triage.vignettes", len(pairs), "count", ">= 80", None, where)
    below = sum(result < truth for truth, result in pairs)
    yield Row("triage.vignettes_below_truth", below, "vignettes", "<= 0", None, where)
    yield Row("triage.vignettes_flag_missed", missed, "vignettes", "<= 0", None, where)
    yield Row("triage.vignettes_flag_wrongly_raised", suspected, "vignettes", "<= 0", None, where)
    above = percent_above(pairs)
    yield Row("triage.vignettes_over_triage_percent", above, "%", None, None, where)


def _made_up_dangerous(cases: Sequence[Case]) -> Iterator[Row]:
    where = f"{len(cases)} made-up people who belong to emergency or urgent care; {SAID}"
    pairs = outcomes(cases=cases, answering=USUAL)
    yield Row("triage.hazardous", hazards(pairs), "people", None, None, where)
    upper = upper_95_percent(count=hazards(pairs), among=len(pairs))
    bound = "<= 0.118"
    yield Row("triage.hazardous_upper_95_percent", upper, "%", bound, None, where)
    below = 100 * sum(result < truth for truth, result in pairs) / len(pairs)
    yield Row("triage.below_truth_percent", below, "%", None, None, where)
    where = f"the same people; also 2 % of the answers that decide are wrong; {SAID}"
    pairs = outcomes(cases=cases, answering=DECISIVE_TOO)
    share = 100 * hazards(pairs) / len(pairs)
    name = "triage.hazardous_percent_when_decisive_answers_are_wrong_too"
    yield Row(name, share, "%", None, None, where)


def _made_up_others(cases: Sequence[Case]) -> Iterator[Row]:
    for answering, name, how in (
        (Answering(), "perfect_answers", "every answer given and right"),
        (FEW_GAPS, "few_gaps", "1 % of answers 'I do not know', 2 % wrong"),
        (USUAL, "usual_gaps", SAID),
    ):
        where = f"{len(cases)} made-up people who can wait for a doctor, or a therapist; {how}"
        pairs = outcomes(cases=cases, answering=answering)
        above = percent_above(pairs)
        yield Row(f"triage.over_triage_percent_{name}", above, "%", None, None, where)
        today = 100 * sum(result >= Disposition.URGENT for _, result in pairs) / len(pairs)
        yield Row(f"triage.sent_the_same_day_percent_{name}", today, "%", None, None, where)


def outcomes(*, cases: Sequence[Case], answering: Answering) -> Sequence[Pair]:
    """Ask everybody to the end: truth and result of each."""
    random = Random(SEED + 2)
    return [
        (case.truth, asked_to_the_end(case=case, answering=answering, random=random).disposition)
        for case in cases
    ]


def hazards(pairs: Sequence[Pair]) -> int:
    """Count who belongs to emergency or urgent care and is sent to a therapist or home."""
    return sum(
        truth >= Disposition.URGENT and result <= Disposition.THERAPIST for truth, result in pairs
    )


def percent_above(pairs: Sequence[Pair]) -> float:
    """Give the share of those sent higher than they belong, in percent."""
    return 100 * sum(result > truth for truth, result in pairs) / len(pairs)


def upper_95_percent(*, count: int, among: int) -> float:
    """Give the upper end of the two-sided 95 % interval of a share, in percent.

    Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, by the beta distribution.
    """
    return 100.0 if count == among else float(100 * beta.ppf(0.975, count + 1, among - count))
