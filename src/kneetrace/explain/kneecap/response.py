"""The contact model's answers from a table: solved beforehand, looked up in microseconds.

The model is one reference knee. What it says of a person is a ratio to the same knee in a
reference pose, never the person's own stress.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import NdBSpline, make_interp_spline

from kneetrace.terms import OutsideEvidence

Array = NDArray[np.float64]

VARIABLES: Final = ("flexion_deg", "inward_deg", "valgus_deg", "log_quadriceps", "medialis_share")
"""Of the table's axes; the force enters by the logarithm of newtons."""

FORCE: Final = VARIABLES.index("log_quadriceps")

ANSWERS: Final = ("area_mm2", "load_n", "mean_mpa", "peak_mpa", "lateral_share")


class PoseOutsideTable(OutsideEvidence):
    """A knee stands or is pulled as the contact model was not solved for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class KneecapContacts:
    """What the reference kneecap bears, (pose,) each.

    area_mm2; load_n : of the joint; mean_mpa, peak_mpa : pressure on the cartilage
    lateral_share : part of the load on the outer facet
    """

    area_mm2: Array
    load_n: Array
    mean_mpa: Array
    peak_mpa: Array
    lateral_share: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class ResponseTable:
    """Solved poses on an even grid, as a cubic spline over five variables.

    low, high : (variable,), ends of each axis; nodes : (variable,), how many
    powers : (answer,), of the force that each answer about goes with
    spline : from (pose, variable) to the answers' logarithms without those powers
    """

    low: Array
    high: Array
    nodes: NDArray[np.int64]
    powers: Array
    spline: NdBSpline

    def at(self, *, variables: Array) -> Array:
        """Look up answers, (pose, answer), for (pose, variable) inside the table."""
        places = (variables - self.low) / (self.high - self.low) * (self.nodes - 1)
        logs = self.spline(np.clip(places, 0, self.nodes - 1))
        return np.asarray(np.exp(logs + variables[:, FORCE, None] * self.powers))


@cache
def response_table() -> ResponseTable:
    """Read the table; how it was made stands in it (``origin``) and in validation/kneecap."""
    file = resources.files("kneetrace.explain.kneecap").joinpath("tables", "response.npz")
    with file.open("rb") as opened, np.load(opened) as kept:
        scale = (kept["answer_high"] - kept["answer_low"]) / np.iinfo(np.uint16).max
        logs = kept["answer_low"] + scale * kept["steps"]
        low, high, powers = kept["low"], kept["high"], kept["powers"]
    knots = []
    for axis, nodes in enumerate(logs.shape[: len(VARIABLES)]):
        along = make_interp_spline(np.arange(nodes), np.moveaxis(logs, axis, 0), k=3)
        knots.append(along.t)
        logs = np.moveaxis(along.c, 0, axis)
    return ResponseTable(
        low=low,
        high=high,
        nodes=np.array(logs.shape[: len(VARIABLES)]),
        powers=powers,
        spline=NdBSpline(tuple(knots), np.ascontiguousarray(logs), 3),
    )


def kneecap_contacts(
    *,
    flexion_rad: Array,
    quadriceps_n: Array,
    inward_rad: Array | float = 0.0,
    valgus_rad: Array | float = 0.0,
    medialis_share: Array | float = 1.0,
) -> KneecapContacts:
    """Tell what the reference kneecap bears in many poses at once.

    Parameters
    ----------
    flexion_rad : (pose,), rad
    quadriceps_n : (pose,), N, all heads together
    inward_rad : (pose,) or one, the thigh turned in against the shank
    valgus_rad : (pose,) or one
    medialis_share : (pose,) or one, of the vastus medialis' usual part; 1 = usual

    Raises
    ------
    PoseOutsideTable
        When one of them leaves the solved range, or is missing.
    """
    table = response_table()
    variables = _variables(flexion_rad, inward_rad, valgus_rad, quadriceps_n, medialis_share)
    inside = _inside(variables)
    if not inside.all():
        pose, variable = np.argwhere(~inside)[0]
        raise PoseOutsideTable(
            f"The kneecap's contact was solved for {VARIABLES[variable]} from "
            f"{table.low[variable]:.4g} to {table.high[variable]:.4g}, and pose {pose} has "
            f"{variables[pose, variable]:.4g}: leave it out."
        )
    answers = table.at(variables=variables).T
    return KneecapContacts(**dict(zip(ANSWERS, answers, strict=True)))


def contact_known(
    *,
    flexion_rad: Array,
    quadriceps_n: Array,
    inward_rad: Array | float = 0.0,
    valgus_rad: Array | float = 0.0,
    medialis_share: Array | float = 1.0,
) -> NDArray[np.bool_]:
    """Tell in which poses ``kneecap_contacts`` has an answer, (pose,); arguments as there."""
    variables = _variables(flexion_rad, inward_rad, valgus_rad, quadriceps_n, medialis_share)
    return np.asarray(_inside(variables).all(axis=1))


def contact_range() -> tuple[tuple[float, float], tuple[float, float]]:
    """Tell from where to where a knee may be bent (deg) and pulled (N) to be in the table."""
    table = response_table()
    bent_deg = float(table.low[0]), float(table.high[0])
    return bent_deg, (float(np.exp(table.low[FORCE])), float(np.exp(table.high[FORCE])))


def _variables(
    flexion_rad: Array,
    inward_rad: Array | float,
    valgus_rad: Array | float,
    quadriceps_n: Array,
    medialis_share: Array | float,
) -> Array:
    pulled = np.asarray(quadriceps_n, dtype=np.float64)
    columns = np.broadcast_arrays(
        np.degrees(flexion_rad),
        np.degrees(inward_rad),
        np.degrees(valgus_rad),
        np.log(np.where(pulled > 0, pulled, np.nan)),
        medialis_share,
    )
    return np.stack(columns, axis=-1).reshape(-1, len(VARIABLES))


def _inside(variables: Array) -> NDArray[np.bool_]:
    table = response_table()
    slack = 1e-9 * (table.high - table.low)
    return np.asarray((variables >= table.low - slack) & (variables <= table.high + slack))
