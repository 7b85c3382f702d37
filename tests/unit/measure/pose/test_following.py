import math
from collections.abc import Callable, Iterator
from typing import cast

import numpy as np

from kneetrace.measure.pose.blazepose import Sighting
from kneetrace.measure.pose.crops import Picture, Region
from kneetrace.measure.pose.following import follow
from tests.unit.measure.sightings import sighting

RATE_HZ = 30
Walk = Callable[[int], float | None]


class Scene:
    """Persons at known places, and a network that sees the one nearest to where it looks."""

    name = "scene"

    def __init__(self, *walks: Walk) -> None:
        self._walks = walks
        self._frame = 0

    def frames(self, count: int) -> Iterator[tuple[int, Picture]]:
        for self._frame in range(count):
            yield self._frame, cast(Picture, None)

    def _there(self) -> list[float]:
        places = [walk(self._frame) for walk in self._walks]
        return [x for x in places if x is not None]

    def find(self, picture: Picture) -> list[Region]:
        return [sighting(x).next_region for x in self._there()]

    def look(self, picture: Picture, region: Region) -> Sighting:
        nearest = min(self._there(), key=lambda x: abs(x - region.x_px), default=math.inf)
        if abs(nearest - region.x_px) > region.side_px:
            return sighting(region.x_px, score=0.1)
        return sighting(nearest)


def spans(scene: Scene, count: int) -> list[tuple[int, int]]:
    time_s = np.arange(count) / RATE_HZ
    pieces = follow(scene, scene.frames(count), time_s=time_s)
    return sorted((piece.first, piece.stop) for piece in pieces)


def test_one_person_is_followed_without_a_break() -> None:
    assert spans(Scene(lambda t: 100 + 5.0 * t), 60) == [(0, 60)]


def test_somebody_who_comes_later_is_found_and_who_leaves_is_lost() -> None:
    def late(t: int) -> float | None:
        return 600.0 if 20 <= t < 70 else None

    (first, stop), whole = sorted(spans(Scene(lambda _: 100.0, late), 90), reverse=True)
    assert whole == (0, 90)
    assert 20 <= first <= 20 + 0.3 * RATE_HZ + 1
    assert stop == 70


def test_a_leap_ends_a_piece() -> None:
    pieces = spans(Scene(lambda t: 100.0 if t < 30 else 300.0), 60)
    assert pieces[0] == (0, 30)
    assert pieces[1][0] >= 30


def test_two_on_one_spot_are_claimed_by_neither() -> None:
    def rightward(t: int) -> float:
        return 100 + 6.0 * t

    def leftward(t: int) -> float:
        return 460 - 6.0 * t

    pieces = spans(Scene(rightward, leftward), 60)
    assert len(pieces) >= 4
    ended = [stop for first, stop in pieces if first == 0]
    assert all(25 <= stop <= 31 for stop in ended)


def test_tiny_figures_far_behind_are_left_alone() -> None:
    class Small(Scene):
        def find(self, picture: Picture) -> list[Region]:
            return [*super().find(picture), Region(x_px=900.0, y_px=300.0, side_px=40.0)]

    assert spans(Small(lambda _: 100.0), 30) == [(0, 30)]


def test_a_broken_frame_ends_a_piece_and_the_next_begins_at_once() -> None:
    scene = Scene(lambda _: 100.0)
    frames = [frame for frame in scene.frames(40) if frame[0] != 20]
    pieces = follow(scene, frames, time_s=np.arange(40) / RATE_HZ)
    assert [(piece.first, piece.stop) for piece in pieces] == [(0, 20), (21, 40)]
