"""Made-up sightings of bodies, for following and joining without a network."""

import numpy as np

from kneetrace.measure.pose.blazepose import Sighting
from kneetrace.measure.pose.crops import Region

# A standing person of unit height, y down, mid-hip at the origin; face and hands bunched.
_SHAPE = np.zeros((33, 2))
_SHAPE[:11] = (0.0, -0.45)
_SHAPE[11:13] = ((0.1, -0.32), (-0.1, -0.32))
_SHAPE[13:23] = np.array([(0.13, -0.18), (-0.13, -0.18)] + [(0.14, 0.0), (-0.14, 0.0)] * 4)
_SHAPE[23:25] = ((0.06, 0.0), (-0.06, 0.0))
_SHAPE[25:27] = ((0.06, 0.25), (-0.06, 0.25))
_SHAPE[27:33] = ((0.06, 0.48), (-0.06, 0.48), (0.06, 0.5), (-0.06, 0.5), (0.09, 0.5), (-0.09, 0.5))


def body_px(x_px: float, y_px: float, *, height_px: float = 200.0) -> np.ndarray:
    """Landmarks (landmark, xy) of somebody standing."""
    return _SHAPE * height_px + (x_px, y_px)


def sighting(
    x_px: float,
    y_px: float = 300.0,
    *,
    height_px: float = 200.0,
    colour: tuple[float, float, float] = (0.5, 0.5, 0.5),
    score: float = 1.0,
) -> Sighting:
    """Somebody standing there."""
    return Sighting(
        xy_px=body_px(x_px, y_px, height_px=height_px),
        visibility=np.ones(33),
        world_m=np.zeros((33, 3)),
        score=score,
        next_region=Region(x_px=x_px, y_px=y_px, side_px=1.25 * height_px),
        torso_rgb=np.array(colour),
    )
