"""How the kneecap's cartilage bears its load, told over the same model's reference person.

The contact model is one reference knee, which here grows with the person's height. What it says is
a ratio to the same knee in a known squat; its pressures never leave this module.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.kneecap.contact import KneePose
from kneetrace.explain.kneecap.response import contact_known, contact_range, kneecap_contacts
from kneetrace.explain.load.kneecap import planar_pull_n
from kneetrace.explain.load.movement import Coordinates
from kneetrace.explain.load.movement_loads import LegLoad
from kneetrace.explain.load.reference_load import ADULT, ReferenceLoad
from kneetrace.terms import Person

Array = NDArray[np.float64]

UNSEEN_TURN_RAD: Final = math.radians(8.0)
"""DESIGN: how far the thigh may be turned against the shank, either way, as no ordinary motion
shows it: nine of ten knees, if they differ by 5 deg (standard deviation)."""

UNSEEN_VALGUS_RAD: Final = math.radians(5.0)
"""DESIGN: how far a knee may be in valgus or varus; as far as the contact model reaches."""

SEEN_RAD: Final = math.radians(2.0)
"""DESIGN: how far either may be off where the motion shows it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LegContact:
    """What one kneecap's cartilage bears through a motion.

    courses : name -> (low value high, frame), NaN where it is not told:
        ``area_of_reference``, ``mean_stress_of_reference``, ``peak_stress_of_reference`` over the
        reference person's in the reference squat; ``lateral_share`` of the load, on the outer
        facet. The ends hold the ground, both methods of finding the force, and how the shank may
        stand to the thigh; not how far the model is from the person.
    told : (frame,)
    beyond : (frame,), not told here, though the leg's load is and the quadriceps pull harder than
        in any frame that is told: the greatest stress may lie there
    flexion_rad, pull_n : (frame,), how the reference knee is bent and pulled
    """

    courses: dict[str, Array]
    told: NDArray[np.bool_]
    beyond: NDArray[np.bool_]
    flexion_rad: Array
    pull_n: Array

    @property
    def greatest(self) -> int | None:
        """The frame of the greatest peak stress; None where nothing is told."""
        if not self.told.any():
            return None
        return int(np.nanargmax(self.courses["peak_stress_of_reference"][1]))

    def pose_at(self, frame: int, /) -> KneePose:
        """The reference knee's pose in a frame, to solve and draw."""
        return KneePose(
            flexion_rad=float(self.flexion_rad[frame]), quadriceps_n=float(self.pull_n[frame])
        )


def leg_contact(
    leg: LegLoad,
    *,
    motion: Coordinates,
    told: NDArray[np.bool_],
    person: Person,
    reference: ReferenceLoad,
) -> LegContact:
    """Tell what a kneecap's cartilage bears, from the pull of the quadriceps by either method.

    Parameters
    ----------
    leg, motion : of the same frames
    told : (frame,), where the leg's load is
    person : whose height the knee grows with (DESIGN: its surfaces by the square)
    reference : what the same model makes of a known squat
    """
    kneecap, side = leg.kneecap, leg.forces.side.suffix
    flexion_rad = kneecap.flexion_rad
    muscles_n = np.stack([leg.quadriceps_low_n, kneecap.quadriceps_n, leg.quadriceps_high_n])
    planar_n = np.stack([leg.planar_low_n, kneecap.planar_n, leg.planar_high_n])
    pulls_n = np.stack([muscles_n, planar_pull_n(planar_n, flexion_rad=flexion_rad)])
    pulls_n /= (person.height_m / ADULT.height_m) ** 2
    pull_n, least_n = pulls_n[0, 1], contact_range()[1][0]
    # Stress and area rise with the pull and the outer share hardly turns back, so what lies
    # between a pull's ends is not asked for: 0.005 of share at most, in an interval of 0.2.
    ends_n = pulls_n[:, ::2]
    if np.array_equal(ends_n[:, 0], ends_n[:, 1]):  # over plates: not asked twice
        ends_n = ends_n[:, :1]
    turns_rad = _either_way(motion, f"knee_rotation_{side}", unseen_rad=UNSEEN_TURN_RAD)
    valgus_rad = _either_way(motion, f"knee_adduction_{side}", unseen_rad=UNSEEN_VALGUS_RAD)
    # Every way in which a frame may have been, (way, frame): the likeliest, then
    # (method, end of pull, turn, valgus).
    each = (*ends_n.shape[:2], *turns_rad.shape[:1], *valgus_rad.shape[:1], len(told))
    ways_n = _ways(pull_n, ends_n[:, :, None, None], each)
    inward_rad = _ways(turns_rad[1], turns_rad[:, None], each)
    valgus_rad = _ways(valgus_rad[1], valgus_rad, each)
    method = np.repeat([0, 0, 1], [1, *[len(ways_n) // 2] * 2])  # of each way; 0: joint reaction

    def pose(frames: NDArray[np.bool_]) -> dict[str, Array]:
        return {
            "flexion_rad": np.broadcast_to(flexion_rad, ways_n.shape)[:, frames].ravel(),
            "quadriceps_n": np.maximum(ways_n, least_n)[:, frames].ravel(),
            "inward_rad": inward_rad[:, frames].ravel(),
            "valgus_rad": valgus_rad[:, frames].ravel(),
        }

    pulled = told & (pull_n >= least_n)
    here = pulled.copy()
    here[pulled] = contact_known(**pose(pulled)).reshape(len(ways_n), -1).all(axis=0)
    found = kneecap_contacts(**pose(here))
    # Pulled by less than was solved for, the knee bears at least in proportion to the pull.
    least = np.minimum(ways_n[:, here] / least_n, 1.0)
    usual = reference.contacts

    def course(answer: Array, usual: Array | None = None) -> Array:
        borne = answer.reshape(least.shape)
        if usual is not None:
            borne = least * borne / usual[method, None]
        ends = np.full((3, len(told)), np.nan)
        ends[:, here] = borne.min(axis=0), borne[0], borne.max(axis=0)
        return ends

    return LegContact(
        courses={
            "area_of_reference": course(found.area_mm2, usual.area_mm2),
            "mean_stress_of_reference": course(found.mean_mpa, usual.mean_mpa),
            "peak_stress_of_reference": course(found.peak_mpa, usual.peak_mpa),
            "lateral_share": course(found.lateral_share),
        },
        told=here,
        beyond=pulled & ~here & (pull_n > pull_n[here].max(initial=0.0)),
        flexion_rad=flexion_rad,
        pull_n=pull_n,
    )


def _ways(likeliest: Array, others: Array, shape: tuple[int, ...]) -> Array:
    """Join what is likeliest, (frame,), and all others into (way, frame)."""
    return np.concatenate([likeliest[None], np.broadcast_to(others, shape).reshape(-1, shape[-1])])


def _either_way(motion: Coordinates, name: str, *, unseen_rad: float) -> Array:
    """A knee's turn or valgus as it may be, (low middle high, frame); OpenSim counts against us."""
    seen = motion.values.get(name)
    margin_rad = unseen_rad if seen is None else SEEN_RAD
    middle_rad = np.zeros(len(motion.time_s)) if seen is None else -seen
    return np.stack([middle_rad + sign * margin_rad for sign in (-1, 0, 1)])
