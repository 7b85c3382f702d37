"""One recording before any test's questions are put to it: what is seen, and by what means."""

from dataclasses import dataclass
from enum import StrEnum

from kneetrace.measure.body.motion import Motion
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import CleanTrack, Landmarks


class Source(StrEnum):
    """What a recording was seen by."""

    VIDEO = "video"
    VIEWS = "views"  # two videos of the same moments
    IN_TURN = "in_turn"  # two videos of the same test, one after the other
    KEYPOINTS = "keypoints"  # another program's, from a video this one has not seen
    MARKERS = "markers"
    ANGLES = "angles"  # joint angles alone

    @property
    def solid(self) -> bool:
        """Whether the body is known in space, so that no view hides anything."""
        return self in (Source.MARKERS, Source.ANGLES)


@dataclass(frozen=True, eq=False, kw_only=True)
class Sight:
    """The person in one recording, and the body fitted to it.

    landmarks : of everybody in the recording; ``track`` is the chosen person's, cleaned
    motion : the fitted body; ``None`` where the fit was refused
    others : the same moments as other cameras saw them, with the same body
    Where the source is solid, ``landmarks`` and ``track`` are what a camera straight in front,
    turning with the person, would see (``front_picture.py``).
    """

    source: Source
    landmarks: Landmarks
    track: CleanTrack
    motion: Motion | None
    others: tuple["Sight", ...] = ()

    @property
    def clip(self) -> Clip:
        """Times and picture of the recording."""
        return self.landmarks.clip
