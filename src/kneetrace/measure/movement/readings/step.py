"""What a step-down asks for besides angles: where the knee stands over the foot."""

import math
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.stillness import body_height_px
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.readings.repetition import Kind, widened
from kneetrace.measure.movement.scene import (
    HIDDEN,
    Obstacle,
    Reading,
    Scene,
    frontal_moment_s,
    picture_at,
)
from kneetrace.terms import Side, Unit

Floats = NDArray[np.float64]

TUBEROSITY_SHARE: Final = 0.13
"""The bump below the kneecap lies this share of the way from knee to ankle. DESIGN"""

LANDMARK_SD: Final = 0.014
"""Spread of a landmark about the body, share of stature, as the body fit takes it. DESIGN"""

AHEAD_M: Final = 0.1
"""By so much the knee may be nearer to the camera than the toes, or further. DESIGN"""


def inside_toe(leg_px: Floats, *, side: Side, roll_rad: float) -> Floats:
    """Tell how far the bump below the kneecap stands inward of the toes.

    Parameters
    ----------
    leg_px
        ``(..., 3, xy)``, px: knee, ankle, toes.

    Returns
    -------
    ``(...)``, px, inward positive.
    """
    inward = 1.0 if side is Side.RIGHT else -1.0
    bump = leg_px[..., 0, :] + TUBEROSITY_SHARE * (leg_px[..., 1, :] - leg_px[..., 0, :])
    off = bump - leg_px[..., 2, :]
    return np.asarray(
        inward * (off[..., 0] * math.cos(roll_rad) - off[..., 1] * math.sin(roll_rad))
    )


def knee_inside_toe(scene: Scene, repetition: Repetition, side: Side | None) -> Reading | Obstacle:
    """Read how far the knee stands inward of the toes at the frontal moment, m."""
    assert side is not None
    reading = picture_at(
        scene=scene,
        points=tuple(f"{side.value}_{part}" for part in ("knee", "ankle", "foot_index")),
        measure=partial(inside_toe, side=side, roll_rad=scene.roll_rad),
        moment_s=frontal_moment_s(scene=scene, repetition=repetition),
    )
    tall_px = body_height_px(scene.track.xy_px)
    if isinstance(reading, Obstacle) or not math.isfinite(tall_px):
        return HIDDEN
    metre_px = tall_px / scene.person.height_m
    in_metres = Reading(value=reading.value / metre_px, sd=reading.sd / metre_px)
    aside_m = AHEAD_M * math.sin(min(scene.beside_front_rad, math.pi / 2))
    error_m = math.hypot(math.sqrt(2) * LANDMARK_SD * scene.person.height_m, aside_m)
    return widened(scene=scene, reading=in_metres, sd=error_m)


STEP_KINDS: Final[dict[str, Kind]] = {
    "knee_inside_toe": Kind(unit=Unit.METRE, sided=True, read=knee_inside_toe)
}
"""Measures of a step-down alone."""
