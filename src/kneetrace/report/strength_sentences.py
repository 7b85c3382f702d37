"""From strength tests to sentences a patient understands; never more than was measured."""

from collections.abc import Iterator
from typing import Final

from kneetrace.measure import (
    ExaminedHome,
    ExaminedLeg,
    ExaminedTest,
    Judgement,
    Kind,
    Standing,
    StrengthExamination,
    StrengthResult,
    strength_test,
)
from kneetrace.report.figures import bare, interval_text, text
from kneetrace.report.findings import Finding, Sureness
from kneetrace.report.words import Words, read_words
from kneetrace.terms import Measure, Quality

SCALES: Final = ("best_torque_per_mass", "best_force_per_body_weight")
"""What a test is shown in, the first that every leg has: scaled to the body, so that it can be
compared."""

OPEN_AGE: Final = 100
"""A group whose ages end here has no upper end."""

_SURENESS: Final = {
    Judgement.REAL: Sureness.MEASURED,
    Judgement.REAL_AND_NOTABLE: Sureness.MEASURED,
    Judgement.NO_RELIABLE_DIFFERENCE: Sureness.NOISE,
    Judgement.NOT_JUDGED: Sureness.CANNOT,
}


def strength_findings(
    examination: StrengthExamination, *, words: Words | None = None
) -> tuple[Finding, ...]:
    """Say in plain words what strength tests came to.

    Parameters
    ----------
    examination
        Of one person.
    words
        The language; English when not given.

    Returns
    -------
    tuple of Finding
        Test by test: what each leg reached, how they differ, what changed, and where published
        figures carry it, how that compares with others.
    """
    spoken = words or read_words()
    return (
        *(one for test in examination.tests for one in _of_test(test, spoken)),
        *(_of_home(one, spoken) for one in examination.home),
    )


def shown_measures(test: ExaminedTest) -> tuple[Measure, ...]:
    """Give each leg's strength in one scale: that of a published band, where one applies."""
    judged = [leg.norm.measure for leg in test.legs if _is_judged(leg.norm.standing)]
    names = [*(one.name for one in judged if one is not None), *SCALES]
    for name in names:
        found = [leg.result.measure(name) for leg in test.legs]
        shown = tuple(one for one in found if one is not None)
        if len(shown) == len(found):
            return shown
    return ()


def name_of_test(test: ExaminedTest, *, words: Words) -> str:
    """Name a test with its position."""
    title = strength_test(name=test.test).title[words.language]
    return words.say(
        "strength.test_in_position",
        test=title,
        position=words.say(f"strength_position.{test.position}"),
    )


def leg_value(measure: Measure, *, words: Words) -> str:
    """Write one leg's strength with its side."""
    assert measure.side is not None  # every force test has one
    side = words.say(f"page.{measure.side}")
    return f"{side} {text(measure.value, measure.unit)}"


def trials_text(result: StrengthResult) -> str:
    """Write the trials in N or Nm, as they came."""
    *before, last = result.entry.trials
    unit = result.entry.unit
    return ", ".join([*(f"{trial:.0f}" for trial in before), text(last, unit)])


def home_value(home: ExaminedHome, *, first: bool = False, words: Words) -> str:
    """Write the result of a home test with what it counts."""
    result = home.first if first else home.result
    assert result is not None
    kind = strength_test(name=result.entry.test).kind
    if kind is Kind.PASS_FAIL:
        return words.say("strength.passed" if result.entry.value else "strength.not_passed")
    return words.say(f"strength.{kind}", value=f"{result.entry.value:g}")


def home_name(home: ExaminedHome, *, words: Words) -> str:
    """Name a home test with its side."""
    entry = home.result.entry
    title = strength_test(name=entry.test).title[words.language]
    return title if entry.side is None else f"{title}, {words.say(f'page.{entry.side}')}"


def beside_others(test: ExaminedTest, *, words: Words) -> tuple[str, ...]:
    """Set a test's legs beside the people who were studied, or say why that cannot be done."""
    groups = {leg.norm.norm for leg in test.legs}
    if len(groups) > 1 or None in groups:
        return tuple(dict.fromkeys(leg.norm.sentence for leg in test.legs))
    (norm,) = groups
    assert norm is not None
    judged = all(_is_judged(leg.norm.standing) for leg in test.legs)
    ends = (norm.low, norm.high) if judged else (norm.mean_low, norm.mean_high)
    low, high = bare(text(ends[0], norm.unit), norm.unit), text(ends[1], norm.unit)
    youngest, oldest = norm.age_years
    return (
        words.say(
            "strength.group_judged" if judged else "strength.group_shown",
            legs=words.say("strength.and").join(_beside(leg, words=words) for leg in test.legs),
            people=norm.people or "",
            group=words.say(f"strength.group_{norm.sex}"),
            ages=words.say(
                "strength.ages_from" if oldest >= OPEN_AGE else "strength.ages",
                youngest=youngest,
                oldest=oldest,
            ),
            low=low,
            high=high,
            sources=", ".join(norm.sources),
        ),
    )


def _beside(leg: ExaminedLeg, *, words: Words) -> str:
    measure = leg.norm.measure
    assert measure is not None  # a norm comes with the measure it is set beside
    value = leg_value(measure, words=words)
    if not _is_judged(leg.norm.standing):
        return value
    return f"{value} {words.say(f'strength.is_{leg.norm.standing}')}"


def _of_test(test: ExaminedTest, words: Words) -> Iterator[Finding]:
    measures = shown_measures(test)
    name = name_of_test(test, words=words)
    if measures:
        coarse = any(one.quality is Quality.COARSE for one in measures)
        yield Finding(
            sentence=words.say(
                "strength.reached",
                test=name,
                values=words.say("strength.and").join(
                    leg_value(one, words=words) for one in measures
                ),
            ),
            sureness=Sureness.COARSE if coarse else Sureness.MEASURED,
            note=words.say(
                "strength.range_assumed" if coarse else "strength.range",
                ranges="; ".join(_range(one, words) for one in measures),
            ),
        )
    if test.difference is not None:
        yield Finding(
            sentence=test.difference.sentence, sureness=_SURENESS[test.difference.judgement]
        )
    for leg in test.legs:
        if leg.change is not None:
            yield Finding(
                sentence=words.say(
                    "strength.change",
                    side=words.say(f"page.{leg.side.name.title()}"),
                    sentence=leg.change.sentence,
                ),
                sureness=_SURENESS[leg.change.judgement],
            )
    if any(_is_judged(leg.norm.standing) for leg in test.legs):
        unclear = any(leg.norm.standing is Standing.UNCLEAR for leg in test.legs)
        for sentence in beside_others(test, words=words):
            yield Finding(
                sentence=sentence, sureness=Sureness.COARSE if unclear else Sureness.MEASURED
            )


def _of_home(home: ExaminedHome, words: Words) -> Finding:
    sentence = words.say(
        "strength.home",
        test=home_name(home, words=words),
        value=home_value(home, words=words),
    )
    if home.first is not None:
        before = home_value(home, first=True, words=words)
        sentence = f"{sentence} {words.say('strength.home_before', before=before)}"
    return Finding(sentence=sentence, sureness=Sureness.COUNTED, note=home.result.sentence)


def _range(measure: Measure, words: Words) -> str:
    assert measure.side is not None
    low, high = interval_text(measure.low, measure.high, measure.unit)
    return words.say(
        "strength.one_range",
        side=words.say(f"page.{measure.side}"),
        low=bare(low, measure.unit),
        high=high,
    )


def _is_judged(standing: Standing) -> bool:
    return standing is not Standing.NOT_JUDGED
