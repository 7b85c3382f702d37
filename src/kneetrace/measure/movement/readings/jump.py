"""How long feet are on the floor and in the air in a drop jump, and how high that is."""

import math
from typing import Final

from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.repetition import Kind
from kneetrace.measure.movement.scene import Obstacle, Reading, Scene
from kneetrace.terms import Side, Unit

GRAVITY_M_S2: Final = 9.81

EVENT_SD_S: Final = {True: 0.010, False: 0.020}
"""Spread of one landing or take-off, of a body known in space or of a picture, besides the moment
its frame was taken. DESIGN; held against made-up jumps (validation, legs.jump_*)."""

NO_LANDING: Final = Obstacle(
    reason="The recording ends in the air.",
    advice="Let the video run until you stand still again.",
)


def interval_sd_s(*, solid: bool, rate_hz: float) -> float:
    """Spread of the time between two events, s: slow pictures tell it less well."""
    frame_s = 1 / rate_hz if rate_hz > 0 else 0.0
    return math.sqrt(2) * math.hypot(EVENT_SD_S[solid], frame_s / math.sqrt(12))


def _sd_s(scene: Scene) -> float:
    return interval_sd_s(solid=scene.solid, rate_hz=scene.clip.rate_hz)


def ground_contact_time(
    scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read the time from the landing off the box to the take-off."""
    return Reading(value=repetition.end_s - repetition.start_s, sd=_sd_s(scene))


def jump_flight_time(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the time from the take-off to the second landing."""
    jump = scene.found.jumps[repetition.number - 1]
    if jump.landing_s is None:
        return NO_LANDING
    return Reading(value=jump.landing_s - jump.take_off_s, sd=_sd_s(scene))


def jump_height(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the height of free flight, g t^2 / 8; landing on bent legs makes it look higher."""
    flight = jump_flight_time(scene, repetition, side)
    if isinstance(flight, Obstacle):
        return flight
    return Reading(
        value=GRAVITY_M_S2 * flight.value**2 / 8, sd=GRAVITY_M_S2 * flight.value / 4 * flight.sd
    )


JUMP_KINDS: Final[dict[str, Kind]] = {
    "ground_contact_time": Kind(unit=Unit.SECOND, summed_up=True, read=ground_contact_time),
    "jump_flight_time": Kind(unit=Unit.SECOND, summed_up=True, read=jump_flight_time),
    "jump_height": Kind(unit=Unit.METRE, summed_up=True, read=jump_height),
}
"""Measures of a drop jump."""
