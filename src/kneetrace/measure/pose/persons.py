"""Who is who: joining pieces of tracks into persons, by motion, size and clothes."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from kneetrace.measure.pose.following import Tracklet
from kneetrace.measure.pose.landmarks import LANDMARKS, LandmarkTrack

_SHORTEST_S: Final = 0.3
"""DESIGN: a person seen for less in all is a mistake of the detector."""
_RECENT_S: Final = 0.25
"""DESIGN: span at a piece's end from which its motion and looks are taken."""
_COAST_S: Final = 0.4
"""DESIGN: how long somebody out of sight is taken to keep moving on."""
_DRIFT: Final = (0.12, 0.6, 1.5)
"""DESIGN: expected place error of the same person, in sides of the region: at once, per second
out of sight, and at most."""
_SIZE_SPREAD: Final = 0.15
"""DESIGN: expected change of the log size of the same person."""
_COLOUR_SPREAD: Final = 0.06
"""DESIGN: expected change of the torso's mean colour (0 to 1), same person, same light."""
_STRANGER: Final = 3.5
"""DESIGN: pieces further apart than this many expected errors are different persons."""
_OVERLAP_FRAMES: Final = 2
"""Frames two pieces of one person may share, at the seam of two parts of a clip."""


def join(
    tracklets: list[Tracklet], *, time_s: NDArray[np.float64], most: int = 4
) -> tuple[LandmarkTrack, ...]:
    """Join pieces of tracks into persons.

    Parameters
    ----------
    time_s : (frame,), s.
    most : persons to return at most.

    Returns
    -------
    Tracks over all frames, the person seen largest and longest first.
    """
    pieces = sorted(tracklets, key=lambda piece: (piece.first, piece.stop))
    chains = _chains(pieces, time_s)
    weight = [_presence(chain, time_s) for chain in chains]
    order = sorted(range(len(chains)), key=lambda i: -weight[i][1])
    kept = [chains[i] for i in order if weight[i][0] >= min(_SHORTEST_S, time_s[-1] - time_s[0])]
    return tuple(_track(person, chain, len(time_s)) for person, chain in enumerate(kept[:most]))


def _chains(pieces: list[Tracklet], time_s: NDArray[np.float64]) -> list[list[Tracklet]]:
    """Link every piece to at most one later one so that the sum of distances is least."""
    count = len(pieces)
    if count == 0:
        return []
    distance = np.full((count, count), np.inf)
    for i, before in enumerate(pieces):
        for j, after in enumerate(pieces):
            if i != j and after.first >= max(before.stop - _OVERLAP_FRAMES, before.first + 1):
                distance[i, j] = _distance(before, after, time_s)
    # One more column per piece: the price of having no successor.
    priced = np.full((count, 2 * count), np.inf)
    priced[:, :count] = np.where(distance <= _STRANGER, distance, np.inf)
    np.fill_diagonal(priced[:, count:], _STRANGER)
    rows, columns = linear_sum_assignment(priced)
    successor = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if j < count}
    chains = []
    for i in range(count):
        if i not in successor.values():
            chain = [i]
            while chain[-1] in successor:
                chain.append(successor[chain[-1]])
            chains.append([pieces[k] for k in chain])
    return chains


def _distance(before: Tracklet, after: Tracklet, time_s: NDArray[np.float64]) -> float:
    """Root sum of squares of place, size and colour differences, in expected errors."""
    place, velocity, side_px, colour = _state(before, time_s, at_end=True)
    next_place, next_velocity, next_side_px, next_colour = _state(after, time_s, at_end=False)
    gap_s = max(float(time_s[after.first] - time_s[before.stop - 1]), 0.0)
    coast_s = min(gap_s, _COAST_S) / 2
    apart = np.hypot(*(next_place - next_velocity * coast_s - place - velocity * coast_s))
    base, per_second, most = _DRIFT
    expected_px = min(base + per_second * gap_s, most) * math.sqrt(side_px * next_side_px)
    return math.hypot(
        float(apart) / expected_px,
        math.log(next_side_px / side_px) / (_SIZE_SPREAD * (1 + gap_s)),
        float(np.linalg.norm(next_colour - colour)) / _COLOUR_SPREAD,
    )


def _state(
    piece: Tracklet, time_s: NDArray[np.float64], *, at_end: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], float, NDArray[np.float64]]:
    """Place (px), velocity (px/s), size (px) and torso colour at one end of a piece."""
    times = time_s[piece.first : piece.stop]
    edge_s = times[-1] if at_end else times[0]
    recent = np.abs(times - edge_s) <= _RECENT_S
    sightings = [piece.sightings[i] for i in np.flatnonzero(recent)]
    regions = [sighting.next_region for sighting in sightings]
    places = np.array([(region.x_px, region.y_px) for region in regions])
    since_s = times[recent] - edge_s
    if len(places) > 2:
        slope, place = np.polynomial.polynomial.polyfit(since_s, places, 1)[::-1]
    else:
        slope, place = np.zeros(2), places[-1 if at_end else 0]
    side_px = float(np.median([region.side_px for region in regions]))
    colour = np.median([sighting.torso_rgb for sighting in sightings], axis=0)
    return place, slope, side_px, colour


def _presence(chain: list[Tracklet], time_s: NDArray[np.float64]) -> tuple[float, float]:
    """Seconds in sight, and those weighted by size."""
    frame_s = float(np.median(np.diff(time_s)))
    sides = [sighting.next_region.side_px for piece in chain for sighting in piece.sightings]
    return len(sides) * frame_s, float(np.sum(sides)) * frame_s


def _track(person: int, chain: list[Tracklet], frames: int) -> LandmarkTrack:
    body = len(LANDMARKS)
    track = LandmarkTrack(
        person=person,
        xy_px=np.full((frames, body, 2), np.nan),
        visibility=np.full((frames, body), np.nan),
        world_m=np.full((frames, body, 3), np.nan),
        score=np.full(frames, np.nan),
    )
    for piece in chain:
        for index, sighting in enumerate(piece.sightings, start=piece.first):
            track.xy_px[index] = sighting.xy_px
            track.visibility[index] = sighting.visibility
            track.world_m[index] = sighting.world_m
            track.score[index] = sighting.score
    return track
