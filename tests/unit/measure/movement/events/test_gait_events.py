from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure.movement.events.gait_events import (
    FootPaths,
    GaitEvent,
    Touch,
    find_gait_events,
    usual_stride_s,
)
from kneetrace.terms import Side
from tests.unit.measure.walker import STANCE, mirrored, turned, walk


def times(events: tuple[GaitEvent, ...], side: Side, touch: Touch) -> list[float]:
    return [event.time_s for event in events if event.side is side and event.touch is touch]


def found(paths: FootPaths) -> list[tuple[Side, Touch, float]]:
    """Every event, its time in whole microseconds."""
    events = find_gait_events(paths=paths)
    return [(each.side, each.touch, round(each.time_s, 6)) for each in events]


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 100.0, 240.0])
@pytest.mark.parametrize("belt", [False, True])
def test_every_strike_and_every_foot_off_is_found(*, rate_hz: float, belt: bool) -> None:
    events = find_gait_events(paths=walk(stride_s=1.1, strides=5, rate_hz=rate_hz, belt=belt))
    for side, begins in ((Side.RIGHT, 0.3), (Side.LEFT, 0.8)):
        strikes_s = 1.1 * (begins + np.arange(5))
        offs_s = 1.1 * ((begins + STANCE) % 1.0 + np.arange(5))
        for touch, expected_s in ((Touch.STRIKE, strikes_s), (Touch.OFF, offs_s)):
            own = times(events, side, touch)
            assert len(own) >= 4
            # The made-up foot takes 0.09 s onto its flat: slower than feet do.
            assert all(np.abs(expected_s - time_s).min() < 0.04 for time_s in own)


@pytest.mark.parametrize("land_deg", [20.0, -20.0])
def test_running_on_heel_or_toes_is_found(land_deg: float) -> None:
    paths = walk(stride_s=0.7, strides=8, stance=0.35, land_deg=land_deg, belt=True)
    events = find_gait_events(paths=paths)
    right_s = times(events, Side.RIGHT, Touch.STRIKE)
    assert np.diff(right_s) == pytest.approx(0.7, abs=0.005)
    assert np.array(right_s) % 0.7 == pytest.approx(0.21, abs=0.02)
    angles = [e.foot_angle_rad for e in events if e.touch is Touch.STRIKE]
    assert all(np.sign(land_deg) * angle > 0.2 for angle in angles)


def test_the_floor_the_belt_and_the_way_make_no_difference() -> None:
    assert found(walk(belt=True)) == found(walk())
    assert found(turned(walk(), heading_rad=2.1)) == found(walk())


def test_mirroring_swaps_the_sides() -> None:
    swapped = [(side.other, touch, time_s) for side, touch, time_s in found(walk())]
    assert found(mirrored(walk())) == swapped


def test_standing_feet_neither_strike_nor_leave() -> None:
    assert found(walk(swing_m=0.0)) == []


def test_short_gaps_are_bridged_and_what_was_never_seen_tells_nothing() -> None:
    paths = walk()
    heel_m = paths.heel_m[Side.RIGHT].copy()
    heel_m[60:64] = np.nan
    gappy = replace(paths, heel_m={**paths.heel_m, Side.RIGHT: heel_m})
    assert len(found(gappy)) == len(found(paths))
    never = replace(paths, heel_m={**paths.heel_m, Side.RIGHT: heel_m * np.nan})
    assert found(never) == []


def test_a_stride_is_told_from_one_foot_or_from_both() -> None:
    events = find_gait_events(paths=walk(stride_s=1.2))
    assert usual_stride_s(events=events) == pytest.approx(1.2, abs=0.01)
    two = [event for event in events if event.touch is Touch.STRIKE][:2]
    assert usual_stride_s(events=tuple(two)) == pytest.approx(1.2, abs=0.02)
