"""The load on the kneecap, by two methods that differ and are both shown.

Joint reaction: every head of the quadriceps pulls the kneecap by its own force, found by sharing
the joint moments among all muscles, hamstrings that work against it included. Planar method: the
net extension moment over the quadriceps' lever arm, times the ratio of kneecap to quadriceps force
(van Eijden 1986, doi:10.1016/0021-9290(86)90154-5). Net moments know no co-contraction, so in
deep bends the second can be half the first, although of one net moment the model's own levers
make less load than the published curves: 31 against 40 N per N m at 90 degrees.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from kneetrace.explain.kneecap.planar import force_ratio, kneecap_forces
from kneetrace.explain.load.muscle_forces import QUADRICEPS, LegForces
from kneetrace.explain.load.muscles import LEG_AXES

Array = NDArray[np.float64]

PLANAR_RAD: Final = (0.0, math.radians(120.0))
"""Where the planar method is published; a pose beyond takes its value at the end."""


@dataclass(frozen=True, eq=False, kw_only=True)
class KneecapLoad:
    """What the joint between kneecap and thigh bears, (frame,) each.

    flexion_rad : of the knee
    quadriceps_n : all heads together, N
    reaction_n : by joint reaction, N
    direction : (frame, xyz), unit, of the kneecap's push on the thigh, in the thigh's axes;
        z points to the person's right
    planar_n : by the planar method, N; 0 while the knee is not extended
    """

    flexion_rad: Array
    quadriceps_n: Array
    reaction_n: Array
    direction: Array
    planar_n: Array


def planar_pull_n(planar_n: Array, *, flexion_rad: Array) -> Array:
    """Tell the quadriceps' pull that the planar method found a load on the kneecap from, N."""
    return planar_n / force_ratio(flexion_rad=np.clip(flexion_rad, *PLANAR_RAD))


def kneecap_load(forces: LegForces, *, flexion_rad: Array) -> KneecapLoad:
    """Find the load on the kneecap from the muscle forces of a leg.

    Parameters
    ----------
    forces : of the leg
    flexion_rad : (frame,), knee_angle of the same frames

    Returns
    -------
    KneecapLoad

    Notes
    -----
    Weight and inertia of the kneecap (0.07 kg) are left out. The left kneecap is the mirror image
    of the right one: z of its pull is turned around.
    """
    pulls = _pulls()(np.degrees(flexion_rad)).reshape(-1, len(QUADRICEPS), 3)
    heads_n = forces.forces_n[:, [forces.names.index(name) for name in QUADRICEPS]]
    pressed_n = np.einsum("tm,tmi->ti", heads_n, pulls)
    if forces.side.suffix == "l":
        pressed_n[:, 2] *= -1
    reaction_n = np.linalg.norm(pressed_n, axis=1)
    extension_nm = np.maximum(-forces.moments_nm[:, LEG_AXES.index("knee_angle")], 0.0)
    planar = kneecap_forces(
        flexion_rad=np.clip(flexion_rad, *PLANAR_RAD),
        extension_moment_nm=extension_nm,
        quadriceps_n=heads_n.sum(axis=1),
    )
    return KneecapLoad(
        flexion_rad=flexion_rad,
        quadriceps_n=heads_n.sum(axis=1),
        reaction_n=reaction_n,
        direction=pressed_n / np.maximum(reaction_n, 1e-9)[:, None],
        planar_n=planar.by_moment_n,
    )


@cache
def _pulls() -> CubicSpline:
    """Pull of each head at 1 N over flexion in degrees: (head times xyz)."""
    table = tomllib.loads(
        resources.files(__package__).joinpath("tables/kneecap.toml").read_text(encoding="utf-8")
    )
    by_name = {row["name"]: np.array(row["pull_per_n"]) for row in table["muscle"]}
    heads = np.concatenate([by_name[name] for name in QUADRICEPS], axis=1)
    return CubicSpline(np.array(table["flexion_deg"]), heads)
