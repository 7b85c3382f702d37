"""Every measure there is: its unit, how it is read, and how its repetitions are summed up."""

from functools import partial
from typing import Final

from kneetrace.measure.movement.readings import repetition as readings
from kneetrace.measure.movement.readings.chair import CHAIR_KINDS
from kneetrace.measure.movement.readings.gait import GAIT_KINDS
from kneetrace.measure.movement.readings.hold import HOLD_KINDS
from kneetrace.measure.movement.readings.jump import JUMP_KINDS
from kneetrace.measure.movement.readings.one_leg import ONE_LEG_KINDS
from kneetrace.measure.movement.readings.repetition import Kind
from kneetrace.measure.movement.readings.step import STEP_KINDS
from kneetrace.measure.movement.readings.sway import SWAY_KINDS
from kneetrace.terms import Unit

KINDS: Final[dict[str, Kind]] = {
    "repetition_duration": Kind(unit=Unit.SECOND, read=readings.duration, summed_up=True),
    "descent_duration": Kind(unit=Unit.SECOND, read=readings.descent),
    "hold_duration": Kind(unit=Unit.SECOND, read=readings.hold),
    "ascent_duration": Kind(unit=Unit.SECOND, read=readings.ascent),
    "knee_flexion_start": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, compared=True, read=readings.knee_at_start
    ),
    "knee_flexion_standing": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, compared=True, read=readings.knee_standing
    ),
    "knee_flexion_peak": Kind(
        unit=Unit.RADIAN,
        sided=True,
        needs_body=True,
        summed_up=True,
        compared=True,
        read=partial(readings.largest_of, "knee_angle"),
    ),
    "hip_flexion_peak": Kind(
        unit=Unit.RADIAN,
        sided=True,
        needs_body=True,
        summed_up=True,
        compared=True,
        read=partial(readings.largest_of, "hip_flexion"),
    ),
    "hip_adduction": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, compared=True, read=readings.hip_adduction
    ),
    "hip_rotation": Kind(
        unit=Unit.RADIAN, sided=True, needs_body=True, compared=True, read=readings.hip_rotation
    ),
    "trunk_lean_forward": Kind(unit=Unit.RADIAN, needs_body=True, read=readings.trunk_forward),
    "frontal_plane_projection_angle": Kind(
        unit=Unit.RADIAN, sided=True, compared=True, read=readings.fppa
    ),
    "frontal_plane_projection_angle_peak": Kind(
        unit=Unit.RADIAN, sided=True, compared=True, read=readings.fppa_peak
    ),
    "pelvic_list": Kind(unit=Unit.RADIAN, read=readings.pelvic_list),
    "trunk_lean_sideways": Kind(unit=Unit.RADIAN, read=readings.trunk_sideways),
    "knee_ankle_separation_ratio": Kind(unit=Unit.RATIO, read=readings.separation),
    "weight_shift": Kind(unit=Unit.RATIO, read=readings.weight_shift),
    **SWAY_KINDS,
    **GAIT_KINDS,
    **HOLD_KINDS,
    **ONE_LEG_KINDS,
    **CHAIR_KINDS,
    **STEP_KINDS,
    **JUMP_KINDS,
}
"""How each measure is read. hip_rotation is never read from a camera: see ``views.toml``."""
