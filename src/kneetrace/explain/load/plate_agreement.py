"""Whether force plates and a motion belong together, and in which frames they tell the load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.crossed_plates import crossed_plates
from kneetrace.explain.load.movement_loads import MovementLoads
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.plate_clock import plates_late_s
from kneetrace.explain.load.plates import LOADED_N, PlateForces
from kneetrace.explain.load.plates_in_motion import PlatesElsewhen
from kneetrace.terms import ByLanguage, InvalidInput, Side

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNEXPLAINED: Final = 0.2
"""DESIGN: of body weight. A force at the pelvis beyond this says that motion, mass and ground do
not belong together; good laboratories stay below a tenth."""

WEIGHT_OFF: Final = 0.15
"""DESIGN: share by which the plates' push may differ from what the motion asks for."""

MOSTLY: Final = 0.5
"""DESIGN: of what the motion asks for; plates that feel less do not tell the person's weight."""

PULLED_DOWN: Final = 0.1
"""DESIGN: share of frames. A chair may carry a person, but nothing pulls one down, so plates that
push up by ``UNEXPLAINED`` too much belong to another motion. They do so in 0 to 0.03 of the frames
of nine trials with their own plates (squats, rises, standing, walks and runs), and in 0.13 to 0.56
with those of another movement or another time; only squats with the plates of other squats of the
same person may stay below."""


class PlatesCrossed(InvalidInput):
    """Two plates have each other's centres of pressure."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateAgreement:
    """Where plates and motion do not tell the load, and what makes it less sure.

    beside : side -> (frame,), this foot may stand beside the plates
    carried : (frame,), something else than the plates carries the person too: a chair, a rail
    remarks : sentences by language
    """

    beside: dict[Side, Flags]
    carried: Flags
    remarks: tuple[ByLanguage, ...]


def plate_agreement(
    loads: MovementLoads, *, plates: Sequence[PlateForces], on_ground: Mapping[Side, Flags]
) -> PlateAgreement:
    """Hold what the plates felt against what the motion asks of the ground.

    Parameters
    ----------
    loads : over these plates
    plates : in the motion's times and axes
    on_ground : side -> (frame,), the motion says that this foot stands

    Raises
    ------
    PlatesElsewhen
        When the plates are of another clock or another trial.
    PlatesCrossed
        See there.
    """
    time_s, weight_n = loads.moments.time_s, loads.person.weight_n
    push_n = np.sum([plate.force_n[:, 1] for plate in plates], axis=0)
    lacking_n = loads.moments.moments["pelvis_ty"]
    asked_n = push_n + lacking_n
    beside = {
        side: (on_ground[side] | (lacking_n > UNEXPLAINED * weight_n))
        & ~_on_a_plate(on_ground[side], pushed=loads.pushed[side])
        for side in Side
    }
    held = ~np.any(list(beside.values()), axis=0)
    _check_clock(push_n, asked_n=asked_n, held=held, time_s=time_s)
    borne = _borne_share(push_n, asked_n=asked_n, held=held & (asked_n > UNEXPLAINED * weight_n))
    lacking_share = (asked_n - push_n / borne) / weight_n  # whatever mass was given
    _check_trial(lacking_share[held & (push_n > LOADED_N)])
    carried = held & (lacking_share > UNEXPLAINED)
    held &= ~carried
    crossed = crossed_plates(
        plates, left_nm=loads.moments.joint_moments_nm["pelvis"], held=held, time_s=time_s
    )
    if crossed:
        raise PlatesCrossed(load_note("plates_crossed", one=crossed[0], other=crossed[1]))
    remarks = [
        load_note("beside_plates", some=int(off.sum()), all=len(off), side=load_note(side.value))
        for side, off in beside.items()
        if off.any()
    ]
    if carried.any():
        remarks.append(load_note("carried_over_plates", some=int(carried.sum()), all=len(carried)))
    if abs(borne - 1) > WEIGHT_OFF:
        remarks.append(
            load_note("weight_off", percent=round(100 * borne), mass=loads.person.mass_kg)
        )
    if held.any():
        unexplained = float(np.percentile(loads.unexplained_share[held], 95))
        if unexplained > UNEXPLAINED:
            remarks.append(load_note("unexplained", percent=round(100 * unexplained)))
    return PlateAgreement(beside=beside, carried=carried, remarks=tuple(remarks))


def _on_a_plate(on_ground: Flags, *, pushed: Flags) -> Flags:
    """Frames in which a foot stands where a plate felt it, if not now then in the same stance."""
    there = pushed.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on_ground.astype(int), [0]])))
    for start, stop in edges.reshape(-1, 2):
        there[start:stop] |= pushed[start:stop].any()
    return there


def _check_clock(push_n: Array, *, asked_n: Array, held: Flags, time_s: Array) -> None:
    late_s = plates_late_s(push_n=push_n, asked_n=asked_n, felt=held, time_s=time_s)
    if late_s:
        which = "plates_after" if late_s > 0 else "plates_before"
        raise PlatesElsewhen(load_note(which, late=round(abs(late_s), 2)))


def _check_trial(lacking_share: Array) -> None:
    pulled = float(np.mean(lacking_share < -UNEXPLAINED)) if len(lacking_share) else 0.0
    if pulled > PULLED_DOWN:
        raise PlatesElsewhen(load_note("plates_of_another_trial", percent=round(100 * pulled)))


def _borne_share(push_n: Array, *, asked_n: Array, held: Flags) -> float:
    """How much of what the motion asks for the plates feel while they carry most of it; median."""
    shares = push_n[held] / asked_n[held]
    mostly = shares[shares > MOSTLY]
    return float(np.median(mostly)) if len(mostly) else 1.0
