"""From answers to sentences a patient understands; never more than was measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.measure import Measurement, is_real
from kneetrace.report.figures import MINUS, interval_text, text, text_at_most
from kneetrace.report.phases import phase_word
from kneetrace.report.summary import Summary, summarise
from kneetrace.report.words import Words, read_words
from kneetrace.terms import Measure, Quality, Side

COARSE_TOLD: Final = (
    "frontal_plane_projection_angle",
    "knee_ankle_separation_ratio",
    "pelvic_list",
    "standing_pelvic_drop",
    "standing_trunk_lean",
    "trunk_lean_sideways",
    "weight_shift",
    "hip_sway",
    "hip_line_sag",
    "hip_bend_lifted",
)
"""Measures told in words when their view allows it, in this order."""

TOLD_FIRST: Final = (
    "hold_time",
    "stands_in_time",
    "step_rate",
    "step_time",
    "contact_time",
    "flight_time",
    "foot_strike_class",
    "knee_flexion_contact",
    "knee_flexion_stance_peak",
    "trunk_lean_mean",
)
"""Measures of holds, walking and running, told before all others, in this order."""


class Sureness(StrEnum):
    """How sure a finding is, as a word the reader sees."""

    COUNTED = "counted"
    MEASURED = "measured"
    COARSE = "coarse"
    NOISE = "noise"
    DIFFER = "differ"
    CANNOT = "cannot"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about what was seen, how sure it is, and what that rests on.

    ``seen_in`` says which film it is from, where a test was filmed more than once.
    """

    sentence: str
    sureness: Sureness
    note: str = ""
    seen_in: str = ""


def plain_findings(measurement: Measurement, *, words: Words | None = None) -> tuple[Finding, ...]:
    """Say in plain words what one recording showed.

    Parameters
    ----------
    measurement
        Of one recording.
    words
        The language; English when not given.

    Returns
    -------
    tuple of Finding
        The most telling first. No finding names a diagnosis or calls a value high or low.
    """
    spoken = (words or read_words()).about(measurement.test)
    summary = summarise(measurement.answers)
    return tuple(
        finding
        for told in (
            _count(summary, spoken),
            _listed(summary, spoken, names=TOLD_FIRST),
            _legs(measurement, summary, spoken, name="knee_flexion_peak", key="depth"),
            _both_sides(summary, spoken, name="knee_flexion_standing", key="straight"),
            _legs(measurement, summary, spoken, name="hip_flexion_peak", key="hip"),
            _trunk(summary, spoken),
            _tempo(measurement.test, summary, spoken),
            _alike(summary, spoken),
            _differences(summary, spoken),
            _listed(summary, spoken, names=COARSE_TOLD),
            _films_differ(measurement, spoken),
            _cannot(summary, spoken),
        )
        for finding in told
    )


def _count(summary: Summary, words: Words) -> Iterator[Finding]:
    for one in summary.counts:
        count = round(one.value)
        key = {0: "finding.count_none", 1: "finding.count_one"}.get(count, "finding.count_many")
        yield Finding(
            sentence=words.say(key, count=count),
            sureness=Sureness.COUNTED,
            seen_in=_seen_in(words, one),
        )


def _legs(
    measurement: Measurement, summary: Summary, words: Words, *, name: str, key: str
) -> Iterator[Finding]:
    """Say a measure of both legs, in the test's own words where it has any, or of the one leg."""
    row = None if measurement.side is None else summary.row(name, measurement.side)
    if row is None:
        own = f"{key}_{measurement.test}"
        key = own if words.knows(f"finding.{own}_two") else key
        yield from _both_sides(summary, words, name=name, key=key)
        return
    side = words.say(f"page.{row.typical.side}")
    yield Finding(
        sentence=words.say(f"finding.{key}_one_leg", side=side, value=_value(row.typical, words)),
        sureness=_sureness(row.typical),
        note=_note(words, row.typical),
        seen_in=_seen_in(words, row.typical),
    )


def _both_sides(summary: Summary, words: Words, *, name: str, key: str) -> Iterator[Finding]:
    sides = {side: row.typical for side in Side if (row := summary.row(name, side)) is not None}
    if len(sides) == 2:
        right, left = sides[Side.RIGHT], sides[Side.LEFT]
        yield Finding(
            sentence=words.say(
                f"finding.{key}_two", right=_value(right, words), left=_value(left, words)
            ),
            sureness=_sureness(right, left),
            note=_note(words, right, left),
            seen_in=_seen_in(words, right, left),
        )
    elif sides:
        side, one = next(iter(sides.items()))
        yield Finding(
            sentence=words.say(
                f"finding.{key}_one", side=words.say(f"page.{side}"), value=_value(one, words)
            ),
            sureness=_sureness(one),
            note=_note(words, one),
            seen_in=_seen_in(words, one),
        )


def _trunk(summary: Summary, words: Words) -> Iterator[Finding]:
    row = summary.row("trunk_lean_forward")
    if row is not None:
        yield Finding(
            sentence=words.say("finding.trunk", value=_value(row.typical, words)),
            sureness=_sureness(row.typical),
            note=_note(words, row.typical),
            seen_in=_seen_in(words, row.typical),
        )


def _tempo(test: str, summary: Summary, words: Words) -> Iterator[Finding]:
    total = summary.row("repetition_duration")
    if total is None:
        return
    descent, ascent = summary.row("descent_duration"), summary.row("ascent_duration")
    if descent is not None and ascent is not None:
        parts = {
            words.say("chapter.down"): _value(descent.typical, words),
            words.say("chapter.up"): _value(ascent.typical, words),
        }
        first = phase_word(test, first=True, words=words)
        second = phase_word(test, first=False, words=words)
        sentence = words.say(
            "finding.tempo",
            total=_value(total.typical, words),
            first=f"{parts[first]} {first}",
            second=f"{parts[second]} {second}",
        )
    else:
        sentence = words.say("finding.tempo_total", total=_value(total.typical, words))
    yield Finding(
        sentence=sentence,
        sureness=_sureness(total.typical),
        note=_note(words, total.typical),
        seen_in=_seen_in(words, total.typical),
    )


def _alike(summary: Summary, words: Words) -> Iterator[Finding]:
    """How much depth varied from repetition to repetition, on the side that tells it best."""
    spreads = summary.spreads.get("knee_flexion_peak", ())
    if spreads:
        one = min(spreads, key=lambda spread: spread.high - spread.low)
        yield Finding(
            sentence=words.say("finding.spread", value=_value(one, words)),
            sureness=_sureness(one),
            note=_note(words, one),
            seen_in=_seen_in(words, one),
        )


def _differences(summary: Summary, words: Words) -> Iterator[Finding]:
    noise: list[tuple[str, Measure]] = []
    for name, one in summary.differences.items():
        title = words.title_of(name)
        side = words.say(f"page.{Side.RIGHT if one.value >= 0 else Side.LEFT}")
        value = text(abs(one.value), one.unit)
        if one.mdc is None or not is_real(difference=one):
            noise.append((title, one))
        elif one.low <= 0 <= one.high or one.quality is Quality.COARSE:
            yield Finding(
                sentence=words.say(
                    "finding.difference_wide", measure=title, side=side, value=value
                ),
                sureness=Sureness.COARSE,
                note=words.say("sure.coarse_note"),
            )
        else:
            near, far = sorted((abs(one.low), abs(one.high)))
            low, high = interval_text(near, far, one.unit)
            yield Finding(
                sentence=words.say(
                    "finding.difference_real",
                    measure=title,
                    side=side,
                    value=value,
                    mdc=text_at_most(one.mdc, one.unit),
                ),
                sureness=Sureness.MEASURED,
                note=words.say(
                    "sure.measured_note", range=words.say("finding.between", low=low, high=high)
                ),
            )
    yield from _no_difference(noise, words)


def _no_difference(noise: list[tuple[str, Measure]], words: Words) -> Iterator[Finding]:
    mdc = noise[0][1].mdc if len(noise) == 1 else None
    if mdc is not None:
        title, one = noise[0]
        sentence = words.say(
            "finding.difference_noise", measure=title, mdc=text_at_most(mdc, one.unit)
        )
    elif noise:
        sentence = words.say(
            "finding.difference_noise_many",
            measures="; ".join(title[0].lower() + title[1:] for title, _ in noise),
        )
    else:
        return
    yield Finding(sentence=sentence, sureness=Sureness.NOISE)


def _listed(summary: Summary, words: Words, *, names: tuple[str, ...]) -> Iterator[Finding]:
    for name in names:
        rows = summary.rows.get(name, ())
        if not rows:
            continue
        measures = [row.typical for row in rows]
        title = words.title_of(name)
        if {one.side for one in measures} == set(Side):
            right, left = measures
            sentence = words.say(
                "finding.coarse_two",
                measure=title,
                right=_value(right, words),
                left=_value(left, words),
            )
        else:
            one = measures[0]
            of_side = "" if one.side is None else words.say("finding.of_side", side=one.side.value)
            sentence = words.say(
                "finding.coarse_one", measure=title, value=_value(one, words), of_side=of_side
            )
        yield Finding(
            sentence=sentence,
            sureness=_sureness(*measures),
            note=_note(words, *measures),
            seen_in=_seen_in(words, *measures),
        )


def _films_differ(measurement: Measurement, words: Words) -> Iterator[Finding]:
    if measurement.disagreements:
        titles = dict.fromkeys(words.title_of(one.told.name) for one in measurement.disagreements)
        yield Finding(
            sentence=words.say(
                "finding.films_differ",
                measures="; ".join(title[0].lower() + title[1:] for title in titles),
            ),
            sureness=Sureness.DIFFER,
        )


def _cannot(summary: Summary, words: Words) -> Iterator[Finding]:
    count = len({one.name for one in summary.cannot})
    if count:
        key = "finding.cannot_single" if count == 1 else "finding.cannot_some"
        yield Finding(sentence=words.say(key, count=count), sureness=Sureness.CANNOT)


def _value(measure: Measure, words: Words) -> str:
    if measure.quality is Quality.COARSE:
        return _range(measure, words)
    return words.say("finding.about", value=text(measure.value, measure.unit))


def _range(measure: Measure, words: Words) -> str:
    """Say an interval, its directions in words where the measure has any."""
    low, high = (
        _directed(end, written, measure, words)
        for end, written in zip(
            (measure.low, measure.high),
            interval_text(measure.low, measure.high, measure.unit),
            strict=True,
        )
    )
    return words.say("finding.between", low=low, high=high)


def _directed(value: float, written: str, measure: Measure, words: Words) -> str:
    direction = words.direction_of(measure.name, positive=value >= 0)
    return f"{written.removeprefix(MINUS)} {direction}" if direction else written


def _note(words: Words, *measures: Measure) -> str:
    """Say what a finding rests on: of one measure, or of the right and the left one."""
    if _sureness(*measures) is Sureness.COARSE:
        return words.say("sure.coarse_note")
    ranges = [_range(one, words) for one in measures]
    if len(ranges) == 2:
        return words.say("sure.measured_note_two", right=ranges[0], left=ranges[1])
    return words.say("sure.measured_note", range=ranges[0])


def _seen_in(words: Words, *measures: Measure) -> str:
    """Say which film a finding is from, where there were several."""
    films = dict.fromkeys(one.film for one in measures if one.film)
    return words.say("sure.seen_in", film=words.say("sure.and").join(films)) if films else ""


def _sureness(*measures: Measure) -> Sureness:
    coarse = any(one.quality is Quality.COARSE for one in measures)
    return Sureness.COARSE if coarse else Sureness.MEASURED
