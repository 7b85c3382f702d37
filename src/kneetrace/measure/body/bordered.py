"""Least squares over a long trajectory plus a few constants: banded blocks with a border.

Unknowns are ``(time, dof)`` values that meet only their neighbours in time, and a border of
constants that meets every time. The normal matrix is banded with a dense border, so one solve
costs time x band^2 and never forms the full matrix.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, cho_solve_banded, cholesky_banded

from kneetrace.measure.body.skeleton import Array


@dataclass(frozen=True, eq=False)
class NormalEquations:
    """Pieces of ``H x = g``.

    blocks : (time, dof, dof), acceleration : (dof,) weight of squared second differences,
    cross : (time, dof, border), corner : (border, border)
    """

    blocks: Array
    acceleration: Array
    cross: Array
    corner: Array


class BorderedSolver:
    """Factor once, solve for any number of right-hand sides."""

    def __init__(self, equations: NormalEquations, *, damping: float = 0.0) -> None:
        """Factor ``H`` with its diagonal raised by the share ``damping``."""
        times, dofs, _ = equations.blocks.shape
        band = np.zeros((2 * dofs + 1, times * dofs))
        for k in range(dofs):
            below = np.zeros((times, dofs))
            below[:, : dofs - k] = np.diagonal(equations.blocks, offset=-k, axis1=1, axis2=2)
            band[k] = below.ravel()
        band[0] *= 1.0 + damping
        second_difference = (1.0, -2.0, 1.0)
        for a, at_a in enumerate(second_difference):
            for b, at_b in enumerate(second_difference[: a + 1]):
                line = band[(a - b) * dofs].reshape(times, dofs)
                line[b : times - 2 + b] += at_a * at_b * equations.acceleration
        band[0] += 1e-9
        self._shape = (times, dofs)
        self._factor = cholesky_banded(band, lower=True, overwrite_ab=True, check_finite=False)
        border = equations.corner.shape[0]
        self._cross = equations.cross.reshape(times * dofs, border)
        self._solved_cross = cho_solve_banded((self._factor, True), self._cross, check_finite=False)
        corner = equations.corner + damping * np.diag(np.diag(equations.corner))
        self._corner = cho_factor(corner - self._cross.T @ self._solved_cross)

    def solve(self, trajectory: Array, border: Array) -> tuple[Array, Array]:
        """Solve for right-hand sides (time, dof[, n]) and (border[, n])."""
        times, dofs = self._shape
        rest = trajectory.shape[2:]
        flat = trajectory.reshape(times * dofs, *rest)
        inner = cho_solve_banded((self._factor, True), flat, check_finite=False)
        constants = cho_solve(self._corner, border - self._cross.T @ inner)
        solved = inner - self._solved_cross @ constants
        return solved.reshape(times, dofs, *rest), constants
