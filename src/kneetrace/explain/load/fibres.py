"""What muscles give at full activation, from their lengths and arms, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

FASTEST = 10.0
"""Shortening without load, in optimal fibre lengths a second (Rajagopal 2016)."""


@njit(cache=True, nogil=True)
def pull(
    lengths: Array,
    slopes: Array,
    speeds: Array,
    isometric: Array,
    optimal: Array,
    tendon: Array,
    pennation: Array,
    force_length: Array,
    force_velocity: Array,
    along_tendon: bool,
) -> tuple[Array, Array, Array, Array, Array]:
    """Tell what every muscle gives in every pose.

    lengths : (pose, muscle), m; slopes : (pose, axis, muscle), m, their derivatives by the angles
    speeds : (pose, axis), rad/s; the others : see ``LegMuscles``

    Returns fibre lengths in optimal ones and forces, N, (pose, muscle); torques, N m, as slopes;
    the sums of those that turn each axis forward, and backward, N m, (pose, axis).
    """
    fibres, forces = np.empty(lengths.shape), np.empty(lengths.shape)
    torques = np.empty(slopes.shape)
    forward, backward = np.zeros(speeds.shape), np.zeros(speeds.shape)
    poses, axes, muscles = slopes.shape
    width, stretch = optimal * np.sin(pennation), np.empty(muscles)
    for pose in range(poses):
        stretch[:] = 0.0
        for axis in range(axes):
            for muscle in range(muscles):
                stretch[muscle] += slopes[pose, axis, muscle] * speeds[pose, axis]
        for muscle in range(muscles):
            along = max(lengths[pose, muscle] - tendon[muscle], 1e-4)
            fibre = np.sqrt(along**2 + width[muscle] ** 2)
            cosine = along / fibre
            fibres[pose, muscle] = fibre / optimal[muscle]
            velocity = stretch[muscle] * cosine / (FASTEST * optimal[muscle])
            force = isometric[muscle] * (cosine if along_tendon else 1.0)
            force *= _curve(force_length, fibres[pose, muscle], 0.2, 2.0)
            forces[pose, muscle] = force * _curve(force_velocity, velocity, -1.2, 1.2)
        for axis in range(axes):
            for muscle in range(muscles):
                torque = -slopes[pose, axis, muscle] * forces[pose, muscle]
                torques[pose, axis, muscle] = torque
                forward[pose, axis] += max(torque, 0.0)
                backward[pose, axis] += min(torque, 0.0)
    return fibres, forces, torques, forward, backward


@njit(cache=True, nogil=True)
def _curve(heights: Array, place: float, low: float, high: float) -> float:
    """Read an evenly spaced curve between its points; beyond its ends it stays."""
    at = min(max((place - low) / (high - low), 0.0), 1.0) * (len(heights) - 1)
    first = min(int(at), len(heights) - 2)
    height: float = heights[first] + (at - first) * (heights[first + 1] - heights[first])
    return height
