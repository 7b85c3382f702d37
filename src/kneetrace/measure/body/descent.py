"""Down to the most probable body, and how far off it may be: least squares and drawn errors."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.signal import lfilter

from kneetrace.measure.body.bordered import BorderedSolver, NormalEquations
from kneetrace.measure.body.residuals import (
    FitSettings,
    Observed,
    Rows,
    acceleration_weight,
    alike_frames,
    all_rows,
    cost,
)
from kneetrace.measure.body.skeleton import CONSTANTS, DOFS, Array

_DRAWS_AT_ONCE: Final = 16

Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class State:
    """A body in motion before its cameras, and how improbable that is.

    dofs (time, dof); border: the constants and the places of planted feet
    """

    dofs: Array
    border: Array
    rows: list[Rows]
    cost: float

    @property
    def constants(self) -> Array:
        """The person's and the first camera's constants, in the order of ``CONSTANTS``."""
        return self.border[: len(CONSTANTS)]


def state_at(o: Observed, dofs: Array, border: Array, s: FitSettings) -> State:
    """Weigh one state of body and cameras."""
    rows = all_rows(observed=o, dofs=dofs, border=border, settings=s)
    value = cost(observed=o, dofs=dofs, border=border, rows=rows, settings=s)
    return State(dofs, border, rows, value)


def descend(o: Observed, state: State, s: FitSettings, progress: Progress | None) -> State:
    """Levenberg-Marquardt with reweighted landmarks until the cost stops falling."""
    damping = 1e-2
    for iteration in range(s.iterations):
        equations = _equations(o, state.rows, s)
        gradient = _pull(o, state.rows, [r.residual for r in state.rows])
        _bend(gradient[0], acceleration_weight(o, s) * np.diff(state.dofs, 2, axis=0))
        away = (state.border - o.prior_mean) / o.prior_sd(s) ** 2
        gradient[1][:] += alike_frames(o, s) * away
        state = replace(state, rows=[])  # the slopes are most of a long clip's memory
        better = None
        while better is None and damping < 1e4:
            step, border_step = BorderedSolver(equations, damping=damping).solve(*gradient)
            tried = state_at(o, state.dofs - step.clip(-0.5, 0.5), state.border - border_step, s)
            if tried.cost < state.cost:
                better = tried
            else:
                damping *= 6
        if progress:
            progress((iteration + 1) / s.iterations)
        if better is None:
            break
        gain = 1 - better.cost / state.cost
        state, damping = better, max(damping / 5, 1e-7)
        if gain < 2e-5:
            break
    return state_at(o, state.dofs, state.border, s)


def _equations(o: Observed, rows: list[Rows], s: FitSettings) -> NormalEquations:
    blocks = np.zeros((len(o.time_s), len(DOFS), len(DOFS)))
    cross = np.zeros((len(o.time_s), len(DOFS), o.border))
    corner = 1e-6 * np.eye(o.border)
    own = np.arange(len(CONSTANTS))
    for r in rows:
        turned = r.by_dof.transpose(0, 2, 1)
        blocks += turned @ r.by_dof
        if r.by_constant is None:
            continue
        columns = own if r.columns is None else r.columns
        cross[:, :, columns] += turned @ r.by_constant
        flat = r.by_constant.reshape(-1, len(columns))
        corner[np.ix_(columns, columns)] += flat.T @ flat
        if r.place is None or r.by_place is None:
            continue
        at, row = np.nonzero(r.place >= 0)
        place, slope = r.place[at, row], r.by_place[at, row]
        cross[at, :, place] += slope[:, None] * r.by_dof[at, row]  # one row a time and place
        meeting = np.zeros((o.border, len(CONSTANTS)))
        np.add.at(meeting, place, slope[:, None] * r.by_constant[at, row])
        corner[:, own] += meeting
        corner[own] += meeting.T
        np.add.at(corner, (place, place), slope**2)
    corner[np.diag_indices(o.border)] += alike_frames(o, s) / o.prior_sd(s) ** 2
    return NormalEquations(blocks, acceleration_weight(o, s), cross, corner)


def _pull(o: Observed, rows: list[Rows], errors: list[Array]) -> tuple[Array, Array]:
    """Slopes' times row errors (time, row[, n]): (time, dof[, n]) and (border[, n])."""
    rest = errors[0].shape[2:]
    trajectory = np.zeros((len(o.time_s), len(DOFS), *rest))
    border = np.zeros((o.border, *rest))
    for r, error in zip(rows, errors, strict=True):
        wide = error.reshape(*error.shape[:2], -1)
        trajectory += (r.by_dof.transpose(0, 2, 1) @ wide).reshape(trajectory.shape)
        if r.by_constant is not None:
            columns = np.arange(len(CONSTANTS)) if r.columns is None else r.columns
            flat = r.by_constant.reshape(-1, len(columns)).T @ wide.reshape(-1, wide.shape[-1])
            border[columns] += flat.reshape(len(columns), *rest)
        if r.place is not None and r.by_place is not None:
            at, row = np.nonzero(r.place >= 0)
            slope = r.by_place[at, row].reshape(-1, *[1] * len(rest))
            np.add.at(border, r.place[at, row], slope * error[at, row])
    return trajectory, border


def _bend(trajectory: Array, second: Array) -> None:
    """Add the pull of second differences (time - 2, dof[, n]) in place."""
    trajectory[:-2] += second
    trajectory[1:-1] -= 2 * second
    trajectory[2:] += second


def draw_errors(
    o: Observed, state: State, s: FitSettings, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draw errors of the fit to first order: (time, dof, draw), and the border's (border, draw).

    Every row's error is drawn as it is thought to be (landmark errors and habits err slowly)
    and sent through the fit. Treating every frame as new information would make the intervals
    far too narrow.
    """
    solver = BorderedSolver(_equations(o, state.rows, s))
    keep = np.exp(-1 / (s.memory_s * o.rate_hz))

    def slow(rows: int, draws: int) -> Array:
        white = rng.standard_normal((len(o.time_s), rows, draws))
        white[0] /= np.sqrt(1 - keep**2)
        return np.asarray(np.sqrt(1 - keep**2) * lfilter([1.0], [1.0, -keep], white, axis=0))

    parts = []
    stiffness = np.sqrt(acceleration_weight(o, s))
    for draws in [_DRAWS_AT_ONCE] * (s.draws // _DRAWS_AT_ONCE):
        errors = [r.doubt * slow(r.residual.shape[1], draws) for r in state.rows]
        trajectory, border = _pull(o, state.rows, errors)
        jolts = rng.standard_normal((len(o.time_s) - 2, len(DOFS), draws))
        _bend(trajectory, stiffness[:, None] * jolts)
        doubt = rng.standard_normal((o.border, draws)) / o.prior_sd(s)[:, None]
        border += alike_frames(o, s) * doubt
        parts.append(solver.solve(trajectory, border))
    dofs, borders = zip(*parts, strict=True)
    return np.concatenate(dofs, axis=2), np.concatenate(borders, axis=1)
