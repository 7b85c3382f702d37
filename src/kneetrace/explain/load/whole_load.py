"""What a movement asked of a person, whatever it was recorded with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.capacity import GROUPS, GroupCapacity
from kneetrace.explain.load.contacts import contacts_of
from kneetrace.explain.load.kneecap_contact import LegContact, leg_contact
from kneetrace.explain.load.measured_motion import (
    MeasuredCoordinates,
    coordinates_of_measured,
    seen_whole,
)
from kneetrace.explain.load.movement import Coordinates, place_bodies
from kneetrace.explain.load.movement_loads import (
    LegLoad,
    MovementLoads,
    loads_on_plates,
    loads_without_plates,
)
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.plate_agreement import plate_agreement
from kneetrace.explain.load.plate_records import PlateRecord
from kneetrace.explain.load.plates import LOADED_N
from kneetrace.explain.load.plates_in_motion import plates_at
from kneetrace.explain.load.reference_load import ReferenceLoad, reference_load
from kneetrace.explain.load.remarks import about_angles, left_out, why_nothing, without_contact
from kneetrace.explain.load.shank_rotation import shank_rotation_moments
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.explain.load.strengths import Strengths, usual_strengths
from kneetrace.measure import Motion, MotionTable, paths_of, plain_angles
from kneetrace.terms import ByLanguage, InvalidInput, NotMeasurable, Person, Side

Array = NDArray[np.float64]

LOAD_METHOD: Final = "kneetrace.load/1"
"""Version of how loads are found; stored with every result."""

MUSCLES_SHARE: Final = 0.6
"""Of the time that a load takes, about; for progress alone."""

NEEDED: Final = ("pelvis_tilt", "pelvis_ty")
"""Without these the body has no posture in the world."""


class NotAMovingBody(InvalidInput):
    """A motion lacks coordinates without which there is no load."""


class NothingTold(NotMeasurable):
    """No frame of a motion has a load that can be told."""


@dataclass(frozen=True, kw_only=True)
class Peak:
    """A kneecap's greatest load by one method.

    method : ``"joint_reaction"`` or ``"planar"``
    peak_n, low_n, high_n : at ``time_s``, N; the ends hold what the ground may have done, not how
        far the model is from the person
    peak_bw, low_bw, high_bw : in body weights
    of_reference : over the same model's average adult who holds a squat at 90 degrees
    """

    method: str
    time_s: float
    knee_deg: float
    peak_n: float
    low_n: float
    high_n: float
    peak_bw: float
    low_bw: float
    high_bw: float
    of_reference: float


@dataclass(frozen=True, kw_only=True)
class ContactPeak:
    """What a kneecap's cartilage bore when its peak stress was greatest.

    figures : as in ``LegContact.courses`` -> (low, value, high)
    """

    time_s: float
    knee_deg: float
    figures: dict[str, tuple[float, float, float]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Load:
    """What a movement asked of a person, frame by frame.

    motion : coordinates as they were used: filtered, on even times
    moments : coordinate -> (frame,), N m; positive in the coordinate's sense, so that extending a
        knee is negative; over plates also ``knee_rotation_r`` and ``_l``, which turn the shanks
        inwards
    legs : both
    told : side -> (frame,); where it is false the leg's numbers mean nothing
    strengths : how strong the muscles were taken to be, and which of that was measured
    capacity : side -> muscle group -> share of its strength that the task took, with its interval;
        groups of a joint that was not seen are left out, and without plates those that turn the
        thigh
    contacts : side -> what the kneecap's cartilage bears
    unexplained_share : (frame,), force at the pelvis that nothing accounts for, over body weight
    measured_ground : force plates told the ground's push
    reference : what the same model makes of a known task
    unseen : coordinates held at zero or only completed, for nothing showed them
    remarks : sentences on what makes these loads less sure, each in every language
    by_camera : a camera saw the motion; how far its angles are off is in no interval
    """

    person: Person
    motion: Coordinates
    moments: dict[str, Array]
    legs: dict[Side, LegLoad]
    told: dict[Side, NDArray[np.bool_]]
    strengths: Strengths
    capacity: dict[Side, dict[str, GroupCapacity]]
    contacts: dict[Side, LegContact]
    unexplained_share: Array
    measured_ground: bool
    reference: ReferenceLoad
    unseen: tuple[str, ...]
    remarks: tuple[ByLanguage, ...]
    by_camera: bool = False
    method: str = LOAD_METHOD

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks in English."""
        return tuple(one["en"] for one in self.remarks)

    @property
    def time_s(self) -> Array:
        """(frame,), s."""
        return self.motion.time_s

    def peaks(self, side: Side, /) -> tuple[Peak, ...]:
        """Greatest load of a kneecap by either method; none where nothing is told."""
        leg, told = self.legs[side], self.told[side]
        if not told.any():
            return ()
        methods = {
            "joint_reaction": (
                (leg.reaction_low_n, leg.kneecap.reaction_n, leg.reaction_high_n),
                self.reference.reaction_bw,
            ),
            "planar": (
                (leg.planar_low_n, leg.kneecap.planar_n, leg.planar_high_n),
                self.reference.planar_bw,
            ),
        }
        peaks = []
        for method, (courses_n, reference_bw) in methods.items():
            at = int(np.where(told, courses_n[1], -1.0).argmax())
            low_n, peak_n, high_n = (float(course[at]) for course in courses_n)
            peaks.append(
                Peak(
                    method=method,
                    time_s=float(self.time_s[at]),
                    knee_deg=float(np.degrees(leg.kneecap.flexion_rad[at])),
                    peak_n=peak_n,
                    low_n=low_n,
                    high_n=high_n,
                    peak_bw=peak_n / self.person.weight_n,
                    low_bw=low_n / self.person.weight_n,
                    high_bw=high_n / self.person.weight_n,
                    of_reference=peak_n / self.person.weight_n / reference_bw,
                )
            )
        return tuple(peaks)

    def contact_peak(self, side: Side, /) -> ContactPeak | None:
        """The moment of a kneecap's greatest peak stress; None where no contact is told."""
        contact = self.contacts[side]
        if (at := contact.greatest) is None:
            return None
        return ContactPeak(
            time_s=float(self.time_s[at]),
            knee_deg=float(np.degrees(contact.flexion_rad[at])),
            figures={name: tuple(ends[:, at].tolist()) for name, ends in contact.courses.items()},
        )


def find_load(
    motion: Motion | MotionTable,
    /,
    *,
    person: Person,
    plates: Sequence[PlateRecord] = (),
    strengths: Strengths | None = None,
    progress: Callable[[float], None] | None = None,
) -> Load:
    """Tell what a movement asked of a person.

    Parameters
    ----------
    motion : of the measure room, or read from a motion file
    person : height and mass scale the model
    plates : of the motion's clock, in the axes of the laboratory it was recorded in; without them
        the ground's push follows from the motion
    strengths : from strength tests, see ``strengths_from_tests``; without them the young adult's
    progress : called with the share that is done, 0 to 1

    Returns
    -------
    Load

    Raises
    ------
    NotAMovingBody, AnglesImpossible, GapInMotion, PlatesElsewhen, PlatesOfOtherAxes, PlateUnusable
    PlateUnderNoFoot, PlatesCrossed
        What was given cannot be used.
    AnglesMissing, NobodyOnTheGround, NothingTold, PoseOutsideTables
        It can, but shows no load.
    """
    tell = progress or (lambda done: None)
    strengths = strengths or usual_strengths(person)
    factors = strengths.muscles
    if isinstance(motion, MotionTable):
        motion = plain_angles(motion)
    _check_posture(motion, person=person)
    whole, cut = seen_whole(motion)
    measured = coordinates_of_measured(whole)
    placed = place_bodies(skeleton_of(person), motion=measured.coordinates)
    paths = paths_of(motion=motion) if isinstance(motion, Motion) else None
    contacts = contacts_of(placed, time_s=measured.coordinates.time_s, paths=paths)
    beside = dict.fromkeys(Side, np.zeros(len(measured.coordinates.time_s), dtype=bool))
    at = plates_at(
        plates,
        time_s=measured.coordinates.time_s,
        laboratory=motion.laboratory if isinstance(motion, Motion) else None,
    )
    tell(0.0)  # only now: what cannot be used is refused before there is anything to show
    if any((plate.force_n[:, 1] > LOADED_N).any() for plate in at):
        loads = loads_on_plates(person, motion=measured.coordinates, plates=at, strengths=factors)
        agreement = plate_agreement(loads, plates=at, on_ground=contacts.on_ground)
        loads = replace(loads, carried=agreement.carried)
        beside, notes = agreement.beside, agreement.remarks
    else:
        loads = loads_without_plates(
            person,
            motion=measured.coordinates,
            on_ground=contacts.on_ground,
            floor_m=contacts.floor_m,
            strengths=factors,
            progress=lambda done: tell(MUSCLES_SHARE * done),
        )
        notes = (load_note("plates_unused"),) if plates else ()
    told = {
        side: leg.told & ~loads.carried & ~beside[side] & ~loads.unmet(side)
        for side, leg in loads.legs.items()
    }
    if not any(known.any() for known in told.values()):
        raise NothingTold(why_nothing(loads, remarks=notes))
    tell(MUSCLES_SHARE)
    reference = reference_load()
    kneecaps = {
        side: leg_contact(
            leg,
            motion=measured.coordinates,
            told=told[side],
            person=person,
            reference=reference,
        )
        for side, leg in loads.legs.items()
    }
    tell(1.0)
    return Load(
        person=person,
        motion=measured.coordinates,
        moments=loads.moments.moments | _turning_shanks(loads),
        legs=loads.legs,
        told=told,
        strengths=strengths,
        capacity={
            side: _capacity(leg, loads, measured, strengths) for side, leg in loads.legs.items()
        },
        contacts=kneecaps,
        unexplained_share=loads.unexplained_share,
        measured_ground=loads.measured_ground,
        reference=reference,
        unseen=measured.unseen,
        remarks=(
            *about_angles(motion),
            *cut,
            *notes,
            *left_out(loads),
            *without_contact(kneecaps, told=told),
        ),
    )


def _turning_shanks(loads: MovementLoads) -> dict[str, Array]:
    # Without plates nothing tells how the ground turns a foot.
    return shank_rotation_moments(loads.moments) if loads.measured_ground else {}


def _capacity(
    leg: LegLoad, loads: MovementLoads, measured: MeasuredCoordinates, strengths: Strengths
) -> dict[str, GroupCapacity]:
    side = leg.forces.side
    # Without plates nothing tells how the ground turns a foot, so nor what turns the thigh.
    hidden = {
        *measured.unseen,
        *(() if loads.measured_ground else (f"hip_rotation_{side.suffix}",)),
    }
    shown = {}
    for group, (low, share, high) in leg.capacity.items():
        strength = strengths.group(side, group)
        if f"{GROUPS[group][0]}_{side.suffix}" not in hidden:
            shown[group] = GroupCapacity(
                share=share,
                low=low * strength.factor / strength.high,
                high=high * strength.factor / strength.low,
                strength_measured=strength.measured,
            )
    return shown


def _check_posture(motion: Motion | MotionTable, *, person: Person) -> None:
    if not np.isfinite(motion.time_s).all() or (np.diff(motion.time_s) <= 0).any():
        raise NotAMovingBody(load_note("times_back"))
    knees = [f"knee_angle_{side.suffix}" for side in Side]
    hips = [f"hip_flexion_{side.suffix}" for side in Side]
    for name in (*NEEDED, *hips, *knees):
        column = motion.values.get(name)
        if column is None or not np.isfinite(column).any():
            measured = isinstance(motion, Motion)  # who marked joints never wrote coordinates
            what = "legs_unseen" if measured else "lacks_coordinate"
            raise NotAMovingBody(load_note(what, name=name))
    risen_m = float(np.ptp(motion.values["pelvis_ty"][np.isfinite(motion.values["pelvis_ty"])]))
    if risen_m > person.height_m:
        raise NotAMovingBody(load_note("pelvis_flies", risen=float(f"{risen_m:.3g}")))
