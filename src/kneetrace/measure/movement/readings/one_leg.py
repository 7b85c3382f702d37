"""What the free leg does while the other one carries."""

from functools import partial
from typing import Final

from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.repetition import Kind, doubted, fitted_body
from kneetrace.measure.movement.scene import Obstacle, Reading, Scene, largest_angle
from kneetrace.terms import Side, Unit


def largest_of_free_leg(
    coordinate: str, scene: Scene, repetition: Repetition, side: Side | None
) -> Reading | Obstacle:
    """Read the largest value of an angle of the leg that does not carry."""
    assert side is not None
    reading = largest_angle(
        motion=fitted_body(scene=scene),
        coordinate=f"{coordinate}_{side.other.suffix}",
        repetition=repetition,
    )
    return doubted(scene=scene, coordinate=coordinate, reading=reading)


def _of_free_leg(coordinate: str) -> Kind:
    return Kind(
        unit=Unit.RADIAN,
        sided=True,
        needs_body=True,
        summed_up=True,
        read=partial(largest_of_free_leg, coordinate),
    )


ONE_LEG_KINDS: Final[dict[str, Kind]] = {
    "free_hip_flexion_peak": _of_free_leg("hip_flexion"),
    "free_knee_flexion_peak": _of_free_leg("knee_angle"),
}
"""Measures of the free leg, under the side of the leg that carries."""
