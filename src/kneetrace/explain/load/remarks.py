"""What is said of a load: what makes it less sure, what was left out, why none is told."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.kneecap.response import contact_range
from kneetrace.explain.load.kneecap_contact import LegContact
from kneetrace.explain.load.movement_loads import MovementLoads
from kneetrace.explain.load.notes import load_note
from kneetrace.measure import Motion, MotionTable, stiff_knees_deg
from kneetrace.terms import ByLanguage, Side, joined_words


def about_angles(motion: Motion | MotionTable) -> Iterator[ByLanguage]:
    """Say where a file's angles look as if they were in another unit."""
    if isinstance(motion, MotionTable):
        bent_deg = stiff_knees_deg(motion.values)
        if bent_deg is not None:
            yield load_note("stiff_knees", bent=round(bent_deg, 1))


def left_out(loads: MovementLoads) -> Iterator[ByLanguage]:
    """Say in how many frames a leg's load is not told, and why."""
    frames = len(loads.carried)
    if (carried := int(loads.carried.sum())) and not loads.measured_ground:
        yield load_note("carried", some=carried, all=frames)
    for side, leg in loads.legs.items():
        for name, off in (
            ("bent_beyond", leg.outside),
            ("no_sharing", ~leg.forces.converged & ~leg.outside),
            ("too_much_asked", loads.unmet(side) & leg.told),
        ):
            if some := int(off.sum()):
                yield load_note(name, some=some, all=frames, side=load_note(side.value))


def without_contact(
    contacts: Mapping[Side, LegContact], *, told: Mapping[Side, NDArray[np.bool_]]
) -> Iterator[ByLanguage]:
    """Say in how many frames with a load the kneecap's contact is not told, and why."""
    bent_deg, pulled_n = contact_range()
    for side, contact in contacts.items():
        if left := int((told[side] & ~contact.told).sum()):
            yield load_note(
                "no_contact",
                some=left,
                all=len(contact.told),
                side=load_note(side.value),
                bent_low=round(bent_deg[0]),
                bent_high=round(bent_deg[1]),
                pull_low=round(pulled_n[0]),
                pull_high=round(pulled_n[1]),
            )
            if harder := int(contact.beyond.sum()):
                yield load_note("pulled_harder", some=harder, side=load_note(side.value))


def why_nothing(loads: MovementLoads, *, remarks: Sequence[ByLanguage]) -> ByLanguage:
    """Say why no frame has a load that can be told."""
    if loads.carried.all() and not loads.measured_ground:
        return load_note("someone_carried")
    return load_note("nothing_told", why=joined_words((*remarks, *left_out(loads))))
