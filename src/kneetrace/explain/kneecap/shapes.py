"""A groove and a kneecap of published measures, as points with normals and areas."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from kneetrace.explain.kneecap.distance_field import DistanceField, smooth_field

Array = NDArray[np.float64]

SPACING_MM: Final = 1.0  # DESIGN: a quarter of the smallest radius of the shapes
MARGIN_MM: Final = 5.0  # DESIGN: the field's edge lies outside what is ever touched
HALF_WIDTH_MM: Final = 27.0
PROFILE_STEP_MM: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class KneecapShape:
    """The measures of a right knee's groove and kneecap; each default is a published mean.

    groove_radius_mm : of the cartilage: iranpour2010's 23 of the bone, and 2.2 on it, cohen2003
    sulcus_angle_deg, groove_depth_mm : lim2016, of the bone: evenly covered it keeps both
    width_mm, length_mm, thickness_mm : kerdari2020, length is the cartilage's;
    ridge_from_lateral : share of the width, saoa2012
    rounding_mm : of ridge and groove's floor, DESIGN
    shoulder_radius_mm : of the groove's edges, DESIGN
    axis_mm : (x, y) of the groove's axis, DESIGN: where the quadriceps' tendon wraps round
    """

    groove_radius_mm: float = 25.2
    sulcus_angle_deg: float = 132.5
    groove_depth_mm: float = 6.04
    width_mm: float = 44.57
    length_mm: float = 32.69
    thickness_mm: float = 25.12
    ridge_from_lateral: float = 0.54
    rounding_mm: float = 4.0
    shoulder_radius_mm: float = 15.0
    axis_mm: tuple[float, float] = (16.0, 7.42)
    axis_z_mm: float = 4.0

    @property
    def slope(self) -> float:
        """Rise of a facet over its width."""
        return float(np.tan(np.radians((180 - self.sulcus_angle_deg) / 2)))


@dataclass(frozen=True, eq=False, kw_only=True)
class Surface:
    """Points of a surface, (point, xyz), mm, unit normals outward, and the area of each, mm^2."""

    points_mm: Array
    normals: Array
    areas_mm2: Array


def groove_field(*, shape: KneecapShape) -> DistanceField:
    """Make the groove, a profile turned about an axis from side to side, as a distance field.

    Two dimensions are enough: what is turned about an axis is as far off as its profile is.
    """
    z = np.arange(-HALF_WIDTH_MM, HALF_WIDTH_MM + PROFILE_STEP_MM, PROFILE_STEP_MM)
    radius = shape.groove_radius_mm + _groove_rise(z, shape)
    slope = np.gradient(radius, z)
    normals = np.stack([np.ones_like(slope), -slope], axis=-1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    low_mm = np.array([*shape.axis_mm, 0.0, shape.axis_z_mm - HALF_WIDTH_MM])
    out = np.arange(0, shape.groove_radius_mm + shape.groove_depth_mm + MARGIN_MM, SPACING_MM)
    across = np.arange(-HALF_WIDTH_MM, HALF_WIDTH_MM + SPACING_MM / 2, SPACING_MM)
    places = np.stack(np.meshgrid(out, across, indexing="ij"), axis=-1)
    profile = np.stack([radius, z], axis=-1)
    nearest_mm, nearest = cKDTree(profile).query(places)
    along = np.sum((places - profile[nearest]) * normals[nearest], axis=-1)
    # Near the profile the distance to its tangent is smoother than to its nearest sample.
    return smooth_field(
        signed_mm=np.where(nearest_mm < 2.0, along, np.sign(along) * nearest_mm),
        low_mm=low_mm,
        spacing_mm=SPACING_MM,
    )


def kneecap(*, shape: KneecapShape, spacing_mm: float = 0.8) -> Surface:
    """Make the kneecap's cartilage, in the kneecap's own axes: z to the right, x forward."""
    lateral_mm = shape.ridge_from_lateral * shape.width_mm
    y = np.arange(-shape.length_mm / 2, shape.length_mm / 2, spacing_mm) + spacing_mm / 2
    z = np.arange(lateral_mm - shape.width_mm, lateral_mm, spacing_mm) + spacing_mm / 2
    depth = _softly(np.abs(z), shape) * shape.slope
    grid = np.stack(
        [
            np.broadcast_to(depth - shape.thickness_mm / 2, (len(y), len(z))),
            np.broadcast_to(y[:, None], (len(y), len(z))),
            np.broadcast_to(z, (len(y), len(z))),
        ],
        axis=-1,
    )
    whole = _surface(grid, np.array([-1.0, 0.0, 0.0]))
    middle_mm = lateral_mm - shape.width_mm / 2
    across = 2 * (whole.points_mm[:, 2] - middle_mm) / shape.width_mm
    inside = across**2 + (2 * whole.points_mm[:, 1] / shape.length_mm) ** 2 <= 1
    return Surface(
        points_mm=whole.points_mm[inside],
        normals=whole.normals[inside],
        areas_mm2=whole.areas_mm2[inside],
    )


def _softly(off_mm: Array, shape: KneecapShape) -> Array:
    rounding = shape.rounding_mm
    return np.asarray(np.sqrt(off_mm**2 + rounding**2) - rounding)


def _groove_rise(z: Array, shape: KneecapShape) -> Array:
    """Facets up to the published depth, then rounded shoulders; (z,), mm above the floor."""
    straight_mm = shape.groove_depth_mm / shape.slope + shape.rounding_mm
    edge = np.sqrt(straight_mm**2 - shape.rounding_mm**2)
    off = np.abs(z)
    rise = shape.slope * _softly(off, shape)
    past = np.maximum(off - edge, 0)
    fall = shape.shoulder_radius_mm - np.sqrt(np.maximum(shape.shoulder_radius_mm**2 - past**2, 0))
    return np.asarray(np.where(past > 0, rise - past * shape.slope - fall, rise))


def _surface(grid: Array, outward: Array) -> Surface:
    cross = np.cross(np.gradient(grid, axis=0), np.gradient(grid, axis=1))
    area = np.linalg.norm(cross, axis=-1)
    normals = cross / area[..., None]
    normals *= np.sign(np.sum(normals * outward, axis=-1))[..., None]
    return Surface(
        points_mm=grid.reshape(-1, 3), normals=normals.reshape(-1, 3), areas_mm2=area.ravel()
    )
