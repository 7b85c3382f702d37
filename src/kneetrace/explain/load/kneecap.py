"""The load on the kneecap, by two methods that differ and are both shown.

Joint reaction: every head of the quadriceps pulls the kneecap by its own force, found by sharing
the joint moments among all muscles, hamstrings that work against it included. Planar method: the
net extension moment over the quadriceps' lever arm, times the ratio of kneecap to quadriceps force
(van Eijden 1986, doi:10.1016/0021-9290(86)90154-5). Net moments know no co-contraction, so in
deep bends the second is up to half the first.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from kneetrace.explain.load.muscle_forces import QUADRICEPS, LegForces
from kneetrace.explain.load.muscles import LEG_AXES

Array = NDArray[np.float64]

DEEPEST_FOR_RATIO_DEG: Final = 110.0
"""The published ratio has a pole at 128 deg: beyond this flexion it is held."""

DEEPEST_FOR_AREA_DEG: Final = 60.0
"""Contact areas were measured to here; beyond it the area is held, so stress is a coarse one."""


@dataclass(frozen=True, eq=False, kw_only=True)
class KneecapLoad:
    """What the joint between kneecap and thigh bears, (frame,) each.

    flexion_rad : of the knee
    quadriceps_n : all heads together, N
    reaction_n : by joint reaction, N
    direction : (frame, xyz), unit, of the kneecap's push on the thigh, in the thigh's axes;
        z points to the person's right
    planar_quadriceps_n, planar_n : by the planar method, N; 0 while the knee is not extended
    """

    flexion_rad: Array
    quadriceps_n: Array
    reaction_n: Array
    direction: Array
    planar_quadriceps_n: Array
    planar_n: Array

    @property
    def area_mm2(self) -> Array:
        """Contact area of a resting adult's kneecap at this flexion, mm^2."""
        return contact_area_mm2(self.flexion_rad)

    @property
    def mean_stress_mpa(self) -> Array:
        """Joint reaction over contact area, MPa: for ratios, never as one person's truth."""
        return np.asarray(self.reaction_n / self.area_mm2)

    @property
    def planar_mean_stress_mpa(self) -> Array:
        """Planar force over contact area, MPa."""
        return np.asarray(self.planar_n / self.area_mm2)


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
    planar_quadriceps_n = extension_nm / quadriceps_lever_arm_m(flexion_rad)
    return KneecapLoad(
        flexion_rad=flexion_rad,
        quadriceps_n=heads_n.sum(axis=1),
        reaction_n=reaction_n,
        direction=pressed_n / np.maximum(reaction_n, 1e-9)[:, None],
        planar_quadriceps_n=planar_quadriceps_n,
        planar_n=planar_quadriceps_n * force_ratio(flexion_rad),
    )


def force_ratio(flexion_rad: Array) -> Array:
    """Kneecap force over quadriceps force (van Eijden 1986), held beyond 110 deg and below 0."""
    deg = np.clip(np.degrees(flexion_rad), 0.0, DEEPEST_FOR_RATIO_DEG)
    above = 0.462 + 1.47e-3 * deg - 3.84e-5 * deg**2
    below = 1 - 1.62e-2 * deg + 1.55e-4 * deg**2 - 6.98e-7 * deg**3
    return np.asarray(above / below)


def quadriceps_lever_arm_m(flexion_rad: Array) -> Array:
    """Lever arm of the quadriceps about the knee (van Eijden 1986), m; held as above."""
    deg = np.clip(np.degrees(flexion_rad), 0.0, DEEPEST_FOR_RATIO_DEG)
    return np.asarray(8e-8 * deg**3 - 1.3e-5 * deg**2 + 2.8e-4 * deg + 0.046)


def contact_area_mm2(flexion_rad: Array) -> Array:
    """Contact area between kneecap and thigh, mm^2, held beyond 60 deg and below 0."""
    deg = np.clip(np.degrees(flexion_rad), 0.0, DEEPEST_FOR_AREA_DEG)
    return np.asarray(0.0781 * deg**2 + 0.6763 * deg + 151.75)


@cache
def _pulls() -> CubicSpline:
    """Pull of each head at 1 N over flexion in degrees: (head times xyz)."""
    table = tomllib.loads(
        resources.files(__package__).joinpath("tables/kneecap.toml").read_text(encoding="utf-8")
    )
    by_name = {row["name"]: np.array(row["pull_per_n"]) for row in table["muscle"]}
    heads = np.concatenate([by_name[name] for name in QUADRICEPS], axis=1)
    return CubicSpline(np.array(table["flexion_deg"]), heads)
