"""A home test of strength that a camera has watched: its count or time, offered as the result."""

from datetime import date
from typing import Final

from kneetrace.measure.movement.measurement import Measurement
from kneetrace.measure.strength.home import HomeEntry
from kneetrace.measure.strength.protocols import strength_test
from kneetrace.terms import Measure

SAME_TEST: Final = {
    "single_leg_bridge": ("single_leg_bridge", "repetition_count"),
    "side_plank": ("side_plank", "hold_time"),
    "sit_to_stand_30s": ("chair_stand_30s", "stands_in_time"),
}
"""Movement test -> the home test that is the same, and the measure that is its result."""


def home_entry_of(
    *,
    measurement: Measurement,
    conditions: tuple[str, ...] = (),
    tested_on: date | None = None,
    note: str = "",
) -> HomeEntry | None:
    """Offer what a camera counted or timed as the result of a home test of strength.

    Parameters
    ----------
    measurement
        Of one recording.
    conditions
        How the test was done, by the names the home test knows; a camera does not see the height
        of a box.
    tested_on, note
        Kept with the entry.

    Returns
    -------
    HomeEntry
        The count, or the longest time held; ``None`` where the test is no home test, where which
        side did it is not known, where nothing was counted or timed, or where something about
        the recording stood in the way.
    """
    home, measure = SAME_TEST.get(measurement.test, ("", ""))
    told = [one for one in measurement.answers if isinstance(one, Measure) and one.name == measure]
    sides = {measurement.side} | {each.side for each in measurement.repetitions if each.complete}
    sides -= {None}
    blocked = any(finding.blocking for finding in measurement.findings)
    if blocked or not any(one.value > 0 for one in told):
        return None
    sided = strength_test(name=home).sides
    if sided and len(sides) != 1:
        return None
    return HomeEntry(
        test=home,
        value=max(one.value for one in told),
        side=sides.pop() if sided else None,
        conditions=conditions,
        tested_on=tested_on,
        note=note,
    )
