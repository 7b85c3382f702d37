"""The contact model's answers from a table: solved beforehand, looked up.

The table holds where the kneecap rests, for that goes smoothly with the pose; what touches there is
found anew from both surfaces. Areas themselves would not do: where a facet just touches they start
like a square root, which no table follows.

The model is one reference knee. What it says of a person is a ratio to the same knee in a
reference pose, never the person's own stress.
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from kneetrace.explain.kneecap.contact import (
    CARRIED,
    STIFFNESS_MPA,
    THICKNESS_MM,
    KneecapModel,
    kneecap_model,
    surfaces_of,
)
from kneetrace.explain.kneecap.grid_spline import read_spline, spline_through
from kneetrace.explain.kneecap.patch import patches
from kneetrace.explain.kneecap.shapes import KneecapShape, kneecap
from kneetrace.terms import OutsideEvidence

Array = NDArray[np.float64]

VARIABLES: Final = ("flexion_deg", "inward_deg", "valgus_deg", "log_quadriceps", "medialis_share")
"""Of the table's axes; the force enters by the logarithm of newtons."""

COARSE_MM: Final = 1.6
"""DESIGN: between points where area and shares are summed up: twice the solver's spacing, so four
times as fast. The highest pressure is looked for among the solver's own points."""

FLEXION: Final = VARIABLES.index("flexion_deg")
FORCE: Final = VARIABLES.index("log_quadriceps")

PLACED: Final = ("turn_x", "turn_y", "turn_z", "x_mm", "y_mm", "z_mm", "log_load", "log_pressed")
"""What the table holds: the kneecap's turn, rad, past ``CARRIED`` of the bend, about the thigh's
axes; its shift; logarithms of the joint's force and of pressure summed over area, over the pull."""

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
    coefficients : of the spline, ``PLACED`` last
    """

    low: Array
    high: Array
    nodes: NDArray[np.int64]
    coefficients: Array

    def at(self, *, variables: Array) -> Array:
        """Look up (pose, ``PLACED``) for (pose, variable) inside the table."""
        places = (variables - self.low) / (self.high - self.low) * (self.nodes - 1)
        found: Array = read_spline(np.clip(places, 0, self.nodes - 1), self.coefficients)
        return found


@cache
def response_table() -> ResponseTable:
    """Read the table; how it was made stands in it (``origin``) and in validation/kneecap."""
    file = resources.files("kneetrace.explain.kneecap").joinpath("tables", "response.npz")
    with file.open("rb") as opened, np.load(opened) as kept:
        scale = (kept["most"] - kept["least"]) / np.iinfo(np.uint16).max
        placed = kept["least"] + scale * kept["steps"]
        low, high = kept["low"], kept["high"]
    return ResponseTable(
        low=low,
        high=high,
        nodes=np.array(placed.shape[: len(VARIABLES)]),
        coefficients=spline_through(placed),
    )


@cache
def _reference_knees() -> tuple[KneecapModel, KneecapModel]:
    """The solved knee, and the same with a kneecap of fewer points."""
    fine = kneecap_model()
    fewer = kneecap(shape=KneecapShape(), spacing_mm=COARSE_MM)
    return fine, replace(fine, cartilage=fewer)


@cache
def _parts() -> NDArray[np.int64]:
    """Which points of the solved knee each piece of the other holds, (piece, most), then -1."""
    fine, coarse = (knee.cartilage.points_mm for knee in _reference_knees())
    piece = cKDTree(coarse).query(fine)[1]
    parts = np.full((len(coarse), np.bincount(piece).max()), -1)
    for row in range(len(coarse)):
        own = np.flatnonzero(piece == row)
        parts[row, : len(own)] = own
    return parts


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
        name, known = VARIABLES[variable], np.array([table.low[variable], table.high[variable]])
        asked = variables[pose, variable]
        if variable == FORCE:
            name, known, asked = "quadriceps_n", np.exp(known), np.exp(asked)
        raise PoseOutsideTable(
            f"The kneecap's contact was solved for {name} from {known[0]:.4g} to {known[1]:.4g}, "
            f"and pose {pose} has {asked:.4g}: leave it out."
        )
    placed, pull_n = table.at(variables=variables), np.exp(variables[:, FORCE])
    load_n, pressed_n = (pull_n * np.exp(placed[:, 6:]).T).copy()
    fine, coarse = _reference_knees()
    area_mm2, peak_mpa, lateral_share = patches(
        _rotations(np.radians(variables[:, FLEXION]), placed[:, :3]),
        np.ascontiguousarray(placed[:, 3:6]),
        pressed_n,
        *surfaces_of(coarse),
        fine.cartilage.points_mm,
        _parts(),
        STIFFNESS_MPA,
        THICKNESS_MM,
    )
    return KneecapContacts(
        area_mm2=area_mm2,
        load_n=load_n,
        mean_mpa=pressed_n / area_mm2,
        peak_mpa=peak_mpa,
        lateral_share=lateral_share,
    )


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


def _rotations(flexion_rad: Array, turns_rad: Array) -> Array:
    """The kneecap's rotation in the thigh's axes: (pose, 3, 3)."""
    about_z = np.zeros_like(turns_rad)
    about_z[:, 2] = -CARRIED * flexion_rad
    turned = Rotation.from_rotvec(turns_rad) * Rotation.from_rotvec(about_z)
    return np.asarray(turned.as_matrix())
