"""What a movement asked of muscles and kneecaps, as sentences, drawings and numbers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from kneetrace.explain import (
    UNSEEN_TURN_RAD,
    UNSEEN_VALGUS_RAD,
    KneecapContact,
    KneecapNotBalanced,
    KneePose,
    Load,
    MostUsed,
    Peak,
    kneecap_model,
    solve_contact,
)
from kneetrace.measure import Repetition
from kneetrace.report.kneecap_patch import draw_kneecap_patch
from kneetrace.report.load_drawings import draw_bars, draw_course
from kneetrace.report.load_words import LoadWords
from kneetrace.terms import ByLanguage, Side

SHARE: Final = "lateral_share"
NONE: Final = "\N{EN DASH}"
TOO_WIDE: Final = 1.0
"""DESIGN: times the reference's pressure; a wider range no longer tells little from much."""


@dataclass(frozen=True, kw_only=True)
class LoadOfTest:
    """What one recording's movement asked, or the sentence that says why it is not told.

    repetitions : to be marked on the curves
    """

    title: str
    recording: str = ""
    repetitions: Sequence[Repetition] = ()
    load: Load | None = None
    refusal: ByLanguage | None = None


@dataclass(frozen=True, kw_only=True)
class ShownPatch:
    """Where a kneecap presses: a drawing with the words below it."""

    drawing: Markup
    caption: str


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """One row of the table of numbers: of each leg, and of the average adult."""

    name: str
    of_legs: tuple[str, ...]
    usual: str


@dataclass(frozen=True, kw_only=True)
class ShownLeg:
    """One leg: its sentences and pictures; sentences alone where nothing is told."""

    title: str
    sentences: tuple[str, ...]
    patches: tuple[ShownPatch, ...] = ()
    course: Markup | None = None
    bars: Markup | None = None
    strength: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownLoad:
    """The load of one recording: ``refusal`` alone where it is not told.

    about : how it was recorded, and how the ground's push was found
    usual_deg : bend of the reference squat
    """

    title: str
    recording: str
    refusal: ByLanguage | None = None
    about: tuple[str, ...] = ()
    remarks: tuple[ByLanguage, ...] = ()
    usual_deg: str = ""
    legs: tuple[ShownLeg, ...] = ()
    figures: tuple[ShownFigure, ...] = ()


def plain_load(load: Load, *, words: LoadWords | None = None) -> tuple[str, ...]:
    """Say what a movement asked of both legs in plain sentences: comparisons, with their ranges."""
    words = words or LoadWords()
    of_legs = (line for side in Side for line in _sentences(load, side, words=words))
    return (*of_legs, *_about(load, words=words))


def load_fields(tests: Sequence[LoadOfTest], *, words: LoadWords) -> dict[str, Any]:
    """Give what ``load_chapter.html`` needs; it shows nothing where there is no test."""
    return {
        "loads": tuple(_show(test, words=words) for test in tests),
        "say_load": words.say,
        "load_language": words.language,
        "turn_deg": f"{math.degrees(UNSEEN_TURN_RAD):.0f}",
        "valgus_deg": f"{math.degrees(UNSEEN_VALGUS_RAD):.0f}",
    }


def _show(test: LoadOfTest, *, words: LoadWords) -> ShownLoad:
    load = test.load
    if load is None:
        return ShownLoad(title=test.title, recording=test.recording, refusal=test.refusal)
    return ShownLoad(
        title=test.title,
        recording=test.recording,
        about=tuple(_about(load, words=words)),
        remarks=load.remarks,
        usual_deg=f"{load.reference.knee_deg:.0f}",
        legs=tuple(_show_leg(test, load, side, words=words) for side in Side),
        figures=tuple(_figures(load, words=words)),
    )


def _about(load: Load, *, words: LoadWords) -> Iterator[str]:
    if load.by_camera:
        yield words.say("by_camera")
    yield words.say("measured_ground" if load.measured_ground else "found_ground")


def _show_leg(test: LoadOfTest, load: Load, side: Side, *, words: LoadWords) -> ShownLeg:
    title, sentences = words.say(f"leg_{side.value}"), _sentences(load, side, words=words)
    if not load.told[side].any():
        return ShownLeg(title=title, sentences=sentences)
    used = _most_used(load, side)
    return ShownLeg(
        title=title,
        sentences=sentences,
        patches=tuple(_patches(load, side, words=words)),
        course=draw_course(load, side, repetitions=test.repetitions, words=words),
        bars=draw_bars(used, side=side, words=words) if used else None,
        strength=_strength(load, side, words=words),
    )


def _sentences(load: Load, side: Side, *, words: LoadWords) -> tuple[str, ...]:
    return tuple(_say(load, side, words=words))


def _say(load: Load, side: Side, *, words: LoadWords) -> Iterator[str]:
    say, number, named = words.say, words.number, words.say(side.value)
    peaks = {peak.method: peak for peak in load.peaks(side)}
    if not peaks:
        yield say("nothing", side=named)
        return
    pressed = load.contact_peak(side)
    if pressed is None:
        yield say("not_pressed", side=named)
    else:
        low, value, high = pressed.figures["peak_stress_of_reference"]
        yield say(
            "pressed" if high - low <= TOO_WIDE else "pressed_wide",
            side=named,
            bent=f"{pressed.knee_deg:.0f}",
            times=number(value),
            low=number(low),
            high=number(high),
            reference=f"{load.reference.knee_deg:.0f}",
        )
    yield say(
        "bore",
        side=named,
        reaction=_ranged(load, peaks["joint_reaction"], words=words),
        planar=_ranged(load, peaks["planar"], words=words),
        usual_reaction=number(load.reference.reaction_bw),
        usual_planar=number(load.reference.planar_bw),
    )
    untold = ~load.told[side] | load.contacts[side].beyond
    if untold.any():
        percent = max(1, round(100 * float(untold.mean())))
        yield say("left_out", side=named, percent=percent)
    told = {group: most for group, most in _most_used(load, side).items() if most.told}
    if told:
        group, most = max(told.items(), key=lambda one: one[1].share)
        yield say(
            "nearest",
            side=named,
            group=words.group(group),
            known=say("known" if most.strength_measured else "not_known"),
            **{end: f"{100 * getattr(most, end):.0f}" for end in ("low", "share", "high")},
        )


def _ranged(load: Load, peak: Peak, *, words: LoadWords) -> str:
    if load.measured_ground:
        return words.number(peak.peak_bw)
    return _with_ends(peak.method, (peak.low_bw, peak.peak_bw, peak.high_bw), words=words)


def _most_used(load: Load, side: Side) -> dict[str, MostUsed]:
    return {group: one.most(load.told[side]) for group, one in load.capacity[side].items()}


def _strength(load: Load, side: Side, *, words: LoadWords) -> str:
    measured = [
        words.group(one.group) for one in load.strengths.groups if one.side is side and one.measured
    ]
    if not measured:
        return words.say("strength_none")
    return words.say("strength_some", groups=", ".join(measured))


def _patches(load: Load, side: Side, *, words: LoadWords) -> Iterator[ShownPatch]:
    """Draw the kneecap at its hardest and the reference's beside it, in one scale of pressure."""
    contact = load.contacts[side]
    if (at := contact.greatest) is None:
        return
    poses = {"patch_here": contact.pose_at(at), "patch_usual": load.reference.pose}
    solved = {name: _solved(pose) for name, pose in poses.items()}
    if any(one is None for one in solved.values()):
        return
    highest_mpa = max(one.peak_mpa for one in solved.values() if one is not None)
    for name, one in solved.items():
        assert one is not None
        yield ShownPatch(
            drawing=draw_kneecap_patch(one, side=side, highest_mpa=highest_mpa, words=words),
            caption=words.say(name, bent=f"{math.degrees(poses[name].flexion_rad):.0f}"),
        )


@cache
def _solved(pose: KneePose) -> KneecapContact | None:
    """Solve the reference knee in a pose; None where no balance is found, so nothing is drawn."""
    try:
        return solve_contact(model=kneecap_model(), pose=pose)
    except KneecapNotBalanced:
        return None


def _figures(load: Load, *, words: LoadWords) -> Iterator[ShownFigure]:
    """Give the numbers behind pictures and sentences, each over the reference's own."""
    peaks = [{peak.method: peak for peak in load.peaks(side)} for side in Side]
    for method, usual_bw in (
        ("joint_reaction", load.reference.reaction_bw),
        ("planar", load.reference.planar_bw),
    ):
        yield ShownFigure(
            name=words.say(f"{method}_bw"),
            of_legs=tuple(
                _ranged(load, one[method], words=words) if one else NONE for one in peaks
            ),
            usual=words.number(usual_bw),
        )
    pressed = [load.contact_peak(side) for side in Side]
    names = next((one.figures for one in pressed if one is not None), ())
    for name in names:
        usual = 1.0 if name != SHARE else float(load.reference.contacts.lateral_share[0])
        yield ShownFigure(
            name=words.say(name),
            of_legs=tuple(
                NONE if one is None else _with_ends(name, one.figures[name], words=words)
                for one in pressed
            ),
            usual=_figure(name, usual, words=words),
        )


def _with_ends(name: str, ends: tuple[float, float, float], *, words: LoadWords) -> str:
    low, here, high = (_figure(name, one, words=words) for one in ends)
    return f"{here} ({words.say('to', low=low, high=high)})"


def _figure(name: str, value: float, *, words: LoadWords) -> str:
    return f"{100 * value:.0f} %" if name == SHARE else words.number(value)
