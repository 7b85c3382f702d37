"""The report's chapter on strength, prepared for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from kneetrace.evidence import Source
from kneetrace.measure import (
    ExaminedHome,
    ExaminedLeg,
    ExaminedTest,
    StrengthExamination,
    StrengthResult,
    strength_test,
)
from kneetrace.report.chapter import ShownValue
from kneetrace.report.citations import Cited, part_citations
from kneetrace.report.comparison import find_sources
from kneetrace.report.dots import Band, DotRow, draw_dots
from kneetrace.report.figures import bare, interval_text, text
from kneetrace.report.findings import Finding
from kneetrace.report.pictures import draw_picture, find_picture
from kneetrace.report.strength_sentences import (
    beside_others,
    home_name,
    home_value,
    name_of_test,
    shown_measures,
    strength_findings,
    trials_text,
)
from kneetrace.report.words import Words
from kneetrace.terms import Measure, Quality

WORTH_SOURCES: Final = ("rathleff2014", "neal2019", "nascimento2018")
"""What carries the words on what strength can and cannot say."""

_TABLE: Final = (
    "best_torque",
    "best_torque_per_mass",
    "best_force_per_body_weight",
    "best_torque_per_body_weight_and_height",
)


@dataclass(frozen=True, kw_only=True)
class ShownStrengthTest:
    """One strength test: its legs drawn under each other, and what can be said of them."""

    title: str
    how: str
    picture: Markup | None
    values: tuple[ShownValue, ...]
    drawing: Markup | None
    legend: str
    sentences: tuple[Cited, ...]
    notes: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class ShownHome:
    """One test without a device."""

    title: str
    value: str
    before: str
    note: Cited


@dataclass(frozen=True, kw_only=True)
class ShownStrengthRow:
    """One line of the table: one leg's test of one day, with all it came to."""

    test: str
    side: str
    day: str
    trials: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownStrength:
    """The chapter on strength, ready for the page."""

    findings: tuple[Finding, ...]
    tests: tuple[ShownStrengthTest, ...]
    home: tuple[ShownHome, ...]
    table: tuple[ShownStrengthRow, ...]
    recordings: tuple[str, ...]
    problems: tuple[str, ...]
    worth: tuple[Source, ...]
    method: str
    sources: tuple[Source, ...]


def show_strength(examination: StrengthExamination, *, words: Words) -> ShownStrength:
    """Prepare the strength tests of one person for the page."""
    tests = tuple(_test(test, words=words) for test in examination.tests)
    home = tuple(_home(one, words=words) for one in examination.home)
    worth = find_sources(WORTH_SOURCES)
    findings = tuple(
        replace(one, sentence=part_citations(one.sentence).text, note=part_citations(one.note).text)
        for one in strength_findings(examination, words=words)
    )
    return ShownStrength(
        findings=findings,
        tests=tests,
        home=home,
        table=tuple(_row(one, words=words) for one in examination.results),
        recordings=tuple(
            f"{effort.name}: {found}" for effort in examination.efforts for found in effort.findings
        ),
        problems=examination.problems,
        worth=worth,
        method=examination.method,
        sources=tuple(
            dict.fromkeys(
                [
                    *(link for one in tests for cited in one.sentences for link in cited.links),
                    *(link for one in tests for cited in one.notes for link in cited.links),
                    *(link for one in home for link in one.note.links),
                    *worth,
                ]
            )
        ),
    )


def _test(test: ExaminedTest, *, words: Words) -> ShownStrengthTest:
    measures = shown_measures(test)
    band = _band(test, measures)
    drawn = find_picture(test.test)
    return ShownStrengthTest(
        title=strength_test(name=test.test).title[words.language],
        how=_how(test, words=words),
        picture=draw_picture(drawn, language=words.language) if drawn else None,
        values=tuple(_value(one, words=words) for one in measures),
        drawing=_drawing(test, measures, band=band, words=words) if measures else None,
        legend=" ".join(_legend(test, band=band, words=words)),
        sentences=_each_once(_sentences(test, words=words)),
        notes=_each_once(_notes(test)),
    )


def _legend(test: ExaminedTest, *, band: Band | None, words: Words) -> Iterator[str]:
    if band is not None:
        yield words.say("strength.band")
    if any(leg.first is not None for leg in test.legs):
        yield words.say("strength.first_mark")


def _how(test: ExaminedTest, *, words: Words) -> str:
    said = [
        words.say(f"strength_position.{test.position}"),
        words.say(f"strength_holding.{test.holding}"),
    ]
    days = {leg.result.entry.tested_on for leg in test.legs} - {None}
    return ", ".join([*said, *map(words.day, sorted(day for day in days if day is not None))])


def _value(measure: Measure, *, words: Words) -> ShownValue:
    assert measure.side is not None  # every force test has one
    low, high = interval_text(measure.low, measure.high, measure.unit)
    return ShownValue(
        side=measure.side.value,
        text=f"{words.say(f'page.{measure.side}')} {text(measure.value, measure.unit)} "
        f"({bare(low, measure.unit)} to {bare(high, measure.unit)})",
    )


def _drawing(
    test: ExaminedTest, measures: tuple[Measure, ...], *, band: Band | None, words: Words
) -> Markup:
    rows = []
    for leg, measure in zip(test.legs, measures, strict=True):
        # The trials were read off a device: a dot is drawn even where the interval is assumed.
        rows.append(
            DotRow(
                typical=replace(measure, quality=Quality.MEASURED),
                single=tuple(_single_trials(leg.result, measure)),
                first=None if leg.first is None else leg.first.measure(measure.name),
            )
        )
    return draw_dots(
        rows,
        label=words.say(
            "chapter.dot_alt",
            measure=name_of_test(test, words=words),
            values="; ".join(_value(one, words=words).text for one in measures),
        ),
        band=band,
    )


def _single_trials(result: StrengthResult, measure: Measure) -> Iterator[Measure]:
    trials = result.entry.trials
    if len(trials) < 2:
        return
    for trial in trials:
        value = measure.value * trial / max(trials)
        yield replace(measure, value=value, low=value, high=value, quality=Quality.MEASURED)


def _band(test: ExaminedTest, measures: tuple[Measure, ...]) -> Band | None:
    """Find the published band, where both position and device are those of the source."""
    for leg in test.legs:
        norm = leg.norm.norm
        if norm and measures and norm.unit is measures[0].unit and test.position in norm.positions:
            return Band(low=norm.low, high=norm.high)
    return None


def _sentences(test: ExaminedTest, *, words: Words) -> Iterator[str]:
    if test.difference is not None:
        yield test.difference.sentence
    else:
        yield test.difference_note
    for leg in test.legs:
        changed = leg.change.sentence if leg.change is not None else leg.change_note
        if changed:
            yield words.say("strength.change", side=_side(leg, words=words), sentence=changed)
    yield from beside_others(test, words=words)


def _notes(test: ExaminedTest) -> Iterator[str]:
    for leg in test.legs:
        yield from leg.result.notes
        if leg.result.entry.note:
            yield leg.result.entry.note


def _each_once(sentences: Iterable[str]) -> tuple[Cited, ...]:
    return tuple(part_citations(one) for one in dict.fromkeys(sentences))


def _side(leg: ExaminedLeg, *, words: Words) -> str:
    return words.say(f"page.{leg.side.name.title()}")


def _home(home: ExaminedHome, *, words: Words) -> ShownHome:
    return ShownHome(
        title=home_name(home, words=words),
        value=home_value(home, words=words),
        before=""
        if home.first is None
        else words.say("strength.home_before", before=home_value(home, first=True, words=words)),
        note=part_citations(home.result.sentence),
    )


def _row(result: StrengthResult, *, words: Words) -> ShownStrengthRow:
    entry = result.entry
    found = [result.measure(name) for name in _TABLE]
    return ShownStrengthRow(
        test=words.say(
            "strength.test_in_position",
            test=strength_test(name=entry.test).title[words.language],
            position=words.say(f"strength_position.{entry.position}"),
        ),
        side=words.say(f"page.{entry.side}"),
        day=words.day(entry.tested_on),
        trials=trials_text(result),
        values=tuple("" if one is None else text(one.value, one.unit) for one in found),
    )
