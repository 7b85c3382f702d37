"""One recording's part of the report, prepared for the page."""

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from kneetrace.evidence import Source
from kneetrace.explain import Load
from kneetrace.measure import Measurement, Motion, Repetition, ViewFinding
from kneetrace.measure import Source as RecordedBy
from kneetrace.report.comparison import Comparison, compare, find_sources, published_errors
from kneetrace.report.curves import (
    Curve,
    angle_scale,
    curve_of,
    draw_overlaid,
    draw_through_time,
)
from kneetrace.report.dots import DotRow, draw_difference, draw_dots
from kneetrace.report.figures import interval_text, text, text_at_most
from kneetrace.report.findings import Finding, plain_findings
from kneetrace.report.pictures import draw_picture, find_picture
from kneetrace.report.placement import describe_placement, draw_placement
from kneetrace.report.reasons import Reason, all_refusals, grouped_reasons
from kneetrace.report.score import ShownScore, show_score
from kneetrace.report.stills import Still
from kneetrace.report.summary import DIFFERENCE, SPREAD, Summary, summarise
from kneetrace.report.technique import ShownTechnique, show_technique, technique_note
from kneetrace.report.tempo import draw_tempo, find_tempo
from kneetrace.report.words import Words
from kneetrace.terms import INTERVAL_SDS, ByLanguage, Measure, Quality, Side, Unit

JOINTS = (("knee", "knee_angle"), ("hip", "hip_flexion"))


@dataclass(frozen=True, eq=False, kw_only=True)
class Chapter:
    """One recording as the report tells it: what was measured, or why nothing was.

    ``load`` is what it asked of the person, or ``load_refusal`` says why that is not told.
    """

    video: str
    test: str
    measurement: Measurement | None = None
    refusal: str | None = None
    stills: tuple[Still, ...] = ()
    load: Load | None = None
    load_refusal: ByLanguage | None = None


@dataclass(frozen=True, kw_only=True)
class ShownValue:
    """A value as text, with the side whose colour it takes."""

    side: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownMeasure:
    """A measure's drawing and what stands around it."""

    title: str
    note: str
    shown: tuple[ShownValue, ...]
    drawing: Markup
    seen: str
    seen_else: tuple[str, ...]
    reference: str
    links: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class ShownDifference:
    """A left-right difference's drawing and what stands around it."""

    title: str
    value: str
    drawing: Markup
    seen: str
    mdc: str


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """One line of the table that says the same as the drawings."""

    measure: str
    side: str
    repetition: str
    value: str
    interval: str
    quality: str
    film: str


@dataclass(frozen=True, kw_only=True)
class ShownStill:
    """A picture ready for the page."""

    base64: str
    width_px: int
    height_px: int
    alt: str
    caption: str
    angles: str


@dataclass(frozen=True, kw_only=True)
class ShownCurve:
    """A drawing of curves under its title, with the repetitions laid over each other."""

    title: str
    drawing: Markup
    overlaid: tuple["ShownCurve", ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownTempo:
    """One repetition's bar."""

    number: int
    drawing: Markup


@dataclass(frozen=True, kw_only=True)
class ShownPhone:
    """Where one phone stood, drawn and in words."""

    title: str
    drawing: Markup
    where: str


@dataclass(frozen=True, kw_only=True)
class ShownAdvice:
    """What was noticed about a recording, and what to do about it."""

    label: str
    sentence: str
    advice: str
    blocking: bool


@dataclass(frozen=True, kw_only=True)
class ChapterBody:
    """Everything the page shows of a recording that was measured."""

    stills: tuple[ShownStill, ...]
    measures: tuple[ShownMeasure, ...]
    by_film: bool
    no_reference: bool
    table: tuple[ShownRow, ...]
    differences: tuple[ShownDifference, ...]
    joints: tuple[ShownCurve, ...]
    tempo: tuple[ShownTempo, ...]
    tempo_film: str
    score: ShownScore | None
    technique: tuple[ShownTechnique, ...]
    technique_film: str
    technique_note: str
    cannot: tuple[Reason, ...]
    phones: tuple[ShownPhone, ...]
    advice: tuple[ShownAdvice, ...]
    repaired: tuple[str, ...]
    video: str


@dataclass(frozen=True, kw_only=True)
class ShownChapter:
    """One recording, ready for the page."""

    title: str
    picture: Markup | None
    words: Words
    video: str
    about: str
    refusal: str | None
    findings: tuple[Finding, ...]
    body: ChapterBody | None
    sources: tuple[Source, ...]
    errors: tuple[str, ...]


def show_chapter(chapter: Chapter, *, words: Words) -> ShownChapter:
    """Prepare one recording for the page."""
    measurement = chapter.measurement
    words = words.about(chapter.test)
    title = words.test_title(chapter.test)
    drawn = find_picture(chapter.test)
    picture = draw_picture(drawn, language=words.language) if drawn else None
    if measurement is None:
        return ShownChapter(
            title=title,
            picture=picture,
            words=words,
            video=chapter.video,
            about=chapter.video,
            refusal=chapter.refusal,
            findings=(),
            body=None,
            sources=(),
            errors=(),
        )
    summary = summarise(measurement.answers)
    comparisons = {
        name: found
        for name, rows in summary.rows.items()
        if (found := compare(rows[0].typical, test=chapter.test, person=measurement.person))
    }
    errors = () if measurement.source.solid else published_errors(test=chapter.test)
    return ShownChapter(
        title=title,
        picture=picture,
        words=words,
        video=chapter.video,
        about=_about(chapter.video, measurement, words=words),
        refusal=chapter.refusal,
        findings=plain_findings(measurement, words=words),
        body=_body(chapter, measurement, summary=summary, comparisons=comparisons, words=words),
        sources=tuple(
            dict.fromkeys(
                [
                    *(one for found in comparisons.values() for one in found.sources),
                    *_mdc_sources(summary),
                    *(one for error in errors for one in error.sources),
                ]
            )
        ),
        errors=tuple(f"{one.method}: {one.result}." for one in errors),
    )


def _body(
    chapter: Chapter,
    measurement: Measurement,
    *,
    summary: Summary,
    comparisons: dict[str, Comparison],
    words: Words,
) -> ChapterBody:
    timed = _film_of_the_tempo(measurement)
    tempo = find_tempo(timed)
    return ChapterBody(
        stills=tuple(_still(one, measurement=measurement, words=words) for one in chapter.stills),
        measures=tuple(
            _measure(
                name,
                rows,
                found=comparisons.get(name),
                any_found=bool(comparisons),
                seen_else=tuple(_seen_else(name, measurement, words=words)),
                words=words,
            )
            for name, rows in summary.rows.items()
        ),
        by_film=bool(measurement.films),
        no_reference=not comparisons,
        table=tuple(_table(measurement, words=words)),
        differences=tuple(
            _difference(name, one, words=words) for name, one in summary.differences.items()
        ),
        joints=tuple(
            joint
            for film in measurement.each_film
            if film.motion is not None
            for joint in _joints(film, film.motion, words=words)
        ),
        tempo=tuple(
            ShownTempo(number=bar.number, drawing=drawing)
            for bar, drawing in zip(tempo, draw_tempo(tempo, words=words), strict=True)
        ),
        tempo_film=_seen_in(_name_of(timed), words=words),
        score=show_score(measurement, words=words),
        technique=show_technique(measurement, words=words),
        technique_film=_seen_in(*(one.film for one in measurement.technique[:1]), words=words),
        technique_note=technique_note(measurement, words=words),
        cannot=grouped_reasons(all_refusals(measurement), words=words),
        phones=tuple(_phones(measurement, words=words)),
        advice=tuple(
            _advice(one, words=words)
            for one in sorted(measurement.findings, key=lambda one: not one.blocking)
        ),
        repaired=tuple(
            dict.fromkeys(note for film in measurement.each_film for note in film.clip.notes)
        ),
        video=_about(chapter.video, measurement, words=words),
    )


def _name_of(film: Measurement) -> str | None:
    return film.clip.name if film.source is RecordedBy.IN_TURN else None


def _seen_in(*films: str | None, words: Words) -> str:
    return "".join(words.say("chapter.seen_in", film=film) for film in films if film)


def _seen_else(name: str, measurement: Measurement, *, words: Words) -> Iterable[str]:
    """Say what another film showed that does not agree with what is told."""
    for one in measurement.disagreements:
        if one.told.name == name:
            value = _sided(one.other, words=words)
            yield words.say("chapter.seen_else", film=one.other.film, value=value)


def _sided(measure: Measure, *, words: Words) -> str:
    value = _value(measure)
    return value if measure.side is None else f"{words.say(f'page.{measure.side}')} {value}"


def _film_of_the_tempo(measurement: Measurement) -> Measurement:
    """The film whose times are told: they are of its own repetitions."""
    names = [one.film for one in measurement.answers if one.name == "ascent_duration"]
    films = (film for film in measurement.each_film if film.clip.name in names[:1])
    return next(films, measurement)


def _phones(measurement: Measurement, *, words: Words) -> Iterable[ShownPhone]:
    if measurement.source.solid:
        return
    cameras = [
        (_name_of(film), film.motion.camera)
        for film in measurement.each_film
        if film.motion is not None
    ]
    cameras += [(None, camera) for camera in measurement.beside]
    for number, (film, camera) in enumerate(cameras):
        title = words.say("chapter.placement_second" if number else "chapter.placement")
        yield ShownPhone(
            title=title if film is None else words.say("chapter.placement_film", film=film),
            drawing=draw_placement(camera, words=words),
            where=describe_placement(camera, words=words),
        )


def _advice(finding: ViewFinding, *, words: Words) -> ShownAdvice:
    label = words.say("chapter.quality_blocking" if finding.blocking else "chapter.quality_noticed")
    return ShownAdvice(
        label=words.say("chapter.quality_in", label=label, film=finding.film)
        if finding.film
        else label,
        sentence=finding.sentence,
        advice=finding.advice,
        blocking=finding.blocking,
    )


def _about(video: str, measurement: Measurement, *, words: Words) -> str:
    if measurement.films:
        return words.say(
            "chapter.in_turn",
            films="; ".join(_about(one.clip.name, one, words=words) for one in measurement.films),
        )
    if measurement.source is RecordedBy.VIEWS:
        one = replace(measurement, source=RecordedBy.VIDEO)
        about = _about(one.clip.name, one, words=words)
        return words.say("chapter.at_once", videos=video, about=about)
    clip = measurement.clip
    seconds = float(clip.time_s[-1] - clip.time_s[0]) if clip.frames else 0.0
    if measurement.source.solid:
        return words.say(
            f"chapter.{measurement.source}",
            video=video,
            seconds=f"{seconds:.1f}",
            rate=f"{clip.rate_hz:.0f}",
        )
    return words.say(
        "chapter.video",
        video=video,
        seconds=f"{seconds:.1f}",
        rate=f"{clip.rate_hz:.0f}",
        width=clip.width_px,
        height=clip.height_px,
    )


def _still(still: Still, *, measurement: Measurement, words: Words) -> ShownStill:
    angles = ""
    film = next((one for one in measurement.films if one.clip.name == still.film), measurement)
    motion = film.motion
    if motion is not None:
        nearest = int(abs(motion.time_s - still.time_s).argmin())
        right, left = (_knee(motion, side, nearest) for side in (Side.RIGHT, Side.LEFT))
        angles = words.say("chapter.picture_angles", right=right, left=left)
    caption = words.say(
        "chapter.picture_caption", number=still.repetition, seconds=f"{still.time_s:.1f}"
    )
    return ShownStill(
        base64=base64.b64encode(still.jpeg).decode("ascii"),
        width_px=still.width_px,
        height_px=still.height_px,
        alt=words.say("chapter.picture_alt", number=still.repetition, angles=angles).strip(),
        caption=caption
        if still.film is None
        else words.say("chapter.picture_film", caption=caption, film=still.film),
        angles=angles,
    )


def _knee(motion: Motion, side: Side, index: int) -> str:
    name = f"knee_angle_{side.suffix}"
    value, sd = float(motion.values[name][index]), float(motion.sd[name][index])
    if not (math.isfinite(value) and math.isfinite(sd)):
        return "?"
    return f"{text(value, Unit.RADIAN)} ±{text_at_most(INTERVAL_SDS * sd, Unit.RADIAN)}"


def _measure(
    name: str,
    rows: tuple[DotRow, ...],
    *,
    found: Comparison | None,
    any_found: bool,
    seen_else: tuple[str, ...],
    words: Words,
) -> ShownMeasure:
    title = words.title_of(name)
    films = dict.fromkeys(row.typical.film for row in rows if row.typical.film)
    values = [_value(row.typical) for row in rows]
    sides = ["neither" if row.typical.side is None else row.typical.side.value for row in rows]
    spoken = "; ".join(
        words.say("chapter.dot_value", side="" if side == "neither" else side, value=value).strip()
        for side, value in zip(sides, values, strict=True)
    )
    reference = ""
    if found is not None:
        reference = _reference(found, words=words)
    elif any_found:
        reference = words.say("chapter.no_reference")
    return ShownMeasure(
        title=title,
        note=words.note_on(name),
        shown=tuple(
            ShownValue(
                side=side,
                text=value if side == "neither" else f"{words.say(f'page.{side}')} {value}",
            )
            for side, value in zip(sides, values, strict=True)
        ),
        drawing=draw_dots(
            rows,
            label=words.say("chapter.dot_alt", measure=title, values=spoken),
            band=None if found is None else found.band,
        ),
        seen=_seen_in(words.say("sure.and").join(films), words=words),
        seen_else=seen_else,
        reference=reference,
        links=() if found is None else found.sources,
    )


def _reference(found: Comparison, *, words: Words) -> str:
    told = found.reference
    group = (
        words.say("chapter.reference_people")
        if told.people is None
        else words.say("chapter.reference_group", people=told.people)
    )
    return words.say(
        "chapter.reference_mean" if found.band is None else "chapter.reference",
        group=group,
        mean=text(told.mean, told.unit),
        method=told.method,
        note=told.note,
    ).strip()


def _value(measure: Measure) -> str:
    low, high = interval_text(measure.low, measure.high, measure.unit)
    if measure.quality is Quality.COARSE:
        return f"{low} to {high}"
    return f"{text(measure.value, measure.unit)} ({low} to {high})"


def _table(measurement: Measurement, *, words: Words) -> Iterable[ShownRow]:
    for one in measurement.answers:
        if not isinstance(one, Measure):
            continue
        low, high = interval_text(one.low, one.high, one.unit)
        yield ShownRow(
            measure=_table_title(one.name, words=words),
            side="" if one.side is None else words.say(f"page.{one.side}"),
            repetition=words.say("page.whole_test")
            if one.repetition is None
            else str(one.repetition),
            value="" if one.quality is Quality.COARSE else text(one.value, one.unit),
            interval=f"{low} to {high}",
            quality=words.say(f"quality.{one.quality}"),
            film=one.film or "",
        )


def _table_title(name: str, *, words: Words) -> str:
    for ending, key in (
        (DIFFERENCE, "chapter.table_difference"),
        (SPREAD, "chapter.table_spread"),
    ):
        if name.endswith(ending):
            return words.say(key, measure=words.title_of(name.removesuffix(ending)))
    return words.title_of(name)


def _difference(name: str, one: Measure, *, words: Words) -> ShownDifference:
    title = words.title_of(name)
    low, high = interval_text(one.low, one.high, one.unit)
    value = f"{text(one.value, one.unit)} ({low} to {high})"
    return ShownDifference(
        title=title,
        value=value,
        drawing=draw_difference(
            one, label=words.say("chapter.dot_alt", measure=title, values=value)
        ),
        seen=_seen_in(one.film, words=words),
        mdc=_mdc(one, words=words),
    )


def _mdc(one: Measure, *, words: Words) -> str:
    if one.mdc is None:
        return ""
    mdc = text_at_most(one.mdc, one.unit)
    cited = find_sources((one.mdc_origin or "",))
    if cited:
        return words.say("chapter.mdc_cited", mdc=mdc, source=cited[0].cite)
    return words.say("chapter.mdc_measured", mdc=mdc)


def _mdc_sources(summary: Summary) -> tuple[Source, ...]:
    return find_sources(
        tuple(one.mdc_origin for one in summary.differences.values() if one.mdc_origin)
    )


def _joints(measurement: Measurement, motion: Motion, *, words: Words) -> tuple[ShownCurve, ...]:
    shown = []
    for joint, coordinate in JOINTS:
        curves = [
            curve_of(
                side=side,
                time_s=motion.time_s,
                value_rad=motion.values[f"{coordinate}_{side.suffix}"],
                sd_rad=motion.sd[f"{coordinate}_{side.suffix}"],
            )
            for side in (Side.RIGHT, Side.LEFT)
        ]
        shown.append(_joint(words.say(f"chapter.{joint}"), curves, measurement, words=words))
    return tuple(shown)


def _done_by(side: Side, complete: list[Repetition]) -> list[Repetition]:
    """What a leg did itself where both take turns, as in walking; else all there is."""
    sides = {one.side for one in complete}
    return [one for one in complete if one.side is side] if sides >= set(Side) else complete


def _joint(name: str, curves: list[Curve], measurement: Measurement, *, words: Words) -> ShownCurve:
    scale = angle_scale(curves)
    right, left = curves
    complete = [one for one in measurement.repetitions if one.complete]
    seconds = float(right.time_s[-1] - right.time_s[0])
    return ShownCurve(
        title=words.say("chapter.curve_title", joint=name)
        if (film := _name_of(measurement)) is None
        else words.say("chapter.curve_film", joint=name, film=film),
        drawing=draw_through_time(
            curves,
            repetitions=measurement.repetitions,
            scale=scale,
            label=words.say(
                "chapter.curve_alt",
                joint=name,
                seconds=f"{seconds:.0f}",
                right_low=_lowest(right),
                right_high=_highest(right),
                left_low=_lowest(left),
                left_high=_highest(left),
            ),
            axis_title=words.say("chapter.seconds_axis"),
        ),
        overlaid=tuple(
            ShownCurve(
                title=words.say(
                    "chapter.overlaid_title", side=words.say(f"page.{curve.side.name.title()}")
                ),
                drawing=draw_overlaid(
                    curve,
                    repetitions=_done_by(curve.side, complete),
                    scale=scale,
                    label=words.say(
                        "chapter.overlaid_alt",
                        joint=name,
                        side=words.say(f"page.{curve.side}"),
                        count=len(_done_by(curve.side, complete)),
                        low=_lowest(curve),
                        high=_highest(curve),
                    ),
                    axis_title=words.say("chapter.percent_axis"),
                ),
            )
            for curve in curves
        )
        if len(complete) > 1
        else (),
    )


def _lowest(curve: Curve) -> str:
    return _degrees(min(curve.value_deg[curve.seen], default=math.nan))


def _highest(curve: Curve) -> str:
    return _degrees(max(curve.value_deg[curve.seen], default=math.nan))


def _degrees(value: float) -> str:
    return f"{value:.0f}°" if math.isfinite(value) else "?"
