"""The kneecap joint by published curves over knee flexion: force, lever arm, contact area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneetrace.evidence import kneecap_curves
from kneetrace.terms import InvalidInput, OutsideEvidence

Array = NDArray[np.float64]


class FlexionOutsideCurve(OutsideEvidence):
    """The knee is bent further, or less, than a published curve reaches."""


class UnequalLengths(InvalidInput):
    """Forces and moments do not belong to the same frames."""


@dataclass(frozen=True, eq=False, kw_only=True)
class KneecapForces:
    """The force on the kneecap by two ways that may differ twofold in deep bends.

    by_moment_n : (frame,), N, from the net extension moment: knows no co-contraction
    by_muscles_n : (frame,), N, from the quadriceps' own force as muscles were found to share it
    """

    by_moment_n: Array
    by_muscles_n: Array

    @property
    def ratio(self) -> Array:
        """Muscles' way over the moment's, (frame,); NaN where the knee is not extended."""
        return np.divide(
            self.by_muscles_n,
            self.by_moment_n,
            out=np.full_like(self.by_muscles_n, np.nan),
            where=self.by_moment_n > 0,
        )


def force_ratio(*, flexion_rad: Array) -> Array:
    """Tell how much of the quadriceps' force presses on the kneecap.

    Parameters
    ----------
    flexion_rad : any shape, rad, 0 to 120 deg; from 110 deg on the value there is held

    Raises
    ------
    FlexionOutsideCurve
        When a flexion lies outside.

    Source: van Eijden 1986, doi:10.1016/0021-9290(86)90154-5.
    """
    return _read(name="force_ratio", flexion_rad=flexion_rad)


def quadriceps_lever_m(*, flexion_rad: Array) -> Array:
    """Tell the lever arm of the quadriceps about the knee, m, 0 to 120 deg.

    Raises
    ------
    FlexionOutsideCurve
        When a flexion lies outside.

    Source: van Eijden 1986, doi:10.1016/0021-9290(86)90154-5.
    """
    return _read(name="quadriceps_lever_m", flexion_rad=flexion_rad)


def contact_area_mm2(*, flexion_rad: Array) -> Array:
    """Tell the contact area of a resting adult's kneecap, mm^2, 0 to 60 deg and not beyond.

    Raises
    ------
    FlexionOutsideCurve
        When a flexion lies outside.

    Source: Besier 2005, doi:10.1016/j.orthres.2004.08.003, as fitted by later studies.
    """
    return _read(name="contact_area_mm2", flexion_rad=flexion_rad)


def kneecap_forces(
    *, flexion_rad: Array, extension_moment_nm: Array, quadriceps_n: Array
) -> KneecapForces:
    """Find the force on the kneecap from the moment, and from the muscles, side by side.

    Parameters
    ----------
    flexion_rad : (frame,), rad
    extension_moment_nm : (frame,), N m, positive where the knee is extended
    quadriceps_n : (frame,), N, all heads together as the muscles share the moment

    Raises
    ------
    FlexionOutsideCurve
        When a flexion lies outside the published curves.
    UnequalLengths
        When the three are not of one length.
    """
    if not np.shape(flexion_rad) == np.shape(extension_moment_nm) == np.shape(quadriceps_n):
        raise UnequalLengths(
            "Flexion, moment and quadriceps force must have one value for every frame each."
        )
    ratio = force_ratio(flexion_rad=flexion_rad)
    pull = np.maximum(extension_moment_nm, 0) / quadriceps_lever_m(flexion_rad=flexion_rad)
    return KneecapForces(by_moment_n=ratio * pull, by_muscles_n=ratio * np.asarray(quadriceps_n))


def _read(*, name: str, flexion_rad: Array) -> Array:
    curve = kneecap_curves()[name]
    flexion_deg = np.degrees(flexion_rad)
    low, high = curve.flexion_deg
    # A tenth of a millionth of a degree is the rounding of radians, not a deeper bend.
    outside = (flexion_deg < low - 1e-7) | (flexion_deg > curve.held_to_deg + 1e-7)
    if np.any(outside) or not np.all(np.isfinite(flexion_deg)):
        raise FlexionOutsideCurve(
            f"Published figures reach from {low:g} to {curve.held_to_deg:g} degrees of knee bend: "
            "leave out the frames beyond."
        )
    held = np.clip(flexion_deg, low, high)
    polynomial = np.polynomial.polynomial.polyval
    return np.asarray(polynomial(held, curve.over) / polynomial(held, curve.under))
