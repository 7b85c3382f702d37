"""A Sight from its parts, for tests that have no video."""

import numpy as np

from kneetrace.measure import CleanTrack, Clip, Landmarks, LandmarkTrack, Motion, Sight, Source


def sight_of(
    *, clip: Clip, track: CleanTrack, motion: Motion | None, source: Source = Source.VIDEO
) -> Sight:
    everybody = LandmarkTrack(
        person=track.person,
        xy_px=track.xy_px,
        visibility=track.visibility,
        world_m=track.world_m,
        score=np.ones(clip.frames),
    )
    landmarks = Landmarks(clip=clip, tracks=(everybody,), model="made-up")
    return Sight(source=source, landmarks=landmarks, track=track, motion=motion)
