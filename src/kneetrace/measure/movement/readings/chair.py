"""What a whole chair-stand test comes to: how often in its time, or how long for five."""

from typing import Final

from kneetrace.measure.movement.events.time_limit import done_in_time, level_at
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.phases import find_phases
from kneetrace.measure.movement.readings.repetition import EVENT_SD_S, HOLD_EDGE_SD_S, Kind
from kneetrace.measure.movement.scene import Obstacle, Reading, Scene
from kneetrace.terms import Side, Unit

FIVE: Final = 5
EDGE_S: Final = 1.6449 * 2**0.5 * EVENT_SD_S
"""By so much, 90 times in 100, the time from the first rise to a moment may be off."""


def _ended_early(seconds: float, limit_s: float) -> Obstacle:
    return Obstacle(
        reason=f"The video ends {seconds:.0f} seconds after the first rise began, "
        f"and this test takes {limit_s:.0f}.",
        advice="Let the video run until the time is over, and a little longer.",
    )


FEWER_THAN_FIVE: Final = Obstacle(
    reason="Fewer than five full stands were seen.",
    advice="Stand up fully and sit down again five times, in view from the first to the last.",
)


def stands_in_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Count the stands within the test's time, from the start of the first rise on.

    A stand that lies so near the end of the time that timing alone decides it widens the interval.
    """
    limit_s = scene.test.time_limit_s
    assert limit_s is not None
    first_s = repetition.start_s
    seen_s = float(scene.found.curve_time_s[-1]) - first_s
    if seen_s < limit_s:
        return _ended_early(seen_s, limit_s)
    level = level_at(time_s=scene.found.curve_time_s, curve=scene.found.curve)
    fewest, counted, most = (
        len(
            done_in_time(
                repetitions=scene.found.whole, end_s=first_s + limit_s + off_s, level=level
            )
        )
        for off_s in (-EDGE_S, 0.0, EDGE_S)
    )
    return Reading(value=float(counted), sd=max(most - counted, counted - fewest) / 1.6449)


def five_times(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time from the start of the first rise to the fifth full stand.

    Clinics stop the watch at the fifth stand or at the fifth sit; the stand is seen whether or not
    the person sits down again, so it is the one taken here. DESIGN
    """
    stands = scene.complete
    if len(stands) < FIVE:
        return FEWER_THAN_FIVE
    fifth = stands[FIVE - 1]
    risen_s = find_phases(
        time_s=scene.found.curve_time_s, excursion=scene.found.curve, repetition=fifth
    ).away_s
    value_s = fifth.start_s + risen_s - stands[0].start_s
    return Reading(value=value_s, sd=(EVENT_SD_S**2 + HOLD_EDGE_SD_S**2) ** 0.5)


CHAIR_KINDS: Final[dict[str, Kind]] = {
    "stands_in_time": Kind(unit=Unit.COUNT, whole=True, read=stands_in_time),
    "five_times_duration": Kind(unit=Unit.SECOND, whole=True, read=five_times),
}
"""Measures of a whole chair-stand test."""
