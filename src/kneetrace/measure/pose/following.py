"""Following persons from frame to frame: detector once, then regions carried by landmarks."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.blazepose import PoseModel, Sighting
from kneetrace.measure.pose.crops import Picture, Region

_STEADY_S: Final = 0.06
"""DESIGN: time constant of a region that follows a body; short beside a step or a squat."""
_PRESENT: Final = 0.5
"""Belief below which a person counts as lost (MediaPipe's own default)."""
_LOOK_ROUND_S: Final = 0.3
"""DESIGN: how often the detector looks for further persons."""
_SEARCH_AGAIN_S: Final = 0.1
"""DESIGN: how often it looks while nobody is followed."""
_MOST_PERSONS: Final = 4
"""DESIGN: more persons than this in a clip are bystanders."""
_SMALLEST_SHARE: Final = 0.35
"""DESIGN: persons less than this part of the largest one's size stand far behind."""
_SAME_PLACE: Final = 0.35
"""DESIGN: a detection this near a followed person, in sides of the region, is that person."""
_SAME_BODY: Final = 0.06
"""DESIGN: landmarks that agree this closely, in sides of the region, are of one body."""
_LEAP: Final = (0.15, 3.0)
"""DESIGN: a region that moves more than this many sides, and sides per second, has leapt to
somebody else; running past a still camera takes it to about 2 a second."""


@dataclass(eq=False, kw_only=True)
class Tracklet:
    """One body seen in consecutive frames from index ``first`` on, identity undoubted.

    ``region`` is where to look in the frame after the last.
    """

    first: int
    region: Region
    sightings: list[Sighting]

    @property
    def stop(self) -> int:
        """Index after the last frame."""
        return self.first + len(self.sightings)


def follow(
    model: PoseModel,
    pictures: Iterable[tuple[int, Picture]],
    *,
    time_s: NDArray[np.float64],
    seen: Callable[[int, Picture], None] = lambda _index, _picture: None,
) -> list[Tracklet]:
    """Follow every person through consecutive frames.

    A tracklet ends where the person is lost, leaps, or merges with another; who it was is
    decided afterwards by `kneetrace.measure.pose.persons.join`.

    Parameters
    ----------
    pictures : frames with their index, rising.
    time_s : (frame,), s, by index.
    seen : told of every frame when it has been dealt with.
    """
    live: list[Tracklet] = []
    done: list[Tracklet] = []
    searched_s = -math.inf
    previous = -1
    for index, picture in pictures:
        now_s = float(time_s[index])
        step_s = now_s - float(time_s[previous]) if previous >= 0 else 0.0
        unbroken = live if index == previous + 1 else []
        kept = _merged([track for track in unbroken if _continued(track, model, picture, step_s)])
        ended = [track for track in live if track not in kept]
        done += ended
        live = kept
        wait_s = _LOOK_ROUND_S if live else _SEARCH_AGAIN_S
        if ended or now_s - searched_s >= wait_s - 1e-6:
            searched_s = now_s
            live += _newcomers(model, picture, index, live)
        seen(index, picture)
        previous = index
    return done + live


def _continued(track: Tracklet, model: PoseModel, picture: Picture, step_s: float) -> bool:
    sighting = model.look(picture, track.region)
    if sighting.score < _PRESENT or _leapt(track.region, sighting.next_region, step_s):
        return False
    track.sightings.append(sighting)
    track.region = _steadied(track.region, sighting.next_region, step_s)
    return True


def _steadied(before: Region, after: Region, step_s: float) -> Region:
    """Let the region follow the body with a short delay.

    Where the network is told to look changes its answer by a pixel or two, so a region that
    trembles with the landmarks makes them tremble more.
    """
    share = 1 - math.exp(-step_s / _STEADY_S)
    turned_rad = math.remainder(after.turn_rad - before.turn_rad, 2 * math.pi)
    return Region(
        x_px=before.x_px + share * (after.x_px - before.x_px),
        y_px=before.y_px + share * (after.y_px - before.y_px),
        side_px=before.side_px + share * (after.side_px - before.side_px),
        turn_rad=before.turn_rad + share * turned_rad,
    )


def _leapt(before: Region, after: Region, step_s: float) -> bool:
    moved = math.hypot(after.x_px - before.x_px, after.y_px - before.y_px)
    base, per_second = _LEAP
    resized = after.side_px / before.side_px
    return moved > before.side_px * (base + per_second * step_s) or not 0.6 < resized < 1.6


def _merged(tracks: list[Tracklet]) -> list[Tracklet]:
    """Drop tracks that have come to lie on one body: neither may claim it."""
    doubtful = {
        id(track)
        for i, one in enumerate(tracks)
        for other in tracks[i + 1 :]
        if _one_body(one.sightings[-1], other.sightings[-1])
        for track in (one, other)
    }
    for track in tracks:
        if id(track) in doubtful:
            track.sightings.pop()
    return [track for track in tracks if id(track) not in doubtful]


def _one_body(one: Sighting, other: Sighting) -> bool:
    apart = np.linalg.norm(one.xy_px - other.xy_px, axis=1)
    return float(np.median(apart)) < _SAME_BODY * one.next_region.side_px


def _newcomers(
    model: PoseModel, picture: Picture, index: int, live: list[Tracklet]
) -> list[Tracklet]:
    taken = [track.region for track in live]
    largest_px = max((region.side_px for region in taken), default=0.0)
    found: list[Tracklet] = []
    for region in sorted(model.find(picture), key=lambda region: -region.side_px):
        if len(taken) >= _MOST_PERSONS or region.side_px < _SMALLEST_SHARE * largest_px:
            break
        if any(_near(region, other) for other in taken):
            continue
        # A second look, from the landmarks' own region: the detector's is coarser.
        sighting = model.look(picture, region)
        if sighting.score >= _PRESENT:
            sighting = model.look(picture, sighting.next_region)
        if sighting.score < _PRESENT or any(_near(sighting.next_region, other) for other in taken):
            continue
        largest_px = max(largest_px, region.side_px)
        taken.append(sighting.next_region)
        found.append(Tracklet(first=index, region=sighting.next_region, sightings=[sighting]))
    return found


def _near(one: Region, other: Region) -> bool:
    apart = math.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
    return apart < _SAME_PLACE * min(one.side_px, other.side_px)
