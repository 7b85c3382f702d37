"""What a recording is cut into, by the kind of its test: repetitions, a hold, strides, jumps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.movement.counting import counted_curve
from kneetrace.measure.movement.holds import holds_in
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Events, MovementTest, Posture
from kneetrace.measure.movement.repetitions import (
    on_the_spot,
    on_the_spot_in_space,
    repetitions_in,
    settled,
)
from kneetrace.measure.movement.sight import Sight
from kneetrace.measure.movement.strides import strides_in
from kneetrace.terms import Side

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Found:
    """The pieces of a recording, in order of time.

    curve_time_s, curve : ``(grid,)`` each, the curve they were found in, larger = further from
        rest; empty where no one curve was followed
    """

    repetitions: tuple[Repetition, ...]
    curve_time_s: Floats
    curve: Floats


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
        staying = on_the_spot_in_space(repetitions=found, motion=sight.motion)
    else:
        staying = on_the_spot(repetitions=found, time_s=sight.clip.time_s, track=sight.track)
    return Found(
        repetitions=staying,
        curve_time_s=curve_time_s,
        curve=curve,
    )


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


FINDERS: Final[dict[Events, Finder]] = {
    Events.TURNS: _turns,
    Events.HOLD: _holds,
    Events.STRIDES: _strides,
}
"""How each kind of test is cut up."""
