"""From keypoints of persons in single pictures to persons followed through a clip."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.keypoint_layouts import KeypointLayout, layout_of
from kneetrace.measure import LANDMARKS, Clip, Landmarks, LandmarkTrack
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

_LONGEST_GAP_S: Final = 1.0
"""DESIGN: somebody unseen for longer comes back as somebody new."""

_LARGEST_STEP: Final = 0.5
"""DESIGN: nobody moves on by more than this share of the own size while unseen or in between."""

_MOST_OUTSIDE: Final = 0.5
"""DESIGN: share of keypoints outside the picture from which its size must be wrong."""

_NORMALISED: Final = 2.0
"""DESIGN: places that are all below this are shares of the picture, not pixels."""


class PictureUnknown(InvalidInput):
    """A picture's size or rate makes no sense, or does not fit the keypoints."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Sighting:
    """One person in one picture.

    keypoints : (point, x y confidence), px; confidence 0 where not found
    score : 0 to 1, that a person is there; None takes the mean confidence of what was found
    person : number given by the file; None where it does not say who is who
    world_m : (point, xyz), m, as in LandmarkTrack; None where the file has none
    """

    frame: int
    keypoints: Array
    score: float | None = None
    person: int | None = None
    world_m: Array | None = None


def check_picture(*, width_px: int, height_px: int, rate_hz: float) -> None:
    """Refuse a size or rate that no recording has.

    Raises
    ------
    PictureUnknown
    """
    if not (width_px > 0 and height_px > 0 and np.isfinite(rate_hz) and rate_hz > 0):
        raise PictureUnknown(
            f"A picture of {width_px} x {height_px} px at {rate_hz:g} Hz cannot be: "
            "give the size and frame rate of the video the keypoints came from."
        )


def follow_persons(
    sightings: Sequence[Sighting],
    *,
    name: str,
    width_px: int,
    height_px: int,
    rate_hz: float,
    frames: int,
) -> Landmarks:
    """Make landmarks of a clip from what was found in its pictures.

    A person keeps the number the file gives. Where it gives none, whoever lies nearest to
    where somebody was before is taken for the same person.

    Raises
    ------
    FileUnreadable
        When nobody was found at all, or the number of keypoints is of no known format.
    PictureUnknown
        When the picture's size or rate is impossible or does not fit the keypoints.
    """
    check_picture(width_px=width_px, height_px=height_px, rate_hz=rate_hz)
    found = [one for one in sightings if (one.keypoints[:, 2] > 0).any()]
    if not found:
        raise FileUnreadable(f"{name} holds nobody: check that it is the right file or folder.")
    counts = sorted({len(one.keypoints) for one in found})
    layout = layout_of(counts[0])
    if len(counts) > 1 or layout is None:
        raise FileUnreadable(
            f"{name} holds {' or '.join(map(str, counts))} keypoints a person, which is no format "
            "known here: see docs/formats.md for those that are."
        )
    _check_places(found, width_px=width_px, height_px=height_px, name=name)
    numbers = _numbered(found, longest_gap=round(_LONGEST_GAP_S * rate_hz))
    return Landmarks(
        clip=Clip(
            name=name,
            width_px=width_px,
            height_px=height_px,
            time_s=np.arange(frames) / rate_hz,
            brightness=np.full(frames, np.nan),
            notes=tuple(_notes(found, layout=layout)),
        ),
        tracks=tuple(
            _track(
                [one for one, who in zip(found, numbers, strict=True) if who == person],
                person=person,
                layout=layout,
                frames=frames,
            )
            for person in sorted(set(numbers))
        ),
        model=layout.name,
    )


def _notes(found: Sequence[Sighting], *, layout: KeypointLayout) -> Iterator[str]:
    yield f"The landmarks were read from {layout.name} keypoints, not from a video."
    if all(one.world_m is None or np.isnan(one.world_m).all() for one in found):
        yield (
            "They have no depth: the body was fitted without, so it is less sure how far joints "
            "bend and from which side the camera looked."
        )


def _check_places(found: Sequence[Sighting], *, width_px: int, height_px: int, name: str) -> None:
    places = np.concatenate([one.keypoints[one.keypoints[:, 2] > 0, :2] for one in found])
    if (np.abs(places) < _NORMALISED).all():
        raise FileUnreadable(
            f"{name} gives places as shares of the picture, not in pixels: "
            "write the keypoints in pixels of the original video."
        )
    outside = ((places < 0) | (places > (width_px, height_px))).any(axis=1)
    if outside.mean() > _MOST_OUTSIDE:
        raise PictureUnknown(
            f"{name} has most keypoints outside a picture of {width_px} x {height_px} px: "
            "give the size of the video they came from, upright."
        )


def _numbered(found: Sequence[Sighting], *, longest_gap: int) -> list[int]:
    """Say for each sighting who it is."""
    by_frame: dict[int, list[int]] = {}
    for index, one in enumerate(found):
        by_frame.setdefault(one.frame, []).append(index)
    given = [one.person for one in found if one.person is not None]
    told = len(given) == len(found) and all(
        len({found[i].person for i in here}) == len(here) for here in by_frame.values()
    )
    if told:
        return given
    numbers = [-1] * len(found)
    last: dict[int, Sighting] = {}
    for frame, here in sorted(by_frame.items()):
        near = {person: one for person, one in last.items() if frame - one.frame <= longest_gap + 1}
        for person, index in _matched(near, {index: found[index] for index in here}):
            numbers[index] = person
        for index in here:
            if numbers[index] < 0:
                numbers[index] = 1 + max(numbers)
            last[numbers[index]] = found[index]
    return numbers


def _matched(before: dict[int, Sighting], now: dict[int, Sighting]) -> list[tuple[int, int]]:
    """Pair persons with sightings: least distance in all, none beyond what a person can step."""
    # scipy is loaded where it is needed: reading other formats has no use for it.
    from scipy.optimize import linear_sum_assignment

    if not before or not now:
        return []
    steps = np.array([[_step(old, new) for new in now.values()] for old in before.values()])
    rows, columns = linear_sum_assignment(np.minimum(steps, 10.0))
    persons, indices = list(before), list(now)
    return [
        (persons[row], indices[column])
        for row, column in zip(rows, columns, strict=True)
        if steps[row, column] <= _LARGEST_STEP
    ]


def _step(old: Sighting, new: Sighting) -> float:
    """Median way of the points seen both times, in sizes of the person."""
    both = (old.keypoints[:, 2] > 0) & (new.keypoints[:, 2] > 0)
    if not both.any():
        return np.inf
    way_px = np.linalg.norm(new.keypoints[both, :2] - old.keypoints[both, :2], axis=1)
    size_px = np.linalg.norm(np.ptp(old.keypoints[old.keypoints[:, 2] > 0, :2], axis=0))
    return float(np.median(way_px) / max(float(size_px), 1.0))


def _track(
    mine: Sequence[Sighting], *, person: int, layout: KeypointLayout, frames: int
) -> LandmarkTrack:
    seen = np.array([one.frame for one in mine])
    keypoints = np.stack([one.keypoints for one in mine])
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    visibility = np.full((frames, len(LANDMARKS)), np.nan)
    world_m = np.full((frames, len(LANDMARKS), 3), np.nan)
    score = np.full(frames, np.nan)
    xy_px[seen], visibility[seen] = layout.to_landmarks(keypoints)
    for one in mine:
        if one.world_m is not None:
            world_m[one.frame] = one.world_m
        sure = one.keypoints[one.keypoints[:, 2] > 0, 2].mean() if one.score is None else one.score
        score[one.frame] = min(max(float(sure), 0.0), 1.0)
    return LandmarkTrack(
        person=person, xy_px=xy_px, visibility=visibility, world_m=world_m, score=score
    )
