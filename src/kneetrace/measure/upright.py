"""Which way to turn a video so that the person in it stands upright."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from kneetrace.measure.blazepose import PoseModel
from kneetrace.measure.crops import Picture
from kneetrace.measure.video import FrameTable, iter_pictures

_PROBES: Final = 5
"""DESIGN: frames looked at, spread over the clip."""
_UPRIGHT_RAD: Final = math.radians(60)
"""DESIGN: bodies nearer to upright than this are left as they are."""


def person_turns(model: PoseModel, table: FrameTable) -> int:
    """Find by how many quarter turns, counter-clockwise, the person has to be put upright.

    A person who is upright in at least half of the frames where somebody is found settles it;
    else the turn with most upright persons is taken, none when no turn has any.
    """
    votes = np.zeros(4)
    for turns in range(4):
        found = 0
        for picture in _probes(table.turned(quarter_turns=turns)):
            regions = model.find(picture)[:1]
            sightings = [model.look(picture, region) for region in regions]
            certain = [sighting for sighting in sightings if sighting.score > 0.5]
            found += len(certain)
            votes[turns] += sum(
                abs(sighting.next_region.turn_rad) < _UPRIGHT_RAD for sighting in certain
            )
        if found and votes[turns] >= found / 2 and turns == 0:
            return 0
    return int(np.argmax(votes))


def _probes(table: FrameTable) -> Iterator[Picture]:
    frames = len(table.stamps)
    for place in np.unique(np.linspace(0, frames - 1, _PROBES + 2).round().astype(int)[1:-1]):
        starts = np.flatnonzero(table.starts[: place + 1])
        start = int(starts[-1]) if len(starts) else int(place)
        for _, picture in iter_pictures(table, start=start, stop=start + 1):
            yield picture
