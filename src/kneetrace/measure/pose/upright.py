"""Which way to turn a video so that the person in it stands upright."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from kneetrace.measure.pose.blazepose import PoseModel
from kneetrace.measure.pose.crops import Picture, Region
from kneetrace.measure.pose.video import FrameTable, iter_pictures

_PROBES: Final = 5
"""DESIGN: frames looked at, spread over the clip, if it has as many to begin decoding at."""
_PRESENT: Final = 0.5
_UPRIGHT_RAD: Final = math.radians(60)
"""DESIGN: bodies nearer to upright than this are left as they are."""


def person_turns(model: PoseModel, table: FrameTable) -> int:
    """Find by how many quarter turns, counter-clockwise, the person has to be put upright.

    The detector finding upright bodies in most frames settles it at once; else the landmarks
    decide which turn shows most upright bodies, none being preferred.
    """
    upright = [_any_upright(model.find(picture)) for picture in _probes(table)]
    if sum(upright) > len(upright) / 2:
        return 0
    votes = [
        sum(_stands(model, picture) for picture in _probes(table.turned(quarter_turns=turns)))
        for turns in range(4)
    ]
    return int(np.argmax(votes))


def _any_upright(regions: list[Region]) -> bool:
    return any(abs(region.turn_rad) < _UPRIGHT_RAD for region in regions)


def _stands(model: PoseModel, picture: Picture) -> bool:
    sightings = [model.look(picture, region) for region in model.find(picture)[:1]]
    return _any_upright([seen.next_region for seen in sightings if seen.score > _PRESENT])


def _probes(table: FrameTable) -> Iterator[Picture]:
    """Give a few frames spread over the clip, moved to where decoding can begin."""
    spread = np.linspace(0, len(table.stamps) - 1, _PROBES + 2).round().astype(int)[1:-1]
    starts = np.flatnonzero(table.starts)
    if len(starts):
        spread = starts[np.maximum(np.searchsorted(starts, spread, side="right") - 1, 0)]
    for start in np.unique(spread):
        for _, picture in iter_pictures(table, start=int(start), stop=int(start) + 1):
            yield picture
