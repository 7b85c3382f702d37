"""A kneecap in balance on the thigh: six degrees of freedom, found by Newton's method."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kneetrace.explain.kneecap.distance_field import DistanceField
from kneetrace.explain.kneecap.energy import add_contact, add_straps, add_tendons
from kneetrace.explain.kneecap.patch import closed_shares, fill_gaps
from kneetrace.explain.kneecap.shapes import KneecapShape, Surface, groove_field, kneecap
from kneetrace.explain.kneecap.tethers import Tethers, tethers
from kneetrace.terms import NotMeasurable

Array = NDArray[np.float64]

STIFFNESS_MPA: Final = 19.0
"""(1 - nu) E / ((1 + nu) (1 - 2 nu)) with E = 5 MPa and nu = 0.45, as the kneecap's contact in the
model file of lenhart_knee2015 has them: 18.97."""

THICKNESS_MM: Final = 6.0
"""DESIGN: of both cartilages together. That model file has 10 mm: a softer, wider contact."""

TURN_ARM_MM: Final = 20.0  # DESIGN: half a kneecap: a turn of 1 rad weighs as much as this shift
BALANCED_N: Final = 1e-3  # Newton's aim
ENOUGH_N: Final = 0.1  # where it may stop short, or this share of the pull: edges of cartilage bend
ENOUGH_SHARE: Final = 1e-4
MOST_STEPS: Final = 80
CARRIED: Final = 0.75  # DESIGN: part of the knee's bend that a kneecap turns with it, to start from
VASTUS_MEDIALIS: Final = "vasmed"


class KneecapNotBalanced(NotMeasurable):
    """No place was found where the forces on the kneecap balance."""


@dataclass(frozen=True, kw_only=True)
class KneePose:
    """How a right knee stands and is pulled.

    flexion_rad; inward_rad : the thigh turned in against the shank; valgus_rad
    quadriceps_n : all heads together
    medialis_share : the vastus medialis' part of its usual share of that force; 1 = usual
    q_angle_rad : the quadriceps' pull turned outwards
    """

    flexion_rad: float
    inward_rad: float = 0.0
    valgus_rad: float = 0.0
    quadriceps_n: float = 600.0
    medialis_share: float = 1.0
    q_angle_rad: float = 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Contact:
    """The contact of kneecap and thigh in one pose.

    points_mm : (point, xyz), mm, on the kneecap in its own axes; z to the outer side
    areas_mm2, touching_mm2 : (point,), the piece each point stands for, and how much of it touches
    pressures_mpa : (point,)
    force_n : (xyz,), N, on the kneecap, in the thigh's axes
    rotation, shift_mm : of the kneecap in the thigh's axes
    """

    points_mm: Array
    areas_mm2: Array
    touching_mm2: Array
    pressures_mpa: Array
    force_n: Array
    rotation: Array
    shift_mm: Array

    @property
    def area_mm2(self) -> float:
        """Area in touch."""
        return float(self.touching_mm2.sum())

    @property
    def load_n(self) -> float:
        """Size of the joint's force."""
        return float(np.linalg.norm(self.force_n))

    @property
    def mean_mpa(self) -> float:
        """Force over area."""
        return self.pressed_n / self.area_mm2

    @property
    def pressed_n(self) -> float:
        """Pressure summed over area, whichever way it points."""
        return float(self._carried_n.sum())

    @property
    def peak_mpa(self) -> float:
        """Highest pressure."""
        return float(self.pressures_mpa.max())

    @property
    def lateral_share(self) -> float:
        """Part of the pressed load on the outer side of the ridge."""
        carried = self._carried_n
        return float(carried[self.points_mm[:, 2] > 0].sum() / carried.sum())

    @property
    def _carried_n(self) -> Array:
        return self.pressures_mpa * self.areas_mm2


@dataclass(frozen=True, eq=False, kw_only=True)
class KneecapModel:
    """A thigh's surface, a kneecap's cartilage, and what ties it."""

    thigh: DistanceField
    cartilage: Surface
    tethers: Tethers


def kneecap_model(*, shape: KneecapShape | None = None) -> KneecapModel:
    """Build the model from published measures, or from others given."""
    shape = shape or KneecapShape()
    return KneecapModel(
        thigh=groove_field(shape=shape),
        cartilage=kneecap(shape=shape),
        tethers=tethers(),
    )


def solve_contact(
    *, model: KneecapModel, pose: KneePose, start: tuple[Array, Array] | None = None
) -> Contact:
    """Find where the kneecap rests and how it presses.

    Parameters
    ----------
    start : rotation and shift, mm, to begin from; without it from the groove, then by small bends

    Raises
    ------
    KneecapNotBalanced
        When no balance was found, from several starts, or the kneecap left the groove.
    """
    if start is not None:
        found = _solve(model, pose, *start)
        if found is not None:
            return found
    found = _solve(model, pose, *_guess(model, pose))
    if found is None:
        found = _by_small_bends(model, pose)
    if found is None:
        raise KneecapNotBalanced(
            "The kneecap found no rest in this pose: the knee is too turned or tilted for the "
            "model. Leave this frame out."
        )
    return found


def _by_small_bends(model: KneecapModel, pose: KneePose) -> Contact | None:
    found = None
    for share in np.linspace(0.1, 1.0, 10):
        step = KneePose(
            flexion_rad=pose.flexion_rad,
            inward_rad=share * pose.inward_rad,
            valgus_rad=share * pose.valgus_rad,
            quadriceps_n=pose.quadriceps_n,
            medialis_share=1 + share * (pose.medialis_share - 1),
            q_angle_rad=share * pose.q_angle_rad,
        )
        start = _guess(model, step) if found is None else (found.rotation, found.shift_mm)
        found = _solve(model, step, *start)
    return found


def _guess(model: KneecapModel, pose: KneePose) -> tuple[Array, Array]:
    """The resting kneecap carried round the groove by a part of the bend."""
    turned = turn_z(-CARRIED * pose.flexion_rad)
    centre = np.array([*model.tethers.wrap_centre_mm, 0.0])
    return turned, np.asarray(centre + turned @ (model.tethers.rest_mm - centre))


def _solve(model: KneecapModel, pose: KneePose, rotation: Array, shift: Array) -> Contact | None:
    given = _arrays_of(model=model, pose=pose)
    rotation, shift, left_n = _balance(rotation.copy(), shift.copy(), *given)
    slope, pressures = np.zeros(6), np.zeros(len(model.cartilage.points_mm))
    points, areas, low, spacing, coefficients, stiffness, thickness = given[:7]
    add_contact(
        rotation, shift, points, areas, low, spacing, coefficients, stiffness, thickness,
        pressures, slope,
    )  # fmt: skip
    if not left_n < max(ENOUGH_N, ENOUGH_SHARE * pose.quadriceps_n) or not pressures.any():
        return None
    return Contact(
        points_mm=model.cartilage.points_mm,
        areas_mm2=areas,
        touching_mm2=_touching_mm2(model, rotation, shift),
        pressures_mpa=pressures,
        force_n=-slope[3:],
        rotation=rotation,
        shift_mm=shift,
    )


def _touching_mm2(model: KneecapModel, rotation: Array, shift_mm: Array) -> Array:
    gaps, rises = np.empty((2, len(model.cartilage.points_mm)))
    fill_gaps(rotation, shift_mm, *surfaces_of(model), gaps, rises)
    return np.asarray(model.cartilage.areas_mm2 * closed_shares(gaps, rises))


def surfaces_of(model: KneecapModel) -> tuple[Array, Array, Array, Array, float, Array]:
    """Lay out both surfaces as the compiled patch takes them."""
    kneecap, thigh = model.cartilage, model.thigh
    return (
        kneecap.points_mm,
        kneecap.normals,
        kneecap.areas_mm2,
        thigh.low_mm,
        thigh.spacing_mm,
        thigh.coefficients,
    )


def pose_energy(
    *, model: KneecapModel, pose: KneePose, rotation: Array, shift_mm: Array
) -> tuple[float, Array]:
    """Energy, N mm, of the kneecap anywhere, and its slope: three turns, N mm, three shifts, N."""
    slope = np.zeros(6)
    given: tuple[Any, ...] = (rotation, shift_mm, *_arrays_of(model=model, pose=pose), slope)
    return float(_energy_slope(*given)), slope


def _arrays_of(*, model: KneecapModel, pose: KneePose) -> tuple[Any, ...]:
    """Lay out model and pose as the compiled energy takes them."""
    ties = model.tethers
    shank = turn_z(-pose.flexion_rad) @ _turn_x(-pose.valgus_rad) @ _turn_y(-pose.inward_rad)
    strand_from = np.where(
        ties.strand_on_tibia[:, None], ties.strand_from_mm @ shank.T, ties.strand_from_mm
    )
    # The pull turns about the resting kneecap; outwards is towards +z for what lies above it.
    head_from = ties.rest_mm + (ties.head_from_mm - ties.rest_mm) @ _turn_x(pose.q_angle_rad).T
    medialis = np.array([name == VASTUS_MEDIALIS for name in ties.heads])
    share = np.where(medialis, pose.medialis_share * ties.head_share, ties.head_share)
    return (
        model.cartilage.points_mm,
        model.cartilage.areas_mm2,
        model.thigh.low_mm,
        model.thigh.spacing_mm,
        model.thigh.coefficients,
        STIFFNESS_MPA,
        THICKNESS_MM,
        strand_from,
        ties.strand_to_mm,
        ties.strand_stiffness_n,
        ties.strand_slack_mm,
        head_from,
        ties.head_to_mm,
        pose.quadriceps_n * share / share.sum(),
        ties.wrap_centre_mm,
        ties.wrap_radius_mm,
    )


@njit(cache=True, nogil=True)
def _energy_slope(
    rotation: Array,
    shift: Array,
    points: Array,
    areas: Array,
    low: Array,
    spacing: float,
    coefficients: Array,
    stiffness_mpa: float,
    thickness_mm: float,
    strand_from: Array,
    strand_to: Array,
    strand_stiffness: Array,
    strand_slack: Array,
    head_from: Array,
    head_to: Array,
    head_force: Array,
    centre: Array,
    radius: float,
    slope: Array,
) -> float:
    """Energy, N mm, of a kneecap's pose; writes its slope: three turns, then three shifts."""
    slope[:] = 0.0
    pressures = np.empty(len(points))
    energy = add_contact(
        rotation, shift, points, areas, low, spacing, coefficients, stiffness_mpa, thickness_mm,
        pressures, slope,
    )  # fmt: skip
    energy += add_straps(
        rotation, shift, strand_from, strand_to, strand_stiffness, strand_slack, slope
    )
    energy += add_tendons(rotation, shift, head_from, head_to, head_force, centre, radius, slope)
    return energy


@njit(cache=True, nogil=True)
def turned(rotation: Array, turn: Array) -> Array:
    """A rotation, turned further about axes that stand still (Rodrigues)."""
    angle = np.sqrt(np.sum(turn**2))
    if angle < 1e-14:
        return rotation.copy()
    x, y, z = turn / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    further = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    out: Array = further @ rotation
    return out


@njit(cache=True, nogil=True)
def _balance(
    rotation: Array,
    shift: Array,
    points: Array,
    areas: Array,
    low: Array,
    spacing: float,
    coefficients: Array,
    stiffness_mpa: float,
    thickness_mm: float,
    strand_from: Array,
    strand_to: Array,
    strand_stiffness: Array,
    strand_slack: Array,
    head_from: Array,
    head_to: Array,
    head_force: Array,
    centre: Array,
    radius: float,
) -> tuple[Array, Array, float]:
    """Newton's method, damped until the energy falls; the rest of the force, N, says how well."""
    scale = np.array([1 / TURN_ARM_MM, 1 / TURN_ARM_MM, 1 / TURN_ARM_MM, 1.0, 1.0, 1.0])
    slope, tried = np.zeros(6), np.zeros(6)
    curve, step = np.zeros((6, 6)), np.zeros(6)
    energy = _energy_slope(
        rotation, shift, points, areas, low, spacing, coefficients, stiffness_mpa, thickness_mm,
        strand_from, strand_to, strand_stiffness, strand_slack, head_from, head_to, head_force,
        centre, radius, slope,
    )  # fmt: skip
    damping = 1.0
    left = np.sqrt(np.sum((slope * scale) ** 2))
    for _ in range(MOST_STEPS):
        if left < BALANCED_N:
            break
        for k in range(6):
            step[:] = 0.0
            step[k] = 1e-5 * scale[k]
            _energy_slope(
                turned(rotation, step[:3]), shift + step[3:], points, areas, low, spacing,
                coefficients, stiffness_mpa, thickness_mm, strand_from, strand_to,
                strand_stiffness, strand_slack, head_from, head_to, head_force, centre, radius,
                tried,
            )  # fmt: skip
            curve[k] = (tried - slope) * scale / 1e-5
        curve = 0.5 * (curve + curve.T)
        values, axes = np.linalg.eigh(curve)
        along = axes.T @ (slope * scale)
        for _ in range(30):
            wanted = axes @ (-along / (np.abs(values) + damping))
            size = np.sqrt(np.sum(wanted**2))
            if size > 3.0:
                wanted *= 3.0 / size
            step[:] = wanted * scale
            there, shifted = turned(rotation, step[:3]), shift + step[3:]
            lower = _energy_slope(
                there, shifted, points, areas, low, spacing, coefficients, stiffness_mpa,
                thickness_mm, strand_from, strand_to, strand_stiffness, strand_slack, head_from,
                head_to, head_force, centre, radius, tried,
            )  # fmt: skip
            smaller = np.sqrt(np.sum((tried * scale) ** 2))
            if lower <= energy + 1e-10 * abs(energy) and (lower < energy or smaller < left):
                rotation, shift, energy, left = there, shifted, lower, smaller
                slope[:] = tried
                damping = max(damping * 0.1, 1e-6)
                break
            damping *= 4.0
        else:
            break
    return rotation, shift, left


def _turn_x(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _turn_y(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def turn_z(angle: float) -> Array:
    """Rotation about z."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
