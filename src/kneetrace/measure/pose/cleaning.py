"""From everybody's landmarks to the measured person's, with the network's slips put right."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack, Landmarks, LandmarkTrack
from kneetrace.measure.pose.legswaps import exchanged_frames
from kneetrace.measure.pose.outliers import noise, outlying
from kneetrace.terms import InvalidInput

_LEG: Final = ("hip", "knee", "ankle", "heel", "foot_index")
_UPPER: Final = ("eye", "ear", "shoulder", "elbow")
_HIPS: Final = (INDEX["left_hip"], INDEX["right_hip"])
_SHOULDERS: Final = (INDEX["left_shoulder"], INDEX["right_shoulder"])
_LIVELY: Final = 0.08
"""DESIGN: leg movement, in body sizes, that makes a person fully worth measuring."""


class NoSuchPerson(InvalidInput):
    """The person asked for is not among those found."""


def clean(landmarks: Landmarks, *, person: int | None = None) -> CleanTrack:
    """Choose the person to measure and put right what the network got wrong.

    Legs (and the upper body likewise) that changed left for right are exchanged back, landmarks
    that leave their path for a moment are taken out, and the noise of the others is estimated
    from the clip itself. Nothing is smoothed.

    Parameters
    ----------
    person : ``LandmarkTrack.person`` to measure; None takes the largest, most central, longest
        present one whose legs move.

    Raises
    ------
    NoSuchPerson
    """
    track = _asked_for(landmarks, person) if person is not None else chosen(landmarks)
    rate_hz, size_px = landmarks.clip.rate_hz, body_size_px(track)
    legs = exchanged_frames(
        track.xy_px, pairs=_pairs(_LEG), size_px=size_px, line=_HIPS, guide=_SHOULDERS
    )
    upper = exchanged_frames(track.xy_px, pairs=_pairs(_UPPER), size_px=size_px)
    xy, visibility, world = (
        _exchanged(values, legs, upper) for values in (track.xy_px, track.visibility, track.world_m)
    )
    rejected = outlying(xy, rate_hz=rate_hz, size_px=size_px)
    xy[rejected] = np.nan
    return CleanTrack(
        person=track.person,
        xy_px=xy,
        visibility=visibility,
        world_m=world,
        noise_px=noise(xy, rate_hz=rate_hz),
        swapped=legs,
        rejected=rejected,
    )


def chosen(landmarks: Landmarks) -> LandmarkTrack:
    """Choose the person to measure: largest, most central, longest present, with moving legs."""
    largest_px = max(map(body_size_px, landmarks.tracks))
    return max(landmarks.tracks, key=lambda track: _worth(track, landmarks.clip, largest_px))


def body_size_px(track: LandmarkTrack) -> float:
    """Give the size of a body in the picture: trunk, thigh and shank added, 90th percentile.

    The chain's length depends less on posture than the height of the box around it does.
    """
    joints = np.stack(
        [
            (track.xy_px[:, INDEX[f"left_{name}"]] + track.xy_px[:, INDEX[f"right_{name}"]]) / 2
            for name in ("shoulder", "hip", "knee", "ankle")
        ]
    )
    chain = np.linalg.norm(np.diff(joints, axis=0), axis=2).sum(axis=0)
    return max(float(np.nanpercentile(chain, 90)), 1.0)


def _asked_for(landmarks: Landmarks, person: int) -> LandmarkTrack:
    for track in landmarks.tracks:
        if track.person == person:
            return track
    known = ", ".join(str(track.person) for track in landmarks.tracks)
    raise NoSuchPerson(f"There is no person {person} in {landmarks.clip.name}: choose {known}.")


def _worth(track: LandmarkTrack, clip: Clip, largest_px: float) -> float:
    """Product of shares, each about 0 to 1, of what makes somebody the one to measure."""
    hips = track.xy_px[track.seen][:, list(_HIPS)].mean(axis=1)
    off_centre = float(np.median(np.abs(hips[:, 0] / clip.width_px - 0.5)))
    legs = track.xy_px[track.seen][:, [INDEX[f"{side}_ankle"] for side in ("left", "right")]]
    folding = np.linalg.norm(legs - hips[:, None], axis=2)
    moving = float(np.ptp(np.percentile(folding, (5, 95), axis=0), axis=0).max())
    size_px = body_size_px(track)
    lively = min(moving / size_px / _LIVELY, 1.0)
    return float(track.seen.mean() * (size_px / largest_px) * (1 - off_centre) * (0.5 + lively / 2))


def _pairs(names: tuple[str, ...]) -> list[tuple[int, int]]:
    return [(INDEX[f"left_{name}"], INDEX[f"right_{name}"]) for name in names]


def _exchanged(
    values: NDArray[np.float64], legs: NDArray[np.bool_], upper: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Copy values (frame, landmark, ...) with left and right exchanged in the frames named."""
    result = values.copy()
    for i, name in enumerate(LANDMARKS):
        other = INDEX[_mirrored(name)]
        frames = legs if name.split("_", 1)[-1] in _LEG else upper
        result[frames, i] = values[frames, other]
    return result


def _mirrored(name: str) -> str:
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")
