from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.pose.following import Tracklet
from kneetrace.measure.pose.persons import join
from tests.unit.measure.sightings import sighting

RATE_HZ = 30
TIME_S = np.arange(90) / RATE_HZ
RED, BLUE = (0.7, 0.2, 0.2), (0.2, 0.2, 0.7)
Path = Callable[[float], float]


def piece(first: int, stop: int, path: Path, colour: tuple[float, float, float] = RED) -> Tracklet:
    seen = [sighting(path(float(TIME_S[i])), colour=colour) for i in range(first, stop)]
    return Tracklet(first=first, region=seen[-1].next_region, sightings=seen)


def hips_x(xy_px: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(xy_px[:, 23:25, 0].mean(axis=1))


def rightward(time_s: float) -> float:
    return 100 + 200 * time_s


def leftward(time_s: float) -> float:
    return 700 - 200 * time_s


def test_a_seam_between_two_parts_does_not_show() -> None:
    tracks = join([piece(0, 45, rightward), piece(45, 90, rightward)], time_s=TIME_S)
    assert len(tracks) == 1
    assert np.allclose(hips_x(tracks[0].xy_px), [rightward(t) for t in TIME_S])


def test_two_who_cross_out_of_sight_keep_their_names() -> None:
    pieces = [
        piece(0, 40, rightward, RED),
        piece(0, 40, leftward, BLUE),
        piece(52, 90, rightward, RED),
        piece(52, 90, leftward, BLUE),
    ]
    tracks = join(pieces, time_s=TIME_S)
    assert len(tracks) == 2
    for track in tracks:
        path = rightward if hips_x(track.xy_px)[0] < 400 else leftward
        seen = np.flatnonzero(track.seen)
        assert np.allclose(hips_x(track.xy_px)[seen], [path(t) for t in TIME_S[seen]])
        assert not track.seen[40:52].any()


def test_clothes_tell_who_turns_back_and_who_goes_on() -> None:
    meet = piece(0, 40, rightward, RED), piece(0, 40, leftward, BLUE)
    back = piece(50, 90, lambda t: 590 - 200 * t, RED), piece(50, 90, lambda t: 230 + 190 * t, BLUE)
    tracks = join([*meet, *back], time_s=TIME_S)
    first = next(track for track in tracks if hips_x(track.xy_px)[0] < 400)
    assert hips_x(first.xy_px)[-1] < 400


def test_a_stranger_is_not_joined_and_a_flicker_is_nobody() -> None:
    pieces = [
        piece(0, 60, lambda _: 200.0),
        piece(70, 90, lambda _: 1200.0, BLUE),
        piece(30, 33, lambda _: 700.0),
    ]
    tracks = join(pieces, time_s=TIME_S)
    assert [int(track.seen.sum()) for track in tracks] == [60, 20]
    assert [track.person for track in tracks] == [0, 1]


def test_nobody_gives_no_track() -> None:
    assert join([], time_s=TIME_S) == ()
