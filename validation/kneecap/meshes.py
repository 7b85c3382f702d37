"""The Lenhart knee's cartilage surfaces as a contact model: read from the data, never kept."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from kneetrace.explain.kneecap.contact import KneecapModel
from kneetrace.explain.kneecap.distance_field import DistanceField, smooth_field
from kneetrace.explain.kneecap.shapes import Surface
from kneetrace.explain.kneecap.tethers import tethers

Array = NDArray[np.float64]

FEMUR: Final = "ACLC01-R-femur-cart-coarse.stl"
PATELLA: Final = "ACLC01-R-patella-cart_shift-coarse.stl"
SPACING_MM: Final = 1.0
REACH_MM: Final = 9.0


def mesh_model(folder: Path) -> KneecapModel:
    """Build the contact model of the two surfaces in a folder."""
    return KneecapModel(
        thigh=_field(*_sampled(_triangles(folder / FEMUR), parts=6)[:2]),
        cartilage=_kneecap(_triangles(folder / PATELLA)),
        tethers=tethers(),
    )


def _triangles(file: Path) -> Array:
    corners = [
        [float(value) for value in line.split()[1:]]
        for line in file.read_text().splitlines()
        if line.strip().startswith("vertex")
    ]
    return 1000 * np.array(corners).reshape(-1, 3, 3)


def _sampled(triangles: Array, *, parts: int) -> tuple[Array, Array, Array]:
    """Points, normals smoothed over corners, areas."""
    cross = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    corners, which = np.unique(triangles.reshape(-1, 3).round(4), axis=0, return_inverse=True)
    normals = np.zeros_like(corners)
    np.add.at(normals, which.ravel(), np.repeat(cross, 3, axis=0))
    at_corner = normals[which.ravel()].reshape(-1, 3, 3)
    weights = (
        np.array(
            [
                (i + 1 / 3 + up / 3, j + 1 / 3 + up / 3)
                for up in (0, 1)
                for i in range(parts)
                for j in range(parts - i - up)
            ]
        )
        / parts
    )
    barycentric = np.column_stack([1 - weights.sum(axis=1), weights])
    points = np.einsum("wc,tcx->twx", barycentric, triangles).reshape(-1, 3)
    smooth = np.einsum("wc,tcx->twx", barycentric, at_corner).reshape(-1, 3)
    smooth /= np.linalg.norm(smooth, axis=1, keepdims=True)
    areas = np.repeat(np.linalg.norm(cross, axis=1) / 2 / len(weights), len(weights))
    return points, smooth, areas


def _kneecap(triangles: Array) -> Surface:
    points, normals, areas = _sampled(triangles, parts=2)
    return Surface(points_mm=points, normals=normals, areas_mm2=areas)


def _field(points: Array, normals: Array) -> DistanceField:
    low = points.min(axis=0) - REACH_MM
    nodes = np.ceil((points.max(axis=0) + REACH_MM - low) / SPACING_MM).astype(int) + 1
    axes = [low[axis] + SPACING_MM * np.arange(nodes[axis]) for axis in range(3)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    nearest_mm, nearest = cKDTree(points).query(grid, distance_upper_bound=REACH_MM)
    signed = np.full(len(grid), REACH_MM)
    near = np.isfinite(nearest_mm)
    offset, outward = grid[near] - points[nearest[near]], normals[nearest[near]]
    along = np.einsum("ij,ij->i", offset, outward)
    signed[near] = np.where(nearest_mm[near] < 2, along, np.sign(along) * nearest_mm[near])
    return smooth_field(signed_mm=signed.reshape(tuple(nodes)), low_mm=low, spacing_mm=SPACING_MM)
