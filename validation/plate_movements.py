"""Movements of people over force plates, with and without their plates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange import read_mot, read_plates
from kneetrace.explain.load.contacts import Contacts, contacts_of
from kneetrace.explain.load.ground_from_motion import GroundDoubt
from kneetrace.explain.load.inverse_dynamics import MovingBody
from kneetrace.explain.load.measured_motion import coordinates_of_measured, seen_whole
from kneetrace.explain.load.movement_loads import (
    MovementLoads,
    loads_on_plates,
    loads_without_plates,
)
from kneetrace.explain.load.plate_records import PlateRecord
from kneetrace.explain.load.plates import PlateForces
from kneetrace.explain.load.plates_in_motion import plates_at
from kneetrace.explain.load.skeleton import reference_skeleton, skeleton_of
from kneetrace.measure import Motion, MotionTable, paths_of
from kneetrace.terms import Person
from validation.gait_trials import FILES, person_of, read_gait_trial

Flags = NDArray[np.bool_]

SQUATS: Final = "squat-grf-nimble-subject4"
AGREE: Final = 0.4
"""DESIGN: of body weight; where motion and plates are further apart, a foot is beside them."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateMovement:
    """One movement over plates; ``who`` did it, ``activity`` is what others call it."""

    name: str
    who: str
    activity: str
    person: Person
    motion: Motion | MotionTable
    plates: tuple[PlateRecord, ...]

    @cached_property
    def body(self) -> MovingBody:
        motion = coordinates_of_measured(seen_whole(self.motion)[0]).coordinates
        return MovingBody(skeleton=skeleton_of(self.person), motion=motion)

    @cached_property
    def contacts(self) -> Contacts:
        paths = paths_of(motion=self.motion) if isinstance(self.motion, Motion) else None
        return contacts_of(self.body.placed, time_s=self.body.motion.time_s, paths=paths)

    @cached_property
    def forces(self) -> tuple[PlateForces, ...]:
        """What the plates felt, in the motion's times and axes."""
        laboratory = self.motion.laboratory if isinstance(self.motion, Motion) else None
        return plates_at(self.plates, time_s=self.body.motion.time_s, laboratory=laboratory)

    @cached_property
    def truth(self) -> MovementLoads:
        return loads_on_plates(self.person, motion=self.body.motion, plates=self.forces)

    @cached_property
    def whole(self) -> Flags:
        """Frames in which the plates carry all there is."""
        return self.truth.unexplained_share < AGREE

    def without_plates(self, doubt: GroundDoubt) -> MovementLoads:
        return loads_without_plates(
            self.person,
            motion=self.body.motion,
            on_ground=self.contacts.on_ground,
            floor_m=self.contacts.floor_m,
            doubt=doubt,
        )


def trials_on_plates(data: Path) -> Iterator[PlateMovement]:
    """Read every movement over force plates under the data folder."""
    adult = reference_skeleton()
    for name, activity in (("squats1", "squat"), ("STS1", "rise from a chair")):
        yield PlateMovement(
            name=name.lower(),
            who=SQUATS,
            activity=activity,
            person=Person(height_m=adult.height_m, mass_kg=adult.mass_kg),
            motion=read_mot(data / SQUATS / f"{name}_ik.mot"),
            plates=read_plates(data / SQUATS / f"{name}_grf.mot"),
        )
    for name, files in FILES.items():
        anybody = Person(height_m=1.72, mass_kg=72)
        person = person_of(read_gait_trial(data, name=name, person=anybody))
        gait = read_gait_trial(data, name=name, person=person)
        yield PlateMovement(
            name=name,
            who=name,
            activity=files.test,
            person=person,
            motion=gait.motion,
            plates=gait.plates,
        )
