from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure.movement.events.gait_events import (
    FootPaths,
    GaitEvent,
    Touch,
    find_gait_events,
)
from kneetrace.measure.movement.events.gait_picture import time_in_picture
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.terms import Side
from tests.unit.measure.walker import walk

PX_PER_M = 300.0


def filmed(paths: FootPaths, *, forward: float = 1.0, noise_px: float = 0.0) -> CleanTrack:
    """Film a walker from the side; ``forward`` below 1 shortens the way, as from obliquely."""
    rng = np.random.default_rng(0)
    frames = len(paths.time_s)
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    for name, path_m in (("heel", paths.heel_m), ("foot_index", paths.toe_m)):
        for side in Side:
            picture = np.stack([forward * path_m[side][:, 0], -path_m[side][:, 1]], axis=1)
            xy_px[:, INDEX[f"{side.value}_{name}"]] = PX_PER_M * picture
    return CleanTrack(
        person=0,
        xy_px=xy_px + rng.normal(0, noise_px, xy_px.shape),
        visibility=np.ones((frames, len(LANDMARKS))),
        world_m=np.zeros((frames, len(LANDMARKS), 3)),
        noise_px=np.ones(len(LANDMARKS)),
        swapped=np.zeros(frames, dtype=bool),
        rejected=np.zeros((frames, len(LANDMARKS)), dtype=bool),
    )


def strikes_s(events: tuple[GaitEvent, ...]) -> NDArray[np.float64]:
    return np.array([event.time_s for event in events if event.touch is Touch.STRIKE])


@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
@pytest.mark.parametrize("forward", [1.0, 0.5])
@pytest.mark.parametrize("belt", [False, True])
def test_events_that_are_off_are_put_right(*, rate_hz: float, forward: float, belt: bool) -> None:
    paths = walk(stride_s=1.1, rate_hz=rate_hz, belt=belt)
    true = find_gait_events(paths=walk(stride_s=1.1, rate_hz=240, belt=belt))
    early = tuple(replace(event, time_s=event.time_s - 0.08) for event in true)
    track = filmed(paths, forward=forward, noise_px=0.5)
    again = time_in_picture(events=early, time_s=paths.time_s, track=track)
    assert len(again) == len(true)
    expected_s = 1.1 * (0.3 + 0.5 * np.arange(len(strikes_s(again))))
    # The made-up leg swings slower towards its strike than legs do.
    assert strikes_s(again) == pytest.approx(expected_s, abs=0.06)


def test_an_event_of_a_foot_out_of_sight_is_none() -> None:
    paths = walk()
    track = filmed(paths)
    hidden = track.xy_px.copy()
    hidden[:, INDEX["left_heel"]] = np.nan
    events = find_gait_events(paths=paths)
    again = time_in_picture(events=events, time_s=paths.time_s, track=replace(track, xy_px=hidden))
    left = {event.touch for event in again if event.side is Side.LEFT}
    assert left == {Touch.OFF}


def test_a_foot_that_does_not_move_in_the_picture_keeps_the_time_of_the_body() -> None:
    paths = walk()
    track = filmed(paths)
    frozen = replace(track, xy_px=np.zeros_like(track.xy_px))
    events = find_gait_events(paths=paths)
    assert time_in_picture(events=events, time_s=paths.time_s, track=frozen) == events
