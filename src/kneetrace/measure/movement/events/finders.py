"""What a recording is cut into, by the kind of its test: repetitions, a hold, strides, jumps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.movement.events.counting import counted_curve
from kneetrace.measure.movement.events.holds import holds_in
from kneetrace.measure.movement.events.jumps import Jump, find_jumps
from kneetrace.measure.movement.events.repetitions import (
    on_the_spot,
    on_the_spot_in_space,
    repetitions_in,
    settled,
)
from kneetrace.measure.movement.events.strides import strides_in
from kneetrace.measure.movement.events.time_limit import Level, done_in_time, level_at
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Events, Legs, MovementTest, Posture
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.terms import Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Found:
    """The pieces of a recording, in order of time.

    curve_time_s, curve : ``(grid,)`` each, the curve they were found in, larger = further from
        rest; empty where no one curve was followed
    jumps : where the pieces are jumps, what each came to, in their order
    whole : those that were done as asked, whether within the test's time or after it
    """

    repetitions: tuple[Repetition, ...]
    curve_time_s: Floats
    curve: Floats
    whole: tuple[Repetition, ...] = ()
    jumps: tuple[Jump, ...] = ()


Finder = Callable[[Sight, MovementTest, Side | None], Found]


def find_events(*, sight: Sight, test: MovementTest, side: Side | None = None) -> Found:
    """Cut a recording into the pieces that its test asks for.

    Parameters
    ----------
    side
        The tested leg, for a test that one leg does.

    Returns
    -------
    Found
        Pieces the recording cuts off, and those that break the test's rules, are there with
        ``complete=False``.
    """
    return FINDERS[test.events](sight, test, side)


def _turns(sight: Sight, test: MovementTest, side: Side | None) -> Found:
    counted = counted_curve(sight=sight, test=test, side=side)
    found = repetitions_in(time_s=counted.time_s, bend=counted.bend, least=counted.least, test=test)
    curve_time_s, curve = settled(time_s=counted.time_s, signal=test.excursion.sign * counted.bend)
    if test.posture is Posture.LYING:
        staying = found  # the free foot goes with the hips
    elif sight.source.solid and sight.motion is not None:
        staying = on_the_spot_in_space(repetitions=found, test=test, side=side, motion=sight.motion)
    else:
        staying = on_the_spot(
            repetitions=found, test=test, side=side, time_s=sight.clip.time_s, track=sight.track
        )
    if test.legs is Legs.ONE:
        staying = tuple(replace(each, side=side) for each in staying)
    return Found(
        repetitions=_within_time(staying, test, level_at(time_s=curve_time_s, curve=curve)),
        whole=tuple(each for each in staying if each.complete),
        curve_time_s=curve_time_s,
        curve=curve,
    )


def _within_time(
    repetitions: tuple[Repetition, ...], test: MovementTest, level: Level
) -> tuple[Repetition, ...]:
    """Mark as not complete what a test against the clock leaves after its time."""
    whole = [each for each in repetitions if each.complete]
    if test.time_limit_s is None or not whole:
        return repetitions
    end_s = whole[0].start_s + test.time_limit_s
    counted = done_in_time(repetitions=whole, end_s=end_s, level=level)
    return tuple(replace(each, complete=each in counted) for each in repetitions)


def _strides(sight: Sight, test: MovementTest, side: Side | None) -> Found:
    nothing: Floats = np.empty(0)
    return Found(repetitions=strides_in(sight=sight), curve_time_s=nothing, curve=nothing)


def _holds(sight: Sight, test: MovementTest, side: Side | None) -> Found:
    nothing: Floats = np.empty(0)
    found = holds_in(sight=sight, held=test.held)
    return Found(
        repetitions=tuple(
            replace(each, complete=side is None or each.side in (None, side)) for each in found
        ),
        curve_time_s=nothing,
        curve=nothing,
    )


def _jumps(sight: Sight, test: MovementTest, side: Side | None) -> Found:
    nothing: Floats = np.empty(0)
    jumps = find_jumps(sight=sight)
    return Found(
        repetitions=tuple(
            Repetition(
                number=number,
                start_s=jump.deepest_s if jump.contact_s is None else jump.contact_s,
                peak_s=jump.deepest_s,
                end_s=jump.take_off_s,
                complete=jump.contact_s is not None,
            )
            for number, jump in enumerate(jumps, start=1)
        ),
        curve_time_s=nothing,
        curve=nothing,
        jumps=jumps,
    )


FINDERS: Final[dict[Events, Finder]] = {
    Events.TURNS: _turns,
    Events.HOLD: _holds,
    Events.STRIDES: _strides,
    Events.JUMPS: _jumps,
}
"""How each kind of test is cut up."""
