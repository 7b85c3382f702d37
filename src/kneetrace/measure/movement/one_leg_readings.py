"""What the free leg does while the other one carries."""

from typing import Final

from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings import Kind, fitted_body
from kneetrace.measure.movement.scene import Obstacle, Reading, Scene, largest_angle
from kneetrace.terms import Side, Unit


def free_hip(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read the largest flexion of the hip of the leg that does not carry."""
    assert side is not None
    return largest_angle(
        motion=fitted_body(scene=scene),
        coordinate=f"hip_flexion_{side.other.suffix}",
        repetition=repetition,
    )


ONE_LEG_KINDS: Final[dict[str, Kind]] = {
    "free_hip_flexion_peak": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, summed_up=True, read=free_hip
    ),
}
"""Measures of the free leg, under the side of the leg that carries."""
