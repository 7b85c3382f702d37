"""From two films of the same test, made one after the other, to one Measurement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.films import join_films
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import Legs, movement_test
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.video_measurement import company_of
from kneetrace.terms import Person, Side

_ANOTHER_DEED = ("wrong_test", "lying", "upright", "not_walking", "seated")
"""What is found where something else was done than was asked for."""

APART = "List them as two recordings, each with its own video; to have them joined, {how}."


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """Why two films are not of the same test by the same leg, and which of them to measure."""

    finding: ViewFinding
    measured: int


def measure_in_turn(
    *,
    sights: Sequence[Sight],
    motions: Sequence[Motion],
    test: str,
    person: Person,
    side: Side | None,
) -> Measurement | Mismatch:
    """Put a test's questions to two films of it, and tell each measure from the better one.

    Parameters
    ----------
    sights, motions
        Of each film, the one to look at first.
    test, person, side
        As in ``answer_test``.

    Returns
    -------
    Measurement
        Or why the films are not joined.
    """
    films = [
        _answered(replace(sight, motion=motion), test=test, person=person, side=side)
        for sight, motion in zip(sights, motions, strict=True)
    ]
    legs = {film.side for film in films} - {None}
    if movement_test(name=test).legs is Legs.ONE and len(legs) == 1:
        known = legs.pop()  # what one film cannot tell of the leg, the other does
        films = [
            film
            if film.side is known
            else _answered(replace(sight, motion=motion), test=test, person=person, side=known)
            for film, sight, motion in zip(films, sights, motions, strict=True)
        ]
    return _mismatch(films, side) or join_films(films=films)


def _answered(sight: Sight, *, test: str, person: Person, side: Side | None) -> Measurement:
    return answer_test(
        sight=sight,
        test=test,
        person=person,
        side=side,
        noticed=company_of(landmarks=sight.landmarks, track=sight.track, can_ask=False),
    )


def _mismatch(films: Sequence[Measurement], said: Side | None) -> Mismatch | None:
    names = [film.clip.name for film in films]
    misfits = [
        [finding for finding in film.findings if finding.what in _ANOTHER_DEED] for film in films
    ]
    if [bool(each) for each in misfits].count(True) == 1:
        off = next(number for number, each in enumerate(misfits) if each)
        seen = misfits[off][0].sentence
        return Mismatch(
            finding=ViewFinding(
                what="not_joined",
                sentence=f"{names[off]} does not show the same test, so the two were not joined: "
                f"{names[1 - off]} alone was measured. {seen}",
                advice=APART.format(how="do the same test in both"),
            ),
            measured=1 - off,
        )
    first, second = (film.side for film in films)
    if first is None or second is None or first is second:
        return None
    measured = 1 if said is second else 0
    return Mismatch(
        finding=ViewFinding(
            what="not_joined",
            sentence=f"{names[0]} shows the {first} leg doing the test and {names[1]} the "
            f"{second} one, so they were not joined: {names[measured]} alone was measured.",
            advice=APART.format(how="let the same leg do the test in both"),
        ),
        measured=measured,
    )
