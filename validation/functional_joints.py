"""Centres of knees and ankles from clusters of markers, where nobody marked the joints.

Running is often recorded with clusters on thigh, shank and foot alone: the anatomical markers came
off after a standing trial that is not in the files. A joint's centre is the place that moves least
against both neighbours (Ehrig 2006, doi:10.1016/j.jbiomech.2005.10.002). Of a hinge that is any
place on its axis, so which one is told by the joints above and below (DESIGN).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ROUNDS: Final = 3
HEEL_SHARE: Final = 0.75
"""DESIGN: the ankle lies over the line from heel to toe, this much nearer the heel."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Cluster:
    """Markers that move as one: axes (time, 3, 3) and middle (time, xyz), m."""

    axes: Array
    middle_m: Array

    def places_m(self, point_m: Array) -> Array:
        """Where a point of the cluster's own frame goes: (time, xyz), m."""
        return np.asarray(self.middle_m + self.axes @ point_m)


def cluster_of(places_m: Sequence[Array]) -> Cluster:
    """Fit one rigid shape to markers (time, xyz), seen throughout."""
    marks = np.stack(places_m, axis=1)
    middle_m = marks.mean(axis=1)
    around = marks - middle_m[:, None]
    shape = around[0]
    for _ in range(ROUNDS):
        left, _, right = np.linalg.svd(np.einsum("mi,tmj->tij", shape, around))
        flip = np.ones((len(marks), 3))
        flip[:, 2] = np.sign(np.linalg.det(left @ right))
        axes = np.swapaxes((left * flip[:, None]) @ right, 1, 2)
        shape = np.einsum("tji,tmj->tmi", axes, around).mean(axis=0)
    return Cluster(axes=axes, middle_m=middle_m)


def hinge_m(above: Cluster, below: Cluster, *, beside_m: Array) -> Array:
    """Find a joint between two clusters: (time, xyz), m.

    Its axis is the direction in which the two are told apart least; along it the joint lies, on
    average, where ``beside_m`` (time, xyz) does.
    """
    table = np.concatenate([above.axes, -below.axes], axis=2).reshape(-1, 6)
    left, sizes, right = np.linalg.svd(table, full_matrices=False)
    apart = (below.middle_m - above.middle_m).ravel()
    points = right[:5].T @ ((left[:, :5].T @ apart) / sizes[:5])
    axis = np.mean([above.axes @ right[5, :3], below.axes @ right[5, 3:]], axis=0)
    axis /= np.linalg.norm(axis, axis=1)[:, None]
    joint_m = np.mean([above.places_m(points[:3]), below.places_m(points[3:])], axis=0)
    along_m = np.einsum("ti,ti->t", beside_m - joint_m, axis).mean()
    return np.asarray(joint_m + along_m * axis)


def knee_and_ankle_m(
    places_m: Mapping[str, Array], *, clusters: Mapping[str, Sequence[str]], hip_m: Array
) -> tuple[Array, Array]:
    """Find a leg's knee and ankle from the markers on ``thigh``, ``shank`` and ``foot``.

    The first and the last marker of the foot are its heel and its toes.
    """
    thigh, shank, foot = (
        cluster_of([places_m[name] for name in clusters[part]])
        for part in ("thigh", "shank", "foot")
    )
    heel_m, toe_m = (places_m[clusters["foot"][end]] for end in (0, -1))
    ankle_m = hinge_m(shank, foot, beside_m=HEEL_SHARE * heel_m + (1 - HEEL_SHARE) * toe_m)
    return hinge_m(thigh, shank, beside_m=(hip_m + ankle_m) / 2), ankle_m
