import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure import Motion, Sight, Source
from kneetrace.measure.movement.events.gait_events import FootPaths
from kneetrace.measure.movement.events.strides import strides_in
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.terms import Side
from tests.unit.measure.movement.test_clinical import squatter
from tests.unit.measure.sights import sight_of
from tests.unit.measure.walker import STANCE, body_of, turned, walk


def strides_of(paths: FootPaths) -> tuple[Repetition, ...]:
    return strides_in(sight=markers(body_of(paths)))


def markers(motion: Motion | None) -> Sight:
    seen = squatter()
    return sight_of(clip=seen.clip, track=seen.track, motion=motion, source=Source.MARKERS)


def test_a_stride_runs_from_strike_to_strike_of_the_same_foot() -> None:
    strides = strides_of(walk(stride_s=1.1, strides=5))
    complete = [stride for stride in strides if stride.complete]
    assert [stride.number for stride in strides] == list(range(1, len(strides) + 1))
    assert {stride.side for stride in complete} == set(Side)
    for stride in complete:
        assert stride.end_s - stride.start_s == pytest.approx(1.1, abs=0.005)
        assert stride.peak_s - stride.start_s == pytest.approx(1.1 * STANCE, abs=0.04)


def test_the_last_stride_of_each_foot_is_cut_off() -> None:
    strides = strides_of(walk())
    for side in Side:
        own = [stride for stride in strides if stride.side is side]
        assert [stride.complete for stride in own] == [True] * (len(own) - 1) + [False]


def test_strides_while_turning_round_do_not_count() -> None:
    paths = walk(strides=12, belt=True)
    middle_s = paths.time_s[-1] / 2
    share = np.clip((paths.time_s - middle_s) / 1.5 + 0.5, 0, 1)
    there = [turned(paths, heading_rad=float(np.pi * part)) for part in (0, *np.unique(share))]
    at = np.searchsorted(np.unique(share), share) + 1

    def mixed(name: str, side: Side | None = None) -> NDArray[np.float64]:
        paths_m = [getattr(each, name) for each in there]
        chosen = paths_m if side is None else [each[side] for each in paths_m]
        return np.stack([chosen[k][i] for i, k in enumerate(at)])

    back = FootPaths(
        time_s=paths.time_s,
        heel_m={side: mixed("heel_m", side) for side in Side},
        toe_m={side: mixed("toe_m", side) for side in Side},
        mid_hip_m=mixed("mid_hip_m"),
        across_m=mixed("across_m"),
    )
    strides = strides_of(back)
    turning = [s for s in strides if s.start_s < middle_s < s.end_s]
    away = [s for s in strides if s.end_s < middle_s - 2 or s.start_s > middle_s + 2]
    assert turning
    assert not any(stride.complete for stride in turning)
    assert sum(stride.complete for stride in away) >= 12


def test_who_stops_half_way_makes_no_stride_of_the_pause() -> None:
    paths = walk(strides=6)
    still = 250
    frames = np.concatenate([np.arange(300), np.full(still, 300), np.arange(300, 600)])
    paused = FootPaths(
        time_s=np.arange(len(frames), dtype=np.float64) * 0.01,
        heel_m={side: path[frames] for side, path in paths.heel_m.items()},
        toe_m={side: path[frames] for side, path in paths.toe_m.items()},
        mid_hip_m=paths.mid_hip_m[frames],
        across_m=paths.across_m[frames],
    )
    complete = [stride for stride in strides_of(paused) if stride.complete]
    assert complete
    assert all(stride.end_s - stride.start_s < 1.5 for stride in complete)


def test_without_a_fitted_body_there_are_no_strides() -> None:
    assert strides_in(sight=markers(None)) == ()
