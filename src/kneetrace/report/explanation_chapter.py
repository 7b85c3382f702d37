"""Why the knee may hurt, traced link by link: prepared for the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from kneetrace.evidence import Source
from kneetrace.explain import (
    POSTURE_PRIORS,
    Aside,
    Basis,
    Cause,
    Explanation,
    KneecapContact,
    KneecapNotBalanced,
    KneePose,
    Link,
    Missing,
    PostureMethod,
    ShareInterval,
    TracedPosture,
    kneecap_model,
    reference_pose,
    solve_contact,
)
from kneetrace.measure import movement_tests, strength_tests
from kneetrace.report.comparison import find_sources
from kneetrace.report.explanation_drawings import (
    basis_sign,
    draw_chain,
    draw_waterfall,
    say_share,
)
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.kneecap_patch import draw_kneecap_patch
from kneetrace.report.load_drawings import draw_bars
from kneetrace.report.load_words import LoadWords
from kneetrace.report.page_frame import own_hash
from kneetrace.report.pictures import draw_picture, find_picture
from kneetrace.report.told import Told
from kneetrace.report.what_if import tell_what_if
from kneetrace.report.what_if_sliders import ShownWhatIf, show_what_if, what_if_script

HARDLY_PERCENT: Final = 0.1
"""DESIGN: of the stress; what hides less is said to hide hardly anything."""

NONE: Final = "\N{EN DASH}"
NOW, HEALTHY = 0, 1
_CHAIN_LEADS: Final = ("chain_lead_bare", "chain_lead", "chain_lead_both")  # by legs that stand


@dataclass(frozen=True, kw_only=True)
class ShownLink:
    """One link of the chain: what is said of it, and how it is known."""

    name: str
    basis: str
    known: str
    sign: Markup
    said: str
    why: Told


@dataclass(frozen=True, kw_only=True)
class ShownMissing:
    """Something to measure next, with the picture of its test where there is one."""

    title: str
    said: str
    picture: Markup | None


@dataclass(frozen=True, kw_only=True)
class ShownPatch:
    """A drawn contact, and the words below it."""

    drawing: Markup
    caption: str


@dataclass(frozen=True, kw_only=True)
class ShownCause:
    """One row of the table of causes."""

    name: str
    now: str
    healthy: str
    share: str
    hidden: str
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownAside:
    """Something beside the chain."""

    title: str
    known: str
    said: str
    why: Told


@dataclass(frozen=True, kw_only=True)
class ShownPosture:
    """The traced posture as drawings and rows of (name, as measured, with nothing lacking)."""

    figure: Markup
    patches: tuple[ShownPatch, ...]
    rows: tuple[tuple[str, str, str], ...]
    instants: str
    in_table: bool


@dataclass(frozen=True, kw_only=True)
class ShownExplanation:
    """The chapter, ready for the page; of ``plainly`` the first sentence stands out."""

    heading: str
    plainly: tuple[str, str]
    unknown: tuple[str, ...]
    missing: tuple[ShownMissing, ...]
    bases: tuple[tuple[str, str, Markup], ...]
    chain_lead: str
    links: tuple[ShownLink, ...]
    posture: ShownPosture | None
    waterfall: Markup | None
    hidden: tuple[tuple[str, str], ...]
    bars: Markup | None
    asides: tuple[ShownAside, ...]
    therapist: str
    causes: tuple[ShownCause, ...]
    total: str
    settings: tuple[tuple[str, str, str, str], ...]
    remarks: tuple[str, ...]
    sources: tuple[Source, ...]
    method: str
    what_if: ShownWhatIf | None


def explanation_fields(
    explanations: Sequence[Explanation], *, words: ExplanationWords
) -> dict[str, Any]:
    """Give what ``explanation_chapter.html`` needs, once for each; without any nothing is shown."""
    shown = tuple(show_explanation(one, words=words) for one in explanations)
    script = what_if_script() if any(one.what_if for one in shown) else ""
    return {
        "explanations": shown,
        "script": Markup(script),  # our own files, so it is not escaped
        "script_hash": own_hash(script) if script else "",
        "explain": words.say,
        "explanation_language": words.language,
    }


def show_explanation(explanation: Explanation, *, words: ExplanationWords) -> ShownExplanation:
    """Prepare an explanation for the page."""
    posture, language = explanation.posture, words.language
    links = tuple(_link(link, words=words) for link in explanation.links)
    asides = tuple(_aside(aside, words=words) for aside in explanation.asides)
    whys = [*(one.why for one in links), *(one.why for one in asides)]
    shared = posture is not None and explanation.total is not None and explanation.total.measured
    return ShownExplanation(
        heading=heading_of(explanation, words=words),
        plainly=_parted(words.own(explanation.for_patient)),
        unknown=tuple(_unknown(explanation, words=words)),
        missing=tuple(_missing(one, words=words) for one in explanation.missing),
        bases=tuple(
            (
                words.name_of("basis", basis),
                words.name_of("basis_means", basis),
                basis_sign(basis),
            )
            for basis in Basis
        ),
        chain_lead=words.say(_CHAIN_LEADS[0 if posture is None else posture.legs]),
        links=links,
        posture=None if posture is None else _posture(posture, explanation.links, words=words),
        waterfall=draw_waterfall(explanation.causes, explanation.total, words=words)
        if shared and explanation.total
        else None,
        hidden=tuple(_hidden(explanation.causes, words=words)),
        bars=draw_bars(
            explanation.capacity, side=explanation.side, words=LoadWords(language=language)
        )
        if explanation.capacity
        else None,
        asides=asides,
        therapist=words.own(explanation.for_therapist),
        causes=tuple(_cause(cause, words=words) for cause in explanation.causes),
        total=_share(explanation.total, words=words),
        settings=() if posture is None else tuple(_settings(posture.person.method, words=words)),
        remarks=tuple(words.own(one) for one in explanation.remarks),
        sources=tuple(dict.fromkeys(link for why in whys for link in why.links)),
        method=explanation.method,
        what_if=show_what_if(explanation.what_if, posture, words=words)
        if posture and explanation.what_if
        else None,
    )


def heading_of(explanation: Explanation, *, words: ExplanationWords) -> str:
    """Say in one line what stands out, or that nothing does."""
    side = words.say(explanation.side.value)
    if explanation.source is not None:
        player = words.name_of("lacking", explanation.source)
        return words.say("heading_source", side=side, player=player)
    return words.say("heading_none" if explanation.posture else "heading_little", side=side)


def _parted(words: str) -> tuple[str, str]:
    """Give the first sentence, and all that follow."""
    first, *rest = re.split(r"(?<=[.!?]) (?=\W?[A-ZÁÉÍÓÚÑ])", words, maxsplit=1)
    return first, "".join(rest)


def _unknown(explanation: Explanation, *, words: ExplanationWords) -> Iterator[str]:
    """Say which causes and links cannot be told."""
    causes = {
        "unmeasured": [one for one in explanation.causes if not one.share.measured],
        "untold": [one for one in explanation.causes if one.share.measured and not one.share.told],
    }
    for name, those in causes.items():
        if those:
            yield words.say(name, names=_list(words, "player", [one.player for one in those]))
    links = [link.name for link in explanation.links if link.basis is Basis.UNKNOWN]
    if links:
        yield words.say("unknown_links", names=_list(words, "link", links))


def _list(words: ExplanationWords, kind: str, names: Sequence[str]) -> str:
    named = [words.name_of(kind, name) for name in names]
    return "; ".join([named[0], *(one[:1].lower() + one[1:] for one in named[1:])])


def _missing(one: Missing, *, words: ExplanationWords) -> ShownMissing:
    titles = {
        **{name: test.title for name, test in movement_tests().items()},
        **{name: test.title for name, test in strength_tests().items()},
    }
    picture = None if one.test is None else find_picture(one.test)
    title = words.name_of("missing", one.name)
    if one.test in titles:
        title = titles[one.test][words.language]
    return ShownMissing(
        title=title,
        said=words.own(one.said),
        picture=None if picture is None else draw_picture(picture, language=words.language),
    )


def _link(link: Link, *, words: ExplanationWords) -> ShownLink:
    return ShownLink(
        name=words.name_of("link", link.name),
        basis=link.basis.value,
        known=words.name_of("basis", link.basis),
        sign=basis_sign(link.basis),
        said=words.own(link.said),
        why=Told(text=words.own(link.why), links=find_sources(link.sources)),
    )


def _aside(aside: Aside, *, words: ExplanationWords) -> ShownAside:
    return ShownAside(
        title=words.name_of("aside", aside.name),
        known=words.say("known" if aside.known else "not_known"),
        said=words.own(aside.said),
        why=Told(text=words.own(aside.why), links=find_sources(aside.sources)),
    )


def _posture(
    posture: TracedPosture, links: Sequence[Link], *, words: ExplanationWords
) -> ShownPosture:
    return ShownPosture(
        figure=draw_chain(posture, links, words=words),
        patches=tuple(_patches(posture, words=words)),
        rows=tuple(_rows(posture, words=words)),
        instants=", ".join(words.number(one, decimals=1) for one in posture.instants_s),
        in_table=bool(posture.answers.in_table.all()),
    )


def _patches(posture: TracedPosture, *, words: ExplanationWords) -> Iterator[ShownPatch]:
    """Draw the kneecap as measured and with nothing lacking, in one scale of pressure."""
    poses = [reference_pose(posture.person, posture.answers, case=case) for case in (NOW, HEALTHY)]
    solved = [found for pose in poses if (found := _solved(pose)) is not None]
    if len(solved) < len(poses):
        return
    highest_mpa = max(one.peak_mpa for one in solved)
    bent = words.number(float(np.degrees(poses[NOW].flexion_rad)))
    for name, one in zip(("patch_now", "patch_healthy"), solved, strict=True):
        yield ShownPatch(
            drawing=draw_kneecap_patch(
                one,
                side=posture.side,
                highest_mpa=highest_mpa,
                words=LoadWords(language=words.language),
            ),
            caption=words.say(name, bent=bent),
        )


@cache
def _solved(pose: KneePose) -> KneecapContact | None:
    try:
        return solve_contact(model=kneecap_model(), pose=pose)
    except KneecapNotBalanced:
        return None


def _rows(posture: TracedPosture, *, words: ExplanationWords) -> Iterator[tuple[str, str, str]]:
    answers = posture.answers
    for name, angles in answers.angles_rad.items():
        sd_rad = posture.sds_rad.get(name)
        beside = "" if sd_rad is None else f" ± {_degrees(sd_rad, words=words)}"
        now, healthy = (_degrees(float(angles[case]), words=words) for case in (NOW, HEALTHY))
        yield words.name_of("angle", name), f"{now}{beside}", healthy
    person = posture.person.stance.person
    yield from tell_what_if(answers, person=person, language=words.language).rows


def _degrees(angle_rad: float, *, words: ExplanationWords) -> str:
    return f"{words.number(float(np.degrees(angle_rad)), decimals=1)}°"


def _hidden(causes: Sequence[Cause], *, words: ExplanationWords) -> Iterator[tuple[str, str]]:
    for cause in causes:
        if not cause.share.measured:
            yield words.name_of("player", cause.player), _might_hide(cause, words=words)


def _might_hide(cause: Cause, *, words: ExplanationWords) -> str:
    if cause.hidden is None:
        return words.say("hidden_unknown")
    if max(abs(end) for end in cause.hidden) < HARDLY_PERCENT:
        return words.say("hidden_hardly")
    low, high = words.percents(*cause.hidden)
    return words.say("hidden", low=low, high=high)


def _cause(cause: Cause, *, words: ExplanationWords) -> ShownCause:
    now = healthy = NONE
    if cause.now is not None:
        now = words.value(cause.now, cause.unit)
        if cause.low is not None and cause.high is not None:
            low, high = (words.value(one, cause.unit) for one in (cause.low, cause.high))
            now = f"{now} ({words.say('to', low=low, high=high)})"
    if cause.healthy is not None:
        healthy = words.value(cause.healthy, cause.unit)
    return ShownCause(
        name=words.name_of("player", cause.player),
        now=now,
        healthy=healthy,
        share=_share(cause.share, words=words),
        hidden=_might_hide(cause, words=words) if not cause.share.measured else NONE,
        origin=words.own(cause.origin),
    )


def _share(share: ShareInterval | None, *, words: ExplanationWords) -> str:
    return NONE if share is None else say_share(share, words=words)


def _settings(
    method: PostureMethod, *, words: ExplanationWords
) -> Iterator[tuple[str, str, str, str]]:
    for field in fields(method):
        prior, value = POSTURE_PRIORS.get(field.name), getattr(method, field.name)
        ends = () if prior is None else (_figure(prior.low, words), _figure(prior.high, words))
        yield (
            words.name_of("setting_name", field.name),
            ", ".join(_figure(one, words) for one in np.atleast_1d(value)),
            words.say("to", low=ends[0], high=ends[1]) if ends else words.say("fixed"),
            words.name_of("setting_means", field.name),
        )


def _figure(value: float, words: ExplanationWords) -> str:
    """Write a setting with as many decimals as it needs."""
    return words.number(value, decimals=0 if abs(value) >= 10 or value == int(value) else 1)
