"""How the kneecap's cartilage bears its load, told over the same model's reference person.

The contact model is one reference knee, which here grows with the person's height. What it says is
a ratio to the same knee in a known squat; its pressures never leave this module.
"""

import math
from collections.abc import Sequence
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

_WAYS: Final = (0, 1, 2, 3)


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
    if np.array_equal(pulls_n[:, 0], pulls_n[:, 2]):  # over plates: not asked three times
        pulls_n = pulls_n[:, 1:2]
    # Every way in which a frame may have been: (method, end of pull, turn, valgus, frame).
    ways = np.broadcast_arrays(
        flexion_rad,
        np.maximum(pulls_n, least_n)[:, :, None, None],
        _either_way(motion, f"knee_rotation_{side}", unseen_rad=UNSEEN_TURN_RAD)[:, None],
        _either_way(motion, f"knee_adduction_{side}", unseen_rad=UNSEEN_VALGUS_RAD),
    )
    pulled = told & (pull_n >= least_n)
    here = pulled & contact_known(**_pose(ways)).reshape(ways[0].shape).all(axis=_WAYS)
    found = kneecap_contacts(**_pose([way[..., here] for way in ways]))
    usual = reference.contacts
    # Pulled by less than was solved for, the knee bears at least in proportion to the pull.
    least = np.minimum(pulls_n / least_n, 1.0)[:, :, None, None, here]

    middle = (0, *(length // 2 for length in ways[0].shape[1:-1]))  # by joint reaction

    def course(answer: Array, usual: Array | None = None) -> Array:
        each = answer.reshape(*ways[0].shape[:-1], -1)
        if usual is not None:
            each = least * each / usual[:, None, None, None, None]
        ends = np.full((3, len(told)), np.nan)
        ends[:, here] = each.min(axis=_WAYS), each[middle], each.max(axis=_WAYS)
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


def _pose(ways: Sequence[Array]) -> dict[str, Array]:
    return dict(zip(("flexion_rad", "quadriceps_n", "inward_rad", "valgus_rad"), ways, strict=True))


def _either_way(motion: Coordinates, name: str, *, unseen_rad: float) -> Array:
    """A knee's turn or valgus as it may be, (low middle high, frame); OpenSim counts against us."""
    seen = motion.values.get(name)
    margin_rad = unseen_rad if seen is None else SEEN_RAD
    middle_rad = np.zeros(len(motion.time_s)) if seen is None else -seen
    return np.stack([middle_rad + sign * margin_rad for sign in (-1, 0, 1)])
