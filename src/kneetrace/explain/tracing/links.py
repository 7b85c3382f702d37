"""Link by link from the hip to the pain: measured, simulated, only known of groups, or unknown."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.evidence import NoReference, Reference, reference, strength_norms
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.tracing.causes import facts_of
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.lacking import ACTION_OF_PLAYER
from kneetrace.explain.tracing.record import Basis, Link
from kneetrace.explain.tracing.wording import listed, rounded, said
from kneetrace.terms import ByLanguage, Measure, joined_words

Array = NDArray[np.float64]

HIP: Final = ("hip_abduction", "hip_external_rotation", "hip_extension")
SOURCES: Final = {"thigh_turn": ("liao2015", "neal2020"), "knee_in": ("wcb7",)}
OF_GROUPS: Final = ("vancant2014", "rathleff2014", "neal2019")


def links_of(known: Known, /) -> tuple[Link, ...]:
    """Give every link of the chain, in its order."""
    return (
        _hip_strength(known),
        _angle(
            known,
            name="thigh_turn",
            measures=("hip_adduction", "hip_rotation"),
            angles={
                "hip_adduction": lambda answers: answers.angles_rad["hip_adduction"],
                "hip_rotation": lambda answers: answers.angles_rad["hip_rotation"],
            },
        ),
        _angle(
            known,
            name="knee_in",
            measures=("frontal_plane_projection_angle",),
            angles={"knee_in": lambda answers: answers.knee_in_rad},
        ),
        _joint(known, name="contact", figure="area_of_reference", of=lambda a: a.contact.area_mm2),
        _joint(
            known,
            name="stress",
            figure="peak_stress_of_reference",
            of=lambda a: a.contact.peak_mpa,
        ),
        _pain(known),
    )


def _hip_strength(known: Known) -> Link:
    tested = {one: found for one, found in known.lacking.strengths.items() if one in HIP}
    if not tested:
        return Link(
            name="hip_strength",
            basis=Basis.UNKNOWN,
            said=said("hip_unknown"),
            why=said("hip_unknown_why"),
        )
    weaker = [one for one in tested if known.lacking.weaker(one)]
    like = [one for one in tested if one not in weaker]
    parts = [
        said(sentence, muscles=listed([said(f"player_{one}") for one in players]))
        for sentence, players in (("hip_weaker", weaker), ("hip_not_weaker", like))
        if players
    ]
    return Link(
        name="hip_strength",
        basis=Basis.MEASURED,
        said=joined_words(parts),
        why=joined_words(
            joined_words([said(f"player_{one}"), known.lacking.origin(one)], by=": ")
            for one in tested
        ),
        sources=_strength_sources(known, tuple(tested)),
    )


def _strength_sources(known: Known, players: Sequence[str]) -> tuple[str, ...]:
    actions = [ACTION_OF_PLAYER[one] for one in players]
    norms = [one.sources for one in strength_norms() if one.action in actions]
    other = ("kemp2013", "magalhaes2010") if known.lacking.others else ()
    return tuple(dict.fromkeys((*chain.from_iterable(norms), *other)))


def _angle(
    known: Known,
    *,
    name: str,
    measures: tuple[str, ...],
    angles: dict[str, Callable[[PostureAnswers], Array]],
) -> Link:
    """A link that a movement may show; beside it, what the model makes of what was measured."""
    seen = list(_seen(known, measures))
    simulated = list(_simulated(known, angles))
    healthy = list(_healthy(known, measures)) if seen else []
    if seen:
        basis, words = Basis.MEASURED, joined_words(seen)
    elif simulated:
        basis, words = Basis.SIMULATED, joined_words([said(f"{name}_unseen"), *simulated])
    else:
        basis, words = Basis.UNKNOWN, said(f"{name}_unknown")
    return Link(
        name=name,
        basis=basis,
        said=words,
        why=joined_words(
            [
                *(simulated if seen else ()),
                *(_beside(one) for one in healthy),
                said(f"{name}_why"),
            ]
        ),
        sources=(*chain.from_iterable(one.sources for one in healthy), *SOURCES[name]),
    )


def _healthy(known: Known, measures: Sequence[str]) -> Iterator[Reference]:
    """Look up healthy people of the same sex in this very test, where their spread is known."""
    if known.measurement is None:
        return
    for name in measures:
        try:
            found = reference(measure=name, test=known.measurement.test, sex=known.person.sex)
        except NoReference:
            continue
        if found.sd is not None:
            yield found


def _beside(healthy: Reference) -> ByLanguage:
    assert healthy.sd is not None
    return said(
        f"healthy_{healthy.measure}",
        mean=rounded(np.degrees(healthy.mean)),
        sd=rounded(np.degrees(healthy.sd)),
    )


def _seen(known: Known, measures: tuple[str, ...]) -> Iterator[ByLanguage]:
    """Say what a movement answered about the leg, the mean of its repetitions."""
    answers = known.measurement.answers if known.measurement else ()
    for name in measures:
        found = [
            one
            for one in answers
            if isinstance(one, Measure) and one.name == name and one.side in (known.side, None)
        ]
        if found:
            low, value, high = (
                float(np.degrees(np.mean([getattr(one, end) for one in found])))
                for end in ("low", "value", "high")
            )
            yield said(f"seen_{name}", **_one_way(low, value, high))


def _one_way(low: float, value: float, high: float) -> dict[str, ByLanguage | float | str]:
    """Say an angle that counts inwards as a size and the way it goes."""
    way, other = said("inwards"), said("outwards")
    if value < 0:
        low, value, high, way, other = -high, -value, -low, other, way
    return {
        "way": way,
        "value": rounded(value),
        "low": rounded(low),
        "high": rounded(high),
        "other": said("below_nothing", other=other) if low < 0 else "",
    }


def _simulated(
    known: Known, angles: dict[str, Callable[[PostureAnswers], Array]]
) -> Iterator[ByLanguage]:
    """Say what the model makes of everything measured that this person lacks."""
    if known.traced.drawn is None:
        return
    for name, of in angles.items():
        change = known.traced.drawn.intervals(of, relative=False).total
        degrees = (change.share, change.low, change.high)
        value, low, high = (rounded(np.degrees(end or 0.0)) for end in degrees)
        yield said(f"simulated_{name}", value=value, low=low, high=high)


def _joint(known: Known, *, name: str, figure: str, of: Callable[[PostureAnswers], Array]) -> Link:
    """A link inside the joint: nobody sees it, so it is simulated or unknown."""
    parts = []
    if known.traced.drawn is not None:
        total = known.traced.drawn.intervals(of).total
        which = f"{name}_change" if total.told else f"{name}_change_unsure"
        parts.append(said(which, **facts_of(total)))
    peak = known.load.contact_peak(known.side) if known.load else None
    if peak is not None:
        low, value, high = (rounded(end) for end in peak.figures[figure])
        parts.append(said(f"{name}_of_reference", value=value, low=low, high=high))
    if not parts:
        return Link(
            name=name,
            basis=Basis.UNKNOWN,
            said=said(f"{name}_unknown"),
            why=said("joint_why"),
        )
    return Link(name=name, basis=Basis.SIMULATED, said=joined_words(parts), why=said("joint_why"))


def _pain(known: Known) -> Link:
    if known.elsewhere and known.kneecap is not None:
        why = known.kneecap.why
        return Link(name="pain", basis=Basis.UNKNOWN, said=said("pain_elsewhere"), why=why)
    return Link(
        name="pain",
        basis=Basis.ASSOCIATION,
        said=said("pain_of_groups"),
        why=said("pain_why"),
        sources=OF_GROUPS,
    )
