"""One body fitted to recordings of the same person that were made one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import chdtri

from kneetrace.measure.body.bodyfit import Settled
from kneetrace.measure.body.descent import Progress, descend, draw_errors, state_at
from kneetrace.measure.body.fitted_motion import motion_of
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.residuals import PRIOR_MEAN, PRIOR_SD
from kneetrace.measure.body.skeleton import CONSTANTS, Array
from kneetrace.terms import NotMeasurable

APART: Final = 0.5
"""How far apart a person's constants may be in two recordings, as a share of how far people differ:
landmarks sit a little differently seen from another side. DESIGN"""

UNSURE: Final = 1.5
"""A recording's lengths are further off than their first-order errors say, by so much in simulated
squats (1.4 in the middle). DESIGN"""

LEAST_CHANCE: Final = 0.01
"""Lengths that differ as seldom as this in one person are two people's. DESIGN: in real recordings
of one person they came to a sixth of that at most, in simulated ones to two thirds; two people of
ordinary build are not told apart."""

_LENGTHS: Final = [
    number
    for number, constant in enumerate(CONSTANTS)
    if constant.name in ("thigh", "shank", "hip_half_width", "trunk", "shoulder_half_width")
]
_OF_PERSON: Final = np.array(
    [not constant.name.startswith(("camera_", "focal_")) for constant in CONSTANTS]
)


class AnotherBody(NotMeasurable):
    """The recordings show bodies of other proportions, so they are not of one person."""


@dataclass(frozen=True, eq=False)
class _Told:
    """What one recording tells of the constants of ``CONSTANTS``: (constant,), and their spread."""

    mean: Array
    covariance: Array

    @property
    def sd(self) -> Array:
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_body_in_turn(
    *,
    alone: Sequence[Settled],
    rng: np.random.Generator,
    progress: Progress | None = None,
) -> tuple[Motion, ...]:
    """Fit one body to recordings of one person, who moves anew in each.

    Lengths and standing posture that the other recordings tell are expected in each of them, as
    exactly as they are told there. Cameras share nothing: whether it was one phone is not known.

    Parameters
    ----------
    alone : what ``settle_views`` found
    rng, progress : as in ``fit_body``

    Returns
    -------
    tuple of Motion
        One for each recording, in its own time, picture and camera.

    Raises
    ------
    AnotherBody
        when the bodies' proportions differ by more than their errors
    """
    told = [_told_by(each, rng) for each in alone]
    _refuse_another_body(told)
    motions = []
    for number, (observed, state, s) in enumerate(alone):
        others = [*told[:number], *told[number + 1 :]]
        knowing = replace(observed, expected=_expected_from(others))
        state = state_at(knowing, state.dofs, state.border, s)
        state = descend(knowing, state, s, None)
        draws, _ = draw_errors(knowing, state, s, rng)
        motions.append(motion_of(observed=knowing, state=state, draws=draws))
        if progress:
            progress((number + 1) / len(alone))
    return tuple(motions)


def _told_by(settled: Settled, rng: np.random.Generator) -> _Told:
    observed, state, s = settled
    _, border = draw_errors(observed, state, s, rng)
    return _Told(state.constants, UNSURE**2 * np.cov(border[: len(CONSTANTS)]))


def _refuse_another_body(told: Sequence[_Told]) -> None:
    """Compare every recording's lengths with the first one's."""
    first, *others = told
    most = float(chdtri(len(_LENGTHS), LEAST_CHANCE))
    among = np.ix_(_LENGTHS, _LENGTHS)
    for other in others:
        off = (first.mean - other.mean)[_LENGTHS]
        spread = first.covariance + other.covariance + np.diag((APART * PRIOR_SD) ** 2)
        if off @ np.linalg.solve(spread[among], off) > most:
            raise AnotherBody("The recordings show people of other proportions.")


def _expected_from(others: Sequence[_Told]) -> tuple[Array, Array]:
    """Means and spreads to expect of the constants: the other recordings' by their precision."""
    sds = [np.hypot(each.sd, APART * PRIOR_SD) for each in others]
    precision = np.sum([sd**-2 for sd in sds], axis=0)
    mean = np.sum([each.mean * sd**-2 for each, sd in zip(others, sds, strict=True)], axis=0)
    known = _OF_PERSON & (precision > PRIOR_SD**-2)
    return (
        np.where(known, mean / precision, PRIOR_MEAN),
        np.where(known, precision**-0.5, PRIOR_SD),
    )
